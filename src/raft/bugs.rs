//! What a server with a rule off does instead, and what it has to remember for that.
//!
//! The files of the rules ask `has(Bug::…)` where they would obey, in a line or two each. What is longer than that, or
//! needs state that Figure 2 does not have (`bug_state`), stands here.

use super::{Candidate, Entry, Fact, Index, LeaderState, Output, Quorums, Server, ServerId, Term};
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
    pub(super) fn recall_match(&self, state: &mut LeaderState, out: &mut Output) {
        let others = self.others();
        for ((id, progress), old) in
            (0..).map(ServerId::at).zip(&mut state.progress).zip(&self.bug_state.old_match)
        {
            progress.match_index = *old;
            if *old > Index::ZERO && others.contains(id) {
                out.breaks(Bug::MatchNotReset);
            }
        }
    }
}

/// `no-log-check`, `length-only`, `last-term-only`.
impl Server {
    /// A vote was judged otherwise than by the logs as rule V2 compares them.
    pub(super) fn breaks_log_check(&self, out: &mut Output) {
        for bug in [Bug::NoLogCheck, Bug::LengthOnly, Bug::LastTermOnly] {
            if self.has(bug) {
                // The first of them decides, as in `up_to_date`.
                return out.breaks(bug);
            }
        }
    }
}

/// `vote-twice`, `vote-cleared-by-append`.
impl Server {
    /// Who has voted for this term, whether or not it was forgotten since: if it is given to another now, that is against
    /// rule V1.
    pub(super) fn voted_before(&self, candidate: ServerId, out: &mut Output) -> Option<ServerId> {
        if let Some(to) = self.persistent.voted_for {
            if to != candidate {
                out.breaks(Bug::VoteTwice);
            }
            return Some(to);
        }
        let (_, to) = self.bug_state.cleared.filter(|(term, _)| *term == self.term())?;
        if to != candidate {
            out.breaks(Bug::VoteClearedByAppend);
        }
        Some(to)
    }

    /// The vote is forgotten in the middle of its term.
    pub(super) fn clear_vote(&mut self, out: &mut Output) {
        // Whoever had it first is remembered, so that it can be said that a later vote is the second one.
        if self.bug_state.cleared.is_none_or(|(term, _)| term != self.term()) {
            self.bug_state.cleared = self.persistent.voted_for.map(|to| (self.term(), to));
        }
        self.set_vote(None, out);
        out.breaks(Bug::VoteClearedByAppend);
    }
}

/// `truncate-always`.
impl Server {
    /// All behind the request's previous entry goes, before its entries are stored.
    pub(super) fn truncate_always(&mut self, first: Index, entries: &[Entry], out: &mut Output) {
        let log = &self.persistent.log;
        let Some(own) = log.term_at(first) else { return };
        // A conflict at the very first entry would take as much away by the rule.
        let conflict = entries.first().filter(|entry| entry.term != own);
        if conflict.is_none() {
            out.breaks(Bug::TruncateAlways);
            self.delete_from(first, Term::ZERO, out);
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
            out.breaks(Bug::LeaderOverwrites);
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
        let behind = first.previous().plus(entries.len());
        for (done, entry) in entries.iter().enumerate() {
            let Some(own_term) = self.persistent.log.term_at(index) else { return done };
            if own_term != entry.term {
                if self.persistent.log.last_index() > behind {
                    out.breaks(Bug::OverwriteKeepsTail);
                }
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
