//! Why a command could not be carried out, or what it claims does not hold.

use crate::sim::{Refusal, SetupError, Span};
use serde::{Serialize, Serializer};

/// Why a command failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Trouble {
    /// The world refuses it now.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nobody, or nothing, is meant.
    #[error("{0}")]
    Nobody(String),
    /// It does not hold now.
    #[error("expected {condition}; {}", join(live))]
    Unmet {
        /// What was expected.
        condition: String,
        /// The values that make it false.
        live: Vec<String>,
    },
    /// It did not come to hold in time.
    #[error("waited {} for {condition}; {}", in_words(*waited), join(live))]
    NotReached {
        /// What was waited for.
        condition: String,
        /// How long.
        waited: Span,
        /// The values that make it false at the end.
        live: Vec<String>,
    },
    /// Nothing will ever happen again of its own accord.
    #[error("waited for {condition}, but nothing more will happen: {why}; {}", join(live))]
    Quiet {
        /// What was waited for.
        condition: String,
        /// Why nothing happens.
        why: String,
        /// The values that make it false.
        live: Vec<String>,
    },
    /// More steps than a command may take.
    #[error("stopped after {0} steps, the maximum for a command")]
    TooManySteps(u64),
    /// More messages in flight than a cluster may have.
    #[error("stopped with more than {0} messages in flight: servers send faster than messages arrive")]
    TooManyMessages(usize),
    /// The step is past, so nothing can be done at it.
    #[error("step {wanted} is past: this is step {now}")]
    Past {
        /// The step of the command.
        wanted: u64,
        /// The present step.
        now: u64,
    },
    /// The step never comes.
    #[error("there is no step {0}: nothing more happens")]
    NoSuchStep(u64),
    /// The moment is past, or beyond the next step.
    #[error("the time {time} is not right after step {step}: the next step comes first, or the time is past")]
    NoSuchMoment {
        /// The step of the command.
        step: u64,
        /// The moment.
        time: Span,
    },
    /// The cluster cannot be set up so.
    #[error(transparent)]
    Setup(#[from] SetupError),
}

impl Serialize for Trouble {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As scripts write it; what is longer than a minute, as people do.
fn in_words(waited: Span) -> String {
    if waited < Span::from_ms(60_000) { waited.to_string() } else { crate::explain::ms(waited) }
}

fn join(live: &[String]) -> String {
    live.join(", ")
}
