//! Which lesson comes on the stage: one that was named, the next one, one before a class.

use super::moving::Arrival;
use super::presenting::Presenting;
use super::source::Source;
use super::state::number;
use crate::lesson;
use crate::lesson::play::{Play, Position};
use crate::nearest::hint;
use crate::tui::app::state::{App, Screen};
use crate::tui::lesson::order::LESSON_WORDS;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::untrusted::printable;
use std::sync::Arc;

/// Why a lesson cannot be shown.
const NO_STEPS: &str = "This lesson has no steps";

/// What is said when a presentation begins: a program cannot change the size of its letters, the terminal can.
const LARGER: (&str, &str) =
    ("For the back row", "the terminal's own font size makes it larger, usually Ctrl +; ? lists the keys");

impl App {
    /// Plays the lesson of a name: where one left it, if one did.
    pub(super) fn play_lesson(&mut self, which: Option<&str>, present: bool) -> Result<(), Mistake> {
        let lesson = match which {
            Some(which) => self.find_lesson(which)?,
            None if present && self.stage.as_ref().is_some_and(|stage| stage.lesson.is_some()) => {
                return self.present_here();
            }
            None if present && self.screen == Screen::Cluster => {
                return Err(refused(
                    &"No lesson is on the screen: `present 18` presents one, `demo` lists the demos. What is here is larger \
                      with the terminal's own font size, usually Ctrl +",
                ));
            }
            None => self.lesson_to_take_up().ok_or_else(|| refused(&"There is no lesson here"))?,
        };
        // One that is on the stage already is gone on with.
        let here = self.stage.as_ref().and_then(|stage| stage.lesson.as_deref());
        if here.is_some_and(|here| *here.play.lesson() == lesson && here.presenting.is_some() == present) {
            self.return_to_cluster();
            return Ok(());
        }
        if present {
            // Nothing of it is a learner's progress, from the first moment on.
            return self.present(lesson).map_err(|why| refused(&why));
        }
        let begun = self.progress.lessons.contains_key(&lesson.id);
        if !begun && self.review_before(Some(lesson.clone())) {
            return Ok(());
        }
        self.show_lesson(lesson, None).map_err(|why| refused(&why))
    }

    /// Presents the lesson that is on the stage.
    fn present_here(&mut self) -> Result<(), Mistake> {
        let Some(lesson) = self.lesson_mut() else { return Err(refused(&"There is no lesson here")) };
        lesson.presenting = match lesson.presenting.take() {
            Some(_) => None,
            None => Some(Presenting::default()),
        };
        Ok(())
    }

    /// Shows a lesson to a class, from its beginning.
    fn present(&mut self, lesson: Arc<lesson::Lesson>) -> Result<(), String> {
        let play = Play::with(lesson, self.progress.options()).ok_or(NO_STEPS)?;
        let title = format!("lesson {}", number(&play.lesson().id));
        self.put_on_stage(play, &title, |lesson| lesson.presenting = Some(Presenting::default()));
        if let Some(stage) = &mut self.stage {
            stage.arrive(Arrival::Watch);
        }
        self.see_lesson();
        self.say(LARGER.0, LARGER.1);
        Ok(())
    }

    /// Shows a lesson: at this position, or where one left it.
    ///
    /// # Errors
    /// If there is nothing in it to be shown.
    pub fn show_lesson(&mut self, lesson: Arc<lesson::Lesson>, at: Option<Position>) -> Result<(), String> {
        self.show_lesson_of(lesson, None, at)
    }

    /// As [`App::show_lesson`], of a file.
    pub(super) fn show_lesson_of(
        &mut self,
        lesson: Arc<lesson::Lesson>,
        source: Option<Source>,
        at: Option<Position>,
    ) -> Result<(), String> {
        let mut play = Play::with(lesson, self.progress.options()).ok_or(NO_STEPS)?;
        match at {
            Some(at) => play.go_to(at).map(|_| ()).map_err(|why| why.to_string())?,
            None if source.is_none() => {
                self.progress.take_up(&mut play);
                if play.is_over() {
                    // Once more, from its beginning.
                    let lesson = play.lesson().clone();
                    self.progress.begin(&lesson.id);
                    // The questions are asked again; a challenge that was solved stays solved.
                    let solved = play.score().solved.clone();
                    play = Play::with(lesson, self.progress.options()).ok_or(NO_STEPS)?;
                    for (id, solved) in solved {
                        play.solved(id, solved);
                    }
                }
            }
            None => {}
        }
        let resumed = play.position() != Position::default();
        let title = format!("lesson {}", number(&play.lesson().id));
        self.put_on_stage(play, &title, |lesson| lesson.source = source);
        if let Some(stage) = &mut self.stage {
            stage.arrive(if resumed { Arrival::End } else { Arrival::Watch });
        }
        self.see_lesson();
        self.note_progress();
        Ok(())
    }

    /// The lesson after the one that is over.
    pub(super) fn next_lesson(&mut self) -> Result<(), String> {
        let here = self.lesson_mut().map(|lesson| lesson.id().clone());
        let place = self.lessons.iter().position(|lesson| Some(&lesson.id) == here.as_ref());
        let next = place.and_then(|place| self.lessons.get(place + 1)).cloned();
        let Some(next) = next else {
            self.go(Screen::Home);
            return Ok(());
        };
        if self.review_before(Some(next.clone())) {
            return Ok(());
        }
        self.show_lesson(next, None)
    }

    /// The lesson of this number or name, or of a part of its name.
    pub(in crate::tui) fn find_lesson(&self, which: &str) -> Result<Arc<lesson::Lesson>, Mistake> {
        let wanted = which.trim().to_lowercase();
        let bare = wanted.trim_start_matches('0');
        let is_number = |lesson: &lesson::Lesson| {
            let number = number(&lesson.id).trim_start_matches('0');
            !bare.is_empty() && number == bare
        };
        let is_part = |lesson: &lesson::Lesson| {
            !wanted.is_empty()
                && (lesson.id.0.contains(&wanted) || lesson.title.to_lowercase().contains(&wanted))
        };
        let all = &self.lessons;
        let found = all
            .iter()
            .find(|lesson| lesson.id.0 == wanted || is_number(lesson))
            .or_else(|| all.iter().find(|lesson| is_part(lesson)));
        found.cloned().ok_or_else(|| {
            let known = LESSON_WORDS.into_iter().map(|(word, ..)| word);
            let words = |lesson: &'_ Arc<lesson::Lesson>| {
                lesson.id.0.split_once('-').map(|(_, words)| words.to_owned())
            };
            let words: Vec<String> = all.iter().filter_map(words).collect();
            let ids = all.iter().map(|lesson| lesson.id.0.as_str());
            let hint = hint(&wanted, known.chain(ids).chain(words.iter().map(String::as_str)));
            let message = format!("there is no lesson '{}'{hint}", printable(which, 40));
            Mistake { column: "lesson ".len(), message }
        })
    }
}
