//! Every log that was ever met, as one tree: a log is its last entry on top of the log before it.
//!
//! Two logs agree up to an index exactly if they have the same node there, so that Log Matching is a comparison of
//! two numbers.

use crate::raft::{Entry, Payload, Term};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// A log, by number. 0 is the empty one.
pub(super) type LogId = u32;

/// The empty log.
pub(super) const EMPTY: LogId = 0;

#[derive(Clone, Copy, Debug)]
struct Node {
    before: LogId,
    length: u8,
    term: u8,
    payload: Payload,
}

/// A term as a byte: hunts end long before one needs more.
pub(super) fn small(term: Term) -> u8 {
    term.0.min(255) as u8
}

/// All logs.
#[derive(Debug)]
pub(super) struct Logs {
    nodes: Vec<Node>,
    numbers: HashMap<(LogId, Entry), LogId, FxBuildHasher>,
}

impl Default for Logs {
    fn default() -> Self {
        let root = Node { before: EMPTY, length: 0, term: 0, payload: Payload::NoOp };
        Logs { nodes: vec![root], numbers: HashMap::with_hasher(FxBuildHasher) }
    }
}

impl Logs {
    /// The number of a log.
    pub fn of<'a>(&mut self, entries: impl Iterator<Item = &'a Entry>) -> LogId {
        entries.fold(EMPTY, |before, entry| self.with(before, *entry))
    }

    fn with(&mut self, before: LogId, entry: Entry) -> LogId {
        if let Some(id) = self.numbers.get(&(before, entry)) {
            return *id;
        }
        let id = self.nodes.len() as LogId;
        let length = self.length(before).saturating_add(1);
        self.nodes.push(Node { before, length, term: small(entry.term), payload: entry.payload });
        self.numbers.insert((before, entry), id);
        id
    }

    /// How many entries it has.
    #[inline]
    pub fn length(&self, log: LogId) -> u8 {
        self.nodes[log as usize].length
    }

    /// The term of its last entry; 0 if it is empty.
    #[inline]
    pub fn last_term(&self, log: LogId) -> u8 {
        self.nodes[log as usize].term
    }

    /// The log up to an index; the whole log if it is no longer than that.
    #[inline]
    pub fn up_to(&self, mut log: LogId, index: u8) -> LogId {
        while self.length(log) > index {
            log = self.nodes[log as usize].before;
        }
        log
    }

    /// Whether it has exactly what another log has up to that one's end.
    #[inline]
    pub fn contains(&self, log: LogId, prefix: LogId) -> bool {
        self.up_to(log, self.length(prefix)) == prefix
    }

    /// The log that two logs have in common.
    pub fn common(&self, a: LogId, b: LogId) -> LogId {
        let length = self.length(a).min(self.length(b));
        let (mut a, mut b) = (self.up_to(a, length), self.up_to(b, length));
        while a != b {
            (a, b) = (self.nodes[a as usize].before, self.nodes[b as usize].before);
        }
        a
    }

    /// Whether the last entries of two logs are the same, whatever comes before them.
    pub fn same_last(&self, a: LogId, b: LogId) -> bool {
        let (a, b) = (&self.nodes[a as usize], &self.nodes[b as usize]);
        (a.length, a.term, a.payload) == (b.length, b.term, b.payload)
    }

    /// Log Matching (Figure 3): wherever two logs have an entry of the same index and term, they agree up to
    /// there.
    pub fn match_each_other(&self, a: LogId, b: LogId) -> bool {
        let length = self.length(a).min(self.length(b));
        let (mut a, mut b) = (self.up_to(a, length), self.up_to(b, length));
        while a != b {
            if self.last_term(a) == self.last_term(b) {
                return false;
            }
            (a, b) = (self.nodes[a as usize].before, self.nodes[b as usize].before);
        }
        true
    }
}
