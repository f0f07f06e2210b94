//! Keys and clicks in a lesson.

use super::rows::TypingKey;
use crate::lesson::play::{AskKind, PointKind};
use crate::tui::app::state::{App, Screen};
use crate::tui::keymap::Context;
use crate::tui::order::LessonOrder;
use crate::tui::stage::Stage;
use crate::tui::{Chosen, LessonTarget, Page};

impl App {
    /// Where keys mean something in a lesson, the nearest first.
    pub(in crate::tui) fn contexts_of_lesson(&self, stage: &Stage, contexts: &mut Vec<Context>) {
        let Some(lesson) = stage.lesson_here() else { return };
        if lesson.presenting.is_some() {
            contexts.push(Context::Present);
        }
        // While its set-up plays, keys skip that, as anywhere else.
        if lesson.is_trying() && !stage.is_watching() && self.sees_task() {
            contexts.push(Context::Challenge);
            return;
        }
        if lesson.open_question().is_some() && !stage.is_watching() && self.sees_task() {
            contexts.push(Context::Question);
        }
        contexts.push(Context::Lesson);
    }

    /// A digit in a lesson: a choice, a digit of a number, a demo. Says whether it meant something.
    pub(in crate::tui) fn digit_in_lesson(&mut self, place: usize) -> bool {
        let sees = self.sees_task();
        let Some(stage) = &mut self.stage else { return false };
        if stage.lesson_here().is_none() {
            return false;
        }
        // Whoever answers has seen enough.
        if stage.watches_segment()
            && stage.lesson_here().is_some_and(|lesson| lesson.open_question().is_some())
        {
            stage.finish();
            self.see_lesson();
            return self.digit_in_lesson(place);
        }
        let Some(lesson) = &mut stage.lesson else { return false };
        if lesson.presenting.is_some() && !lesson.demos().is_empty() {
            self.execute_or_say(LessonOrder::Demo(Some(place + 1)));
            return true;
        }
        if !sees && lesson.is_answered_by_digits() {
            // Nobody answers what is not seen: first the page that it stands on, where a pane does not cover it.
            (lesson.side.page, lesson.side.scroll) = (Page::Task, 0);
            stage.leave_pane();
            return true;
        }
        // `0` stands for the tenth of what is counted from 1.
        let meant = sees && (lesson.type_digit((place + 1) % 10) || lesson.choose(place));
        if meant {
            // What was chosen is seen before it is the answer.
            self.show_choice();
        }
        meant
    }

    /// Whether a class sees a black screen.
    pub(in crate::tui) fn is_black(&self) -> bool {
        let Some(stage) = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster) else {
            return false;
        };
        let presenting = stage.lesson_here().and_then(|lesson| lesson.presenting.as_ref());
        presenting.is_some_and(|presenting| presenting.black)
            || stage.demo.as_ref().is_some_and(|demo| demo.black)
    }

    /// Whether what is chosen on the screen is what the lesson asks to be pointed at.
    pub(in crate::tui) fn is_pointed_at(&self, chosen: Chosen) -> bool {
        let lesson = self.stage.as_ref().filter(|stage| !stage.is_watching()).and_then(Stage::lesson_here);
        let asking = lesson.and_then(|lesson| lesson.open_question()).filter(|_| self.sees_task());
        matches!(
            (asking.map(|asking| &asking.kind), chosen),
            (Some(AskKind::Point(PointKind::Server)), Chosen::Server(_))
                | (Some(AskKind::Point(PointKind::Entry)), Chosen::Entry(..))
                | (Some(AskKind::Point(PointKind::Message)), Chosen::Message(_))
        )
    }

    /// A click on a choice chooses it, a second one answers.
    pub(in crate::tui) fn click_in_lesson(&mut self, target: LessonTarget) {
        match target {
            LessonTarget::Choice(place) => {
                let Some(lesson) = self.stage.as_mut().and_then(|stage| stage.lesson.as_mut()) else {
                    return;
                };
                let one = lesson.open_question().is_some_and(|it| matches!(it.kind, AskKind::One(_)));
                let again = one && lesson.is_chosen(place);
                lesson.choose(place);
                if again {
                    self.execute_or_say(LessonOrder::Answer(None));
                }
            }
            LessonTarget::Log(place) => {
                if let Some(lesson) = self.lesson_mut() {
                    lesson.choose_log(place);
                }
            }
            LessonTarget::Key(TypingKey::Digit(digit)) => {
                if let Some(lesson) = self.lesson_mut() {
                    lesson.type_digit(digit);
                }
            }
            LessonTarget::Key(TypingKey::Delete) => self.execute_or_say(LessonOrder::Erase),
            LessonTarget::Key(TypingKey::Words | TypingKey::Answer) => {
                self.execute_or_say(LessonOrder::Answer(None));
            }
            LessonTarget::Foot(place) => {
                let key = self.lesson_foot().into_iter().nth(place).map(|(key, _)| key);
                let hint = self.hints().into_iter().find(|hint| Some(&hint.key) == key.as_ref());
                if let Some(hint) = hint {
                    self.execute_or_say(hint.orders);
                }
            }
        }
    }
}
