//! Clients: each request, and what became of it.

use super::{StepId, Time};
use crate::raft::{Command, Index, RequestId, ServerId};
use serde::Serialize;

/// A command that a client has asked a server to execute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Request {
    /// Its number.
    pub id: RequestId,
    /// What was asked.
    pub command: Command,
    /// The server that was asked.
    pub to: ServerId,
    /// When it was asked.
    pub at: Time,
    /// In which step.
    pub step: StepId,
    /// What became of it so far.
    pub state: RequestState,
}

/// What the client knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestState {
    /// The leader has appended it and has not answered yet.
    Pending {
        /// Where it stands in the leader's log.
        index: Index,
    },
    /// It was applied and answered.
    Answered {
        /// Where it stands in the log.
        index: Index,
        /// In which step.
        step: StepId,
    },
    /// The server does not lead and named whom it takes for the leader.
    Redirected {
        /// The leader, if the server knew one.
        leader: Option<ServerId>,
    },
    /// No answer will come. The command may be executed all the same: the client cannot know (§8).
    Lost {
        /// How the answer was lost.
        because: WhyLost,
        /// Where it stood in the log of the server that took it.
        index: Option<Index>,
    },
}

/// Why a client hears nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyLost {
    /// The server was down when it was asked.
    ServerDown,
    /// The leader crashed before it answered.
    LeaderCrashed,
    /// The leader stepped down before it answered.
    LeaderSteppedDown,
}
