//! Claims about messages.

use crate::explain::words::{count, flight_in_words, known, ms};
use crate::raft::{AppendOutcome, Index, SeenMessage};
use crate::sim::{Flight, Loss, MessageId, Span, StepId};

/// What will happen to a message in flight if nothing else changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnItsWay {
    /// The link loses it.
    Lost(Loss),
    /// A link holds it back.
    Held,
    /// Its receiver is frozen.
    Waits,
    /// Its receiver was frozen and is running again: it is delivered next.
    LetIn,
    /// The link was cut after it had been sent.
    CutOff,
    /// It arrives at a server that is down now: it is lost if the server has not restarted by then.
    DueAtDown(Span),
    /// It arrives.
    Arrives(Span),
}

/// A statement about a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MessageClaim {
    /// What will happen to a message in flight.
    Is {
        /// The message.
        flight: Box<Flight>,
        /// What will happen to it.
        way: OnItsWay,
    },
    /// What a message in flight says.
    Says(Box<Flight>),
    /// A message arrived in a step; what it said.
    Arrived {
        /// The message.
        flight: Box<Flight>,
        /// In which step.
        step: StepId,
    },
    /// A message was lost in a step.
    WasLost {
        /// The message.
        flight: Box<Flight>,
        /// Why.
        loss: Loss,
        /// In which step.
        step: StepId,
    },
    /// A message is in flight.
    IsInFlight(MessageId),
}

impl MessageClaim {
    /// In words, as a part of a sentence.
    pub(super) fn words(&self, yes: bool) -> String {
        let not = if yes { "" } else { "it is not true that " };
        match self {
            MessageClaim::Is { flight, way } => {
                let subject = flight_in_words(flight);
                let to = flight.to;
                let words = match way {
                    OnItsWay::Lost(loss) => format!("will be lost: {}", because(*loss, flight)),
                    OnItsWay::Held => "is held back".to_owned(),
                    OnItsWay::Waits => format!("waits at {to}, which is frozen"),
                    OnItsWay::LetIn => format!("waited while {to} was frozen and is delivered next"),
                    OnItsWay::CutOff => {
                        "will be lost: the link was cut after the message was sent".to_owned()
                    }
                    OnItsWay::DueAtDown(left) => {
                        format!("is due in {} and is lost if {to} is still down then", ms(*left))
                    }
                    OnItsWay::Arrives(left) => format!("arrives in {}", ms(*left)),
                };
                format!("{not}{subject} {words}")
            }
            MessageClaim::Says(flight) => format!("{not}{}", contents(&flight.message.seen())),
            MessageClaim::Arrived { flight, .. } => {
                let said = contents(&flight.message.seen());
                format!("{not}{} arrived: {said}", flight_in_words(flight))
            }
            MessageClaim::WasLost { flight, loss, .. } => {
                format!("{not}{} never arrived: {}", flight_in_words(flight), past_because(*loss, flight))
            }
            MessageClaim::IsInFlight(id) if yes => format!("message {id} is in flight"),
            MessageClaim::IsInFlight(id) => format!("message {id} is not in flight"),
        }
    }
}

fn because(loss: Loss, flight: &Flight) -> String {
    match loss {
        Loss::Network => format!("the link {} -> {} drops some messages", flight.from, flight.to),
        Loss::Cut => format!("the link {} -> {} is cut", flight.from, flight.to),
        Loss::ServerDown => format!("{} is down", flight.to),
        Loss::Dropped => "somebody dropped the message".to_owned(),
        Loss::Unheard => "the trace does not show that it arrived".to_owned(),
    }
}

fn past_because(loss: Loss, flight: &Flight) -> String {
    match loss {
        Loss::Network => format!("the link {} -> {} lost it", flight.from, flight.to),
        Loss::Cut => format!("the link {} -> {} was cut", flight.from, flight.to),
        Loss::ServerDown => format!("{} was down", flight.to),
        Loss::Dropped | Loss::Unheard => because(loss, flight),
    }
}

/// What it says.
fn contents(message: &SeenMessage) -> String {
    match message {
        SeenMessage::RequestVote(it) => format!(
            "it asks for a vote in term {}, and its sender's log ends at index {}, term {}",
            known(it.term),
            known(it.last_log_index),
            known(it.last_log_term)
        ),
        SeenMessage::RequestVoteReply(it) => {
            let what = if it.vote_granted { "grants" } else { "denies" };
            format!("it {what} the vote for term {}", known(it.request_term))
        }
        SeenMessage::AppendEntries(it) => {
            let (prev_index, prev_term) = (known(it.prev_log_index), known(it.prev_log_term));
            let (term, commit) = (known(it.term), known(it.leader_commit));
            let what = match it.entries.len() {
                0 => "no entries".to_owned(),
                many => count(many, "entry"),
            };
            let after = match it.prev_log_index {
                Some(Index::ZERO) => String::new(),
                _ => format!(" after index {prev_index} of term {prev_term}"),
            };
            format!(
                "it is from term {term}, with {what}{after}, and the leader has committed up to index {commit}"
            )
        }
        SeenMessage::AppendEntriesReply(it) => match it.outcome {
            AppendOutcome::Success { match_index } => {
                format!("it says that the logs match up to index {}", known(match_index))
            }
            AppendOutcome::Mismatch { prev_log_index, .. } => {
                format!("it says that its sender has no matching entry at index {}", known(prev_log_index))
            }
            AppendOutcome::StaleTerm => {
                format!("it rejects a request from a term older than {}", known(it.term))
            }
        },
    }
}
