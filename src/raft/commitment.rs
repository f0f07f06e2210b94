//! Commitment and application: Leaders 4, `AppendEntries` 5, All Servers 1 (§5.3, §5.4.2).

use super::{Fact, Index, Output, Payload, Reply, Role, Server, ServerSet};
use crate::paper::Bug;

impl Server {
    /// Leaders 4 (§5.3, §5.4): the commit index moves to the highest entry of the leader's own term that a majority
    /// is known to have.
    ///
    /// Only entries of the leader's own term are committed by counting copies; earlier ones commit along with
    /// them (§5.4.2, Figure 8).
    pub(super) fn advance_commit_index(&mut self, out: &mut Output) {
        let Role::Leader(state) = &self.role else { return };
        let on_majority = self.quorums().agreed_index(|server| state.match_index(server));
        let from = self.volatile.commit_index;
        if on_majority <= from {
            return;
        }
        let log = &self.persistent.log;
        let Some(term) = log.term_at(on_majority) else { return };
        let on = self.holders(on_majority);
        // Rule L7: only an entry of its own term. Terms never go down along
        // a log: if the highest entry on a majority is older, so are all
        // before it.
        if term != self.term() && !self.has(Bug::CommitByCount) {
            out.fact(Fact::CommitWithheld { index: on_majority, term, on });
            return;
        }
        if term != self.term() {
            out.breaks(Bug::CommitByCount);
        }
        if !self.configuration.is_quorum(on) {
            out.breaks(Bug::MajorityHalf);
        }
        out.fact(Fact::CommitAdvanced { from, to: on_majority, on });
        let last_old = log.last_before_term(term);
        // Rule L8: what precedes it is committed along with it.
        if last_old > from {
            out.fact(Fact::CommittedIndirectly { first: from.next(), last: last_old });
        }
        // Rule L7: a majority has it, and it is of this term.
        self.volatile.commit_index = on_majority;
    }

    /// Who holds an entry, as far as the leader knows.
    pub fn holders(&self, index: Index) -> ServerSet {
        let Role::Leader(state) = &self.role else { return ServerSet::EMPTY };
        let holds = state.everyone().filter(|(_, progress)| progress.match_index >= index);
        holds.map(|(server, _)| server).collect()
    }

    /// `AppendEntries` 5 (§5.3): the commit index follows the leader's, but no further than the last entry that this
    /// request reached: beyond it the logs may differ.
    pub(super) fn learn_commit_index(&mut self, leader_commit: Index, last_new: Index, out: &mut Output) {
        let from = self.volatile.commit_index;
        let cap = if self.has(Bug::CommitUncapped) { self.persistent.log.last_index() } else { last_new };
        let to = leader_commit.min(cap);
        // Rule R4: as far as the leader has committed and this request reached.
        if to > from {
            if to > last_new {
                out.breaks(Bug::CommitUncapped);
            }
            self.volatile.commit_index = to;
            out.fact(Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new });
        }
    }

    /// All Servers 1 (§5.3): the state machine catches up with the commit index, entry by entry. A leader then answers
    /// the client (Leaders 2).
    pub(super) fn apply_committed(&mut self, out: &mut Output) {
        // Rule A1: one entry after the other.
        while self.volatile.last_applied < self.volatile.commit_index {
            let index = self.volatile.last_applied.next();
            // Only a bug can leave the commit index beyond the end of the log.
            let Some(entry) = self.persistent.log.get(index).copied() else { return };
            self.volatile.last_applied = index;
            if let Payload::Command(command) = entry.payload {
                self.volatile.store.apply(command);
            }
            out.fact(Fact::Applied { index, term: entry.term, payload: entry.payload });
            self.answer_client(index, out);
        }
    }

    fn answer_client(&mut self, index: Index, out: &mut Output) {
        let Role::Leader(state) = &mut self.role else { return };
        // Rule L3: the client that waits for this entry is answered.
        if let Some(pending) = state.pending.front().copied()
            && pending.index == index
        {
            state.pending.pop_front();
            out.fact(Fact::ClientReplied { request: pending.request, index });
            out.replies.push(Reply::Applied { request: pending.request, index });
        }
    }

    /// Starts with a commit index already known: for figures and lessons that begin in the middle.
    pub fn boot_committed(&mut self, commit_index: Index, out: &mut Output) {
        self.volatile.commit_index = commit_index.min(self.persistent.log.last_index());
        self.apply_committed(out);
    }
}
