//! Entries: asked for, stored, cut off, confirmed, sent (§5.3).

use super::{MOST_ALIKE, Moment, entry_term, index, payload, term};
use crate::raft::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Fact, Index, Message, MessageKind, Payload, RoleKind,
    ServerId, ServerSet, Term,
};
use crate::sim::SeenFact;
use crate::trace::tape::letters;

impl Moment<'_> {
    pub(super) fn appended(&self, leader: ServerId, request: &AppendEntries, facts: &mut Vec<SeenFact>) {
        if let Some(ours) = self.old_term()
            && request.term < ours
        {
            let kind = MessageKind::AppendEntries;
            facts.push(Fact::RejectedStaleTerm { sender: leader, request: kind, theirs: request.term, ours });
            return;
        }
        if self.was() == Some(RoleKind::Candidate)
            && self.is() == Some(RoleKind::Follower)
            && self.same_term()
        {
            facts.push(Fact::CandidateYielded { term: self.term(), leader });
        }
        let outcome = match self.answer(leader) {
            Some(Message::AppendEntriesReply(reply)) => Some(reply.outcome),
            _ => None,
        };
        let log = &self.old.persistent().log;
        match outcome {
            Some(AppendOutcome::Mismatch { .. }) => {
                let prev_index = request.prev_log_index;
                let known = self.known.last_index.is_some();
                let own_term = match log.term_at(prev_index) {
                    Some(term) if term > Term::ZERO || prev_index == Index::ZERO => Some(Some(term)),
                    None if known => Some(None),
                    _ => None,
                };
                let (prev_index, prev_term) = (index(prev_index), term(request.prev_log_term));
                facts.push(Fact::RejectedMismatch { leader, prev_index, prev_term, own_term });
            }
            Some(AppendOutcome::StaleTerm) => {}
            Some(AppendOutcome::Success { .. }) | None => self.stores(request, outcome.is_some(), facts),
        }
    }

    /// What a request left alone, took away and brought.
    pub(super) fn stores(&self, request: &AppendEntries, accepted: bool, facts: &mut Vec<SeenFact>) {
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        let first = request.prev_log_index.next();
        if accepted && request.prev_log_index != Index::UNTOLD {
            let own = old.slice(first, request.entries.len());
            let known = own.zip(&request.entries).take_while(|(own, new)| own.term == new.term).count();
            if known > 0 {
                facts.push(Fact::DuplicateIgnored { first, last: request.prev_log_index.plus(known) });
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
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        let index = self.keep.next();
        match (old.term_at(index), new.term_at(index)) {
            _ if self.anew => false,
            (Some(_), None) => true,
            (Some(old), Some(new)) => old > Term::ZERO && old != new,
            _ => false,
        }
    }

    pub(super) fn truncated(&self, facts: &mut Vec<SeenFact>) {
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        if !self.conflicts() {
            return;
        }
        let first = self.keep.next();
        facts.push(Fact::Truncated {
            first,
            last: old.last_index(),
            own_term: old.term_at(first).filter(|term| *term > Term::ZERO),
            their_term: new.term_at(first),
        });
    }

    /// What a server writes into its log that no leader sent it.
    pub(super) fn grows(&self, facts: &mut Vec<SeenFact>) {
        if matches!(self.turn.received, Some((_, Message::AppendEntries(_)))) || !self.is_written() {
            return;
        }
        self.truncated(facts);
        let log = &self.new.persistent().log;
        let first = self.keep.next();
        if self.is() != Some(RoleKind::Leader) {
            if log.last_index() >= first {
                facts.push(Fact::Appended { first, last: log.last_index() });
            }
            return;
        }
        for (index, entry) in first.onwards().zip(log.slice(first, MOST_ALIKE)) {
            facts.push(match payload(*entry) {
                Some(Payload::NoOp) => Fact::NoOpAppended { index, term: entry.term },
                held => {
                    let command = held.and_then(Payload::command);
                    Fact::EntryAppended { index, term: entry_term(*entry), command }
                }
            });
        }
        self.withholds(facts);
    }

    pub(super) fn confirmed(&self, follower: ServerId, reply: AppendEntriesReply, facts: &mut Vec<SeenFact>) {
        let Some(ours) = self.old_term() else { return };
        if reply.request_term < ours {
            let (kind, request_term) = (MessageKind::AppendEntriesReply, reply.request_term);
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
                let own = self.old.persistent().log.term_at(prev_log_index);
                let own_term = own.filter(|term| *term > Term::ZERO || prev_log_index == Index::ZERO);
                facts.push(Fact::NextBackedUp { follower, from, to, own_term, conflict });
            }
            _ => {}
        }
    }

    /// A majority has an entry, and it is not committed: that is worth telling if it is of an older term.
    pub(super) fn withholds(&self, facts: &mut Vec<SeenFact>) {
        let Some(state) = self.new.leader() else { return };
        let index = self.cast.configuration().agreed_index(|server| state.match_index(server));
        let Some(term) = self.new.persistent().log.term_at(index).filter(|term| *term > Term::ZERO) else {
            return;
        };
        if self.after.commit.is_some_and(|commit| index > commit) && term < self.term() {
            facts.push(Fact::CommitWithheld { index, term, on: self.new.holders(index) });
        }
    }

    pub(super) fn sends(&self, facts: &mut Vec<SeenFact>) {
        let mut beats = ServerSet::EMPTY;
        for (to, message) in self.turn.sent {
            let Message::AppendEntries(request) = message else { continue };
            match letters::reach(request) {
                Some(last) if !request.entries.is_empty() => {
                    facts.push(Fact::AppendSent { to: *to, first: request.prev_log_index.next(), last });
                }
                _ if request.entries.is_empty() => {
                    beats.insert(*to);
                }
                _ => {}
            }
        }
        if !beats.is_empty() {
            facts.push(Fact::HeartbeatSent { to: beats });
        }
    }
}
