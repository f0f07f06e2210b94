//! How a server's log changes by what an event tells.

use super::messages::UNKNOWN;
use crate::raft::{Index, Log, SeenEntry, Term};
use crate::sim::SeenLog;

/// The most entries of which nothing is known that a tape holds.
const MOST_UNTOLD: usize = 1_000_000;

/// What is told of a log in one event.
#[derive(Debug, Default)]
pub(super) struct LogUpdate {
    /// Entries that stand in it afterwards, in the order of their indexes.
    pub entries: Vec<(Index, SeenEntry)>,
    /// Its last index, if that is told.
    pub last: Option<Index>,
    /// The term there, if that is told.
    pub last_term: Option<Term>,
    /// Whether nothing of what stood there before is known to stand there now: a snapshot came in its place.
    pub anew: bool,
}

/// A log that becomes another one: what stays, and what comes behind it.
#[derive(Debug)]
pub(super) struct Rewrite {
    pub keep: Index,
    pub entries: Vec<SeenEntry>,
}

/// How much may still be filled with entries of which nothing is known.
#[derive(Debug)]
pub(super) struct Filling(usize);

impl Default for Filling {
    fn default() -> Self {
        Filling(MOST_UNTOLD)
    }
}

impl Filling {
    /// How a log becomes what is told. None if there are more entries than can be shown, and nothing is known of them.
    pub fn rewrite(&mut self, old: &Log, told: &LogUpdate) -> Option<Rewrite> {
        let empty = Log::default();
        let old = SeenLog::of(if told.anew { &empty } else { old });
        let end = old.last_index();
        let written = |index: Index| {
            let at = told.entries.binary_search_by_key(&index, |(index, _)| *index).ok()?;
            Some(told.entries[at].1)
        };
        let clash =
            told.entries.iter().find(|(index, new)| old.get(*index).is_some_and(|old| differs(old, *new)));
        let furthest = told.entries.last().map_or(Index::ZERO, |(index, _)| *index);
        let last = told.last.unwrap_or(if clash.is_some() { furthest } else { end.max(furthest) });
        let stale = told.last_term.filter(|term| {
            // The end is another entry than it was, and what else was changed is not told.
            written(last).is_none()
                && old.get(last).is_some_and(|old| old.term.is_some_and(|old| old != *term))
        });
        let enriched = told
            .entries
            .iter()
            .find(|(index, new)| old.get(*index).is_some_and(|old| enrich(old, *new) != old));
        let ends = told.last_term.is_some() && old.get(last).is_some_and(|old| old.term.is_none());
        if last.since(end).saturating_sub(told.entries.len()) > self.0 {
            return None;
        }
        let mut keep = end.min(last);
        for index in [clash, enriched].into_iter().flatten().map(|(index, _)| *index) {
            keep = keep.min(index.previous());
        }
        if stale.is_some() || ends {
            keep = keep.min(last.previous());
        }
        let mut entries = Vec::new();
        for index in keep.next().through(last) {
            let before = old.get(index).unwrap_or(UNKNOWN);
            let mut entry = written(index).map_or(before, |new| enrich(before, new));
            if index == last && told.last_term.is_some() {
                if entry.term.is_none() {
                    entry.term = told.last_term;
                } else if stale.is_some() {
                    entry = SeenEntry { term: told.last_term, ..UNKNOWN };
                }
            }
            if entry == UNKNOWN {
                self.0 = self.0.checked_sub(1)?;
            }
            entries.push(entry);
        }
        Some(Rewrite { keep, entries })
    }
}

/// Whether two entries cannot be the same.
fn differs(old: SeenEntry, new: SeenEntry) -> bool {
    let terms = old.term.zip(new.term).is_some_and(|(old, new)| old != new);
    terms || old.payload.zip(new.payload).is_some_and(|(old, new)| old != new)
}

/// A new entry, with what is known of the one in its place if they can be the same.
fn enrich(old: SeenEntry, new: SeenEntry) -> SeenEntry {
    if differs(old, new) {
        return new;
    }
    SeenEntry { term: new.term.or(old.term), payload: new.payload.or(old.payload) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{Command, Entry};
    use crate::sim::stored;

    fn entry(term: u32, value: i64) -> SeenEntry {
        Entry { term: Term(term), payload: Command::set("x", value).unwrap().into() }.told()
    }

    fn after(old: &[SeenEntry], told: &LogUpdate) -> Vec<SeenEntry> {
        let log: Log = old.iter().copied().map(stored).collect();
        let Rewrite { keep, entries } = Filling::default().rewrite(&log, told).unwrap();
        old[..keep.since(Index::ZERO)].iter().copied().chain(entries).collect()
    }

    #[test]
    fn what_conflicts_goes_with_all_behind_it_unless_the_end_is_told() {
        let old = [entry(1, 1), entry(1, 2), entry(1, 3)];
        let new = vec![(Index(2), entry(2, 9))];
        let told = LogUpdate { entries: new.clone(), ..LogUpdate::default() };
        assert_eq!(after(&old, &told), [entry(1, 1), entry(2, 9)]);
        let told = LogUpdate { entries: new, last: Some(Index(3)), ..LogUpdate::default() };
        assert_eq!(after(&old, &told), [entry(1, 1), entry(2, 9), entry(1, 3)]);
    }

    #[test]
    fn what_is_there_already_changes_nothing() {
        let old = [entry(1, 1), entry(1, 2), entry(1, 3)];
        let told = LogUpdate { entries: vec![(Index(2), entry(1, 2))], ..LogUpdate::default() };
        let log: Log = old.iter().copied().map(stored).collect();
        let Rewrite { keep, entries } = Filling::default().rewrite(&log, &told).unwrap();
        assert_eq!((keep, entries), (Index(3), vec![]));
    }

    #[test]
    fn what_is_not_told_is_there_and_unknown() {
        let told = LogUpdate { last: Some(Index(3)), last_term: Some(Term(4)), ..LogUpdate::default() };
        let end = SeenEntry { term: Some(Term(4)), ..UNKNOWN };
        assert_eq!(after(&[], &told), [UNKNOWN, UNKNOWN, end]);
        let known = LogUpdate { entries: vec![(Index(2), entry(2, 5))], ..LogUpdate::default() };
        assert_eq!(after(&[UNKNOWN; 3], &known), [UNKNOWN, entry(2, 5), UNKNOWN]);
    }

    #[test]
    fn an_end_that_becomes_another_one_is_known_by_its_term_alone() {
        let told = LogUpdate { last: Some(Index(2)), last_term: Some(Term(3)), ..LogUpdate::default() };
        let end = SeenEntry { term: Some(Term(3)), ..UNKNOWN };
        assert_eq!(after(&[entry(1, 1), entry(1, 2)], &told), [entry(1, 1), end]);
    }

    #[test]
    fn a_log_that_nobody_could_hold_is_not_made_up() {
        let told = LogUpdate { last: Some(Index(4_000_000_000)), ..LogUpdate::default() };
        assert!(Filling::default().rewrite(&Log::default(), &told).is_none());
    }
}
