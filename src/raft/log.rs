//! The log: entries, each with its term, counted from 1 (§5.3, Figure 6). Its beginning may be gone: a snapshot stands
//! for that (§7).

use super::{Index, Knowledge, Partial, Payload, Term, Whole};
use crate::pieces::Pieces;
use serde::Serialize;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A log entry: what it carries, and the term in which a leader made it (§5.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(bound = "")]
pub struct Entry<K: Knowledge = Whole> {
    /// The term of the leader that created it.
    pub term: K::Of<Term>,
    /// What it carries. Files call it the command.
    #[serde(rename = "command")]
    pub payload: K::Of<Payload>,
}

/// An entry as a viewer sees it: what is not known of it is none.
pub type SeenEntry = Entry<Partial>;

impl Entry {
    /// The same entry as it is told to a viewer, who is told everything.
    #[inline]
    pub const fn told(self) -> SeenEntry {
        Entry { term: Some(self.term), payload: Some(self.payload) }
    }
}

/// What a log follows on: the last entry that is no longer in it, with all before it. 0 and term 0 for a log that begins
/// at 1. (§7, *last included index* and *term* of a snapshot.)
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Base {
    /// The index of that entry.
    pub index: Index,
    /// Its term.
    pub term: Term,
    /// The digest of the log up to it.
    digest: u64,
}

/// An entry, and a digest of the log up to it, so that whether two logs agree up to an index is one comparison: Log
/// Matching is checked after every step.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Slot {
    entry: Entry,
    digest: u64,
}

/// A server's log: the entries that follow on its base.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Log {
    base: Base,
    slots: Pieces<Slot>,
}

/// The digest at its end tells a log from another one, as well as all its entries do.
impl Hash for Log {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.last_digest().hash(state);
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Log {
    /// An empty log that follows on what another one held up to its base.
    pub fn after(base: Base) -> Log {
        Log { base, slots: Pieces::default() }
    }

    /// What is no longer in it.
    #[inline]
    pub fn base(&self) -> Base {
        self.base
    }

    /// The index of the first entry that is in it, or would be if it had any.
    #[inline]
    pub fn first_index(&self) -> Index {
        self.base.index.next()
    }

    /// The index of the last entry, in it or in its base; 0 if there is none.
    #[inline]
    pub fn last_index(&self) -> Index {
        self.base.index.plus(self.slots.len())
    }

    /// The term of the last entry, in it or in its base; 0 if there is none.
    #[inline]
    pub fn last_term(&self) -> Term {
        self.slots.last().map_or(self.base.term, |slot| slot.entry.term)
    }

    /// How many entries are in it.
    #[inline]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether no entry is in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    #[inline]
    fn slot(&self, index: Index) -> Option<&Slot> {
        self.slots.get(index.position_after(self.base.index)?)
    }

    /// The entry at an index, if it is in the log.
    #[inline]
    pub fn get(&self, index: Index) -> Option<&Entry> {
        self.slot(index).map(|slot| &slot.entry)
    }

    /// The term at an index: that of the base is known too, and 0 stands before the first entry of all and has term 0.
    /// `None` beyond the end, and before the base.
    #[inline]
    pub fn term_at(&self, index: Index) -> Option<Term> {
        match index {
            Index::ZERO => Some(Term::ZERO),
            _ if index == self.base.index => Some(self.base.term),
            _ => self.get(index).map(|entry| entry.term),
        }
    }

    /// A digest of all entries up to an index, those in the base too. Two logs with the same digest at an index are
    /// the same up to there. `None` beyond the end, and before the base.
    #[inline]
    pub fn digest_at(&self, index: Index) -> Option<u64> {
        match index {
            Index::ZERO => Some(0),
            _ if index == self.base.index => Some(self.base.digest),
            _ => self.slot(index).map(|slot| slot.digest),
        }
    }

    /// A digest of the whole history.
    #[inline]
    pub fn last_digest(&self) -> u64 {
        self.slots.last().map_or(self.base.digest, |slot| slot.digest)
    }

    /// The first index of the term that stands at `from`, as far as the log knows: terms never go down along a log, so
    /// an entry of another term ends the search.
    pub fn first_of_term_at(&self, from: Index) -> Index {
        let mut first = from;
        while first > Index::FIRST && self.term_at(first.previous()) == self.term_at(from) {
            first = first.previous();
        }
        first
    }

    /// The last index whose term is lower than this one; that of the base if no entry's is.
    pub fn last_before_term(&self, term: Term) -> Index {
        self.base.index.plus(self.slots.partition_point(|slot| slot.entry.term < term))
    }

    /// The last index of a term, if the log has an entry of it.
    pub fn last_of_term(&self, term: Term) -> Option<Index> {
        let last = self.base.index.plus(self.slots.partition_point(|slot| slot.entry.term <= term));
        (last > Index::ZERO && self.term_at(last) == Some(term)).then_some(last)
    }

    /// The last index up to which two logs are the same; 0 if they part where one of them no longer has its entries.
    pub fn agreement(&self, other: &Log) -> Index {
        let same = |index: Index| {
            let digest = self.digest_at(index);
            digest.is_some() && digest == other.digest_at(index)
        };
        let from = self.base.index.max(other.base.index);
        let to = self.last_index().min(other.last_index());
        if same(from) { Index::last_of(from, to, same) } else { Index::ZERO }
    }

    /// The entries that are in it, with their indexes.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Index, &Entry)> + ExactSizeIterator {
        let before = self.base.index;
        self.slots.iter().enumerate().map(move |(position, slot)| (before.plus(position).next(), &slot.entry))
    }

