//! The keys worth knowing in a lesson.

use super::state::{Lesson, number};
use crate::language::{Act, Command, Targets};
use crate::lesson::play::AskKind;
use crate::tui::app::hints::Hint;
use crate::tui::app::state::App;
use crate::tui::keymap::Context;
use crate::tui::order::{LessonOrder, Order, Orders};
use crate::tui::stage::Stage;
use crate::tui::{Page, lesson_has_pages};

impl App {
    /// Whether what is asked or to be done is seen: it may be on a page of its own.
    pub(in crate::tui) fn sees_task(&self) -> bool {
        let Some(stage) = &self.stage else { return false };
        let Some(lesson) = stage.lesson_here().filter(|_| !stage.shows_panel()) else { return false };
        // A pane that has the screen to itself may cover it.
        stage.layout(self.area).side.is_some() && (lesson.side.page == Page::Task || !self.lesson_has_pages())
    }

    /// Whether what is to be read and what is to be done are two pages.
    pub(in crate::tui) fn lesson_has_pages(&self) -> bool {
        let Some(stage) = &self.stage else { return false };
        let Some(lesson) = stage.lesson_here() else { return false };
        let side = stage.layout(self.area).side;
        side.is_some_and(|area| lesson_has_pages(&lesson.side.scene(&self.look), area))
    }

