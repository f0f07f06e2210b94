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
    #[error("waited {waited} for {condition}; {}", join(live))]
    NotReached {
        /// What was waited for.
        condition: String,
        /// How long.
        waited: Span,
        /// The values that make it false at the end.
        live: Vec<String>,
    },
    /// Nothing will ever happen again of its own accord.
    #[error("waited for {condition}, but nothing will ever happen again: {why}; {}", join(live))]
    Quiet {
        /// What was waited for.
        condition: String,
        /// Why nothing happens.
        why: String,
        /// The values that make it false.
        live: Vec<String>,
    },
    /// More steps than a command may take.
    #[error("stopped after {0} steps: no command takes more")]
    TooManySteps(u64),
    /// The step is past, so nothing can be done at it.
    #[error("step {wanted} is past: this is step {now}")]
    Past {
        /// The step of the command.
        wanted: u64,
        /// The present step.
        now: u64,
    },
    /// The step never comes.
    #[error("step {0} never comes: nothing happens any more")]
    NoSuchStep(u64),
    /// The moment is past, or beyond the next step.
    #[error("after step {step} there is no moment {time}: the next step comes first, or it is past")]
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

fn join(live: &[String]) -> String {
    live.join(", ")
}
