//! The logs of all servers at all times, as one tree: each entry knows the one before it, so that a whole log is one
//! number, and logs that are the same up to an index are visibly so.

use super::harmless::readable;
use super::mail::LONGEST_NAME;
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
}

impl Entries {
    /// Where a log ends.
    pub(super) fn tip(&mut self, log: &Log) -> Tip {
        let mut index = log.last_index();
        // Back to where it is known, which is near: a step adds few entries.
        let mut new = Vec::new();
        let mut tip = Tip::default();
        while let (Some(entry), Some(digest)) = (log.get(index), log.digest_at(index)) {
            if let Some(known) = self.known.get(&(index, digest)) {
                tip = *known;
                break;
            }
            new.push((index, digest, *entry));
            index = index.previous();
        }
        while let Some((index, digest, entry)) = new.pop() {
            tip = self.add(tip, index, digest, entry);
        }
        tip
    }

    /// The entry that was committed at an index, which follows on the one committed before it.
    pub(super) fn committed(&mut self, index: Index, committed: &Committed, before: Tip) -> Tip {
        let known = self.known.get(&(index, committed.digest)).copied();
        known.unwrap_or_else(|| self.add(before, index, committed.digest, committed.entry))
    }

    fn add(&mut self, before: Tip, index: Index, digest: u64, entry: Entry) -> Tip {
        let command = readable(&entry.payload.to_string(), LONGEST_NAME);
        self.rows.push((before, entry.term.0, command));
        let tip = Tip(self.rows.len());
        self.known.insert((index, digest), tip);
        tip
    }

    /// The whole table.
    pub(super) fn rows(&self) -> &[(Tip, u32, String)] {
        &self.rows
    }
}
