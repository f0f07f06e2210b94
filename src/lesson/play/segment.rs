//! What a learner has before them: one segment of a lesson.

use super::{Key, Stop};
use crate::history::{BranchId, Run};
use crate::language::Names;
use crate::lesson::{Challenge, PaneName, Prose};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet};
use crate::sim::{MessageId, Span, StepId};
use std::sync::Arc;

/// Where one is in a lesson: steps and segments are counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Position {
    /// The step.
    pub step: usize,
    /// The segment of the step.
    pub segment: usize,
}

/// Names a question of a lesson, or a challenge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TaskId {
    /// The step, counted from 0.
    pub step: usize,
    /// Which of the step's questions (or challenges) it is, counted from 0.
    pub number: usize,
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

/// The cluster at the end of a segment.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The run, the cursor where the segment ends.
    pub run: Arc<Run>,
    /// The names that were given to servers.
    pub names: Names,
    /// The step at which this segment's scripts began: from here to the cursor it can be watched. The cursor itself, if
    /// the segment has no script.
    pub from: StepId,
    /// In this segment another cluster began than the one of the segment before, or another future of it.
    pub fresh: bool,
    /// What the segment's scripts say after which step.
    pub notes: Vec<(StepId, String)>,
    /// What is lit.
    pub lit: Lights,
    /// The pane that comes to the front.
    pub pane: Option<PaneName>,
    /// Two futures side by side.
    pub beside: Option<Beside>,
}

/// What is lit up, by name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lights {
    /// Servers.
    pub servers: ServerSet,
    /// Entries of logs.
    pub entries: Vec<(ServerId, Index)>,
    /// Messages in flight.
    pub messages: Vec<MessageId>,
    /// Rules.
    pub rules: Vec<Rule>,
}

impl Lights {
    /// Whether nothing is lit.
    pub fn is_empty(&self) -> bool {
        *self == Lights::default()
    }
}

/// Two futures of one cluster in one run.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The run that has both; it looks at `this`, the cursor at its end.
    pub run: Arc<Run>,
    /// The future that the segment ended in.
    pub this: BranchId,
    /// The other one.
    pub other: BranchId,
    /// The step (counted from 0) at whose end the other one is.
    pub step: usize,
}

/// A question as it is asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Which it is.
    pub id: TaskId,
    /// Its line in the file.
    pub line: u32,
    /// What is asked.
    pub ask: Prose,
    /// How it is answered.
    pub kind: AskKind,
    /// Nudges.
    pub hints: Vec<Prose>,
    /// How long a class talks it over.
    pub discuss: Option<Span>,
    /// What is right, and what is said to which answer.
    pub(super) key: Key,
}

/// How a question is answered.
#[derive(Clone, PartialEq, Debug)]
pub enum AskKind {
    /// By one of these.
    One(Vec<Prose>),
    /// By all of these that are right.
    Several(Vec<Prose>),
    /// By a number.
    Number,
    /// By pointing at something of this kind.
    Point(SpotKind),
}

/// What is pointed at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpotKind {
    /// A server.
    Server,
    /// An entry of a log.
    Entry,
    /// A message in flight.
    Message,
}

/// Why a lesson cannot go on as it was written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Broken {
    /// The line of the lesson.
    pub line: u32,
    /// What is wrong there.
    pub message: String,
}
