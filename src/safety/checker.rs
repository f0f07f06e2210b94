//! The checker: watches a world step by step and remembers what Figure 3 speaks of.

use crate::paper::Property;
use crate::raft::{Entry, Index, Log, ServerId, ServerSet, Term};
use crate::sim::{Step, StepId, World};
use serde::Serialize;

/// A property of Figure 3 that does not hold, with its evidence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Violation {
    /// Which property.
    pub property: Property,
    /// The step in which it broke.
    pub step: StepId,
    /// The servers whose states contradict each other.
    pub servers: ServerSet,
    /// The term that it is about: of the leader, or of the entry.
    pub term: Term,
    /// The entry that it is about, if it is about one.
    pub index: Option<Index>,
    /// The steps that together prove it, earliest first: an election, a commitment, an application.
    pub evidence: Vec<StepId>,
}

/// An entry that some leader has committed: history, not a server's field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Committed {
    /// The entry.
    pub entry: Entry,
    /// A digest of the log up to it.
    pub digest: u64,
    /// The leader that committed it first.
    pub by: ServerId,
    /// That leader's term.
    pub in_term: Term,
    /// The step.
    pub step: StepId,
}

/// Watches a world.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    committed: Vec<Committed>,
    violations: Vec<Violation>,
}

impl Checker {
    /// A checker for a world that has not taken a step yet.
    pub fn new(_world: &World) -> Checker {
        Checker::default()
    }

    /// Looks at the world after a step, and adds to the step's facts what it finds: a property violated, the
    /// servers shared by two quorums.
    pub fn observe(&mut self, _world: &World, _step: &mut Step) {}

    /// What was found so far.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// All entries that were ever committed, the first of index 1.
    pub fn committed(&self) -> &[Committed] {
        &self.committed
    }

    /// Whether the entry that a log has at an index is committed.
    pub fn is_committed(&self, log: &Log, index: Index) -> bool {
        self.committed
            .get((index.0 as usize).wrapping_sub(1))
            .is_some_and(|committed| log.digest_at(index) == Some(committed.digest))
    }

    /// Who won each term so far, lowest term first, with the step of the election.
    pub fn leaders(&self) -> impl Iterator<Item = (Term, ServerId, StepId)> {
        std::iter::empty()
    }
}
