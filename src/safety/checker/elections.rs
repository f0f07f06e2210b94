//! Election Safety (§5.2): no term has two leaders. And what each leader's log held when it was elected, for Leader
//! Completeness to be judged later.

use super::{Violation, steps};
use crate::paper::Property;
use crate::raft::{Index, Log, ServerId, ServerSet, Term};
use crate::sim::StepId;

/// All elections that were won, in the order of terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Elections {
    won: Vec<Election>,
    /// Digests of the entries that leaders had and that were not committed yet, election after election.
    uncommitted: Vec<u64>,
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
    /// Where in `uncommitted` they begin, and how many there are.
    rest: usize,
    rest_length: usize,
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
        let rest = self.uncommitted.len();
        // What the log no longer has is told by its base.
        let rest_from = agreed.next().max(log.base().index);
        let after = rest_from.through(log.last_index());
        self.uncommitted.extend(after.filter_map(|index| log.digest_at(index)));
        let rest_length = self.uncommitted.len() - rest;
        let at = self.won.partition_point(|election| election.term <= term);
        let other = self.won[..at]
            .iter()
            .rev()
            .take_while(|election| election.term == term)
            .find(|election| election.leader != leader)
            .copied();
        self.won.insert(at, Election { term, leader, step, agreed, rest_from, rest, rest_length });
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
        self.won[start..]
            .iter()
            .take_while(|election| election.term == term)
            .find(|election| election.leader == leader)
            .map(|election| election.step)
    }

    /// The elections of terms after this one.
    pub(super) fn after(&self, term: Term) -> &[Election] {
        &self.won[self.won.partition_point(|election| election.term <= term)..]
    }

    /// The digest up to an index of a leader's log at its election, behind what had been committed then. None if the log
    /// was not so long, or no longer had that entry.
    pub(super) fn digest(&self, election: &Election, index: Index) -> Option<u64> {
        let position = index.position_after(election.rest_from.previous())?;
        let rest = &self.uncommitted[election.rest..election.rest + election.rest_length];
        rest.get(position).copied()
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
