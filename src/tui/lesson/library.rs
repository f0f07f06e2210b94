//! Which lessons there are, what was done of each, and what to take up next.

use super::state::number;
use crate::lesson;
use crate::lesson::LessonPart;
use crate::lesson::progress::{LessonProgress, Progress};
use crate::tui::app::input::Effect;
use crate::tui::app::state::{App, Screen};
use crate::tui::home::{Entry, Mark};
use crate::tui::order::{LessonOrder, Order};
use std::sync::Arc;

impl App {
    /// What a learner has done so far, and what day it is.
    pub fn know_progress(&mut self, progress: Progress, today: &str) {
        (self.progress, self.today) = (progress, today.to_owned());
        self.see_home();
    }

    /// What a learner has done by now: to be kept when [`Effect::Progress`] says so.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// These lessons, in this order, instead of those that come with the program.
    pub fn offer_lessons(&mut self, lessons: Vec<Arc<lesson::Lesson>>) {
        self.lessons = lessons;
        self.see_home();
    }

    /// Home lists the lessons as they stand now.
    pub(in crate::tui) fn see_home(&mut self) {
        let next = self.progress.next_of(&self.lessons).unwrap_or(0);
        let entries = self.lessons.iter().map(|lesson| {
            let kept = self.progress.lessons.get(&lesson.id);
            let builds_on = builds_on(lesson, &self.lessons);
            Entry { builds_on, ..entry(lesson, kept) }
        });
        let entries = entries.collect();
        let again = self.again();
        self.home.show_lessons(entries, next, again);
    }

    pub(in crate::tui) fn lesson_to_take_up(&self) -> Option<Arc<lesson::Lesson>> {
        self.lessons.get(self.progress.next_of(&self.lessons).unwrap_or(0)).cloned()
    }

    /// Why nothing is asked again now.
    pub(super) fn nothing_due(&self) -> String {
        match self.progress.next_due() {
            Some(day) => format!("Nothing is due before {day}"),
            None => "There are no questions to repeat".to_owned(),
        }
    }

    /// `2 questions due today: Up to date (12), Split vote (03)`
    fn again(&self) -> String {
        let due = self.progress.due(&self.today).count();
        let mut named: Vec<String> = Vec::new();
        for missed in self.progress.due(&self.today) {
            let lesson = self.lessons.iter().find(|lesson| lesson.id == missed.lesson);
            let name = lesson.map(|lesson| format!("{} ({})", lesson.title, number(&lesson.id)));
            named.extend(name.filter(|name| !named.contains(name)));
        }
        match (due, self.progress.next_due()) {
            (0, None) => String::new(),
            (0, Some(day)) => format!("nothing due today, more on {day}"),
            (1, _) => format!("1 question due today: {}", named.join(", ")),
            (count, _) => format!("{count} questions due today: {}", named.join(", ")),
        }
    }

    /// Keeps how the lesson on the stage stands, if it is one to be kept.
    pub(in crate::tui) fn note_progress(&mut self) {
        let Some(lesson) = self.stage.as_ref().and_then(|stage| stage.lesson.as_deref()) else { return };
        if lesson.source.is_some() || lesson.presenting.is_some() || lesson.reviewing.is_some() {
            return;
        }
        let before = self.progress.lessons.get(lesson.id()).cloned();
        let missed = self.progress.missed.len();
        self.progress.note(&lesson.play, &self.today);
        let changed = self.progress.lessons.get(lesson.id()) != before.as_ref();
        if changed || self.progress.missed.len() != missed {
            self.effects.push(Effect::Progress);
            if self.screen == Screen::Home {
                self.see_home();
            }
        }
    }
}

fn entry(lesson: &lesson::Lesson, kept: Option<&LessonProgress>) -> Entry {
    let steps = lesson.steps.len().max(1);
    let begun = kept.filter(|kept| !kept.finished);
    let at = begun.map_or(0, |kept| kept.at.step.min(steps - 1));
    let mark = match kept {
        None => Mark::New,
        Some(kept) if kept.finished => Mark::Done,
        Some(_) => Mark::Begun,
    };
    let stand = match kept {
        None => String::new(),
        Some(kept) if kept.finished => best(kept),
        Some(_) => format!("step {} of {steps}", at + 1),
    };
    // What is left of it.
    let left = usize::from(lesson.minutes) * (steps - at);
    let place = lesson.places.first().map_or(String::new(), |place| place.replace("Figure", "Fig."));
    Entry {
        key: number(&lesson.id).to_owned(),
        title: format!("{} {}", number(&lesson.id), lesson.title),
        place,
        group: lesson.part.map_or("", LessonPart::title),
        what: lesson.asks.clone(),
        mark,
        done: (at * 1_000 / steps) as u16,
        stand,
        length: format!("about {} min", left.div_ceil(steps)),
        ..Entry::of(Order::Lesson(LessonOrder::Play(Some(lesson.id.0.clone()))))
    }
}

/// `builds on 03 Split vote, 06 Normal operation`: as far as these lessons are here.
fn builds_on(lesson: &lesson::Lesson, all: &[Arc<lesson::Lesson>]) -> String {
    let found = lesson.after.iter().filter_map(|id| all.iter().find(|other| other.id == *id));
    let named: Vec<String> = found.map(|other| format!("{} {}", number(&other.id), other.title)).collect();
    if named.is_empty() { String::new() } else { format!("builds on {}", named.join(", ")) }
}

/// `best 90 %, challenge in 4, par 5`
fn best(kept: &LessonProgress) -> String {
    let mut parts: Vec<String> = kept.best.iter().map(|best| format!("best {best} %")).collect();
    for solved in kept.challenges.values().filter(|solved| !solved.shown) {
        parts.push(format!("challenge in {}, par {}", solved.actions, solved.par));
    }
    parts.join(", ")
}
