//! The messages of the diagram: those that steps have ended, and those in flight.

use super::light::{Light, Shade};
use super::plan::Plan;
use crate::explain::in_a_word;
use crate::raft::{ServerId, Term};
use crate::sim::{Contents, Flight, Loss, MessageId, StepId, Time, Transit, What};
use crate::tui::{Chosen, Scene};
use std::collections::BTreeSet;

/// How a message ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Finish {
    /// It arrives at a server below.
    Down,
    /// It arrives at a server above.
    Up,
    /// It is lost.
    Lost,
    /// It is on its way.
    Open,
}

/// A message as it is drawn.
pub(super) struct Path<'a> {
    pub from: ServerId,
    pub to: ServerId,
    pub sent: Time,
    /// When it arrived or was lost, or the moment that is shown.
    pub end: Time,
    /// How much of its way it makes, at most 1.
    pub share: f64,
    pub finish: Finish,
    /// The step that sent it.
    pub cause: StepId,
    /// The step that ended it.
    pub step: Option<StepId>,
    pub id: MessageId,
    pub shade: Shade,
    pub message: &'a Contents,
}

/// All messages that are seen, in the order in which they lie upon each other.
pub(super) fn paths<'a>(scene: &Scene<'a>, plan: &Plan, light: &Light) -> Vec<Path<'a>> {
    let until = plan.time(plan.width());
    let mut paths = Vec::new();
    let steps = &scene.run.at_hand()[plan.steps.start..plan.beyond];
    for step in steps {
        let (flight, loss) = match &step.what {
            What::Delivered(flight) => (flight, None),
            What::Lost(flight, loss) => (flight, Some(*loss)),
            _ => continue,
        };
        if flight.sent >= until {
            continue;
        }
        let quiet = loss.is_none() && step.is_quiet(&flight.message);
        let mut path = path(flight, step.at, light.message(flight.cause, Some(step.number), quiet));
        path.step = Some(step.number);
        if let Some(loss) = loss {
            path.finish = Finish::Lost;
            // A server that is down is reached; on a cut link and on a bad one half the way is made.
            path.share = if loss == Loss::ServerDown { 1.0 } else { 0.5 };
        }
        paths.push(path);
    }
    add_in_flight(scene, light, &mut paths);
    if let Chosen::Message(chosen) = scene.chosen {
        for path in paths.iter_mut().filter(|path| path.id == chosen) {
            path.shade = Shade::Lit;
        }
    }
    paths.sort_by_key(|path| (path.shade, path.sent, path.id));
    paths
}

/// What is on its way now. What is known to arrive later is drawn to its end.
fn add_in_flight<'a>(scene: &Scene<'a>, light: &Light, paths: &mut Vec<Path<'a>>) {
    let known: BTreeSet<MessageId> =
        paths.iter().filter(|path| path.end >= scene.clock).map(|path| path.id).collect();
    for flight in scene.run.world().network().flights().filter(|flight| !known.contains(&flight.id)) {
        let quiet = flight.message.is_heartbeat();
        let mut path = path(flight, scene.clock.max(flight.sent), light.message(flight.cause, None, quiet));
        path.finish = Finish::Open;
        let whole = flight.due.since(flight.sent).0.max(1) as f64;
        let made = (scene.clock.since(flight.sent).0 as f64 / whole).min(1.0);
        path.share = match flight.place {
            Transit::Held => 0.2,
            Transit::Waiting => 1.0,
            Transit::Travelling if flight.doom.is_some() => made / 2.0,
            Transit::Travelling => made,
        };
        paths.push(path);
    }
}

fn path(flight: &Flight, end: Time, shade: Shade) -> Path<'_> {
    Path {
        from: flight.from,
        to: flight.to,
        sent: flight.sent,
        end,
        share: 1.0,
        finish: if flight.to > flight.from { Finish::Down } else { Finish::Up },
        cause: flight.cause,
        step: None,
        id: flight.id,
        shade,
        message: &flight.message,
    }
}

impl Path<'_> {
    pub fn term(&self) -> Term {
        self.message.term().unwrap_or_default()
    }

    /// The word beside a message, where there is room for one.
    pub fn word(&self) -> Option<String> {
        in_a_word(self.message)
    }
}
