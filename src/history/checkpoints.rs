//! States of a branch to replay from.

use super::Watched;
use super::spaced::{AtStep, Spaced};
use crate::sim::StepId;

/// How many steps lie between two checkpoints at first.
const SPACING: u64 = 256;
/// How many checkpoints a branch keeps.
const MOST: usize = 1024;

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
        if self.0.is_due(state.world.last_step()) {
            self.0.keep(state.clone());
        }
    }

    /// The last one at or before a step.
    pub fn before(&self, step: StepId) -> Option<&Watched> {
        let states = self.0.all();
        states[..states.partition_point(|state| state.world.last_step() <= step)].last()
    }
}
