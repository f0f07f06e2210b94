//! What is known of one node's log: of some entries all, of some the term, of some nothing.

use crate::raft::{Index, Term};
use crate::trace::{Entry, EntryId, Payload};
use std::collections::VecDeque;
use std::fmt;

/// How many unknown entries in a row are kept between known ones: a trace that names far apart indexes must not make
/// us store all between them. What is known before a wider gap is forgotten.
const WIDEST_GAP: usize = 64;

/// What is known of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Slot {
    /// Its term; 0 if that is unknown.
    term: Term,
    /// A digest of what it holds; 0 if that is unknown.
    payload: u64,
}

/// Whether two digests are certainly of different things. A command and a hash, one even and one odd, may be the same.
pub(super) fn apart(one: u64, other: u64) -> bool {
    one != other && one != 0 && other != 0 && (one ^ other) & 1 == 0
}

impl Slot {
    pub(super) const UNKNOWN: Slot = Slot { term: Term::ZERO, payload: 0 };

    pub(super) fn new(term: Option<Term>, what: Option<&Payload>) -> Slot {
        Slot {
            term: term.unwrap_or_default(),
            payload: what.map_or(0, |payload| if payload.digest == 0 { 2 } else { payload.digest }),
        }
    }

    pub(super) fn of(entry: &Entry) -> Slot {
        Slot::new(entry.term, entry.what.as_ref())
    }

    pub(super) fn of_term(term: Term) -> Slot {
        Slot { term, payload: 0 }
    }

    #[inline]
    pub(super) fn term(self) -> Option<Term> {
        (self.term != Term::ZERO).then_some(self.term)
    }

    #[inline]
    pub(super) fn payload(self) -> u64 {
        self.payload
    }

    #[inline]
    pub(super) fn is_unknown(self) -> bool {
        self == Slot::UNKNOWN
    }

    /// Whether both terms are known and are not the same: a conflict, in the paper's sense.
    #[inline]
    pub(super) fn conflicts(self, other: Slot) -> bool {
        self.term != other.term && self.term != Term::ZERO && other.term != Term::ZERO
    }

    /// Whether these are certainly not the same entry.
    #[inline]
    pub(super) fn differs(self, other: Slot) -> bool {
        self.conflicts(other) || apart(self.payload, other.payload)
    }

    /// What is known of an entry that was written over another one: if both are of one term, they are the same entry.
    pub(super) fn over(self, old: Slot) -> Slot {
        let same = self.term == old.term && self.term != Term::ZERO && !self.differs(old);
        if same { self.and(old) } else { self }
    }

    /// What is known of an entry when both speak of it.
    pub(super) fn and(self, other: Slot) -> Slot {
        Slot {
            term: if self.term == Term::ZERO { other.term } else { self.term },
            payload: if self.payload == 0 { other.payload } else { self.payload },
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.term() {
            Some(term) => write!(f, "an entry of term {term}"),
            None => f.write_str("an entry"),
        }
    }
}

/// What is known of a node's log.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeLog {
    /// The index of the first of the slots.
    base: Index,
    /// Never beyond the end, if that is known.
    slots: VecDeque<Slot>,
    last: Option<Index>,
}

impl NodeLog {
    /// The index of its last entry, if that is known.
    #[inline]
    pub(super) fn last(&self) -> Option<Index> {
        self.last
    }

    /// What is known of the entry at an index.
    #[inline]
    pub(super) fn get(&self, index: Index) -> Slot {
        let slot = if index < self.base { None } else { self.slots.get(index.since(self.base)) };
        slot.copied().unwrap_or_default()
    }

    /// The term at an index; 0 stands before the first entry.
    #[inline]
    pub(super) fn term(&self, index: Index) -> Option<Term> {
        if index == Index::ZERO { Some(Term::ZERO) } else { self.get(index).term() }
    }

    /// Whether it certainly has no entry at an index.
    #[inline]
    pub(super) fn ends_before(&self, index: Index) -> bool {
        self.last.is_some_and(|last| last < index)
    }

    /// The part of a range of which anything may be known.
    pub(super) fn known_part(&self, first: Index, last: Index) -> impl Iterator<Item = Index> + use<> {
        let end = self.base.plus(self.slots.len());
        first.max(self.base).through(last).take_while(move |index| *index < end)
    }

