//! One thing that happened in the world.

use super::{Action, Flight, Happening, Loss, Span, StepId, Time};
use crate::paper::Rule;
use crate::raft::{Fact, ServerId, Term, Timer};
use serde::Serialize;

/// One thing that happened: when, to whom, why, and the facts of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Step {
    /// Its number.
    pub number: StepId,
    /// When it happened.
    pub at: Time,
    /// The step that sent the message or armed the timer; none for what came from outside.
    pub cause: Option<StepId>,
    /// Whether a person made it happen at this moment.
    pub forced: bool,
    /// What happened.
    pub what: What,
    /// The current term of the server that acted, after the step.
    pub term: Option<Term>,
    /// What followed from it, in order.
    pub facts: Vec<Fact>,
    /// The line of the recording that tells it, if it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Whether something in it is not as the paper has it: said of what was recorded, by whoever judged it.
    #[serde(skip_serializing_if = "is_false")]
    pub illegal: bool,
}

/// What is not so need not be written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(truth: &bool) -> bool {
    !truth
}

/// What a step is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Nothing has happened yet.
    #[default]
    Nothing,
    /// A server started.
    Booted(ServerId),
    /// A message arrived.
    Delivered(Flight),
    /// A message was lost.
    Lost(Flight, Loss),
    /// A timer ran out.
    TimerFired {
        /// The server whose timer it is.
        server: ServerId,
        /// The timer that ran out.
        timer: Timer,
        /// How long it had run.
        waited: Span,
    },
    /// A person did something.
    Acted(Action),
    /// A recording tells something that is no step of our own servers.
    Recorded {
        /// The server of which it is told.
        server: ServerId,
        /// What is told of it.
        what: Happening,
    },
}

impl Default for Step {
    fn default() -> Self {
        Step {
            number: 0,
            at: Time::ZERO,
            cause: None,
            forced: false,
            what: What::Nothing,
            term: None,
            facts: Vec::new(),
            line: None,
            illegal: false,
        }
    }
}

impl Step {
    /// The server that acted, if one did. A lost message has none.
    pub fn server(&self) -> Option<ServerId> {
        match &self.what {
            What::Nothing | What::Lost(..) => None,
            What::Booted(server) | What::TimerFired { server, .. } | What::Recorded { server, .. } => {
                Some(*server)
            }
            What::Delivered(flight) => Some(flight.to),
            What::Acted(action) => action.server(),
        }
    }

    /// The rules that it carries, in order, each once.
    pub fn rules(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for fact in &self.facts {
            if !rules.contains(&fact.rule()) {
                rules.push(fact.rule());
            }
        }
        rules
    }
}
