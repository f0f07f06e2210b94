//! What a branch was like at some of its steps, in short: to tell later whether it still plays out the same.

use super::Watched;
use super::spaced::{AtStep, Spaced};
use crate::sim::StepId;

/// How many steps lie between two digests at first.
const SPACING: u64 = 16;
/// How many digests are kept.
const MOST: usize = 32;

impl AtStep for (StepId, u64) {
    fn step(&self) -> StepId {
        self.0
    }
}

/// Digests of the states after some steps.
#[derive(Clone, Debug)]
pub(super) struct StateDigests {
    digests: Spaced<(StepId, u64), MOST>,
    /// Of the last step of a branch that was left.
    end: Option<(StepId, u64)>,
}

impl Default for StateDigests {
    fn default() -> Self {
        StateDigests { digests: Spaced::every(SPACING, None), end: None }
    }
}

impl StateDigests {
    /// Takes in the state after a step that was never reached before.
    #[inline]
    pub fn offer(&mut self, state: &Watched) {
        let step = state.world.last_step();
        if self.digests.is_due(step) && state.world.is_booted() {
            self.digests.keep((step, state.world.digest()));
        }
    }

    pub fn digests(&self) -> &[(StepId, u64)] {
        self.digests.all()
    }

    pub fn set_end(&mut self, step: StepId, digest: u64) {
        self.end = Some((step, digest));
    }

    /// The digest of the end, if the branch still ends there.
    pub fn end(&self, step: StepId) -> Option<u64> {
        self.end.filter(|end| end.0 == step).map(|end| end.1)
    }
}
