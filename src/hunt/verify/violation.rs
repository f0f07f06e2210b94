//! A run that breaks a property, as a check found it.

use super::super::action::{ActionKind, Path, SmallAction};
use super::super::history::PropertySet;
use super::super::search::Found;
use super::super::target::Target;
use super::super::{Finding, action::MOST_ACTIONS};
use super::Bounds;
use crate::paper::Property;
use crate::raft::ServerId;
use serde::Serialize;
use std::fmt;

/// A property that broke.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Violation {
    /// Which: the first of Figure 3 if several break at once.
    pub property: Property,
    /// A shortest run to it.
    pub run: Vec<Act>,
}

/// One action of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// The election timer of a server runs out.
    Timeout(ServerId),
    /// The heartbeat timer of a leader runs out.
    #[serde(rename = "beat")]
    Heartbeat(ServerId),
    /// A client submits the next command to a leader.
    Command(ServerId),
    /// A server crashes and comes back.
    Restart(ServerId),
    /// A message arrives.
    Deliver {
        /// The action, counted from 0, that sent it.
        sent_by: usize,
        /// Who receives it.
        to: ServerId,
        /// Whether a copy of the message is still in flight.
        copy: bool,
    },
}

impl Violation {
    /// The run as the path of a hunt. None if it is longer than those.
    pub(in crate::hunt) fn path(&self) -> Option<Path> {
        if self.run.len() > MOST_ACTIONS {
            return None;
        }
        Some((0..).zip(&self.run).map(|(id, act)| SmallAction { id, kind: act.kind() }).collect())
    }

    /// The run, played and judged in the ordinary world, with what comes of it when every rule is obeyed. None if the
    /// ordinary checker does not see the violation in its last step.
    pub(super) fn finding(&self, bounds: &Bounds) -> Option<Finding> {
        let found = Found { size: bounds.servers, options: bounds.options, path: self.path()? };
        Finding::confirm(&found, &Target::Broken(PropertySet::only(self.property)))
    }
}

impl Act {
    fn kind(self) -> ActionKind {
        let name = |server: ServerId| server.position() as u8;
        match self {
            Act::Timeout(server) => ActionKind::Timeout(name(server)),
            Act::Heartbeat(server) => ActionKind::Heartbeat(name(server)),
            Act::Command(server) => ActionKind::Command(name(server)),
            Act::Restart(server) => ActionKind::Restart(name(server)),
            Act::Deliver { sent_by, to, copy } => {
                ActionKind::Deliver { sent_by: sent_by as u8, to: name(to), copy }
            }
        }
    }
}

/// `S2's election timer expires`. Actions are counted from 1 for people.
impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Act::Timeout(server) => write!(f, "{server}'s election timer expires"),
            Act::Heartbeat(server) => write!(f, "{server} sends heartbeats"),
            Act::Command(server) => write!(f, "a client submits a command to {server}"),
            Act::Restart(server) => write!(f, "{server} crashes and restarts"),
            Act::Deliver { sent_by, to, copy } => {
                let what = if *copy { "a copy of what" } else { "what" };
                write!(f, "{to} receives {what} was sent to it in {}", sent_by + 1)
            }
        }
    }
}
