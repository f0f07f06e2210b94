//! Leader election: the `RequestVote` RPC, Followers 2, Candidates 1, 2 and 4 (§5.2, §5.4.1).

use super::{
    Alarm, Candidate, Denial, Fact, Index, Message, MessageKind, Output, RequestVote, RequestVoteReply, Role,
    Server, ServerId, ServerSet, Term,
};
use crate::paper::Bug;

impl Server {
    /// Followers 2: who has neither heard the current leader nor given a vote for so long starts an election.
    /// Candidates 4: who has stood for so long and not won starts another election (§5.2).
    pub(super) fn on_election_timeout(&mut self, out: &mut Output) {
        match &self.role {
            // Rule E1: a follower that heard nobody for so long.
            Role::Follower { .. } => out.fact(Fact::ElectionTimeout { term: self.term() }),
            // Rule E5: a candidate whom nobody made leader for so long.
            Role::Candidate(candidate) => {
                out.fact(Fact::ElectionRestarted { term: self.term(), votes: candidate.votes });
            }
            // A leader has no election timer.
            Role::Leader(_) => return,
        }
        self.start_election(out);
    }

    /// Candidates 1 (§5.2), rule E2: a new term, its own vote, a new election timer, and a request to everyone else.
    pub(super) fn start_election(&mut self, out: &mut Output) {
        let term = self.term().next();
        self.enter_term(term, Some(self.id), out);
        out.fact(Fact::ElectionStarted { term });
        self.stand(out);
    }

    /// Stands in the current term, with its own vote: the rest of rule E2.
    fn stand(&mut self, out: &mut Output) {
        let candidate = Candidate::alone(self.id);
        self.role = Role::Candidate(candidate);
        out.election = Some(Alarm::Arm);
        out.heartbeat = Some(Alarm::Arm);
        self.ask_for_votes(self.other_voters(), out);
        self.lead_with_a_majority(candidate, out);
    }

    fn ask_for_votes(&self, voters: ServerSet, out: &mut Output) {
        let log = &self.persistent.log;
        for voter in voters.iter() {
            let request = RequestVote {
                term: self.term(),
                candidate_id: self.id,
                last_log_index: log.last_index(),
                last_log_term: log.last_term(),
            };
            out.send(voter, Message::RequestVote(request));
        }
    }

    /// What is not answered in time is asked again (§5.1, §5.5). Once everyone has answered there is nothing left to
    /// retry in this term.
    pub(super) fn retry_votes(&self, silent: ServerSet, out: &mut Output) {
        // Rule L9: who has not answered is asked again.
        for to in silent.iter() {
            out.fact(Fact::RequestRetried { to, request: MessageKind::RequestVote });
        }
        self.ask_for_votes(silent, out);
        if !silent.is_empty() {
            out.heartbeat = Some(Alarm::Arm);
        }
    }

    /// The receiver's part of the `RequestVote` RPC.
    ///
    /// 1. A candidate of an older term is refused (§5.1).
    /// 2. The vote is granted if it is free, or this candidate's already, and if the candidate's log is no older
    ///    than the voter's (§5.2, §5.4).
    pub(super) fn on_request_vote(&mut self, from: ServerId, request: &RequestVote, out: &mut Output) {
        let ours = self.term();
        let stale = request.term < ours;
        if stale && self.has(Bug::StaleRequestVoteJudged) {
            out.breaks(Bug::StaleRequestVoteJudged);
        }
        // Rule T2: a request of an older term is refused.
        if stale && !self.has(Bug::StaleRequestVoteJudged) {
            out.fact(Fact::RejectedStaleTerm {
                sender: from,
                request: MessageKind::RequestVote,
                theirs: request.term,
                ours,
            });
            answer_vote(from, ours, request.term, false, out);
            return;
        }
        let denial = self.denial(request, out);
        // Rules V1 and V2: the reason why not, or the vote.
        if let Some(because) = denial {
            out.fact(Fact::VoteDenied { to: from, term: request.term, because });
        } else {
            self.grant_vote(request, out);
        }
        // The request's term is our own, but for a server that judges old requests.
        answer_vote(from, request.term, request.term, denial.is_none(), out);
    }

    /// Why this candidate cannot have the vote (`RequestVote` 2): it is given away (§5.2), or the candidate's
    /// log is behind (§5.4.1).
    fn denial(&self, request: &RequestVote, out: &mut Output) -> Option<Denial> {
        // Rule V1: the vote of a term goes to one candidate, the first that asks.
        if let Some(to) = self.persistent.voted_for
            && to != request.candidate_id
            && !self.has(Bug::VoteTwice)
        {
            return Some(Denial::AlreadyVoted { to });
        }
        let log = &self.persistent.log;
        let own = (log.last_term(), log.last_index());
        let theirs = (request.last_log_term, request.last_log_index);
        let up_to_date = self.up_to_date(theirs, own);
        if up_to_date != (theirs >= own) {
            self.breaks_log_check(out);
        }
        // Rule V2: no vote for a log that is less up-to-date.
        (!up_to_date).then_some(Denial::LogBehind {
            own_term: own.0,
            own_index: own.1,
            their_term: theirs.0,
            their_index: theirs.1,
        })
    }

