//! What happened in a cluster of somebody else, as a trace tells it: a world that plays it takes each step from here
//! instead of from its servers.
//!
//! A tape holds what is told and nothing more. What a trace leaves out is none, and shown as `?`.

mod change;

pub use change::{Change, Knows, RoleChange};

use super::{Flight, Loss, Setup, StepId, Time};
use crate::paper::{Property, Rule};
use crate::raft::{Command, Log, MessageKind, SeenFact, ServerId, ServerSet, Term, Timer};
use serde::Serialize;
use std::ops::Range;

/// A trace, ready to be played.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    /// The cluster: how many servers it has.
    pub setup: Setup,
    /// What is known of each server's log at the beginning.
    pub logs: Vec<Log>,
    /// The steps, the first of number 1: at first each server starts.
    pub frames: Vec<Frame>,
    /// The facts of all steps.
    pub facts: Vec<SeenFact>,
    /// All messages, in the order of sending.
    pub flights: Vec<Flight>,
    /// What the trace is called.
    pub title: Option<Box<str>>,
    /// What the trace calls the servers, S1 first. Without control characters.
    pub names: Vec<Box<str>>,
    /// What a judge has found, in the order of steps.
    pub findings: Vec<Finding>,
    /// The properties that cannot be judged, each with what the trace would have to tell.
    pub unseen: Vec<(Property, String)>,
    /// What the trace says beside its steps, in the order of steps.
    pub notes: Vec<(StepId, String)>,
}

/// One step of a trace.
#[derive(Clone, Debug)]
pub struct Frame {
    /// When. Never before the frame before it.
    pub at: Time,
    /// The step that sent the message.
    pub cause: Option<StepId>,
    /// The line of the trace that tells it; none for what follows from other lines.
    pub line: Option<u64>,
    /// What happened.
    pub what: Cue,
    /// What became of the server, as far as that is told.
    pub change: Option<Change>,
    /// Its facts, by their positions.
    pub facts: Range<u32>,
    /// The messages that left, by their positions.
    pub sent: Range<u32>,
    /// Whether a judge has found something in it that is not as the paper has it.
    pub illegal: bool,
}

/// What happened in a step of a trace.
#[derive(Clone, Debug)]
pub enum Cue {
    /// A server starts, or is down at the beginning.
    Start {
        /// The server that starts.
        server: ServerId,
        /// Whether it runs.
        up: bool,
    },
    /// A message arrives: its position.
    Deliver(u32),
    /// A message is lost: its position.
    Lose(u32, Loss),
    /// A timer expires.
    Timer(ServerId, Timer),
    /// A server crashes.
    Crash(ServerId),
    /// A server runs again.
    Restart(ServerId),
    /// A client brings a command.
    Submit(ServerId, Command),
    /// Something else happens at a server.
    Other(ServerId, Happening),
}

/// What a trace tells of a server that is no step of the paper's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Happening {
    /// It is first heard of.
    Appears,
    /// It changes; the trace does not tell by what.
    Changes,
    /// A message leaves it.
    Sends {
        /// The receiver.
        to: ServerId,
        /// Which of the paper's messages it is.
        kind: MessageKind,
    },
    /// A message of another kind leaves it.
    SendsOther {
        /// The receiver.
        to: ServerId,
        /// What the trace calls it.
        name: Box<str>,
    },
    /// A message of another kind reaches it.
    ReceivesOther {
        /// The sender.
        from: ServerId,
        /// What the trace calls it.
        name: Box<str>,
    },
    /// A message of another kind to it is lost.
    LosesOther {
        /// The sender.
        from: ServerId,
        /// What the trace calls it.
        name: Box<str>,
    },
}

/// Something in a trace that is not as the paper has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The step.
    pub step: StepId,
    /// The line of the trace.
    pub line: u64,
    /// The rule that does not allow it; none for a message that nobody sent.
    pub rule: Option<Rule>,
    /// What happened, what was expected and why, in a sentence.
    pub says: String,
    /// The servers that it speaks of.
    pub servers: ServerSet,
    /// The term of the server that acted.
    pub term: Term,
    /// The steps that prove it, earliest first.
    pub evidence: Vec<StepId>,
}

impl Tape {
    /// The step of a number.
    pub fn frame(&self, step: StepId) -> Option<&Frame> {
        self.frames.get(usize::try_from(step.checked_sub(1)?).ok()?)
    }

    /// What the trace calls a server, if that is not what it is called here.
    pub fn name(&self, server: ServerId) -> Option<&str> {
        let name = self.names.get(server.position())?;
        (**name != *server.to_string()).then_some(name)
    }
}
