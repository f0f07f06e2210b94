//! A cluster at a moment, in numbers, and the record that is kept of it.

use super::super::model::{EnvelopeId, ServerState};
use super::histories::HistoryId;
use arrayvec::ArrayVec;

/// The most messages that may be in flight.
pub(super) const MOST_FLIGHTS: usize = 12;
/// Before the network has lost what it has no room for, there may be more.
pub(super) const FLOOD: usize = MOST_FLIGHTS + 12;

/// Letters in flight.
pub(super) type Flights = ArrayVec<EnvelopeId, FLOOD>;

/// What was used up: how many commands, restarts, beats and duplicates.
pub(super) type Spent = [u8; 4];
pub(super) const COMMANDS: usize = 0;
pub(super) const RESTARTS: usize = 1;
pub(super) const BEATS: usize = 2;
pub(super) const DUPLICATES: usize = 3;

/// A cluster at a moment.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub servers: ArrayVec<ServerState, 5>,
    pub history: HistoryId,
    pub spent: Spent,
    pub flights: Flights,
}

/// The longest record: servers, history, what was spent, messages.
const LONGEST: usize = 5 + 2 + MOST_FLIGHTS;

/// No message is in this place.
const NOTHING: u32 = u32::MAX;

/// A state as it is stored.
pub(super) type Record = arrayvec::ArrayVec<u32, LONGEST>;

impl State {
    /// The state that a record of so many servers stands for.
    pub fn from_words(words: &[u32], servers: usize) -> State {
        let flights = &words[servers + 2..];
        State {
            servers: words[..servers].iter().copied().collect(),
            history: words[servers],
            spent: words[servers + 1].to_le_bytes(),
            flights: flights.iter().copied().take_while(|envelope| *envelope != NOTHING).collect(),
        }
    }
}

/// The record of a state, its messages in order.
pub(super) fn record(servers: &[u32], history: u32, spent: [u8; 4], flights: &[u32], room: usize) -> Record {
    let mut record = Record::new();
    record.extend(servers.iter().copied());
    record.push(history);
    record.push(u32::from_le_bytes(spent));
    let first = record.len();
    record.extend(flights.iter().copied());
    record[first..].sort_unstable();
    record.extend(std::iter::repeat_n(NOTHING, room - flights.len()));
    record
}