    /// The entries that are in it.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator + Clone {
        self.slots.iter().map(|slot| &slot.entry)
    }

    /// At most `most` entries from an index on; from the first that is in the log if the index is before that.
    #[inline]
    pub fn slice(&self, from: Index, most: usize) -> impl ExactSizeIterator<Item = &Entry> {
        self.slots.range(from.position_after(self.base.index).unwrap_or(0), most).map(|slot| &slot.entry)
    }

    /// What a log that no longer has the entries up to an index would follow on.
    pub fn base_at(&self, index: Index) -> Option<Base> {
        Some(Base { index, term: self.term_at(index)?, digest: self.digest_at(index)? })
    }

    /// Drops the entries up to an index: whoever does so keeps what they have made (§7). All stays as it is if the log
    /// does not reach so far, or no longer has that entry.
    pub fn compact(&mut self, up_to: Index) {
        if let Some(base) = self.base_at(up_to).filter(|base| base.index > self.base.index) {
            let mut rest = Pieces::default();
            rest.extend(self.slots.range(up_to.since(self.base.index), usize::MAX).copied());
            *self = Log { base, slots: rest };
        }
    }

    pub(super) fn push(&mut self, entry: Entry) -> Index {
        let digest = digest(self.last_digest(), entry);
        self.slots.push(Slot { entry, digest });
        self.last_index()
    }

    /// Removes the entry at `from` and all that follow it; what is in the base stays.
    pub fn truncate_from(&mut self, from: Index) {
        self.slots.truncate(from.position_after(self.base.index).unwrap_or(0));
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

    /// The same log without its entries up to an index.
    fn compacted(terms: &[u32], up_to: u32) -> Log {
        let mut log = log(terms);
        log.compact(Index(up_to));
        log
    }

    #[test]
    fn digests_agree_exactly_where_logs_agree() {
        let (a, b) = (log(&[1, 1, 2, 3]), log(&[1, 1, 3, 3]));
        assert_eq!(a.digest_at(Index(2)), b.digest_at(Index(2)));
        assert_ne!(a.digest_at(Index(3)), b.digest_at(Index(3)));
        assert_ne!(a.digest_at(Index(4)), b.digest_at(Index(4)), "what came before differs");
        assert_eq!(a.digest_at(Index(5)), None);
        assert_eq!((a.agreement(&b), a.agreement(&a)), (Index(2), Index(4)));
    }

    #[test]
    fn index_zero_stands_before_the_first_entry() {
        assert_eq!(log(&[]).term_at(Index::ZERO), Some(Term::ZERO));
        assert_eq!(log(&[4]).term_at(Index(1)), Some(Term(4)));
        assert_eq!(log(&[4]).term_at(Index(2)), None);
    }

    #[test]
    fn the_first_and_the_last_index_of_a_term_are_found() {
        let log = log(&[1, 2, 2, 2, 4]);
        assert_eq!(log.first_of_term_at(Index(4)), Index(2));
        assert_eq!(log.first_of_term_at(Index(1)), Index(1));
        assert_eq!((log.last_of_term(Term(2)), log.last_of_term(Term(3))), (Some(Index(4)), None));
        assert_eq!((log.last_before_term(Term(4)), log.last_before_term(Term(1))), (Index(4), Index::ZERO));
    }

    #[test]
    fn a_log_without_its_beginning_speaks_of_the_rest_as_before() {
        let terms = [1, 1, 2, 2, 3];
        let whole = log(&terms);
        for up_to in 0..=5 {
            let rest = compacted(&terms, up_to);
            assert_eq!((rest.base().index, rest.first_index()), (Index(up_to), Index(up_to + 1)));
            assert_eq!((rest.last_index(), rest.last_term()), (Index(5), Term(3)));
            assert_eq!(rest.len(), 5 - up_to as usize);
            for index in (0..7).map(Index) {
                let known = index >= rest.base().index || index == Index::ZERO;
                let term = whole.term_at(index).filter(|_| known);
                assert_eq!(rest.term_at(index), term, "{index} after {up_to}");
                assert_eq!(rest.digest_at(index), whole.digest_at(index).filter(|_| known));
                assert_eq!(rest.get(index), whole.get(index).filter(|_| index > rest.base().index));
            }
            assert!(rest.iter().eq(whole.iter().skip(up_to as usize)));
            assert!(rest.slice(Index(1), 2).eq(whole.slice(rest.first_index(), 2)));
            assert_eq!(rest.last_before_term(Term(3)), Index(4.max(up_to)));
            assert_eq!(rest.last_of_term(Term(3)), Some(Index(5)));
        }
        assert_eq!(compacted(&terms, 4).first_of_term_at(Index(4)), Index(4), "what stands before is gone");
        assert_eq!(compacted(&terms, 6), whole, "it does not reach so far");
    }

    #[test]
    fn the_digests_tell_what_is_no_longer_in_the_log() {
        let (mut one, mut other) = (compacted(&[1, 1, 2], 2), compacted(&[1, 2, 2], 2));
        assert_ne!(one.digest_at(Index(3)), other.digest_at(Index(3)));
        assert_eq!(one.agreement(&other), Index::ZERO);
        let whole = log(&[1, 1, 2, 3]);
        assert_eq!((one.agreement(&whole), whole.agreement(&one)), (Index(3), Index(3)));
        one.extend(whole.slice(Index(4), 1).copied());
        assert_eq!(one.digest_at(Index(4)), whole.digest_at(Index(4)));
        other.truncate_from(Index(1));
        assert_eq!((other.last_index(), other.last_term()), (Index(2), Term(2)), "its base stays");
        assert_eq!(Log::after(other.base()), other);
    }

    #[test]
    fn a_base_costs_no_entry_anything() {
        assert_eq!(size_of::<Slot>(), size_of::<Entry>() + size_of::<u64>());
        assert_eq!(size_of::<Log>(), size_of::<Pieces<Slot>>() + size_of::<Base>());
    }
}
