//! Leader Completeness (§5.4): every later leader has what was committed before.
//!
//! It can break at three moments: a leader is elected without an entry that was committed in an older term; a
//! leader of an older term commits late what some leader after it did not have; a leader commits something
//! else where an older term has committed. What a leader had is judged by its log at its election.

use super::by_index::ByIndex;
use super::elections::{Election, Elections};
use super::{Committed, Violation, steps};
use crate::paper::Property;
use crate::raft::{Index, Log, ServerId, ServerSet, Term};
use crate::sim::StepId;

/// Everything that was ever committed.
#[derive(Clone, Debug, Default)]
pub(super) struct Commitments {
    all: ByIndex<Committed>,
    /// By index, the oldest term in which that same entry was committed: a leader of an older term may commit
    /// it again later.
    oldest: ByIndex<Term>,
    /// Whether the entries do not follow from one another: after a violation they can stem from two logs.
    forked: bool,
}

impl Commitments {
    #[inline]
    pub(super) fn get(&self, index: Index) -> Option<&Committed> {
        self.all.get(index)
    }

    /// All of them from an index on.
    pub(super) fn from(&self, first: Index) -> impl DoubleEndedIterator<Item = (Index, &Committed)> {
        self.all.from(first)
    }

    #[inline]
    pub(super) fn last(&self) -> Index {
        self.all.last_index()
    }

    /// The last entry that was committed in a term before this one.
    pub(super) fn last_before(&self, term: Term) -> Option<(Index, &Committed)> {
        let (index, _) = self.oldest.from(Index::FIRST).rev().find(|(_, oldest)| **oldest < term)?;
        Some((index, self.get(index)?))
    }

    /// Up to where a log is what was committed.
    pub(super) fn agreement(&self, log: &Log) -> Index {
        if self.forked {
            return Index::ZERO;
        }
        let mut index = self.last().min(log.last_index());
        while let Some(committed) = self.get(index)
            && log.digest_at(index) != Some(committed.digest)
        {
            index = index.previous();
        }
        index
    }

    /// What a leader of a term lacks, now that it was elected.
    pub(super) fn missing(&self, leader: ServerId, term: Term, log: &Log, step: StepId) -> Option<Violation> {
        let last = self.last_before(term)?.0;
        let agreed = self.agreement(log);
        // Rule I4: whoever is elected holds all that was committed in earlier terms.
        // What the log no longer has is told by its base.
        let missing = agreed.next().max(log.base().index).through(last).find(|index| {
            self.get(*index).is_some_and(|committed| log.digest_at(*index) != Some(committed.digest))
                && self.oldest.get(*index).is_some_and(|oldest| *oldest < term)
        })?;
        let committed = self.get(missing)?;
        Some(violation(committed.by, leader, term, missing, step, [committed.step, step]))
    }

    /// Records what a leader has just committed, from the first to the last of a range.
    pub(super) fn commit(
        &mut self,
        leader: ServerId,
        term: Term,
        (first, last): (Index, Index),
        log: &Log,
        step: StepId,
        elections: &Elections,
    ) -> Option<Violation> {
        let mut found = None;
        for index in first.min(self.last().next()).max(log.first_index()).through(last) {
            let (Some(entry), Some(digest)) = (log.get(index).copied(), log.digest_at(index)) else { break };
            let new = Committed { entry, digest, by: leader, in_term: term, step };
            let judged = self.record(index, new, log);
            if found.is_none() {
                found = match judged {
                    Judged::Before => None,
                    Judged::Contradicted(other) => {
                        Some(violation(other.by, leader, term, index, step, [other.step, step]))
                    }
                    Judged::New => self.lacked_later(index, &new, elections),
                };
            }
        }
        found
    }

    fn record(&mut self, index: Index, new: Committed, log: &Log) -> Judged {
        let known = self.get(index).copied().zip(self.oldest.get(index).copied());
        let Some((known, oldest)) = known else {
            if let Some(before) = self.get(index.previous()) {
                self.forked |= log.digest_at(index.previous()) != Some(before.digest);
            }
            self.all.push(index, new);
            self.oldest.push(index, new.in_term);
            return Judged::New;
        };
        match known.digest == new.digest {
            true if oldest <= new.in_term => Judged::Before,
            true => {
                if let Some(oldest) = self.oldest.get_mut(index) {
                    *oldest = new.in_term;
                }
                Judged::New
            }
            false if oldest < new.in_term => Judged::Contradicted(known),
            false => Judged::New,
        }
    }

    /// The digest up to an index of a leader's log at its election.
    fn held(&self, elections: &Elections, election: &Election, index: Index) -> Option<u64> {
        if index <= election.agreed {
            return self.get(index).map(|committed| committed.digest);
        }
        elections.digest(election, index)
    }

    /// A leader of a later term that did not have, at its election, what an older term commits only now.
    fn lacked_later(&self, index: Index, late: &Committed, elections: &Elections) -> Option<Violation> {
        let lacks = |election: &&Election| {
            election.tells_of(index) && self.held(elections, election, index) != Some(late.digest)
        };
        let later = elections.after(late.in_term).find(lacks)?;
        let evidence = [later.step, late.step];
        Some(violation(late.by, later.leader, later.term, index, late.step, evidence))
    }
}

/// How a commitment stands to what was committed before.
enum Judged {
    /// The same was committed in this term or an older one.
    Before,
    /// Something else was committed there in an older term.
    Contradicted(Committed),
    /// It is the first, or of an older term than all before it.
    New,
}

/// Rule I4 is broken: a leader lacks what another has committed.
fn violation(
    committer: ServerId,
    leader: ServerId,
    term: Term,
    index: Index,
    step: StepId,
    evidence: [StepId; 2],
) -> Violation {
    Violation {
        property: Property::LeaderCompleteness,
        step,
        servers: ServerSet::only(committer).or(ServerSet::only(leader)),
        term,
        index: Some(index),
        evidence: steps(evidence),
    }
}
