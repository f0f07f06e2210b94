//! One thing that happened in the world.

use super::{Action, Contents, Flight, Happening, Loss, Span, StepId, Time};
use crate::paper::{BugSet, Rule};
use crate::raft::{Fact, MessageKind, RoleKind, SeenFact, ServerId, Term, Timer};
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
    /// What the server that acted is after the step; none if it is down.
    #[serde(skip)]
    pub role: Option<RoleKind>,
    /// What followed from it, in order, as our own servers and their checker report it: see [`Step::seen`].
    pub facts: Vec<Fact>,
    /// The rules that were not followed in it, as they are off: those without which it would have gone otherwise.
    #[serde(skip_serializing_if = "all_followed")]
    pub broken: BugSet,
    /// What a trace says of it, if it is played from one.
    #[serde(flatten)]
    pub told: Option<Box<ToldStep>>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn all_followed(broken: &BugSet) -> bool {
    broken.is_empty()
}

/// What a trace says of a step, beside what happened.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct ToldStep {
    /// The line of the trace that tells it; none for what follows from other lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Whether whoever judged the trace has found something in it that is not as the paper has it.
    pub illegal: bool,
    /// What followed from it, in order.
    #[serde(rename = "told")]
    pub facts: Box<[SeenFact]>,
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
    /// A timer expired.
    TimerFired {
        /// The server whose timer it is.
        server: ServerId,
        /// The one for an election or the one for heartbeats.
        timer: Timer,
        /// How long it had run.
        waited: Span,
    },
    /// A person did something.
    Acted(Action),
    /// A trace tells something that is no step of our own servers.
    Recorded {
        /// The server that it tells of.
        server: ServerId,
        /// What it says has happened.
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
            role: None,
            facts: Vec::new(),
            broken: BugSet::NONE,
            told: None,
        }
    }
}

impl Step {
    /// Whether it is the arrival of a heartbeat, or of an answer that brings no news.
    pub fn is_quiet(&self, message: &Contents) -> bool {
        let beats = message.is_heartbeat() || message.kind() == MessageKind::AppendEntriesReply;
        let news = |fact: SeenFact| !matches!(fact, Fact::TimerArmed { .. } | Fact::HeartbeatSent { .. });
        beats && !self.seen().any(news)
    }

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

    /// What followed from it, in order, as far as it is known.
    pub fn seen(&self) -> impl DoubleEndedIterator<Item = SeenFact> + Clone + '_ {
        let told = self.told.iter().flat_map(|told| told.facts.iter().copied());
        told.chain(self.facts.iter().copied().map(Fact::told))
    }

    /// The kinds of what followed from it: see [`Fact::kind`].
    pub fn kinds(&self) -> impl Iterator<Item = usize> + '_ {
        let told = self.told.iter().flat_map(|told| told.facts.iter().map(Fact::kind));
        told.chain(self.facts.iter().map(Fact::kind))
    }

    /// The line of the trace that tells it, if one does.
    pub fn line(&self) -> Option<u64> {
        self.told.as_ref()?.line
    }

    /// Whether something in it is not as the paper has it, as whoever judged the trace says.
    pub fn is_illegal(&self) -> bool {
        self.told.as_ref().is_some_and(|told| told.illegal)
    }

    /// The rules that it carries, in order, each once.
    pub fn rules(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for fact in self.seen() {
            if !rules.contains(&fact.rule()) {
                rules.push(fact.rule());
            }
        }
        rules
    }
}