    /// The hints of a lesson; says whether they are all there is.
    pub(in crate::tui) fn hints_in_lesson(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let Some(lesson) = stage.lesson.as_deref() else { return };
        if lesson.is_away() {
            self.hint(hints, Context::Everywhere, Order::Escape, "back to the lesson");
            return;
        }
        if lesson.presenting.is_some() {
            return self.hints_presenting(lesson, stage, hints);
        }
        if lesson.is_trying() && !stage.is_watching() && self.sees_task() {
            let word = if stage.playback.playing { "pause" } else { "play" };
            self.hint(hints, Context::Cluster, Orders::pause_or_play(), word);
            if lesson.trial.as_ref().is_some_and(|trial| trial.has_done_something(&stage.run)) {
                self.hint(hints, Context::Challenge, LessonOrder::Undo, "undo");
            }
            self.hints_of_allowed(lesson, hints);
            self.hint(hints, Context::Challenge, LessonOrder::Next, "on");
            // Here every cell counts.
            for hint in hints.iter_mut() {
                hint.key = hint.key.replace("PageDown", "PgDn");
            }
            self.hint(hints, Context::Challenge, LessonOrder::Hint, "hint");
            self.hint(hints, Context::Challenge, LessonOrder::Solution, "solution");
            self.hint(hints, Context::Challenge, LessonOrder::Reset, "reset");
            return;
        }
        let on =
            |hints: &mut Vec<Hint>, word: &str| self.hint(hints, Context::Lesson, LessonOrder::Next, word);
        match lesson.open_question().filter(|_| !stage.is_watching()) {
            Some(asking) if self.sees_task() => {
                match &asking.kind {
                    AskKind::One(choices) => {
                        self.hint_digits(hints, choices.len(), LessonOrder::Down, "choose");
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "answer");
                    }
                    AskKind::Several(choices) => {
                        self.hint_digits(hints, choices.len(), LessonOrder::Down, "tick");
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "answer");
                    }
                    AskKind::Order(events) => {
                        self.hint_digits(hints, events.len(), LessonOrder::Down, "comes next");
                        self.hint(hints, Context::Question, LessonOrder::Erase, "take back");
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "answer");
                    }
                    AskKind::Logs(_) => {
                        self.hint_digits(hints, 10, LessonOrder::Down, "an entry");
                        self.hint(hints, Context::Question, LessonOrder::Down, "log");
                        self.join(hints, Context::Question, LessonOrder::Up);
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "answer");
                        self.hint(hints, Context::Question, LessonOrder::Erase, "delete");
                    }
                    AskKind::Why(points) if !lesson.is_answered_in_words() => {
                        self.hint_digits(hints, points.len(), LessonOrder::Down, "I said this");
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "done");
                    }
                    AskKind::Rule | AskKind::Why(_) => {
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "type");
                        // Whoever has no keyboard goes on too.
                        self.hint(hints, Context::Question, LessonOrder::Tick, "skip");
                    }
                    AskKind::Number => {
                        self.hint_digits(hints, 10, LessonOrder::Down, "type");
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "answer");
                        self.hint(hints, Context::Question, LessonOrder::Erase, "delete");
                    }
                    AskKind::Point(_) => {
                        self.hint(hints, Context::Question, LessonOrder::Down, "choose");
                        self.join(hints, Context::Question, LessonOrder::Up);
                        self.hint(hints, Context::Question, LessonOrder::Answer(None), "answer");
                    }
                }
                if !asking.hints.is_empty() {
                    self.hint(hints, Context::Lesson, LessonOrder::Hint, "hint");
                }
            }
            Some(_) => on(hints, "question"),
            None if stage.is_watching() => on(hints, "skip"),
            None if lesson.is_over() => on(hints, &self.next_in_words(lesson)),
            None if lesson.has_futures_to_compare() => on(hints, "side by side"),
            None => on(hints, "go on"),
        }
        self.hint(hints, Context::Lesson, LessonOrder::Back, "back");
        self.hint(hints, Context::Lesson, LessonOrder::Steps, "steps");
        self.hint(hints, Context::Lesson, Order::Step(1), "step");
        self.join(hints, Context::Lesson, Order::Back(1));
        self.hint(hints, Context::Cluster, Order::Ask, "why");
        self.hint(hints, Context::Lesson, LessonOrder::Leave, "sandbox");
    }

    /// The keys of what a challenge allows; without such a limit, of what is tried most.
    fn hints_of_allowed(&self, lesson: &Lesson, hints: &mut Vec<Hint>) {
        let only = lesson.trial.as_ref().map(|trial| trial.challenge().only.as_slice()).unwrap_or_default();
        let act = |act: Act| Orders::from(Order::Command(Command::Act(act)));
        let keys: [(&[&str], Orders, &str); 9] = [
            (&["timeout"], act(Act::Timeout(Targets::chosen())), "timeout"),
            (&["crash", "restart"], Orders::crash_or_restart(), "crash"),
            (&["submit"], Orders::submit(), "submit"),
            (&["drop", "delay", "deliver", "hold", "release", "duplicate"], Order::Message.into(), "message"),
            (&["partition"], Order::Groups.into(), "partition"),
            (&["heal"], act(Act::Heal), "heal all"),
            (&["align"], act(Act::Align(None)), "align"),
            (&["spread"], act(Act::Spread(None)), "spread"),
            (&["freeze", "thaw"], Orders::freeze_or_thaw(), "freeze"),
        ];
        let mut named: Vec<&str> = Vec::new();
        for (words, orders, word) in keys {
            let is_allowed = only.iter().any(|allowed| words.contains(&allowed.as_str()));
            if is_allowed || only.is_empty() && !matches!(word, "heal all" | "align" | "spread" | "freeze") {
                named.extend(words);
                self.hint(hints, Context::Cluster, orders, word);
            }
        }
        // What has no key is typed.
        let typed: Vec<&str> =
            only.iter().map(String::as_str).filter(|allowed| !named.contains(allowed)).collect();
        let word = if typed.is_empty() { "any command".to_owned() } else { typed.join(", ") };
        if only.is_empty() || !typed.is_empty() {
            self.hint(hints, Context::Everywhere, Order::Write(String::new()), &word);
        }
    }

    /// What comes after a lesson.
    fn next_in_words(&self, lesson: &Lesson) -> String {
        let place = self.lessons.iter().position(|known| known.id == *lesson.id());
        let Some(next) = place.and_then(|place| self.lessons.get(place + 1)) else { return "home".into() };
        let next_lesson = format!("lesson {}", number(&next.id));
        if self.progress.due(&self.today).any(|missed| missed.lesson != next.id) {
            format!("questions to repeat, then {next_lesson}")
        } else {
            next_lesson
        }
    }

    fn hints_presenting(&self, lesson: &Lesson, stage: &Stage, hints: &mut Vec<Hint>) {
        let open = lesson.open_question().is_some() && !stage.is_watching();
        let word = match () {
            () if stage.is_watching() => "skip",
            () if lesson.shows_demo() => "back to the lesson",
            () if open && !self.sees_task() => "question",
            () if open => "answer",
            () if lesson.has_futures_to_compare() => "side by side",
            () => "go on",
        };
        self.hint(hints, Context::Lesson, LessonOrder::Next, word);
        if open {
            self.hint(hints, Context::Present, LessonOrder::Discuss, "discuss");
        }
        if !lesson.demos().is_empty() {
            self.hint(hints, Context::Present, LessonOrder::Demo(None), "demos");
        }
        self.hint(hints, Context::Present, LessonOrder::Black, "black");
        self.hint(hints, Context::Lesson, LessonOrder::Steps, "steps");
    }

    /// The keys in the last row of the lesson's column: those that lead on.
    pub(in crate::tui) fn lesson_foot(&self) -> Vec<(String, String)> {
        let Some(stage) = &self.stage else { return Vec::new() };
        let mut hints = Vec::new();
        self.hints_in_lesson(stage, &mut hints);
        hints.retain(|hint| !hint.key.starts_with('1'));
        hints.truncate(3);
        hints.into_iter().map(|hint| (hint.key, hint.word)).collect()
    }
}
