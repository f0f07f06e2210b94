//! Every log that was ever met, as one tree: a log is its last entry on top of the log before it.
//!
//! Two logs agree up to an index exactly if they have the same node there, so that Log Matching is a comparison of
//! two numbers.

use crate::raft::{Base, Entry, Index, Log, Payload, Term};
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
    /// As the log itself has it.
    digest: u64,
}

/// A term as a byte: hunts end long before one needs more.
pub(super) fn small(term: Term) -> u8 {
    term.0.min(255) as u8
}

/// All logs.
#[derive(Debug)]
pub(super) struct Logs {
    nodes: Vec<Node>,
    /// By the digest at its base, what a log follows on of which no longer all is in it.
    bases: HashMap<u64, LogId, FxBuildHasher>,
    numbers: HashMap<(LogId, Entry), LogId, FxBuildHasher>,
}

impl Default for Logs {
    fn default() -> Self {
        let root = Node { before: EMPTY, length: 0, term: 0, payload: Payload::NoOp, digest: 0 };
        Logs { nodes: vec![root], bases: HashMap::default(), numbers: HashMap::with_hasher(FxBuildHasher) }
    }
}

impl Logs {
    /// The number of a log.
    pub fn of(&mut self, log: &Log) -> LogId {
        log.iter().fold(self.base(log), |before, (index, entry)| self.with(before, *entry, log, index))
    }

    fn with(&mut self, before: LogId, entry: Entry, log: &Log, index: Index) -> LogId {
        if let Some(id) = self.numbers.get(&(before, entry)) {
            return *id;
        }
        let digest = log.digest_at(index).unwrap_or_default();
        let length = self.length(before).saturating_add(1);
        let node = Node { before, length, term: small(entry.term), payload: entry.payload, digest };
        let id = if let Some(base) = self.bases.get(&digest) {
            // So far only its end was known.
            self.nodes[*base as usize] = node;
            *base
        } else {
            self.nodes.push(node);
            self.nodes.len() as LogId - 1
        };
        self.numbers.insert((before, entry), id);
        id
    }

    /// What a log follows on, which is a log too: it may have been met with all its entries.
    fn base(&mut self, log: &Log) -> LogId {
        let Base { index, term, .. } = log.base();
        let Some(digest) = log.digest_at(index).filter(|_| index > Index::ZERO) else { return EMPTY };
        if let Some(id) = self.bases.get(&digest) {
            return *id;
        }
        let length = index.0.min(u8::MAX.into()) as u8;
        let known = self.nodes.iter().position(|node| node.length == length && node.digest == digest);
        let id = known.unwrap_or(self.nodes.len()) as LogId;
        if known.is_none() {
            let payload = Payload::NoOp;
            self.nodes.push(Node { before: EMPTY, length, term: small(term), payload, digest });
        }
        self.bases.insert(digest, id);
        id
    }

    /// How many entries it has, with those of its base.
    #[inline]
    pub fn length(&self, log: LogId) -> u8 {
        self.nodes[log as usize].length
    }

    /// The index of its last entry; 0 if it is empty.
    #[inline]
    pub fn last_index(&self, log: LogId) -> Index {
        Index(self.length(log).into())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::Term;

    fn log(terms: &[u32]) -> Log {
        terms.iter().map(|term| Entry { term: Term(*term), payload: Payload::NoOp }).collect()
    }

    fn without(mut log: Log, up_to: u32) -> Log {
        log.compact(Index(up_to));
        log
    }

    /// Whichever of the two is met first.
    fn both_orders(check: impl Fn(&Logs, LogId, LogId), one: &Log, other: &Log) {
        let mut logs = Logs::default();
        let (a, b) = (logs.of(one), logs.of(other));
        check(&logs, a, b);
        let mut logs = Logs::default();
        let (b, a) = (logs.of(other), logs.of(one));
        check(&logs, a, b);
    }

    #[test]
    fn a_log_is_the_same_with_and_without_its_beginning() {
        let whole = log(&[1, 1, 2]);
        for up_to in 1..=3 {
            both_orders(|_, a, b| assert_eq!(a, b, "{up_to}"), &whole, &without(whole.clone(), up_to));
        }
    }

    #[test]
    fn logs_without_their_beginnings_are_compared_by_what_they_follow_on() {
        let (one, other) = (without(log(&[1, 1, 2, 2]), 2), log(&[1, 1, 3]));
        both_orders(
            |logs, a, b| {
                assert_eq!((logs.length(a), logs.last_term(a)), (4, 2));
                assert_eq!(logs.length(logs.common(a, b)), 2);
                assert!(logs.match_each_other(a, b) && !logs.contains(a, b));
            },
            &one,
            &other,
        );
        let forked = without(log(&[1, 2, 2, 2]), 2);
        both_orders(|logs, a, b| assert!(!logs.match_each_other(a, b)), &one, &forked);
    }
}
