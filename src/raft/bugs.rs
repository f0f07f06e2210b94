//! What a server with a rule set aside does instead, and what it has to remember for that.
//!
//! The files of the rules ask `has(Bug::…)` where they would obey, in a line or two each. What is longer than that, or
//! needs state that Figure 2 does not have (`bug_state`), stands here.

use super::{Candidate, Entry, Fact, Index, LeaderState, Output, Quorums, Server, Term};
use crate::paper::Bug;

/// `majority-half`.
impl Server {
    /// Which sets of servers elect and commit, with the rules as they are.
    #[inline]
    pub fn quorums(&self) -> Quorums {
        self.options.quorums(self.configuration)
    }
}

/// `votes-are-a-count`.
impl Server {
    /// Whether a candidate has heard enough grants, whoever they are from.
    pub(super) fn has_enough_grants(&self, candidate: Candidate) -> bool {
        candidate.grants() as usize >= self.quorums().least()
    }
}

/// `match-not-reset`.
impl Server {
    /// Up to where each server had the log when this one last led, by position: empty, unless match index is not reset on
    /// election.
    pub fn old_match(&self) -> &[Index] {
        &self.bug_state.old_match
    }

    /// A leader steps down, and keeps what it knows of the others.
    pub(super) fn remember_match(&mut self, state: &LeaderState) {
        self.bug_state.old_match = state.everyone().map(|(_, progress)| progress.match_index).collect();
    }

    /// Whether it has led before.
    pub(super) fn has_led(&self) -> bool {
        !self.bug_state.old_match.is_empty()
    }

    /// A new leader takes for true what it knew when it last led.
    pub(super) fn recall_match(&self, state: &mut LeaderState) {
        for (progress, old) in state.progress.iter_mut().zip(&self.bug_state.old_match) {
            progress.match_index = *old;
        }
    }
}

/// `ack-before-durable`.
impl Server {
    /// The last entry that a crash would keep: the last of the log, unless entries are acknowledged before they are on
    /// the disk.
    pub fn durable(&self) -> Index {
        if self.has(Bug::AckBeforeDurable) {
            self.bug_state.durable
        } else {
            self.persistent.log.last_index()
        }
    }

    /// What is in the log reaches the disk when the next input comes, and no earlier.
    pub(super) fn flush_late(&mut self) {
        self.bug_state.durable = self.persistent.log.last_index();
    }
}

/// `leader-overwrites`.
impl Server {
    /// A leader deletes what older leaders have left behind its commit index.
    pub(super) fn delete_older(&mut self, term: Term, out: &mut Output) {
        let (log, commit_index) = (&self.persistent.log, self.volatile.commit_index);
        if log.last_term() < term && log.last_index() > commit_index {
            self.delete_from(commit_index.next(), term, out);
        }
    }
}

/// `overwrite-keeps-tail`.
impl Server {
    /// New entries, the first for `first`, take the places of those that are there, and what follows these stays. Says how
    /// many there was a place for.
    pub(super) fn overwrite(&mut self, first: Index, entries: &[Entry], out: &mut Output) -> usize {
        let mut index = first;
        for (done, entry) in entries.iter().enumerate() {
            let Some(own_term) = self.persistent.log.term_at(index) else { return done };
            if own_term != entry.term {
                out.saved.log = true;
                self.persistent.log.overwrite_one(index, *entry);
                out.fact(Fact::Truncated { first: index, last: index, own_term, their_term: entry.term });
                out.fact(Fact::Appended { first: index, last: index });
            }
            index = index.next();
        }
        entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::BugSet;
    use crate::raft::{Configuration, Options, ServerSet};

    /// Of an even number of voters two halves decide, with nobody in common; of an odd number the bug changes nothing.
    #[test]
    fn two_halves_need_not_share_a_server() {
        let broken = Options { bugs: BugSet::NONE.with(Bug::MajorityHalf), ..Options::default() };
        let of = |servers| Configuration::of(ServerSet::up_to(servers));
        let half = ServerSet::up_to(2);
        let other = of(4).voters().minus(half);
        let quorums = broken.quorums(of(4));
        assert!(quorums.is_quorum(half) && quorums.is_quorum(other));
        assert_eq!((quorums.to_string(), quorums.least()), ("2 of 4".to_owned(), 2));
        assert!(!Options::default().quorums(of(4)).is_quorum(half));
        assert_eq!(broken.quorums(of(5)).least(), of(5).quorums().least());
    }
}
