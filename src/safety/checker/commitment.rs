//! Leader Completeness (§5.4): every later leader has what was committed before.
//!
//! It can break at three moments: a leader is elected without an entry that was committed in an older term; a
//! leader of an older term commits late what some leader after it did not have; a leader commits something
//! else where an older term has committed. What a leader had is judged by its log at its election.

use super::elections::{Election, Elections};
use super::{Committed, Violation, steps};
use crate::paper::Property;
use crate::pieces::Pieces;
use crate::raft::{Index, Log, ServerId, ServerSet, Term};
use crate::sim::StepId;

/// Everything that was ever committed.
#[derive(Clone, Debug, Default)]
pub(super) struct Commitments {
    all: Pieces<Committed>,
    /// By index, the oldest term in which that same entry was committed: a leader of an older term may commit
    /// it again later.
    oldest: Pieces<Term>,
    /// Whether the entries do not follow from one another: after a violation they can stem from two logs.
    forked: bool,
}

impl Commitments {
    pub(super) fn all(&self) -> &Pieces<Committed> {
        &self.all
    }

    #[inline]
    pub(super) fn get(&self, index: Index) -> Option<&Committed> {
        self.all.get((index.0 as usize).wrapping_sub(1))
    }

    fn last(&self) -> Index {
        Index(self.all.len() as u32)
    }

    /// The last entry that was committed in a term before this one.
    pub(super) fn last_before(&self, term: Term) -> Option<(Index, &Committed)> {
        let later = self.oldest.iter().rev().position(|oldest| *oldest < term)?;
        let position = self.oldest.len() - 1 - later;
        Some((Index(position as u32 + 1), &self.all[position]))
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
        let missing = (agreed.0 + 1..=last.0).map(Index).find(|index| {
            self.get(*index).is_some_and(|committed| log.digest_at(*index) != Some(committed.digest))
                && self.oldest[index.0 as usize - 1] < term
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
        for index in first.min(self.last().next()).0..=last.0 {
            let index = Index(index);
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
        let position = index.0 as usize - 1;
        let Some(known) = self.all.get(position).copied() else {
            let follows = self.get(index.previous()).map_or(Some(0), |before| Some(before.digest));
            self.forked |= log.digest_at(index.previous()) != follows;
            self.all.push(new);
            self.oldest.push(new.in_term);
            return Judged::New;
        };
        if known.digest == new.digest {
            if self.oldest[position] <= new.in_term {
                return Judged::Before;
            }
            if let Some(oldest) = self.oldest.get_mut(position) {
                *oldest = new.in_term;
            }
            return Judged::New;
        }
        if self.oldest[position] < new.in_term { Judged::Contradicted(known) } else { Judged::New }
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
        let lacks = |election: &&Election| self.held(elections, election, index) != Some(late.digest);
        let later = elections.after(late.in_term).iter().find(lacks)?;
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
