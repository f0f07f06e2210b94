//! The log: entries, each with its term, counted from 1 (§5.3, Figure 6).

use super::{Command, Payload};
use crate::pieces::Pieces;
use serde::Serialize;
use std::fmt;

macro_rules! counter {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Before the first.
            pub const ZERO: $name = $name(0);

            /// Stands where a recording of another implementation does not tell the number: written `?`.
            pub const UNTOLD: $name = $name(u32::MAX);

            /// The one after this. It cannot overflow: a run starts far below the highest number, which stays.
            #[must_use]
            pub const fn next(self) -> $name { $name(self.0.saturating_add(1)) }

            /// The one before this; zero stays zero.
            #[must_use]
            pub const fn previous(self) -> $name { $name(self.0.saturating_sub(1)) }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if *self == $name::UNTOLD { f.pad("?") } else { fmt::Display::fmt(&self.0, f) }
            }
        }
    };
}

counter! {
    /// Raft's logical clock: terms are numbered with consecutive integers (§5.1).
    Term
}

counter! {
    /// The position of an entry in the log; the first is 1, and 0 stands before it (§5.3).
    Index
}

/// A log entry: what it carries, and the term in which a leader made it (§5.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Entry {
    /// The term of the leader that created it.
    pub term: Term,
    /// What it carries. Files call it the command.
    #[serde(rename = "command")]
    pub payload: Payload,
}

impl Entry {
    /// An entry that is there, and of which a recording tells nothing: no entry of a leader is of term 0.
    pub const UNTOLD: Entry = Entry { term: Term::ZERO, payload: Payload::Command(Command::Untold) };
}

/// A server's log. Beside each entry stands a digest of the log up to there, so that whether two logs
/// agree up to an index is one comparison: Log Matching is checked after every step.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Log {
    entries: Pieces<Entry>,
    digests: Pieces<u64>,
}

/// The digest at its end tells a log from another one, as well as all its entries do.
impl std::hash::Hash for Log {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.digests.last().hash(state);
    }
}

impl Log {
    /// The index of the last entry; 0 if there is none.
    #[inline]
    pub fn last_index(&self) -> Index {
        Index(self.entries.len() as u32)
    }

    /// The term of the last entry; 0 if there is none.
    #[inline]
    pub fn last_term(&self) -> Term {
        self.entries.last().map_or(Term::ZERO, |entry| entry.term)
    }

    /// The entry at an index.
    #[inline]
    pub fn get(&self, index: Index) -> Option<&Entry> {
        self.entries.get((index.0 as usize).wrapping_sub(1))
    }

    /// The term at an index; 0 stands before the first entry and has term 0.
    #[inline]
    pub fn term_at(&self, index: Index) -> Option<Term> {
        if index == Index::ZERO { Some(Term::ZERO) } else { self.get(index).map(|entry| entry.term) }
    }

    /// The first index of the term that stands at `from`: terms never go down along a log, so an entry of another
    /// term ends the search.
    pub fn first_of_term_at(&self, from: Index) -> Index {
        let mut first = from;
        while first > Index(1) && self.term_at(first.previous()) == self.term_at(from) {
            first = first.previous();
        }
        first
    }

    /// All entries, the first of index 1.
    pub fn entries(&self) -> &Pieces<Entry> {
        &self.entries
    }

    /// At most `most` entries from an index on.
    pub fn slice(&self, from: Index, most: usize) -> impl Iterator<Item = &Entry> {
        self.entries.range(from.0.max(1) as usize - 1, most)
    }

    /// A digest of all entries up to an index. Two logs with the same digest at an index are the same up
    /// to there. `None` beyond the end.
    #[inline]
    pub fn digest_at(&self, index: Index) -> Option<u64> {
        if index == Index::ZERO { Some(0) } else { self.digests.get(index.0 as usize - 1).copied() }
    }

    pub(super) fn push(&mut self, entry: Entry) -> Index {
        let before = self.digests.last().copied().unwrap_or(0);
        self.entries.push(entry);
        self.digests.push(digest(before, entry));
        self.last_index()
    }

    /// Removes the entry at `from` and all that follow it.
    pub(super) fn truncate_from(&mut self, from: Index) {
        let keep = from.0.max(1) as usize - 1;
        self.entries.truncate(keep);
        self.digests.truncate(keep);
    }

    /// Puts an entry in the place of another and keeps what follows: only a server with a bug does so.
    pub(super) fn overwrite_one(&mut self, index: Index, entry: Entry) {
        let tail: Vec<Entry> = self.slice(index.next(), usize::MAX).copied().collect();
        self.truncate_from(index);
        self.push(entry);
        self.extend(tail);
    }
}

impl Extend<Entry> for Log {
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        for entry in entries {
            self.push(entry);
        }
    }
}

impl FromIterator<Entry> for Log {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut log = Log::default();
        log.extend(entries);
        log
    }
}

fn digest(before: u64, entry: Entry) -> u64 {
    // Multiply and fold, as in wyhash: fast, and far apart for near inputs.
    let mix = |a: u64, b: u64| {
        let wide = u128::from(a ^ 0x9e37_79b9_7f4a_7c15) * u128::from(b ^ 0xe703_7ed1_a0b4_28db);
        (wide >> 64) as u64 ^ wide as u64
    };
    let [key, rest] = entry.payload.bits();
    mix(mix(before, u64::from(entry.term.0) ^ key.rotate_left(32)), rest).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(terms: &[u32]) -> Log {
        terms.iter().map(|term| Entry { term: Term(*term), payload: Payload::NoOp }).collect()
    }

    #[test]
    fn digests_agree_exactly_where_logs_agree() {
        let (a, b) = (log(&[1, 1, 2, 3]), log(&[1, 1, 3, 3]));
        assert_eq!(a.digest_at(Index(2)), b.digest_at(Index(2)));
        assert_ne!(a.digest_at(Index(3)), b.digest_at(Index(3)));
        assert_ne!(a.digest_at(Index(4)), b.digest_at(Index(4)), "what came before differs");
        assert_eq!(a.digest_at(Index(5)), None);
    }

    #[test]
    fn index_zero_stands_before_the_first_entry() {
        assert_eq!(log(&[]).term_at(Index::ZERO), Some(Term::ZERO));
        assert_eq!(log(&[4]).term_at(Index(1)), Some(Term(4)));
        assert_eq!(log(&[4]).term_at(Index(2)), None);
    }

    #[test]
    fn the_first_index_of_a_term_is_found_backwards() {
        assert_eq!(log(&[1, 2, 2, 2, 3]).first_of_term_at(Index(4)), Index(2));
        assert_eq!(log(&[1, 1]).first_of_term_at(Index(2)), Index(1));
    }
}
