//! What a learner has before them: one segment of a lesson.

use super::asking::Asking;
use super::plan::Stop;
use super::scene::{Broken, Scene};
use crate::history::Run;
use crate::lesson::{Challenge, LogTable, Prose, TaskId};
use crate::sim::StepId;
use std::sync::Arc;

/// Where one is in a lesson: steps and segments are counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Position {
    /// The step.
    pub step: usize,
    /// The segment of the step.
    pub segment: usize,
}

/// What plays without a stop, and how things stand at the stop.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Where in the lesson.
    pub position: Position,
    /// What is to be read and what was played, in order; a question or a challenge comes last.
    pub shown: Vec<Shown>,
    /// What it ends with.
    pub stop: Stop,
    /// The cluster at its end; none before the first script.
    pub scene: Option<Scene>,
    /// Why the lesson cannot go on as it was written.
    pub broken: Option<Broken>,
}

impl Segment {
    /// The run at its end, if it has a cluster.
    pub fn run(&self) -> Option<&Run> {
        self.scene.as_ref().map(|scene| &*scene.run)
    }
}

/// A piece of a segment.
#[derive(Clone, Debug)]
pub enum Shown {
    /// To be read. Its live values are said: they are plain text.
    Prose(Prose),
    /// A script was played.
    Played(Played),
    /// The logs of all servers as they stand there.
    Logs(LogTable),
    /// A question.
    Question(Arc<Asking>),
    /// A challenge.
    Challenge(TaskId, Arc<Challenge>),
}

/// A script that was played.
#[derive(Clone, Debug)]
pub struct Played {
    /// The line at which its part begins.
    pub line: u32,
    /// The run at its end, the cursor there.
    pub run: Arc<Run>,
    /// The step at which it began.
    pub from: StepId,
    /// Another cluster began with it.
    pub fresh: bool,
    /// What it says after which step.
    pub notes: Vec<(StepId, String)>,
}
