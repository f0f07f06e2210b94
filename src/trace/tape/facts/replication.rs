//! Entries: asked for, stored, cut off, confirmed, sent (§5.3).

use super::{MOST_ALIKE, Moment};
use crate::raft::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Fact, Index, MessageKind, Partial, Payload, RoleKind,
    SeenMessage, ServerId, ServerSet,
};
use crate::sim::{SeenFact, SeenLog};

impl Moment<'_> {
    pub(super) fn appended(
        &self,
        leader: ServerId,
        request: &AppendEntries<Partial>,
        facts: &mut Vec<SeenFact>,
    ) {
        if let Some(ours) = self.old_term()
            && let Some(theirs) = request.term
            && theirs < ours
        {
            let kind = MessageKind::AppendEntries;
            facts.push(Fact::RejectedStaleTerm { sender: leader, request: kind, theirs, ours });
            return;
        }
        if self.was() == Some(RoleKind::Candidate)
            && self.is() == Some(RoleKind::Follower)
            && self.same_term()
        {
            facts.push(Fact::CandidateYielded { term: self.term(), leader });
        }
        let outcome = match self.answer(leader) {
            Some(SeenMessage::AppendEntriesReply(reply)) => Some(reply.outcome),
            _ => None,
        };
        let log = SeenLog::of(&self.old.persistent().log);
        match outcome {
            Some(AppendOutcome::Mismatch { .. }) => {
                let (prev_index, prev_term) = (request.prev_log_index, request.prev_log_term);
                let known = self.known.last_index.is_some();
                let own_term = match prev_index.and_then(|prev| log.term_at(prev)) {
                    Some(term) => Some(Some(term)),
                    // It has no such entry, or one whose term is not told.
                    None if known && prev_index.is_none_or(|prev| log.get(prev).is_none()) => Some(None),
                    None => None,
                };
                facts.push(Fact::RejectedMismatch { leader, prev_index, prev_term, own_term });
            }
            Some(AppendOutcome::StaleTerm) => {}
            Some(AppendOutcome::Success { .. }) | None => self.stores(request, outcome.is_some(), facts),
        }
    }

    /// What a request left alone, took away and brought.
    pub(super) fn stores(&self, request: &AppendEntries<Partial>, accepted: bool, facts: &mut Vec<SeenFact>) {
        let (old, new) = (SeenLog::of(&self.old.persistent().log), &self.new.persistent().log);
        if accepted && let Some(before) = request.prev_log_index {
            let first = before.next();
            let own = old.slice(first, request.entries.len());
            let known = own.zip(&request.entries).take_while(|(own, new)| own.term == new.term).count();
            if known > 0 {
                facts.push(Fact::DuplicateIgnored { first, last: before.plus(known) });
            }
        }
        self.truncated(facts);
        if new.last_index() > self.keep && self.is_written() {
            facts.push(Fact::Appended { first: self.keep.next(), last: new.last_index() });
        }
    }

    /// Whether something new stands in the log, not only more that is known of what stood there.
    pub(super) fn is_written(&self) -> bool {
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        !self.anew
            && self.known.last_index.is_some()
            && (new.last_index() > old.last_index() || self.conflicts())
    }

    /// Whether an entry stands where a different one stood.
    pub(super) fn conflicts(&self) -> bool {
        let [old, new] = [self.old, self.new].map(|server| SeenLog::of(&server.persistent().log));
        let index = self.keep.next();
        match (old.get(index), new.get(index)) {
            _ if self.anew => false,
            (Some(_), None) => true,
            (Some(old), Some(new)) => old.term.is_some() && old.term != new.term,
            _ => false,
        }
    }

    pub(super) fn truncated(&self, facts: &mut Vec<SeenFact>) {
        let [old, new] = [self.old, self.new].map(|server| SeenLog::of(&server.persistent().log));
        if !self.conflicts() {
            return;
        }
        let first = self.keep.next();
        facts.push(Fact::Truncated {
            first,
            last: old.last_index(),
            own_term: old.term_at(first),
            their_term: new.term_at(first),
        });
    }

    /// What a server writes into its log that no leader sent it.
    pub(super) fn grows(&self, facts: &mut Vec<SeenFact>) {
        if matches!(self.turn.received, Some((_, SeenMessage::AppendEntries(_)))) || !self.is_written() {
            return;
        }
        self.truncated(facts);
        let log = SeenLog::of(&self.new.persistent().log);
        let first = self.keep.next();
        if self.is() != Some(RoleKind::Leader) {
            if log.last_index() >= first {
                facts.push(Fact::Appended { first, last: log.last_index() });
            }
            return;
        }
        for (index, entry) in first.onwards().zip(log.slice(first, MOST_ALIKE)) {
            let term = entry.term;
            facts.push(match entry.payload {
                Some(Payload::NoOp) => Fact::NoOpAppended { index, term },
                held => Fact::EntryAppended { index, term, command: held.and_then(Payload::command) },
            });
        }
        self.withholds(facts);
    }

    pub(super) fn confirmed(
        &self,
        follower: ServerId,
        reply: AppendEntriesReply<Partial>,
        facts: &mut Vec<SeenFact>,
    ) {
        let Some(ours) = self.old_term() else { return };
        if let Some(request_term) = reply.request_term.filter(|of| *of < ours) {
            let kind = MessageKind::AppendEntriesReply;
            facts.push(Fact::StaleReplyDropped { sender: follower, reply: kind, request_term, ours });
            return;
        }
        let (Some(before), Some(now)) = (self.old.leader(), self.new.leader()) else { return };
        let (Some(before), Some(now)) = (before.progress(follower), now.progress(follower)) else { return };
        match reply.outcome {
            AppendOutcome::Success { .. } if now.match_index > before.match_index => {
                let (from, to) = (before.match_index, now.match_index);
                facts.push(Fact::MatchAdvanced { follower, from, to });
                self.withholds(facts);
            }
            AppendOutcome::Mismatch { prev_log_index, conflict }
                if now.next_index < before.next_index && self.old_gaps.knows_next_of(follower) =>
            {
                let (from, to) = (before.next_index, now.next_index);
                let log = SeenLog::of(&self.old.persistent().log);
                let own_term = prev_log_index.and_then(|prev| log.term_at(prev));
                facts.push(Fact::NextBackedUp { follower, from, to, own_term, conflict });
            }
            _ => {}
        }
    }

    /// A majority has an entry, and it is not committed: that is worth telling if it is of an older term.
    pub(super) fn withholds(&self, facts: &mut Vec<SeenFact>) {
        let Some(state) = self.new.leader() else { return };
        let index = self.node_map.configuration().agreed_index(|server| state.match_index(server));
        if index == Index::ZERO {
            return;
        }
        let Some(term) = SeenLog::of(&self.new.persistent().log).term_at(index) else { return };
        if self.after.commit.is_some_and(|commit| index > commit) && term < self.term() {
            facts.push(Fact::CommitWithheld { index, term, on: self.new.holders(index) });
        }
    }

    pub(super) fn sends(&self, facts: &mut Vec<SeenFact>) {
        let mut beats = ServerSet::EMPTY;
        for (to, message) in self.turn.sent {
            let SeenMessage::AppendEntries(request) = message else { continue };
            if request.entries.is_empty() {
                beats.insert(*to);
            } else if let (Some(first), Some(last)) = (request.first_index(), request.last_index()) {
                facts.push(Fact::AppendSent { to: *to, first, last });
            }
        }
        if !beats.is_empty() {
            facts.push(Fact::HeartbeatSent { to: beats });
        }
    }
}
