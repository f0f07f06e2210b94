//! What an event tells, as the facts that our own servers report: found from what a server was, what it is, and the
//! message between. What is not told makes no fact.

use super::actor::Turn;
use super::cast::Cast;
use super::letters;
use crate::raft::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Command, Denial, Fact, Index, Message, MessageKind,
    RequestVote, RequestVoteReply, RoleKind, Server, ServerId, ServerSet, Term, majority,
};
use crate::trace::{Kind, State, Vote};

/// A step has at most so many facts of one kind: one line can tell of very many entries.
const MOST_ALIKE: usize = 32;

/// An event between what was and what is.
pub(super) struct Moment<'a> {
    pub turn: &'a Turn<'a>,
    /// What was known before.
    pub known: State,
    /// What is known now.
    pub after: State,
    pub old: &'a Server,
    pub new: &'a Server,
    /// Up to here the log stayed as it was.
    pub keep: Index,
    /// Whether a snapshot came in the place of the log.
    pub anew: bool,
    pub cast: &'a Cast,
}

impl Moment<'_> {
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        match self.turn.event.kind {
            Kind::Crash => facts.push(Fact::Crashed {
                was: self.old.role().kind(),
                commit_index: self.old.volatile().commit_index,
                term_lost: false,
                vote_lost: false,
                entries_lost: 0,
            }),
            Kind::Restart => facts.push(Fact::Restarted {
                term: self.new.term(),
                voted_for: self.new.persistent().voted_for,
                last_index: self.new.persistent().log.last_index(),
            }),
            Kind::Start => {
                facts.push(Fact::Booted { term: self.after.term.unwrap_or(Term::UNTOLD) });
                if self.after.role == Some(RoleKind::Leader) {
                    facts.push(Fact::BecameLeader { term: self.new.term(), votes: ServerSet::EMPTY });
                }
            }
            _ => self.live(&mut facts),
        }
        facts
    }

    fn live(&self, facts: &mut Vec<Fact>) {
        self.newer_term(facts);
        self.retires(facts);
        self.stands(facts);
        match self.turn.received {
            Some((from, Message::RequestVote(request))) => self.asked(from, request, facts),
            Some((from, Message::RequestVoteReply(reply))) => self.vote(from, *reply, facts),
            Some((from, Message::AppendEntries(request))) => self.appended(from, request, facts),
            Some((from, Message::AppendEntriesReply(reply))) => self.confirmed(from, *reply, facts),
            None => {}
        }
        self.leads(facts);
        self.grows(facts);
        self.sends(facts);
        self.commits(facts);
        self.applies(facts);
    }

    fn was(&self) -> Option<RoleKind> {
        self.known.role
    }

    fn is(&self) -> Option<RoleKind> {
        self.after.role
    }

    fn old_term(&self) -> Option<Term> {
        self.known.term
    }

    fn term(&self) -> Term {
        self.new.term()
    }

    /// Whether the term is known, and stayed what it was.
    fn same_term(&self) -> bool {
        self.known.term.is_some() && self.known.term == self.after.term
    }

    fn newer_term(&self, facts: &mut Vec<Fact>) {
        let (Some(from), Some((sender, message))) = (self.old_term(), self.turn.received) else { return };
        let to = self.term();
        if to <= from || message.term() != to {
            return;
        }
        facts.push(Fact::TermAdopted { from, to, sender });
        if let Some(was @ (RoleKind::Leader | RoleKind::Candidate)) = self.was()
            && self.is() == Some(RoleKind::Follower)
        {
            facts.push(Fact::SteppedDown { was, of: from, sender });
        }
    }

    /// A leader that follows from now on, and no message shows why: it is said to do so of itself.
    fn retires(&self, facts: &mut Vec<Fact>) {
        let (was, is) = (self.old.role().kind(), self.new.role().kind());
        let told = facts.iter().any(|fact| matches!(fact, Fact::SteppedDown { .. }));
        let yields = matches!(self.turn.received, Some((_, Message::AppendEntries(_)))) && self.same_term();
        if is == RoleKind::Follower && was != is && !told && !(was == RoleKind::Candidate && yields) {
            facts.push(Fact::SteppedDown { was, of: self.old.term(), sender: self.new.id() });
        }
    }

    fn stands(&self, facts: &mut Vec<Fact>) {
        let elected = self.is() == Some(RoleKind::Leader) && self.was() != Some(RoleKind::Leader);
        let stands =
            self.is() == Some(RoleKind::Candidate) || (elected && self.turn.event.kind == Kind::Timeout);
        if !stands || (self.was() == Some(RoleKind::Candidate) && self.same_term()) {
            return;
        }
        let timeout = self.turn.event.kind == Kind::Timeout;
        match (self.was(), self.old_term()) {
            (Some(RoleKind::Candidate), Some(term)) => {
                let votes = self.old.candidate().map_or(ServerSet::EMPTY, |it| it.votes);
                facts.push(Fact::ElectionRestarted { term, votes });
            }
            (Some(RoleKind::Follower), Some(term)) if timeout => facts.push(Fact::ElectionTimeout { term }),
            _ => {}
        }
        facts.push(Fact::ElectionStarted { term: self.term() });
    }

    /// What is answered in the same step to whoever asked.
    fn answer(&self, to: ServerId) -> Option<&Message> {
        let replies = |message: &&Message| {
            matches!(message, Message::RequestVoteReply(_) | Message::AppendEntriesReply(_))
        };
        self.turn
            .sent
            .iter()
            .filter(|(receiver, _)| *receiver == to)
            .map(|(_, message)| message)
            .find(replies)
    }

    fn asked(&self, from: ServerId, request: &RequestVote, facts: &mut Vec<Fact>) {
        if let Some(ours) = self.old_term()
            && request.term < ours
        {
            let kind = MessageKind::RequestVote;
            facts.push(Fact::RejectedStaleTerm { sender: from, request: kind, theirs: request.term, ours });
            return;
        }
        if request.term != self.term() {
            return;
        }
        let answer = match self.answer(from) {
            Some(Message::RequestVoteReply(reply)) => Some(reply.vote_granted),
            _ => None,
        };
        let server = |vote: Option<Vote>| match vote {
            Some(Vote::For(node)) => self.cast.server(node),
            _ => None,
        };
        let now = server(self.after.vote);
        let before = server(self.known.vote).filter(|_| self.same_term());
        let granted = answer.unwrap_or(now == Some(from) && before != now);
        let (own_index, own_term) = self.end_of_log();
        if granted {
            facts.push(Fact::VoteGranted {
                to: from,
                term: request.term,
                before,
                own_term,
                own_index,
                their_term: request.last_log_term,
                their_index: request.last_log_index,
            });
            return;
        }
        // Without an answer, a vote that stays another's is a refusal; what else it may be is not told.
        if answer.is_none() && now.is_none_or(|now| now == from) {
            return;
        }
        let known = ![own_index, request.last_log_index].contains(&Index::UNTOLD)
            && ![own_term, request.last_log_term].contains(&Term::UNTOLD);
        let behind = known && (request.last_log_term, request.last_log_index) < (own_term, own_index);
        let because = match before.or(now) {
            Some(to) if to != from => Denial::AlreadyVoted { to },
            _ if behind => Denial::LogBehind {
                own_term,
                own_index,
                their_term: request.last_log_term,
                their_index: request.last_log_index,
            },
            _ => Denial::Untold,
        };
        facts.push(Fact::VoteDenied { to: from, term: request.term, because });
    }

    /// Where the log ended before the event, as far as that is known.
    fn end_of_log(&self) -> (Index, Term) {
        let log = &self.old.persistent().log;
        match self.known.last_index.or(self.after.last_index) {
            None => (Index::UNTOLD, Term::UNTOLD),
            Some(index) => {
                let term = log.term_at(index).filter(|term| *term > Term::ZERO || index == Index::ZERO);
                (index, term.or(self.known.last_term).or(self.after.last_term).unwrap_or(Term::UNTOLD))
            }
        }
    }

    fn vote(&self, voter: ServerId, reply: RequestVoteReply, facts: &mut Vec<Fact>) {
        let Some(ours) = self.old_term() else { return };
        if reply.request_term < ours {
            let (kind, request_term) = (MessageKind::RequestVoteReply, reply.request_term);
            facts.push(Fact::StaleReplyDropped { sender: voter, reply: kind, request_term, ours });
        } else if self.was() == Some(RoleKind::Candidate) && self.same_term() {
            let mut votes = self.old.candidate().map_or(ServerSet::EMPTY, |it| it.votes);
            if reply.vote_granted {
                votes.insert(voter);
            }
            let (granted, needed) = (reply.vote_granted, majority(self.cast.size()) as u8);
            facts.push(Fact::VoteCounted { voter, granted, votes, needed });
        }
    }

    fn leads(&self, facts: &mut Vec<Fact>) {
        let led = self.was() == Some(RoleKind::Leader) && self.same_term();
        if self.is() != Some(RoleKind::Leader) || led {
            return;
        }
        let counted = facts.iter().rev().find_map(|fact| match fact {
            Fact::VoteCounted { votes, .. } => Some(*votes),
            _ => None,
        });
        let alone = (self.cast.size() == 1).then(|| ServerSet::only(self.new.id()));
        let before = self.old.candidate().filter(|_| self.same_term()).map(|it| it.votes);
        let votes = counted.or(before).or(alone).filter(|votes| votes.len() >= majority(self.cast.size()));
        facts.push(Fact::BecameLeader { term: self.term(), votes: votes.unwrap_or_default() });
        let next = self.old.persistent().log.last_index().next();
        if self.known.last_index.is_some() {
            facts.push(Fact::LeaderStateInitialised { next });
        }
    }

    fn appended(&self, leader: ServerId, request: &AppendEntries, facts: &mut Vec<Fact>) {
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
                    Some(term) if term > Term::ZERO || prev_index == Index::ZERO => Some(term),
                    None if known => None,
                    _ => Some(Term::UNTOLD),
                };
                let prev_term = request.prev_log_term;
                facts.push(Fact::RejectedMismatch { leader, prev_index, prev_term, own_term });
            }
            Some(AppendOutcome::StaleTerm) => {}
            Some(AppendOutcome::Success { .. }) | None => self.stores(request, outcome.is_some(), facts),
        }
    }

    /// What a request left alone, took away and brought.
    fn stores(&self, request: &AppendEntries, accepted: bool, facts: &mut Vec<Fact>) {
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        let first = request.prev_log_index.next();
        if accepted && request.prev_log_index != Index::UNTOLD {
            let own = old.slice(first, request.entries.len());
            let known = own.zip(&request.entries).take_while(|(own, new)| own.term == new.term).count();
            if known > 0 {
                facts.push(Fact::DuplicateIgnored { first, last: Index(first.0 + known as u32 - 1) });
            }
        }
        self.truncated(facts);
        if new.last_index() > self.keep && self.is_written() {
            facts.push(Fact::Appended { first: self.keep.next(), last: new.last_index() });
        }
    }

    /// Whether something new stands in the log, not only more that is known of what stood there.
    fn is_written(&self) -> bool {
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        !self.anew
            && self.known.last_index.is_some()
            && (new.last_index() > old.last_index() || self.conflicts())
    }

    /// Whether an entry stands where a different one stood.
    fn conflicts(&self) -> bool {
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        let index = self.keep.next();
        match (old.term_at(index), new.term_at(index)) {
            _ if self.anew => false,
            (Some(_), None) => true,
            (Some(old), Some(new)) => old > Term::ZERO && old != new,
            _ => false,
        }
    }

    fn truncated(&self, facts: &mut Vec<Fact>) {
        let (old, new) = (&self.old.persistent().log, &self.new.persistent().log);
        if !self.conflicts() {
            return;
        }
        let first = self.keep.next();
        facts.push(Fact::Truncated {
            first,
            last: old.last_index(),
            own_term: old.term_at(first).filter(|term| *term > Term::ZERO).unwrap_or(Term::UNTOLD),
            their_term: new.term_at(first).unwrap_or(Term::UNTOLD),
        });
    }

    /// What a server writes into its log that no leader sent it.
    fn grows(&self, facts: &mut Vec<Fact>) {
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
        for (index, entry) in (first.0..).map(Index).zip(log.slice(first, MOST_ALIKE)) {
            let (term, command) = (entry.term, entry.command);
            facts.push(match command {
                Command::NoOp => Fact::NoOpAppended { index, term },
                _ => Fact::EntryAppended { index, term, command },
            });
        }
        self.withholds(facts);
    }

    fn confirmed(&self, follower: ServerId, reply: AppendEntriesReply, facts: &mut Vec<Fact>) {
        let Some(ours) = self.old_term() else { return };
        if reply.request_term < ours {
            let (kind, request_term) = (MessageKind::AppendEntriesReply, reply.request_term);
            facts.push(Fact::StaleReplyDropped { sender: follower, reply: kind, request_term, ours });
            return;
        }
        let (Some(before), Some(now)) = (self.old.leader(), self.new.leader()) else { return };
        let at = follower.position();
        match reply.outcome {
            AppendOutcome::Success { .. } if now.match_index[at] > before.match_index[at] => {
                let (from, to) = (before.match_index[at], now.match_index[at]);
                facts.push(Fact::MatchAdvanced { follower, from, to });
                self.withholds(facts);
            }
            AppendOutcome::Mismatch { prev_log_index, conflict }
                if now.next_index[at] < before.next_index[at] && before.next_index[at] != Index::UNTOLD =>
            {
                let (from, to) = (before.next_index[at], now.next_index[at]);
                let own = self.old.persistent().log.term_at(prev_log_index);
                let own_term = own.filter(|term| *term > Term::ZERO || prev_log_index == Index::ZERO);
                let own_term = own_term.unwrap_or(Term::UNTOLD);
                facts.push(Fact::NextBackedUp { follower, from, to, own_term, conflict });
            }
            _ => {}
        }
    }

    /// A majority has an entry, and it is not committed: that is worth telling if it is of an older term.
    fn withholds(&self, facts: &mut Vec<Fact>) {
        let Some(state) = self.new.leader() else { return };
        let mut sorted = state.match_index.clone();
        sorted.sort_unstable();
        let index = sorted[sorted.len() - majority(sorted.len())];
        let commit = self.after.commit.unwrap_or(Index::UNTOLD);
        let Some(term) = self.new.persistent().log.term_at(index).filter(|term| *term > Term::ZERO) else {
            return;
        };
        if index > commit && term < self.term() {
            facts.push(Fact::CommitWithheld { index, term, on: self.new.holders(index) });
        }
    }

    fn sends(&self, facts: &mut Vec<Fact>) {
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

    fn commits(&self, facts: &mut Vec<Fact>) {
        let (Some(from), Some(to)) = (self.known.commit, self.after.commit) else { return };
        if to <= from {
            return;
        }
        if self.is() != Some(RoleKind::Leader) {
            let (leader_commit, last_new) = match self.turn.received {
                Some((_, Message::AppendEntries(request))) => {
                    (request.leader_commit, letters::reach(request).unwrap_or(Index::UNTOLD))
                }
                _ => (Index::UNTOLD, Index::UNTOLD),
            };
            facts.push(Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new });
            return;
        }
        let on = self.new.holders(to);
        let on = if on.len() >= majority(self.cast.size()) { on } else { ServerSet::EMPTY };
        facts.push(Fact::CommitAdvanced { from, to, on });
        let log = &self.new.persistent().log;
        let Some(term) = log.term_at(to).filter(|term| *term > Term::ZERO) else { return };
        let old = |index: &Index| log.term_at(*index).is_some_and(|old| old > Term::ZERO && old < term);
        let last = (from.0 + 1..=to.0).map(Index).take_while(old).last();
        if let Some(last) = last {
            facts.push(Fact::CommittedIndirectly { first: from.next(), last });
        }
    }

    fn applies(&self, facts: &mut Vec<Fact>) {
        if !self.turn.event.applied.is_empty() {
            for entry in self.turn.event.applied.iter().take(MOST_ALIKE) {
                let told = letters::entry(entry);
                let term = if told.term == Term::ZERO { Term::UNTOLD } else { told.term };
                facts.push(Fact::Applied { index: entry.index, term, command: told.command });
            }
            return;
        }
        let (Some(from), Some(to)) = (self.known.applied, self.after.applied) else { return };
        let log = &self.new.persistent().log;
        let count = (to.0.saturating_sub(from.0) as usize).min(MOST_ALIKE);
        for (index, entry) in (from.0 + 1..).map(Index).zip(log.slice(from.next(), count)) {
            facts.push(Fact::Applied { index, term: entry.term, command: entry.command });
        }
    }
}
