//! The messages of a trace: which arrival belongs to which sending.

use crate::trace::{Body, Entries, Event, Kind, Message, Node};
use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What became of the messages of a trace, by the positions of events.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    /// Of each sending: where it arrives or is lost, earliest first. More than one place, if there were copies.
    pub ends: BTreeMap<usize, Vec<usize>>,
    /// Whether the trace tells of arrivals at all.
    pub arrivals: bool,
}

/// Messages that are one and the same: by number, or by what they say.
type Key = (Node, Node, u64, bool);

impl Deliveries {
    pub fn of(events: &[Event]) -> Deliveries {
        let mut deliveries = Deliveries::default();
        let mut open: BTreeMap<Key, VecDeque<usize>> = BTreeMap::new();
        let mut last: BTreeMap<Key, usize> = BTreeMap::new();
        for (position, event) in events.iter().enumerate() {
            let Some(message) = &event.message else { continue };
            let key = key(message);
            match event.kind {
                Kind::Send => {
                    open.entry(key).or_default().push_back(position);
                    last.insert(key, position);
                    deliveries.ends.insert(position, Vec::new());
                }
                Kind::Receive | Kind::Lose => {
                    deliveries.arrivals |= event.kind == Kind::Receive;
                    let first = open.get_mut(&key).and_then(VecDeque::pop_front);
                    // One that was received already has a copy.
                    if let Some(sent) = first.or_else(|| last.get(&key).copied())
                        && let Some(ends) = deliveries.ends.get_mut(&sent)
                    {
                        ends.push(position);
                    }
                }
                _ => {}
            }
        }
        deliveries
    }
}

fn key(message: &Message) -> Key {
    let told = message.id.unwrap_or_else(|| fingerprint(message));
    (message.from, message.to, told, message.id.is_some())
}

fn fingerprint(message: &Message) -> u64 {
    let mut hash = DefaultHasher::new();
    message.term.hash(&mut hash);
    match &message.body {
        Body::RequestVote { last } => (0u8, last).hash(&mut hash),
        Body::RequestVoteReply { granted, request_term } => (1u8, granted, request_term).hash(&mut hash),
        Body::AppendEntries { prev, entries, commit } => {
            (2u8, prev, commit, entries.len()).hash(&mut hash);
            if let Entries::Listed(entries) = entries {
                for entry in entries {
                    let digest = entry.what.as_ref().map(|what| what.digest);
                    (entry.index, entry.term, digest).hash(&mut hash);
                }
            }
        }
        Body::AppendEntriesReply { success, match_index, request_term } => {
            (3u8, success, match_index, request_term).hash(&mut hash);
        }
        Body::InstallSnapshot { snapshot } => (4u8, snapshot).hash(&mut hash),
        Body::Other(name) => (5u8, name).hash(&mut hash),
    }
    hash.finish()
}