    /// Writes one entry down. The end moves only if it is known to be before it.
    pub(super) fn write(&mut self, index: Index, slot: Slot) {
        if self.ends_before(index) {
            self.last = Some(index);
        }
        if self.slots.is_empty() {
            self.base = index;
        }
        if index < self.base {
            let gap = self.base.since(index);
            if gap <= WIDEST_GAP && index > Index::ZERO {
                for _ in 0..gap {
                    self.slots.push_front(Slot::UNKNOWN);
                }
                self.base = index;
                self.slots[0] = slot;
            }
            return;
        }
        let position = index.since(self.base);
        if let Some(old) = self.slots.get_mut(position) {
            *old = slot;
            return;
        }
        if position - self.slots.len() > WIDEST_GAP {
            self.slots.clear();
            self.base = index;
        } else {
            self.slots.resize(position, Slot::UNKNOWN);
        }
        self.slots.push_back(slot);
    }

    /// The log ends here now: what was beyond is gone.
    pub(super) fn end_at(&mut self, last: Index) {
        self.last = Some(last);
        self.forget_slots_from(last.next());
    }

    /// Nothing is known any more from an index on, not even where the log ends.
    pub(super) fn forget_from(&mut self, index: Index) {
        self.last = None;
        self.forget_slots_from(index);
    }

    /// The entries from an index on are unknown; where the log ends is not touched.
    pub(super) fn forget_slots_from(&mut self, index: Index) {
        self.slots.truncate(index.since(self.base));
    }

    /// A snapshot stands for all up to a place. What follows stays if the log has that place, and goes if it has not.
    pub(super) fn compact(&mut self, place: EntryId) {
        let fits =
            !self.ends_before(place.index) && !self.get(place.index).conflicts(Slot::of_term(place.term));
        if fits {
            while self.base < place.index && self.slots.pop_front().is_some() {
                self.base = self.base.next();
            }
        } else {
            self.slots.clear();
            self.last = Some(place.index);
        }
        if place.index > Index::ZERO {
            let known = self.get(place.index);
            self.write(place.index, Slot::of_term(place.term).and(known));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(term: u32) -> Slot {
        Slot::of_term(Term(term))
    }

    /// A log that is first heard of in its middle.
    fn from(first: u32, terms: &[u32]) -> NodeLog {
        let mut log = NodeLog::default();
        for (index, term) in Index(first).onwards().zip(terms) {
            log.write(index, slot(*term));
        }
        log
    }

    fn terms(log: &NodeLog, first: u32, last: u32) -> Vec<Option<u32>> {
        Index(first).through(Index(last)).map(|index| log.term(index).map(|term| term.0)).collect()
    }

    #[test]
    fn what_is_known_may_begin_anywhere() {
        let mut log = from(1000, &[3, 3, 4]);
        assert_eq!(terms(&log, 999, 1003), [None, Some(3), Some(3), Some(4), None]);
        assert!(log.known_part(Index(1), Index(u32::MAX)).eq(Index(1000).through(Index(1002))));
        assert!(log.known_part(Index(1001), Index(1001)).eq([Index(1001)]));
        log.write(Index(998), slot(2));
        assert_eq!(terms(&log, 997, 1000), [None, Some(2), None, Some(3)]);
        log.write(Index(1), slot(1));
        assert_eq!(log.term(Index(1)), None, "too far before what is known");
        log.end_at(Index(999));
        assert_eq!(terms(&log, 998, 1000), [Some(2), None, None]);
        assert!(log.ends_before(Index(1000)));
    }

    #[test]
    fn a_snapshot_takes_the_place_of_what_is_before_it() {
        let mut log = from(1, &[1, 1, 2, 2]);
        log.compact(EntryId { index: Index(3), term: Term(2) });
        assert_eq!(terms(&log, 1, 5), [None, None, Some(2), Some(2), None]);
        assert!(log.known_part(Index(1), Index(9)).eq(Index(3).through(Index(4))));
        log.compact(EntryId { index: Index(9), term: Term(3) });
        assert_eq!((log.last(), log.term(Index(4)), log.term(Index(9))), (None, None, Some(Term(3))));
        log.end_at(Index(9));
        log.compact(EntryId { index: Index(12), term: Term(5) });
        assert_eq!((log.last(), terms(&log, 9, 12)), (Some(Index(12)), vec![None, None, None, Some(5)]));
    }
}
