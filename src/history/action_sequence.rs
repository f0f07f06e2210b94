//! The actions of a run in which nothing happens of its own accord, and which of them its end needs.

use super::Run;
use crate::raft::ServerId;
use crate::sim::{Action, Setup, Span, StepId};
use std::collections::BTreeMap;

/// The actions of such a run, in order.
#[derive(Clone, Debug)]
pub struct ActionSequence {
    setup: Setup,
    /// How much time passes between two actions.
    pause: Span,
    actions: Vec<NumberedAction>,
}

/// One action. A message is identified by the action that sent it, so that it stays the same message when other actions
/// are left out.
#[derive(Clone, Debug)]
struct NumberedAction {
    number: usize,
    action: Action,
    /// For a delivery: the number of the action that sent the message, its sender and its addressee.
    message: Option<(usize, ServerId, ServerId)>,
}

impl ActionSequence {
    /// The actions of a run from its start to its end, with this pause between them. None if something happens in the
    /// run of its own accord.
    pub fn of(run: &Run, pause: Span) -> Option<ActionSequence> {
        let setup = run.world().setup().clone();
        let mut again = Run::new(setup.clone()).ok()?;
        let mut steps: Vec<StepId> = Vec::new();
        let mut actions = Vec::new();
        for placed in run.actions() {
            let message = match placed.action {
                Action::Deliver(id) => {
                    let flight = again.world().network().flight(id)?;
                    let sent_by = steps.iter().position(|step| *step == flight.cause)?;
                    Some((sent_by, flight.from, flight.to))
                }
                _ => None,
            };
            again.act(&placed.action).ok()?;
            actions.push(NumberedAction { number: steps.len(), action: placed.action.clone(), message });
            steps.push(again.cursor());
        }
        Some(ActionSequence { setup, pause, actions })
    }

    /// How many actions.
    pub fn count(&self) -> usize {
        self.actions.len()
    }

    /// Plays the actions until the goal holds and skips those that are impossible. Returns the actions that were played,
    /// and the run; None if the goal never holds.
    fn played_to(&self, goal: &impl Fn(&Run) -> bool) -> Option<(ActionSequence, Run)> {
        let mut run = Run::new(self.setup.clone()).ok()?;
        let begun = run.world().now();
        let mut steps: BTreeMap<usize, StepId> = BTreeMap::new();
        let mut played = Vec::new();
        for numbered in &self.actions {
            let action = match numbered.message {
                Some((sent_by, from, to)) => {
                    let step = steps.get(&sent_by);
                    let mut flights = run.world().network().flights();
                    let sent = flights.find(|it| Some(&it.cause) == step && (it.from, it.to) == (from, to));
                    let Some(flight) = sent else { continue };
                    Action::Deliver(flight.id)
                }
                None => numbered.action.clone(),
            };
            run.pass(begun + Span(self.pause.0 * (played.len() as u64 + 1)));
            if run.act(&action).is_ok() {
                steps.insert(numbered.number, run.cursor());
                played.push(numbered.clone());
                if goal(&run) {
                    return Some((ActionSequence { actions: played, ..self.clone() }, run));
                }
            }
        }
        None
    }

    /// A part of the actions that still reaches the goal, and from which no single action can be left out; with the run
    /// up to the goal. None if the actions do not reach it.
    pub fn reduced(self, goal: impl Fn(&Run) -> bool) -> Option<(ActionSequence, Run)> {
        let mut best = self.played_to(&goal)?;
        loop {
            let before = best.0.count();
            // Late actions first: what served only them can go after them.
            for at in (0..before).rev() {
                let mut fewer = best.0.clone();
                if at < fewer.actions.len() {
                    fewer.actions.remove(at);
                    best = fewer.played_to(&goal).unwrap_or(best);
                }
            }
            if best.0.count() == before {
                return Some(best);
            }
        }
    }
}
