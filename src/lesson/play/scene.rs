//! The cluster of a lesson as it is shown, and what is lit up in it.

use crate::history::{BranchId, Run};
use crate::language::Names;
use crate::lesson::Pane;
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet};
use crate::sim::{MessageId, StepId};
use std::sync::Arc;

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
    pub pane: Option<Pane>,
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

/// Why a lesson cannot go on as it was written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Broken {
    /// The line of the lesson.
    pub line: u32,
    /// What is wrong there.
    pub message: String,
}
