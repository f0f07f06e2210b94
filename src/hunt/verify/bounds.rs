//! How far a check goes.

use super::super::history::{ENTRIES, TERMS};
use super::state::MOST_FLIGHTS;
use crate::paper::Property;
use crate::raft::Options;
use serde::Serialize;

/// How far a check goes. All numbers are for the whole run, but for the last two.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Bounds {
    /// How many servers: 2 to 5.
    pub servers: usize,
    /// The highest term: up to 7.
    pub terms: u8,
    /// How many commands clients submit.
    pub commands: u8,
    /// How many times a server crashes and comes back.
    pub restarts: u8,
    /// How many times a leader beats, beyond what it sends on its own: so much is retried, and so often a commit index
    /// is passed on without a new command.
    pub beats: u8,
    /// How many deliveries leave a copy of the message behind.
    pub duplicates: u8,
    /// The most messages at a time that are in flight and still to arrive: up to 12. Beyond that, messages are lost,
    /// in every possible way.
    pub flights: u8,
    /// The longest log: up to 8.
    pub entries: u8,
    /// What servers do differently.
    pub options: Options,
    /// Only this property is judged; all five if it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Property>,
    /// Whether clusters that differ only in who is called what are one state. Off to see that it makes no difference.
    pub symmetry: bool,
    /// Whether what nobody ever acts upon is left out of states. Off to see that it makes no difference.
    pub essence: bool,
    /// After so many states a check gives up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_states: Option<u64>,
    /// Once the states take so many bytes a check gives up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_bytes: Option<u64>,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds {
            servers: 3,
            terms: 2,
            commands: 1,
            restarts: 1,
            beats: 1,
            duplicates: 1,
            flights: 3,
            entries: ENTRIES,
            options: Options::default(),
            only: None,
            symmetry: true,
            essence: true,
            most_states: None,
            most_bytes: None,
        }
    }
}

/// Bounds that go further than a check can.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BoundsError {
    /// Too few or too many servers.
    #[error("a check needs 2 to 5 servers, not {0}")]
    Servers(usize),
    /// Too high a term.
    #[error("a check can have 1 to {most} terms, not {0}", most = TERMS)]
    Terms(u8),
    /// No room for a message, or too much.
    #[error("a check can have 1 to {most} messages in flight, not {0}", most = MOST_FLIGHTS)]
    Flights(u8),
    /// Too long a log.
    #[error("logs in a check have at most {most} entries, and these bounds allow {0}", most = ENTRIES)]
    Entries(u16),
}

impl Bounds {
    /// Whether a check can go so far.
    ///
    /// # Errors
    /// If it cannot.
    pub fn check(&self) -> Result<(), BoundsError> {
        // A no-op on election is appended whatever the length of the log.
        let no_ops = if self.options.no_op_on_election { self.terms } else { 0 };
        let longest = u16::from(self.commands.min(self.entries)) + u16::from(no_ops);
        match self {
            _ if !(2..=5).contains(&self.servers) => Err(BoundsError::Servers(self.servers)),
            _ if !(1..=TERMS).contains(&self.terms) => Err(BoundsError::Terms(self.terms)),
            _ if !(1..=MOST_FLIGHTS).contains(&self.flights.into()) => {
                Err(BoundsError::Flights(self.flights))
            }
            _ if longest > ENTRIES.into() => Err(BoundsError::Entries(longest)),
            _ => Ok(()),
        }
    }
}
