//! What is known of a message in flight: how far it is, what becomes of it, whether one looks at it.

use crate::sim::{Flight, Loss, MessageId, Step, Transit, What};
use crate::tui::{Chosen, Scene};

/// How far a message is in flight, from 0 to 1.
pub(super) fn progress(scene: &Scene, flight: &Flight) -> f32 {
    match flight.place {
        Transit::Held => 0.12,
        Transit::Waiting => 1.0,
        // Without motion a message stays near its sender until it is there.
        Transit::Travelling if scene.still => 0.3,
        Transit::Travelling => {
            let whole = flight.due.since(flight.sent).0.max(1);
            let share = (scene.clock.since(flight.sent).0 as f32 / whole as f32).min(1.0);
            // A message that will be lost is only followed to where it is lost.
            if is_doomed(flight) { share / 2.0 } else { share }
        }
    }
}

/// Whether a message goes on as if nothing were, and gets lost half way. One that a person dropped is lost
/// where it is.
fn is_doomed(flight: &Flight) -> bool {
    flight.doom.is_some_and(|loss| loss != Loss::Dropped)
}

/// A step by its number: steps are consecutive.
pub(crate) fn step_numbered(steps: &[Step], number: u64) -> Option<&Step> {
    let first = steps.first()?.number;
    steps.get(usize::try_from(number.checked_sub(first)?).ok()?)
}

/// The messages that were lost at the last two steps, each with whether it was the last.
pub(super) fn lately_lost<'a>(scene: &Scene<'a>) -> Vec<(&'a Flight, Loss, bool)> {
    let recent = scene.run.recent();
    let cursor = scene.run.cursor();
    recent[recent.len().saturating_sub(2)..]
        .iter()
        .filter_map(|step| match &step.what {
            What::Lost(flight, loss) => Some((flight, *loss, step.number == cursor)),
            _ => None,
        })
        .collect()
}

/// Where in flight a message was lost.
pub(super) fn end_of(flight: &Flight) -> f32 {
    if is_doomed(flight) { 0.5 } else { 1.0 }
}

/// Whether a message is chosen, or the answer or lesson speaks of it.
pub(super) fn is_looked_at(scene: &Scene, id: MessageId) -> bool {
    scene.chosen == Chosen::Message(id) || scene.lit().is_some_and(|lit| lit.messages.contains(&id))
}
