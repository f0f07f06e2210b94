//! What was missed is asked again: at the start of a lesson, or when one asks for it.

use super::moving::Arrival;
use super::state::Reviewing;
use super::state::{Lesson, name};
use crate::lesson::play::Play;
use crate::lesson::review::Review;
use crate::lesson::{self, LessonId};
use crate::tui::app::input::Effect;
use crate::tui::app::state::{App, Screen};
use crate::tui::stage::Stage;
use std::sync::Arc;

impl App {
    /// Repeats what is due, a little of it before a lesson or all of it for its own sake. Says whether there was something.
    pub(super) fn review_before(&mut self, then: Option<Arc<lesson::Lesson>>) -> bool {
        let lessons = &self.lessons;
        let find = |id: &LessonId| lessons.iter().find(|lesson| lesson.id == *id).cloned();
        let review = match &then {
            Some(lesson) => Review::before(&lesson.id, &mut self.progress, &self.today, find),
            None => Review::due(&mut self.progress, &self.today, find),
        };
        let Some(review) = review else { return false };
        self.ask_again(Reviewing { review, then });
        true
    }

    /// Puts the question on the stage; after the last one, what comes after it.
    fn ask_again(&mut self, reviewing: Reviewing) {
        let Some(play) = reviewing.review.play().cloned() else {
            let Some(lesson) = reviewing.then else {
                self.stage = None;
                self.before.clear();
                self.screen = Screen::Home;
                self.see_home();
                return;
            };
            if let Err(why) = self.show_lesson(lesson, None) {
                self.say(&why, "");
            }
            return;
        };
        let title = name(play.lesson());
        self.put_on_stage(play, &format!("a question to repeat, from {title}"), |lesson| {
            lesson.reviewing = Some(Box::new(reviewing));
        });
        if let Some(stage) = &mut self.stage {
            stage.arrive(Arrival::End);
        }
        self.see_lesson();
    }

    /// The answer that was given counts for what was missed.
    pub(super) fn remember_review(&mut self) {
        let Some(lesson) = self.stage.as_mut().and_then(|stage| stage.lesson.as_deref_mut()) else { return };
        let given = lesson.play.question().and_then(|asking| lesson.play.verdict(asking.id));
        let given = given.map(|verdict| verdict.given.clone());
        if let (Some(reviewing), Some(given)) = (&mut lesson.reviewing, given)
            && reviewing.review.answer(given, &mut self.progress).is_ok()
        {
            self.effects.push(Effect::Progress);
        }
    }

    /// On to the next question of the review. Says whether there is a review.
    pub(super) fn next_review(&mut self) -> bool {
        let lesson = self.stage.as_mut().and_then(|stage| stage.lesson.as_deref_mut());
        let Some(mut reviewing) = lesson.and_then(|lesson| lesson.reviewing.take()) else { return false };
        reviewing.review.advance();
        self.ask_again(*reviewing);
        true
    }

    /// Puts a lesson on a stage of its own.
    pub(super) fn put_on_stage(&mut self, play: Play, title: &str, with: impl FnOnce(&mut Lesson)) {
        let run = play.segment().scene.as_ref().map(|scene| scene.run.as_ref().clone());
        let run = run.or_else(|| {
            let setup =
                crate::sim::Setup::of(crate::tui::home::sandbox::SERVERS, crate::tui::home::sandbox::SEED);
            crate::history::Run::new(setup).ok()
        });
        let Some(run) = run else { return };
        self.show(run, title);
        let mut lesson = Lesson::new(play, None);
        with(&mut lesson);
        if let Some(stage) = &mut self.stage {
            stage.lesson = Some(Box::new(lesson));
        }
    }
}

impl Stage {
    /// Whether what was missed is asked again.
    pub(super) fn is_reviewing(&self) -> bool {
        self.lesson_here().is_some_and(|lesson| lesson.reviewing.is_some())
    }
}
