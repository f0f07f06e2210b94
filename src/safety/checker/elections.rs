//! Election Safety (§5.2): no term has two leaders. And what each leader's log held when it was elected, for Leader
//! Completeness to be judged later.

use super::tails::{TailId, Tails};
use super::{Violation, steps};
use crate::paper::Property;
use crate::pieces::Pieces;
use crate::raft::{Index, Log, ServerId, ServerSet, Term};
use crate::sim::StepId;

/// All elections that were won, in the order of terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Elections {
    won: Pieces<Election>,
    /// What leaders had that was not committed yet.
    tails: Tails,
}

/// One election that was won.
#[derive(Clone, Copy, Debug)]
pub(super) struct Election {
    pub(super) term: Term,
    pub(super) leader: ServerId,
    pub(super) step: StepId,
    /// Up to here its log was what had been committed.
    pub(super) agreed: Index,
    /// From here on, to the end of its log, its digests are kept.
    rest_from: Index,
    tail: TailId,
}

impl Election {
    /// Whether the leader's log tells what it held at an index: not of what was no longer in it.
    pub(super) fn tells_of(&self, index: Index) -> bool {
        index <= self.agreed || index >= self.rest_from
    }
}

impl Elections {
    /// Takes in an election that was just won; up to `agreed` the log of the leader is what was committed. Returns a violation if the term was won by another before.
    pub(super) fn won(
        &mut self,
        leader: ServerId,
        term: Term,
        step: StepId,
        log: &Log,
        agreed: Index,
    ) -> Option<Violation> {
        // What the log no longer has is told by its base.
        let rest_from = agreed.next().max(log.base().index);
        let tail = self.tails.keep(log, rest_from);
        let at = self.won.partition_point(|election| election.term <= term);
        let other = self
            .won
            .range(0, at)
            .rev()
            .take_while(|election| election.term == term)
            .find(|election| election.leader != leader)
            .copied();
        self.won.insert(at, Election { term, leader, step, agreed, rest_from, tail });
        // Rule I1: a term has one leader.
        other.map(|other| Violation {
            property: Property::ElectionSafety,
            step,
            servers: ServerSet::only(leader).or(ServerSet::only(other.leader)),
            term,
            index: None,
            evidence: steps([other.step, step]),
        })
    }

    /// The step in which a server won a term.
    pub(super) fn won_by(&self, leader: ServerId, term: Term) -> Option<StepId> {
        let start = self.won.partition_point(|election| election.term < term);
        self.won
            .range(start, usize::MAX)
            .take_while(|election| election.term == term)
            .find(|election| election.leader == leader)
            .map(|election| election.step)
    }

    /// The elections of terms after this one.
    pub(super) fn after(&self, term: Term) -> impl Iterator<Item = &Election> {
        self.won.range(self.won.partition_point(|election| election.term <= term), usize::MAX)
    }

    /// The digest up to an index of a leader's log at its election, behind what had been committed then. None if the log
    /// was not so long, or no longer had that entry.
    pub(super) fn digest(&self, election: &Election, index: Index) -> Option<u64> {
        self.tails.digest(election.tail, index)
    }

    /// Who won each term first.
    pub(super) fn leaders(&self) -> impl Iterator<Item = (Term, ServerId, StepId)> {
        let first =
            |position: &usize| *position == 0 || self.won[position - 1].term != self.won[*position].term;
        (0..self.won.len()).filter(first).map(|position| {
            let election = &self.won[position];
            (election.term, election.leader, election.step)
        })
    }
}
