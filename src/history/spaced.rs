//! What is kept of a branch at regular steps.

use crate::sim::StepId;

/// Something that belongs to a step.
pub(super) trait AtStep {
    /// The step.
    fn step(&self) -> StepId;
}

/// Values at steps that are multiples of a number, earliest first. When there are more than `MOST`, every second one goes
/// and the spacing doubles.
#[derive(Clone, Debug)]
pub(super) struct Spaced<T, const MOST: usize> {
    kept: Vec<T>,
    spacing: u64,
}

impl<T: AtStep, const MOST: usize> Spaced<T, MOST> {
    /// So many steps apart at first; none yet, or one of the beginning.
    pub fn every(spacing: u64, beginning: Option<T>) -> Spaced<T, MOST> {
        Spaced { kept: beginning.into_iter().collect(), spacing }
    }

    /// Whether a value of this step is to be kept.
    #[inline]
    pub fn is_due(&self, step: StepId) -> bool {
        step.is_multiple_of(self.spacing)
    }

    /// Keeps the value of a step that is due.
    pub fn keep(&mut self, value: T) {
        self.kept.push(value);
        if self.kept.len() > MOST {
            self.spacing *= 2;
            let spacing = self.spacing;
            self.kept.retain(|value| value.step().is_multiple_of(spacing));
        }
    }

    /// All that are kept.
    pub fn all(&self) -> &[T] {
        &self.kept
    }
}
