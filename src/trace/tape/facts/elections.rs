//! Terms, candidacies, votes and who leads (§5.1, §5.2, §5.4.1).

use super::Moment;
use crate::raft::{
    Denial, Fact, Index, MessageKind, Partial, RequestVote, RequestVoteReply, RoleKind, SeenMessage,
    ServerId, ServerSet, Term,
};
use crate::sim::{SeenFact, SeenLog};
use crate::trace::{Kind, Vote};

impl Moment<'_> {
    pub(super) fn newer_term(&self, facts: &mut Vec<SeenFact>) {
        let (Some(from), Some((sender, message))) = (self.old_term(), self.turn.received) else { return };
        let to = self.term();
        if to <= from || message.term() != Some(to) {
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
    pub(super) fn retires(&self, facts: &mut Vec<SeenFact>) {
        let (was, is) = (self.old.role().kind(), self.new.role().kind());
        let told = facts.iter().any(|fact| matches!(fact, Fact::SteppedDown { .. }));
        let yields =
            matches!(self.turn.received, Some((_, SeenMessage::AppendEntries(_)))) && self.same_term();
        if is == RoleKind::Follower && was != is && !told && !(was == RoleKind::Candidate && yields) {
            facts.push(Fact::SteppedDown { was, of: self.old.term(), sender: self.new.id() });
        }
    }

    pub(super) fn stands(&self, facts: &mut Vec<SeenFact>) {
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
    pub(super) fn answer(&self, to: ServerId) -> Option<&SeenMessage> {
        self.turn
            .sent
            .iter()
            .filter(|(receiver, _)| *receiver == to)
            .map(|(_, message)| message)
            .find(|message| message.is_reply())
    }

    pub(super) fn asked(&self, from: ServerId, request: &RequestVote<Partial>, facts: &mut Vec<SeenFact>) {
        if let Some(ours) = self.old_term()
            && let Some(theirs) = request.term
            && theirs < ours
        {
            let kind = MessageKind::RequestVote;
            facts.push(Fact::RejectedStaleTerm { sender: from, request: kind, theirs, ours });
            return;
        }
        let term = self.term();
        if request.term != Some(term) {
            return;
        }
        let answer = match self.answer(from) {
            Some(SeenMessage::RequestVoteReply(reply)) => Some(reply.vote_granted),
            _ => None,
        };
        let server = |vote: Option<Vote>| match vote {
            Some(Vote::For(node)) => self.node_map.server(node),
            _ => None,
        };
        let now = server(self.after.vote);
        let before = server(self.known.vote).filter(|_| self.same_term());
        let granted = answer.unwrap_or(now == Some(from) && before != now);
        let (own_index, own_term) = self.end_of_log();
        let (their_index, their_term) = (request.last_log_index, request.last_log_term);
        if granted {
            facts.push(Fact::VoteGranted {
                to: from,
                term,
                before,
                own_term,
                own_index,
                their_term,
                their_index,
            });
            return;
        }
        // Without an answer, a vote that stays another's is a rejection; what else it may be is not told.
        if answer.is_none() && now.is_none_or(|now| now == from) {
            return;
        }
        let behind = || {
            let (own_term, own_index) = (own_term?, own_index?);
            let (their_term, their_index) = (their_term?, their_index?);
            let behind = (their_term, their_index) < (own_term, own_index);
            behind.then_some(Denial::LogBehind { own_term, own_index, their_term, their_index })
        };
        let because = match before.or(now) {
            Some(to) if to != from => Some(Denial::AlreadyVoted { to }),
            _ => behind(),
        };
        facts.push(Fact::VoteDenied { to: from, term, because });
    }

    /// Where the log ended before the event, as far as that is known.
    pub(super) fn end_of_log(&self) -> (Option<Index>, Option<Term>) {
        let log = SeenLog::of(&self.old.persistent().log);
        match self.known.last_index.or(self.after.last_index) {
            None => (None, None),
            Some(index) => {
                (Some(index), log.term_at(index).or(self.known.last_term).or(self.after.last_term))
            }
        }
    }

    pub(super) fn vote(&self, voter: ServerId, reply: RequestVoteReply<Partial>, facts: &mut Vec<SeenFact>) {
        let Some(ours) = self.old_term() else { return };
        if let Some(request_term) = reply.request_term.filter(|of| *of < ours) {
            let kind = MessageKind::RequestVoteReply;
            facts.push(Fact::StaleReplyDropped { sender: voter, reply: kind, request_term, ours });
        } else if self.was() == Some(RoleKind::Candidate) && self.same_term() {
            let mut votes = self.old.candidate().map_or(ServerSet::EMPTY, |it| it.votes);
            let again = reply.vote_granted && votes.contains(voter);
            if reply.vote_granted {
                votes.insert(voter);
            }
            let needed = self.node_map.configuration().quorums().least() as u8;
            let granted = reply.vote_granted;
            facts.push(Fact::VoteCounted {
                voter,
                granted,
                again,
                votes,
                counted: votes.len() as u32,
                needed,
            });
        }
    }

    pub(super) fn leads(&self, facts: &mut Vec<SeenFact>) {
        let led = self.was() == Some(RoleKind::Leader) && self.same_term();
        if self.is() != Some(RoleKind::Leader) || led {
            return;
        }
        let configuration = self.node_map.configuration();
        let counted = facts.iter().rev().find_map(|fact| match fact {
            Fact::VoteCounted { votes, .. } => Some(*votes),
            _ => None,
        });
        let alone = Some(ServerSet::only(self.new.id())).filter(|votes| configuration.is_quorum(*votes));
        let before = self.old.candidate().filter(|_| self.same_term()).map(|it| it.votes);
        let votes = counted.or(before).or(alone).filter(|votes| configuration.is_quorum(*votes));
        facts.push(Fact::BecameLeader { term: self.term(), votes: votes.unwrap_or_default() });
        let next = self.old.persistent().log.last_index().next();
        if self.known.last_index.is_some() {
            facts.push(Fact::LeaderStateInitialised { next });
        }
    }
}
