//! What a branch was like at some of its steps, in short: to tell later whether it still plays out the same.

use super::Watched;
use crate::sim::StepId;

/// How many steps lie between two digests at first.
const SPACING: u64 = 16;
/// How many digests are kept; when there are more, every second one goes and the spacing doubles.
const MOST: usize = 32;

/// Digests of the states after some steps.
#[derive(Clone, Debug)]
pub(super) struct StateDigests {
    digests: Vec<(StepId, u64)>,
    spacing: u64,
    /// Of the last step of a branch that was left.
    end: Option<(StepId, u64)>,
}

impl Default for StateDigests {
    fn default() -> Self {
        StateDigests { digests: Vec::new(), spacing: SPACING, end: None }
    }
}

impl StateDigests {
    /// Takes in the state after a step that was never reached before.
    #[inline]
    pub fn offer(&mut self, state: &Watched) {
        let step = state.world.last_step();
        if step.is_multiple_of(self.spacing) && state.world.is_booted() {
            self.digests.push((step, state.world.digest()));
            if self.digests.len() > MOST {
                self.spacing *= 2;
                let spacing = self.spacing;
                self.digests.retain(|(step, _)| step.is_multiple_of(spacing));
            }
        }
    }

    pub fn digests(&self) -> &[(StepId, u64)] {
        &self.digests
    }

    pub fn set_end(&mut self, step: StepId, digest: u64) {
        self.end = Some((step, digest));
    }

    /// The digest of the end, if the branch still ends there.
    pub fn end(&self, step: StepId) -> Option<u64> {
        self.end.filter(|end| end.0 == step).map(|end| end.1)
    }
}
