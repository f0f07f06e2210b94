//! States of a branch to replay from.

use super::Watched;
use super::spaced::{AtStep, Spaced};
use crate::sim::StepId;

/// How many steps lie between two checkpoints at first.
const SPACING: u64 = 256;
/// How many checkpoints a branch keeps.
const MOST: usize = 1024;
/// How many messages in flight a checkpoint may copy for each step since the one before it. All checkpoints together
/// so grow with the run: with 20,000 messages in flight, one every 256 steps would be hundreds of megabytes.
const COPIES_PER_STEP: u64 = 4;

impl AtStep for Watched {
    fn step(&self) -> StepId {
        self.world.last_step()
    }
}

/// Checkpoints at regular steps.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints(Spaced<Watched, MOST>);

impl Checkpoints {
    /// None yet, or the beginning of the run.
    pub fn new(beginning: Option<Watched>) -> Checkpoints {
        Checkpoints(Spaced::every(SPACING, beginning))
    }

    /// Takes in the state after a step that was never reached before.
    #[inline]
    pub fn offer(&mut self, state: &Watched) {
        let step = state.world.last_step();
        if !self.0.is_due(step) {
            return;
        }
        let since = self.0.all().last().map_or(step, |last| step - last.step());
        let network = state.world.network();
        let copied = (network.in_flight() - network.parked()) as u64;
        if copied <= since * COPIES_PER_STEP {
            self.0.keep(state.clone());
        }
    }

    /// The last one at or before a step.
    pub fn before(&self, step: StepId) -> Option<&Watched> {
        let states = self.0.all();
        states[..states.partition_point(|state| state.world.last_step() <= step)].last()
    }
}
