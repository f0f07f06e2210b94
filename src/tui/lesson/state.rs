//! A lesson while it is on the screen. [`Play`] knows where one is in it and what is right; here is what the screen adds:
//! the animation of a segment, what is being answered, what is scrolled, and the way out to the sandbox and back.

use super::presenting::Presenting;
use super::source::Source;
use crate::history::Run;
use crate::language::Names;
use crate::lesson::play::{Play, Standing, Trial};
use crate::lesson::review::Review;
use crate::lesson::{self, LessonId};
use crate::raft::Term;
use crate::tui::{LessonSide, Pane};
use std::sync::Arc;

/// A lesson on the screen.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub(in crate::tui) play: Play,
    /// What is drawn.
    pub side: LessonSide,
    /// The answer that is being given.
    pub(super) draft: Draft,
    /// The challenge that is being tried.
    pub(in crate::tui) trial: Option<Trial>,
    /// How the run stands to it.
    pub(in crate::tui) standing: Option<Standing>,
    /// The solution is shown: its lines.
    pub(in crate::tui) shown: Option<Vec<String>>,
    /// Once more, and one goes on without an answer.
    pub(in crate::tui) insists: bool,
    /// The two futures of the segment were side by side.
    pub(in crate::tui) compared: bool,
    /// The last step is done.
    pub(in crate::tui) over: bool,
    /// The pane that it has brought to the front.
    pub(in crate::tui) front: Option<Pane>,
    /// One is in the sandbox with the cluster of the lesson.
    pub(in crate::tui) away: Option<Box<Away>>,
    /// Why the file that it is read from cannot be followed.
    pub(in crate::tui) trouble: Option<Vec<String>>,
    /// What was missed is asked again.
    pub(super) reviewing: Option<Box<Reviewing>>,
    /// Before a class.
    pub(in crate::tui) presenting: Option<Presenting>,
    /// The file that it is read from, if it is not one of those that come with the program.
    pub(super) source: Option<Source>,
}

impl Lesson {
    pub(super) fn new(play: Play, source: Option<Source>) -> Lesson {
        Lesson {
            play,
            side: LessonSide::default(),
            draft: Draft::default(),
            trial: None,
            standing: None,
            shown: None,
            insists: false,
            compared: false,
            over: false,
            front: None,
            away: None,
            trouble: None,
            reviewing: None,
            presenting: None,
            source,
        }
    }

    /// Where one is in it, and how it went so far.
    pub fn play(&self) -> &Play {
        &self.play
    }

    /// Whether its last step is done.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Whether two futures are still to be seen side by side here.
    pub(in crate::tui) fn has_futures_to_compare(&self) -> bool {
        let scene = self.play.segment().scene.as_ref();
        !self.compared && !self.over && scene.is_some_and(|scene| scene.beside.is_some())
    }

    /// Whether one is in the sandbox with its cluster.
    pub fn is_away(&self) -> bool {
        self.away.is_some()
    }

    /// Which it is.
    pub fn id(&self) -> &LessonId {
        &self.play.lesson().id
    }
}

/// The number of a lesson: `18` of `18-partition`.
pub(in crate::tui) fn number(id: &LessonId) -> &str {
    id.0.split('-').next().unwrap_or_default()
}

/// `18 · Partition`
pub(in crate::tui) fn name(lesson: &lesson::Lesson) -> String {
    format!("{} · {}", number(&lesson.id), lesson.title)
}

/// An answer that nobody has committed to yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The choice that the arrows have led to.
    pub chosen: Option<usize>,
    /// The choices that are ticked, of several; events in the order in which they were picked.
    pub ticked: Vec<usize>,
    /// What was typed of a number.
    pub typed: String,
    /// What was typed of logs: the terms of each.
    pub logs: Vec<Vec<Term>>,
    /// One's own words, once they are said: then what a good answer says is shown.
    pub said: Option<String>,
}

/// What the stage was when it was left for the sandbox.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Away {
    pub(super) run: Run,
    pub(super) names: Names,
    pub(super) title: String,
    pub(super) focus: Pane,
    pub(super) zoom: Option<Pane>,
}

/// A review, and what comes after it.
#[derive(Clone, Debug)]
pub(super) struct Reviewing {
    pub(super) review: Review,
    /// The lesson that it stands before; none: home.
    pub(super) then: Option<Arc<lesson::Lesson>>,
}

impl Reviewing {
    /// Which question it is, and how many there are.
    pub fn count(&self) -> (usize, usize) {
        self.review.count()
    }
}

/// What a sheet depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) struct Moment {
    pub(super) at: lesson::play::Position,
    pub(super) black: bool,
    pub(super) revealed: bool,
    pub(super) over: bool,
    pub(super) seconds: Option<u64>,
}
