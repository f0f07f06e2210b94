//! The votes behind the leaders that a setup puts in office.

use super::{Beginning, Initial, Setup, SetupError};
use crate::arise::Turn;
use crate::raft::{Index, RoleKind, ServerId, ServerSet, Term};
use std::cmp::Reverse;

/// The term that a server starts in, and its vote in that term.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) struct Ballot {
    pub(in crate::sim) term: Term,
    pub(in crate::sim) vote: Option<ServerId>,
}

impl Setup {
    /// What is known of the state in which this cluster begins, and the term and vote of each server, if it can be run.
    pub(in crate::sim) fn begin(&self) -> Result<(Beginning, Vec<Ballot>), SetupError> {
        self.check_numbers()?;
        self.check_initial()?;
        let beginning = self.beginning();
        let ballots = self.ballots(&beginning)?;
        Ok((beginning, ballots))
    }

    /// What each server starts with. A leader begins as if it had just won: where too few are said to have voted
    /// for it, others get that vote, or a second server could win the same term.
    pub(super) fn ballots(&self, beginning: &Beginning) -> Result<Vec<Ballot>, SetupError> {
        let initials: Vec<Initial> = self.roster().iter().map(|server| self.initial(server)).collect();
        let mut ballots: Vec<Ballot> = self.roster().iter().zip(&initials).map(Ballot::declared).collect();
        let mut leaders: Vec<ServerId> =
            self.roster().iter().filter(|server| initials[server.position()].leads()).collect();
        // Who has voted in a later term can be counted for a leader of an earlier one, not the other way round.
        leaders.sort_by_key(|leader| Reverse(ballots[leader.position()].term));
        for leader in leaders {
            self.elect(leader, &mut ballots, &initials)?;
        }
        if let Beginning::Possible(plan) = beginning {
            for turn in plan.turns.iter().rev() {
                self.close(turn, &mut ballots, &initials);
            }
        }
        Ok(ballots)
    }

    /// A term of which there are entries had a leader with a majority. Where too few are said to have got so far, or where
    /// somebody could still ask for votes in it, those of whom nothing is said get there, with that vote: or the term could
    /// have a second leader.
    fn close(&self, turn: &Turn, ballots: &mut [Ballot], initials: &[Initial]) {
        let asks = |server: ServerId| {
            let at = server.position();
            server != turn.leader
                && (ballots[at].term < turn.term
                    || (ballots[at].term == turn.term && initials[at].role == RoleKind::Candidate))
        };
        if !self.roster().iter().any(asks) {
            return;
        }
        let won = Ballot { term: turn.term, vote: Some(turn.leader) };
        let has = |ballot: &Ballot| ballot.term > won.term || *ballot == won;
        let mut votes: ServerSet =
            self.roster().iter().filter(|server| has(&ballots[server.position()])).collect();
        let unsaid = |server: &ServerId| {
            let at = server.position();
            let (ballot, initial) = (ballots[at], &initials[at]);
            let there = ballot.term == turn.term || (ballot.term < turn.term && initial.term == Term::ZERO);
            there && initial.voted_for.is_none() && !initial.stands()
        };
        let free: Vec<ServerId> = turn.voters.minus(votes).iter().filter(unsaid).collect();
        let quorums = self.configuration().quorums();
        for voter in free {
            if quorums.is_quorum(votes) {
                break;
            }
            votes.insert(voter);
            ballots[voter.position()] = won;
        }
    }

    /// Gives a leader the votes that it lacks: first of those whose log does not stand against it, and among them first
    /// of who is in its term already.
    fn elect(
        &self,
        leader: ServerId,
        ballots: &mut [Ballot],
        initials: &[Initial],
    ) -> Result<(), SetupError> {
        let won = Ballot { term: ballots[leader.position()].term, vote: Some(leader) };
        // Whoever is in a later term can have voted for it, and cannot vote in its term again.
        let has = |ballot: &Ballot| ballot.term > won.term || *ballot == won;
        let votes: ServerSet =
            self.roster().iter().filter(|server| has(&ballots[server.position()])).collect();
        let free = |server: &ServerId| {
            let at = server.position();
            !initials[at].stands() && ballots[at].is_free_in(won.term)
        };
        let mut free: Vec<ServerId> = self.roster().iter().filter(free).collect();
        let its_log = end_of_log(&initials[leader.position()]);
        free.sort_by_key(|server| {
            let at = server.position();
            (end_of_log(&initials[at]) > its_log, ballots[at].term < won.term)
        });
        let quorums = self.configuration().quorums();
        let elected = quorums.completed(votes, free).ok_or(SetupError::NoMajority(leader, won.term))?;
        for voter in elected.minus(votes).iter() {
            ballots[voter.position()] = won;
        }
        Ok(())
    }
}

impl Ballot {
    /// As the setup has it: who leads or stands has its own vote.
    fn declared((server, initial): (ServerId, &Initial)) -> Ballot {
        let vote = if initial.stands() { Some(server) } else { initial.voted_for };
        Ballot { term: initial.effective_term(), vote }
    }

    /// Whether nobody has this server's vote of a term yet.
    fn is_free_in(self, term: Term) -> bool {
        self.term < term || (self.term == term && self.vote.is_none())
    }
}

/// What a vote compares (§5.4.1): the term of the last entry, then the length.
fn end_of_log(initial: &Initial) -> (Term, Index) {
    (initial.log.last().map_or(Term::ZERO, |entry| entry.term), Index::ZERO.plus(initial.log.len()))
}
