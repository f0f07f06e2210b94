//! What was done, and where in the run.

use crate::sim::{Action, Step, StepId, Time};

/// An action and where it belongs in the run.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct PlacedAction {
    /// The last step before it.
    pub after: StepId,
    /// When it was done.
    pub at: Time,
    /// What was done.
    pub action: Action,
}

/// The first of these that was done after a step, or right behind it.
pub(super) fn first_after(actions: &[PlacedAction], step: StepId) -> usize {
    actions.partition_point(|placed| placed.after < step)
}

/// The actions of a run, carried out again in their places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Follow<'a> {
    pub actions: &'a [PlacedAction],
    /// The first that lies ahead.
    pub next: usize,
}

impl<'a> Follow<'a> {
    /// From the state after a step on.
    pub fn from(actions: &'a [PlacedAction], step: StepId) -> Follow<'a> {
        Follow { actions, next: first_after(actions, step) }
    }

    /// The action that comes next, if one does before anything happens of its own accord.
    pub fn due(&self, cursor: StepId) -> Option<&'a PlacedAction> {
        self.actions.get(self.next).filter(|placed| placed.after == cursor)
    }

    /// One step on, as it was done or as it comes. Says whether there was one.
    pub fn advance(&mut self, state: &mut super::Watched, step: &mut Step) -> bool {
        let Some(placed) = self.due(state.world.last_step()) else { return state.step(step) };
        self.next += 1;
        state.world.pass(placed.at);
        state.act(&placed.action, step).is_ok()
    }
}
