//! What is lit: the past of a step, its future, both, or all alike.

use super::layout::SpaceTimeLayout;
use crate::history::Cone;
use crate::raft::{ServerId, ServerSet};
use crate::sim::{Step, StepId, Time};
use crate::tui::Scene;
use crate::tui::lens::Lit;

/// How something is drawn, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) enum Shade {
    /// Other things are lit.
    #[default]
    Dim,
    /// Nothing is lit.
    Plain,
    /// It is lit.
    Lit,
}

/// What is lit: a part of a cone, or all alike.
pub(super) struct Light {
    lit: Lit,
    cone: Option<Cone>,
    /// By server: until when, and from when on, its line is lit.
    lines: Vec<(Option<Time>, Option<Time>)>,
}

impl Light {
    pub fn of(scene: &Scene, layout: &SpaceTimeLayout) -> Light {
        let lit = scene.lens.lit;
        let steps = scene.run.at_hand();
        // A way from cause to effect leads through what lies between them in time, and through nothing else.
        let cursor = scene.run.recent().len();
        let near = layout.steps.start.min(cursor.saturating_sub(1))..layout.beyond.max(cursor);
        let cone = match lit {
            Lit::All => None,
            _ => steps.get(near.clone()).and_then(|near| Cone::of(near, scene.run.cursor())),
        };
        let mut light = Light { lit, cone, lines: vec![(None, None); scene.run.world().size()] };
        light.light_lines(steps.get(near).unwrap_or_default(), scene.run.world().roster());
        light
    }

    /// What a server was before a step in the past matters to it, and what it will be after one in the future comes of it.
    fn light_lines(&mut self, steps: &[Step], roster: ServerSet) {
        let Some(cone) = &self.cone else { return };
        if self.lit.has_past() {
            for (server, last) in first_of_each(steps.iter().rev(), roster, |step| cone.in_past(step)) {
                self.lines[server.position()].0 = Some(last);
            }
        }
        let Some(cone) = &self.cone else { return };
        if self.lit.has_future() {
            for (server, first) in first_of_each(steps.iter(), roster, |step| cone.in_future(step)) {
                self.lines[server.position()].1 = Some(first);
            }
        }
    }

    fn shade(&self, lit: impl Fn(&Cone) -> bool) -> Shade {
        match &self.cone {
            None => Shade::Plain,
            Some(cone) if lit(cone) => Shade::Lit,
            Some(_) => Shade::Dim,
        }
    }

    /// How a step is drawn.
    pub fn step(&self, step: StepId) -> Shade {
        self.shade(|cone| {
            (self.lit.has_past() && cone.in_past(step)) || (self.lit.has_future() && cone.in_future(step))
        })
    }

    /// How a message is drawn that one step sent and another ended, if it has ended. Where nothing is lit, heartbeats
    /// stay in the background.
    pub fn message(&self, cause: StepId, end: Option<StepId>, quiet: bool) -> Shade {
        if quiet && self.cone.is_none() {
            return Shade::Dim;
        }
        self.shade(|cone| {
            (self.lit.has_past() && end.is_some_and(|end| cone.in_past(end)))
                || (self.lit.has_future() && cone.in_future(cause))
        })
    }

    /// How the line of a server is drawn at a moment.
    pub fn line(&self, server: ServerId, at: Time) -> Shade {
        let (until, since) = self.lines[server.position()];
        self.shade(|_| until.is_some_and(|until| at < until) || since.is_some_and(|since| at >= since))
    }
}

/// When the first step of each server comes of which something holds.
fn first_of_each<'a>(
    steps: impl Iterator<Item = &'a Step>,
    roster: ServerSet,
    holds: impl Fn(StepId) -> bool,
) -> Vec<(ServerId, Time)> {
    let mut missing = roster;
    let mut found = Vec::new();
    for step in steps {
        if missing.is_empty() {
            break;
        }
        if holds(step.number)
            && let Some(server) = step.server()
            && missing.remove(server)
        {
            found.push((server, step.at));
        }
    }
    found
}
