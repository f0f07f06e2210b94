//! What stands at the side of the panes: one thing at a time. Where there is no room for both, it takes the place of
//! all panes.
//!
//! [`Layout::side`](crate::tui::layout::Layout) says where, a [`Side`] what: drawing, the mouse and scrolling ask it alike.

mod view;

use crate::explain::Lit;
use crate::paper::Rule;
use crate::tui::answer::open_answer::OpenAnswer;
use crate::tui::answer::target::AnswerTarget;
use crate::tui::lab::{Lab, PanelTarget};
use crate::tui::layout::SidePlacement;
use crate::tui::lesson::rows::LessonTarget;
use crate::tui::lesson::side::LessonSide;

/// What stands at the side.
#[derive(Clone, Copy, Debug)]
pub enum Side<'a> {
    /// An answer.
    Answer(&'a OpenAnswer),
    /// A lesson.
    Lesson(&'a LessonSide),
    /// The panel of the bug lab.
    Lab(&'a Lab),
}

/// Something at the side that is under the mouse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SideTarget {
    /// Something of an answer.
    Answer(AnswerTarget),
    /// Something of a lesson.
    Lesson(LessonTarget),
    /// Something of the panel of the bug lab.
    Lab(PanelTarget),
    /// Where nothing can be chosen.
    Nothing,
}

impl<'a> Side<'a> {
    /// The answer, if it is one.
    pub fn open_answer(self) -> Option<&'a OpenAnswer> {
        match self {
            Side::Answer(open_answer) => Some(open_answer),
            Side::Lesson(_) | Side::Lab(_) => None,
        }
    }

    /// How it stands there.
    pub fn placement(self) -> SidePlacement {
        match self {
            Side::Answer(_) | Side::Lab(_) => SidePlacement::Beside,
            Side::Lesson(lesson) if lesson.lecture => SidePlacement::Lecture,
            Side::Lesson(_) => SidePlacement::Under,
        }
    }

    /// What is to be seen before all else, if it says so.
    pub fn lit(self) -> Option<&'a Lit> {
        match self {
            Side::Answer(open_answer) => Some(&open_answer.answer.lit),
            Side::Lesson(lesson) => Some(&lesson.lit),
            Side::Lab(_) => None,
        }
    }

    /// The rules that it speaks of before those of the step.
    pub fn rules(self) -> &'a [Rule] {
        match self {
            Side::Answer(_) | Side::Lab(_) => &[],
            Side::Lesson(lesson) => &lesson.rules,
        }
    }
}
