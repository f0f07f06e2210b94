//! The messages of the diagram: those that steps have ended, and those in flight.

use super::layout::SpaceTimeLayout;
use super::light::{Light, Shade};
use crate::explain::in_a_word;
use crate::history::{MessagePath, PathEnd};
use crate::raft::{ServerId, Term};
use crate::sim::{Contents, MessageId, StepId, Time};
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
    /// It is in flight.
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
pub(super) fn paths<'a>(scene: &Scene<'a>, layout: &SpaceTimeLayout, light: &Light) -> Vec<Path<'a>> {
    let until = layout.time(layout.width());
    let mut paths = Vec::new();
    let steps = &scene.run.at_hand()[layout.steps.start..layout.beyond];
    for step in steps {
        let Some(way) = MessagePath::of_step(step).filter(|way| way.flight.sent < until) else { continue };
        paths.push(path(way, light));
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

/// What is in flight now. What is known to arrive later is drawn to its end.
fn add_in_flight<'a>(scene: &Scene<'a>, light: &Light, paths: &mut Vec<Path<'a>>) {
    let known: BTreeSet<MessageId> =
        paths.iter().filter(|path| path.end >= scene.clock).map(|path| path.id).collect();
    for flight in scene.run.world().network().flights().filter(|flight| !known.contains(&flight.id)) {
        paths.push(path(MessagePath::in_flight(flight, scene.clock), light));
    }
}

fn path<'a>(way: MessagePath<'a>, light: &Light) -> Path<'a> {
    let flight = way.flight;
    Path {
        from: flight.from,
        to: flight.to,
        sent: flight.sent,
        end: way.at,
        share: way.share,
        finish: match way.end {
            PathEnd::Arrived if flight.to > flight.from => Finish::Down,
            PathEnd::Arrived => Finish::Up,
            PathEnd::Lost => Finish::Lost,
            PathEnd::InFlight => Finish::Open,
        },
        cause: flight.cause,
        step: way.step,
        id: flight.id,
        shade: light.message(flight.cause, way.step, way.quiet),
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
