//! States of a branch to replay from.

use super::Watched;
use crate::sim::StepId;

/// How many steps lie between two checkpoints at first.
const SPACING: u64 = 256;
/// How many checkpoints a branch keeps; when there are more, every second one goes and the spacing doubles.
const MOST: usize = 1024;

/// Checkpoints at regular steps, earliest first.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    states: Vec<Watched>,
    spacing: u64,
}

impl Checkpoints {
    /// None yet, or the beginning of the run.
    pub fn new(beginning: Option<Watched>) -> Checkpoints {
        Checkpoints { states: beginning.into_iter().collect(), spacing: SPACING }
    }

    /// Takes in the state after a step that was never reached before.
    #[inline]
    pub fn offer(&mut self, state: &Watched) {
        if state.world.last_step().is_multiple_of(self.spacing) {
            self.states.push(state.clone());
            if self.states.len() > MOST {
                self.spacing *= 2;
                let spacing = self.spacing;
                self.states.retain(|state| state.world.last_step().is_multiple_of(spacing));
            }
        }
    }

    /// The last one at or before a step.
    pub fn before(&self, step: StepId) -> Option<&Watched> {
        let after = self.states.partition_point(|state| state.world.last_step() <= step);
        self.states[..after].last()
    }
}
