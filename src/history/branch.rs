//! One branch of a run.

use super::checkpoints::Checkpoints;
use super::placed_action::first_after;
use super::state_digests::StateDigests;
use super::{Mark, Name, PlacedAction, Watched};
use crate::paper::Property;
use crate::raft::{Index, ServerId, Term};
use crate::sim::{StepId, Time};
use serde::Serialize;
use std::fmt;

/// Names a branch for as long as it exists; no other ever gets its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct BranchId(pub(super) u32);

impl BranchId {
    /// The branch that begins with the run.
    pub const TRUNK: BranchId = BranchId(1);

    /// The branch of a number, whether it exists or not.
    pub const fn numbered(number: u32) -> BranchId {
        BranchId(number)
    }

    /// Its number: 1 for the trunk.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for BranchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Where a branch left another: with something that was done there. Without an action there is no fork, since what
/// happens of its own accord happens the same again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fork {
    /// The branch that it left; `first.after` is one of that branch's own steps.
    pub parent: BranchId,
    /// What was done first, and after which step: the last that both have.
    pub first: PlacedAction,
}

/// How things stand at the end of a branch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Ending {
    /// Its last step.
    pub step: StepId,
    /// When that happened.
    pub at: Time,
    /// Who leads.
    pub leader: Option<ServerId>,
    /// The highest term.
    pub term: Term,
    /// The last entry that was ever committed.
    pub commit: Index,
    /// The first property that broke, if one did.
    pub violation: Option<Property>,
}

impl Ending {
    /// How things stand after a step that happened at this moment.
    pub(super) fn of(state: &Watched, at: Time) -> Ending {
        let nodes = state.world.nodes();
        Ending {
            step: state.world.last_step(),
            at,
            leader: state.world.leader(),
            term: nodes.iter().map(|node| node.persistent().current_term).max().unwrap_or_default(),
            commit: state.checker.committed_index(),
            violation: state.checker.violations().first().map(|violation| violation.property),
        }
    }
}

/// A branch: what happened on it since it left its parent. What came before is the parent's.
#[derive(Clone, Debug)]
pub struct Branch {
    pub(super) id: BranchId,
    pub(super) name: Option<Name>,
    pub(super) fork: Option<Fork>,
    /// What was done on it after its first action.
    pub(super) later: Vec<PlacedAction>,
    pub(super) marks: Vec<Mark>,
    pub(super) checkpoints: Checkpoints,
    pub(super) state_digests: StateDigests,
    pub(super) ending: Ending,
}

impl Branch {
    /// Its id.
    pub fn id(&self) -> BranchId {
        self.id
    }

    /// The name that a person gave it.
    pub fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// Where it left another; none for the trunk.
    pub fn fork(&self) -> Option<&Fork> {
        self.fork.as_ref()
    }

    /// The last step that it shares with its parent; 0 for the trunk.
    pub fn after(&self) -> StepId {
        self.fork.as_ref().map_or(0, |fork| fork.first.after)
    }

    /// Whether a step happened on this branch, rather than on one that it came from.
    pub fn owns(&self, step: StepId) -> bool {
        step > self.after() && step <= self.ending.step
    }

    /// How things stand at its end.
    pub fn ending(&self) -> &Ending {
        &self.ending
    }

    /// What was done on it, from its first action on.
    pub fn actions(&self) -> impl Iterator<Item = &PlacedAction> {
        self.fork.iter().map(|fork| &fork.first).chain(&self.later)
    }

    /// What was done on it from right after one step until before what was done right after another.
    pub(super) fn actions_between(&self, from: StepId, to: StepId) -> impl Iterator<Item = &PlacedAction> {
        let own = first_after(&self.later, from)..first_after(&self.later, to);
        let first = self.fork.iter().map(|fork| &fork.first);
        first.filter(move |first| (from..to).contains(&first.after)).chain(&self.later[own])
    }

    /// Its own interesting steps after one step and up to another.
    pub(super) fn marks_between(&self, from: StepId, to: StepId) -> &[Mark] {
        let place = |step: StepId| self.marks.partition_point(|mark| mark.step <= step);
        &self.marks[place(from)..place(to)]
    }

    /// Digests of the states after some of its own steps, earliest first: by these one can tell later whether it still
    /// plays out the same.
    pub fn digests(&self) -> &[(StepId, u64)] {
        self.state_digests.digests()
    }

    /// Its own interesting steps.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Something is done at its end.
    pub(super) fn add(&mut self, placed: PlacedAction) {
        self.later.push(placed);
    }

    /// It has a step more: what that led to, and when it happened.
    pub(super) fn grow(&mut self, state: &Watched, at: Time, mark: Option<Mark>) {
        self.ending = Ending::of(state, at);
        self.marks.extend(mark);
        self.checkpoints.offer(state);
        self.state_digests.offer(state);
    }
}
