//! Messages: each once in a table, and what a step does to those that are in flight.

use super::words::Words;
use crate::explain::flight_in_words;
use crate::raft::SeenMessage;
use crate::sim::{Flight, Loss, MessageId, Network, Step, Transit, What};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The longest name or command that is shown.
pub(super) const LONGEST_NAME: usize = 64;
/// How many terms of the entries on board are shown.
const MOST_ON_BOARD: usize = 4;

/// What a message looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Ask,
    Yes,
    No,
    Beat,
    Entries,
    Stored,
    Refused,
}

/// A message: from, to, when it was sent, how long it travels, what it is, of which term, the terms of the first entries
/// on board, how many these are, and how a person speaks of it.
#[derive(Clone, Debug, Serialize)]
struct MessageRow(usize, usize, u64, u64, Kind, u32, Vec<u32>, usize, usize);

/// What is known of a message that is in flight: its number in the table, when it arrives, whether it is held, and why
/// it will not arrive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct UnderWay(usize, u64, bool, Option<Loss>);

/// Most are neither held nor lost: then that is left out.
impl Serialize for UnderWay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            UnderWay(number, due, false, None) => (number, due).serialize(serializer),
            UnderWay(number, due, held, doom) => (number, due, held, doom).serialize(serializer),
        }
    }
}

/// The table, and what is in flight.
#[derive(Clone, Debug, Default)]
pub(super) struct Messages {
    rows: Vec<MessageRow>,
    under_way: BTreeMap<MessageId, UnderWay>,
}

/// What a step does to messages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub(super) struct Moved {
    /// Those that are new, and those that are not as they were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    way: Vec<UnderWay>,
    /// Those that are no longer in flight.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gone: Vec<usize>,
    /// The one that arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    got: Option<usize>,
    /// The one that was lost, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    lost: Option<(usize, Loss)>,
}

impl Messages {
    /// All that are in flight.
    pub(super) fn under_way(&mut self, network: &Network, words: &mut Words) -> Vec<UnderWay> {
        self.look(network, words).way
    }

    /// What a step has done. `network` is how it is after it.
    pub(super) fn moved(&mut self, step: &Step, network: &Network, words: &mut Words) -> Moved {
        // The one that the step is about may never have been seen in flight.
        let about = match &step.what {
            What::Delivered(flight) | What::Lost(flight, _) => Some(self.number(flight, words)),
            _ => None,
        };
        let mut moved = self.look(network, words);
        match &step.what {
            What::Delivered(_) => moved.got = about,
            What::Lost(_, loss) => moved.lost = about.map(|number| (number, *loss)),
            _ => {}
        }
        moved
    }

    fn look(&mut self, network: &Network, words: &mut Words) -> Moved {
        let mut moved = Moved::default();
        let mut now = BTreeMap::new();
        for flight in network.flights() {
            let number = self.number(flight, words);
            let under = UnderWay(number, flight.due.0, flight.place == Transit::Held, flight.doom);
            if self.under_way.remove(&flight.id) != Some(under) {
                moved.way.push(under);
            }
            now.insert(flight.id, under);
        }
        moved.gone = self.under_way.values().map(|under| under.0).collect();
        self.under_way = now;
        moved
    }

    /// The number of a message in the table, where it is put if it is new.
    fn number(&mut self, flight: &Flight, words: &mut Words) -> usize {
        if let Some(under) = self.under_way.get(&flight.id) {
            return under.0;
        }
        let (kind, on_board) = looks(&flight.message.seen());
        self.rows.push(MessageRow(
            flight.from.position(),
            flight.to.position(),
            flight.sent.0,
            flight.due.since(flight.sent).0,
            kind,
            flight.message.term().unwrap_or_default().0,
            on_board.iter().take(MOST_ON_BOARD).copied().collect(),
            on_board.len(),
            words.number(&flight_in_words(flight)),
        ));
        self.rows.len() - 1
    }

    /// The whole table.
    pub(super) fn rows(&self) -> &[impl Serialize] {
        &self.rows
    }
}

/// What a message is, with the terms of the entries on board.
fn looks(message: &SeenMessage) -> (Kind, Vec<u32>) {
    let kind = match message {
        SeenMessage::RequestVote(_) => Kind::Ask,
        SeenMessage::RequestVoteReply(reply) => {
            if reply.vote_granted {
                Kind::Yes
            } else {
                Kind::No
            }
        }
        SeenMessage::AppendEntries(request) => {
            if request.entries.is_empty() {
                Kind::Beat
            } else {
                Kind::Entries
            }
        }
        SeenMessage::AppendEntriesReply(_) => {
            if message.is_refusal() {
                Kind::Refused
            } else {
                Kind::Stored
            }
        }
    };
    (kind, message.entries().iter().map(|entry| entry.term.unwrap_or_default().0).collect())
}
