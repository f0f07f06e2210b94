//! The logs of all servers at all times, as one tree: each entry knows the one before it, so that a whole log is one
//! number, and logs that are the same up to an index are visibly so.

use super::escape::readable;
use super::messages::LONGEST_NAME;
use crate::raft::{Entry, Index, Log};
use crate::safety::Committed;
use serde::Serialize;
use std::collections::BTreeMap;

/// The last entry of a log, by its position in the table; 0 is the log without entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub(super) struct Tip(usize);

/// The table: of each entry the one before it, its term, and its command.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    rows: Vec<(Tip, u32, String)>,
    /// Where the entry stands that ends a log of this digest.
    known: BTreeMap<(Index, u64), Tip>,
    /// A log of so many entries of which nothing is known.
    unknown: Vec<Tip>,
}

/// What is written of an entry of which nothing is known, because the log begins behind it.
const GONE: &str = "…";

impl Entries {
    /// Where a log ends.
    pub(super) fn tip(&mut self, log: &Log) -> Tip {
        let mut index = log.last_index();
        // Back to where it is known, which is near: a step adds few entries.
        let mut new = Vec::new();
        let mut tip = None;
        while let (Some(entry), Some(digest)) = (log.get(index), log.digest_at(index)) {
            if let Some(known) = self.known.get(&(index, digest)) {
                tip = Some(*known);
                break;
            }
            new.push((index, digest, *entry));
            index = index.previous();
        }
        let mut tip = tip.unwrap_or_else(|| self.base(log));
        while let Some((index, digest, entry)) = new.pop() {
            tip = self.add(tip, index, digest, entry);
        }
        tip
    }

    /// Where the entries end that are no longer in a log.
    fn base(&mut self, log: &Log) -> Tip {
        let base = log.base();
        let Some(digest) = log.digest_at(base.index).filter(|_| base.index > Index::ZERO) else {
            return Tip::default();
        };
        if let Some(known) = self.known.get(&(base.index, digest)) {
            return *known;
        }
        let before = self.unknown(base.index.previous());
        self.row(before, (base.index, digest), base.term.0, GONE.to_owned())
    }

    /// A log up to an index of which nothing is known.
    pub(super) fn unknown(&mut self, last: Index) -> Tip {
        for index in Index::ZERO.plus(self.unknown.len()).next().through(last) {
            let before = self.unknown.last().copied().unwrap_or_default();
            let tip = self.row(before, (index, 0), 0, GONE.to_owned());
            self.unknown.push(tip);
        }
        last.position_after(Index::ZERO).map_or_else(Tip::default, |position| self.unknown[position])
    }

    /// The entry that was committed at an index, which follows on the one committed before it.
    pub(super) fn committed(&mut self, index: Index, committed: &Committed, before: Tip) -> Tip {
        let known = self.known.get(&(index, committed.digest)).copied();
        known.unwrap_or_else(|| self.add(before, index, committed.digest, committed.entry))
    }

    fn add(&mut self, before: Tip, index: Index, digest: u64, entry: Entry) -> Tip {
        let command = readable(&entry.payload.to_string(), LONGEST_NAME);
        self.row(before, (index, digest), entry.term.0, command)
    }

    fn row(&mut self, before: Tip, key: (Index, u64), term: u32, command: String) -> Tip {
        self.rows.push((before, term, command));
        let tip = Tip(self.rows.len());
        self.known.insert(key, tip);
        tip
    }

    /// The whole table.
    pub(super) fn rows(&self) -> &[(Tip, u32, String)] {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{Payload, Term};

    fn log(terms: &[u32]) -> Log {
        terms.iter().map(|term| Entry { term: Term(*term), payload: Payload::NoOp }).collect()
    }

    /// The terms of a log, as the page finds them from where it ends.
    fn read(entries: &Entries, mut tip: Tip) -> Vec<u32> {
        let mut terms = Vec::new();
        while tip != Tip::default() {
            let (before, term, _) = &entries.rows()[tip.0 - 1];
            terms.insert(0, *term);
            tip = *before;
        }
        terms
    }

    #[test]
    fn a_log_without_its_beginning_keeps_its_indexes() {
        let mut entries = Entries::default();
        let mut rest = log(&[1, 1, 2, 3]);
        rest.compact(Index(3));
        let tip = entries.tip(&rest);
        assert_eq!(read(&entries, tip), [0, 0, 2, 3]);
        assert_eq!(entries.tip(&rest), tip, "each entry once");
        rest.compact(Index(4));
        assert_eq!(entries.tip(&rest), tip, "all that it had is known");
    }

    #[test]
    fn what_another_log_has_is_known_of_a_log_without_it() {
        let mut entries = Entries::default();
        let whole = log(&[1, 1, 2, 3]);
        let tip = entries.tip(&whole);
        let mut rest = whole.clone();
        rest.compact(Index(2));
        assert_eq!(entries.tip(&rest), tip);
        assert_eq!(entries.rows().len(), 4);
    }
}
