//! What a follower has heard from the leader of a term: how far it knows that their logs agree, and what it knows to be
//! committed.

use super::log::{NodeLog, Slot};
use crate::raft::{Index, Term};
use crate::trace::{Body, Entries, EntryId, Message};

/// How many requests are remembered that did not meet the log when they came: some followers keep such requests until
/// what was missing has come.
const MOST_FLOATING: usize = 8;

/// What a node has heard from the leader of one term.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// The highest term of which a leader's word has come.
    pub(super) term: Term,
    /// Whether some of its words were not told, or not in full: then nothing follows from what was not heard.
    pub(super) vague: bool,
    /// Whether any of its requests may have met the log.
    pub(super) accepted: bool,
    /// Up to here, the node can know that its log is the leader's.
    pub(super) checked: Index,
    /// The highest commit index that the leader has told.
    commit: Index,
    /// Requests that did not meet the log.
    floating: [(Index, Index); MOST_FLOATING],
    floats: usize,
    /// The last of them: where it should have met, and in which line it came.
    pub(super) refused: Option<(EntryId, u64)>,
    /// Up to here, the node can know that its own entries are committed; forever, whatever the term.
    pub(super) bound: Index,
    /// Whether that bound is unknown.
    pub(super) boundless: bool,
}

/// What an `AppendEntries` request offers to a follower.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<'a> {
    /// Whether it is of an older term: it changes nothing.
    pub(super) stale: bool,
    /// The index before the new entries.
    pub(super) prev: Option<Index>,
    /// The term there.
    pub(super) prev_term: Option<Term>,
    /// The index of the last of the new entries, or of the one before them if there are none.
    pub(super) end: Option<Index>,
    /// The new entries, if they are listed.
    pub(super) entries: &'a [crate::trace::Entry],
    /// Whether how many there are is all that is said of them.
    pub(super) counted: bool,
    /// Whether the follower's log has what should stand before them.
    pub(super) fits: Option<bool>,
}

impl<'a> Offer<'a> {
    /// What a message offers.
    pub(super) fn of(message: &'a Message) -> Option<Offer<'a>> {
        let Body::AppendEntries { prev, entries, .. } = &message.body else { return None };
        let (listed, counted): (&[_], _) = match entries {
            Entries::Listed(listed) => (listed, false),
            Entries::Counted(count) => (&[], *count > 0),
        };
        let before_first = listed.first().map(|entry| entry.index.previous());
        let prev_index = prev.map(|prev| prev.index).or(before_first);
        let end = prev_index.map(|prev| prev.plus(entries.len() as usize));
        Some(Offer {
            stale: false,
            prev: prev_index,
            prev_term: prev.map(|prev| prev.term),
            end,
            entries: listed,
            counted,
            fits: None,
        })
    }

    /// The new entry at an index.
    pub(super) fn at(&self, index: Index) -> Option<Slot> {
        let first = self.entries.first()?.index;
        let entry = self.entries.get((index >= first).then(|| index.since(first))?)?;
        (entry.index == index).then(|| Slot::of(entry))
    }
}

impl Heard {
    /// A word of the leader of a term has come. Whether it is of an older term than one before.
    pub(super) fn enter(&mut self, term: Option<Term>) -> bool {
        let Some(term) = term else {
            self.vague = true;
            return false;
        };
        if term < self.term {
            return true;
        }
        if term > self.term {
            // Who has a past that is not told may have heard this leader before.
            self.vague &= self.term == Term::ZERO;
            self.term = term;
            self.accepted = false;
            self.checked = Index::ZERO;
            self.commit = Index::ZERO;
            self.floats = 0;
            self.refused = None;
        }
        false
    }

    /// A request has come. Says whether it meets the log, and notes what the follower can know now.
    pub(super) fn hear(&mut self, offer: &mut Offer, leader_commit: Option<Index>, log: &NodeLog, line: u64) {
        let (Some(prev), Some(end)) = (offer.prev, offer.end) else {
            // A heartbeat without a place: its commit index is within what the leader knows to be there.
            match leader_commit {
                Some(commit) => self.bound = self.bound.max(commit),
                None => self.boundless = true,
            }
            self.vague |= offer.counted;
            return;
        };
        match leader_commit {
            Some(commit) => self.commit = self.commit.max(commit),
            None => self.boundless = true,
        }
        offer.fits = self.meets(prev, offer.prev_term, log);
        if offer.fits == Some(false) {
            self.refused = Some((EntryId { index: prev, term: offer.prev_term.unwrap_or_default() }, line));
            if self.floats == MOST_FLOATING {
                self.vague = true;
            } else {
                self.floating[self.floats] = (prev, end);
                self.floats += 1;
            }
        } else {
            self.accepted = true;
            self.agree(end);
        }
        self.bound = self.bound.max(self.commit.min(self.checked));
    }

    /// The follower knows now that the logs agree up to an index.
    pub(super) fn agree(&mut self, end: Index) {
        self.checked = self.checked.max(end);
        let mut at = 0;
        while at < self.floats {
            let (prev, end) = self.floating[at];
            if prev > self.checked {
                at += 1;
                continue;
            }
            self.checked = self.checked.max(end);
            self.floats -= 1;
            self.floating[at] = self.floating[self.floats];
            at = 0;
        }
        self.bound = self.bound.max(self.commit.min(self.checked));
    }

    /// A snapshot up to an index has come: it is committed.
    pub(super) fn snapshot(&mut self, index: Index) {
        self.agree(index);
        self.bound = self.bound.max(index);
    }

    /// The node crashes: what was not on its disk is not there any more.
    pub(super) fn lose(&mut self, last: Option<Index>) {
        self.floats = 0;
        match last {
            Some(last) => self.checked = self.checked.min(last),
            None => self.vague = true,
        }
    }

    /// Whether a log has the entry that should stand before the new ones. What was checked in this term stays so: the
    /// leader's log only grows.
    fn meets(&self, prev: Index, term: Option<Term>, log: &NodeLog) -> Option<bool> {
        if prev <= self.checked {
            return Some(true);
        }
        if log.ends_before(prev) {
            return Some(false);
        }
        Some(log.term(prev)? == term?)
    }
}