    /// Whether `theirs` is no older than `own` (§5.4.1): the later last term decides, and between equal ones the
    /// length.
    fn up_to_date(&self, theirs: (Term, Index), own: (Term, Index)) -> bool {
        if self.has(Bug::NoLogCheck) {
            return true;
        }
        if self.has(Bug::LengthOnly) {
            return theirs.1 >= own.1;
        }
        if self.has(Bug::LastTermOnly) {
            return theirs.0 >= own.0;
        }
        // Rule V2: the later last term first, then the length.
        theirs >= own
    }

    fn grant_vote(&mut self, request: &RequestVote, out: &mut Output) {
        let before = self.voted_before(request.candidate_id, out);
        // Rule V1: from here on the vote of this term is given.
        if self.persistent.voted_for != Some(request.candidate_id) {
            self.set_vote(Some(request.candidate_id), out);
        }
        // Followers 2, rule E1: granting a vote, and only that, restarts the timer.
        if self.leader().is_none() {
            out.election = Some(Alarm::Arm);
        }
        let log = &self.persistent.log;
        out.fact(Fact::VoteGranted {
            to: request.candidate_id,
            term: request.term,
            before,
            own_term: log.last_term(),
            own_index: log.last_index(),
            their_term: request.last_log_term,
            their_index: request.last_log_index,
        });
    }

    /// A voter's answer. One to a request of an older term is ignored: §5.2 asks for votes "for the same
    /// term", which Figure 2 does not repeat.
    pub(super) fn on_request_vote_reply(
        &mut self,
        from: ServerId,
        reply: &RequestVoteReply,
        out: &mut Output,
    ) {
        let ours = self.term();
        let stale = reply.request_term < ours;
        // Rule T3: an answer to what was asked in an older term is ignored.
        if stale && !self.has(Bug::StaleVoteCounted) {
            out.fact(Fact::StaleReplyDropped {
                sender: from,
                reply: MessageKind::RequestVoteReply,
                request_term: reply.request_term,
                ours,
            });
            return;
        }
        let needed = self.quorums().least() as u8;
        let by_count = self.has(Bug::VotesAreACount);
        // A leader needs no more votes; a follower asked for none in this term.
        let Role::Candidate(candidate) = &mut self.role else { return };
        // Rule E3: votes are counted by voter.
        let again = !candidate.count(from, reply.vote_granted);
        let candidate = *candidate;
        if stale && !again {
            out.breaks(Bug::StaleVoteCounted);
        }
        if by_count && again && reply.vote_granted {
            out.breaks(Bug::VotesAreACount);
        }
        let counted = if by_count { candidate.grants() } else { candidate.votes.len() as u32 };
        if candidate.silent(self.other_voters()).is_empty() {
            out.heartbeat = Some(Alarm::Disarm);
        }
        out.fact(Fact::VoteCounted {
            voter: from,
            granted: reply.vote_granted,
            again,
            votes: candidate.votes,
            counted,
            needed,
        });
        self.lead_with_a_majority(candidate, out);
    }

    /// Candidates 2 (§5.2): with the votes of a majority of the whole cluster it leads.
    fn lead_with_a_majority(&mut self, candidate: Candidate, out: &mut Output) {
        let counted = self.has(Bug::VotesAreACount) && self.has_enough_grants(candidate);
        let enough = self.quorums().is_quorum(candidate.votes);
        // Rule E3: more than half of all servers.
        if counted || enough {
            if !enough {
                out.breaks(Bug::VotesAreACount);
            }
            if enough && !self.configuration.is_quorum(candidate.votes) {
                out.breaks(Bug::MajorityHalf);
            }
            out.fact(Fact::BecameLeader { term: self.term(), votes: candidate.votes });
            self.become_leader(out);
        }
    }

    /// Starts in the role of candidate, as if its timer had just run out: for figures and lessons that begin
    /// in the middle.
    pub fn boot_as_candidate(&mut self, out: &mut Output) {
        out.fact(Fact::ElectionStarted { term: self.term() });
        self.set_vote(Some(self.id), out);
        self.stand(out);
        self.apply_committed(out);
        self.persist(out);
    }

    /// Starts in the role of leader, as if it had just won: for figures and lessons that begin in the middle.
    pub fn boot_as_leader(&mut self, votes: ServerSet, out: &mut Output) {
        out.fact(Fact::BecameLeader { term: self.term(), votes });
        self.become_leader(out);
        self.apply_committed(out);
        self.persist(out);
    }
}

fn answer_vote(to: ServerId, term: Term, request_term: Term, vote_granted: bool, out: &mut Output) {
    out.send(to, Message::RequestVoteReply(RequestVoteReply { term, request_term, vote_granted }));
}
