//! What led to a step, and what came of it: happened-before, as Lamport defines it.
//!
//! A step comes before the next step of its server. The step that sent a message comes before the one in which the
//! message arrives or its loss shows; whatever set a timer comes before the step in which that timer expires. All the rest
//! follows: what a person does to a server is a step of that server, and a lost message leads nowhere. What a person
//! does to the network or to several servers at once comes after nothing, and before the timers that it set.

use crate::raft::ServerSet;
use crate::sim::{Step, StepId};

/// The steps that a step depends on, and those that depend on it, among consecutive steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cone {
    of: StepId,
    first: StepId,
    /// One for each step: whether it is in the cone.
    lit: Vec<bool>,
}

impl Cone {
    /// The cone of a step among these, which are consecutive and in order. None if the step is not among them.
    pub fn of(steps: &[Step], step: StepId) -> Option<Cone> {
        let position = position(steps, step)?;
        let mut lit = vec![false; steps.len()];
        light_past(steps, position, &mut lit);
        light_future(steps, position, &mut lit);
        Some(Cone { of: step, first: steps[0].number, lit })
    }

    /// Whose cone it is.
    pub fn step(&self) -> StepId {
        self.of
    }

    /// Whether the step depends on this one, is this one, or is one that it depends on.
    #[inline]
    pub fn contains(&self, step: StepId) -> bool {
        step.checked_sub(self.first)
            .and_then(|position| usize::try_from(position).ok())
            .and_then(|position| self.lit.get(position))
            .is_some_and(|lit| *lit)
    }

    /// Whether the cone's step depends on this one, or is this one.
    #[inline]
    pub fn in_past(&self, step: StepId) -> bool {
        step <= self.of && self.contains(step)
    }

    /// Whether this step depends on the cone's, or is it.
    #[inline]
    pub fn in_future(&self, step: StepId) -> bool {
        step >= self.of && self.contains(step)
    }

    /// The steps that the cone's step depends on, the last first: the way from effect to cause.
    pub fn past(&self) -> impl Iterator<Item = StepId> {
        (self.first..self.of).rev().filter(|step| self.contains(*step))
    }

    /// The steps that depend on the cone's step, the first one first.
    pub fn future(&self) -> impl Iterator<Item = StepId> {
        (self.of + 1..self.first + self.lit.len() as StepId).filter(|step| self.contains(*step))
    }
}

/// Backwards: a step is in the past if its message or timer is, or if a later step of its server is.
fn light_past(steps: &[Step], position: usize, lit: &mut [bool]) {
    let mut servers = ServerSet::EMPTY;
    lit[position] = true;
    for here in (0..=position).rev() {
        let step = &steps[here];
        let server = step.server();
        if !lit[here] && !server.is_some_and(|server| servers.contains(server)) {
            continue;
        }
        lit[here] = true;
        if let Some(server) = server {
            servers.insert(server);
        }
        if let Some(cause) = step.cause.and_then(|cause| self::position(steps, cause)) {
            lit[cause] = true;
        }
    }
}

/// Forwards: a step is in the future if what caused it is, or an earlier step of its server.
fn light_future(steps: &[Step], position: usize, lit: &mut [bool]) {
    let mut servers: ServerSet = steps[position].server().into_iter().collect();
    let of = steps[position].number;
    for here in position + 1..steps.len() {
        let step = &steps[here];
        let server = step.server();
        let caused = step
            .cause
            .filter(|cause| *cause >= of)
            .and_then(|cause| self::position(steps, cause))
            .is_some_and(|cause| lit[cause]);
        if caused || server.is_some_and(|server| servers.contains(server)) {
            lit[here] = true;
            if let Some(server) = server {
                servers.insert(server);
            }
        }
    }
}

/// What made a step happen: the step that sent its message or set its timer; else the step of its server before it.
/// It may lie before the first of these steps.
pub fn cause_of(steps: &[Step], step: StepId) -> Option<StepId> {
    let position = position(steps, step)?;
    let server = steps[position].server();
    steps[position].cause.or_else(|| {
        let mut before = steps[..position].iter().rev();
        before.find(|earlier| server.is_some() && earlier.server() == server).map(|earlier| earlier.number)
    })
}

/// What a step led to at once, in order: the next step of its server, where and when its messages arrived or were lost,
/// and the timers that it set.
pub fn effects_of(steps: &[Step], step: StepId) -> Vec<StepId> {
    let Some(position) = position(steps, step) else { return Vec::new() };
    let mut server = steps[position].server();
    let mut effects = Vec::new();
    for later in &steps[position + 1..] {
        let next = server.is_some() && later.server() == server;
        if next {
            server = None;
        }
        if next || later.cause == Some(step) {
            effects.push(later.number);
        }
    }
    effects
}

/// Where a step stands among consecutive ones.
fn position(steps: &[Step], step: StepId) -> Option<usize> {
    let position = usize::try_from(step.checked_sub(steps.first()?.number)?).ok()?;
    (position < steps.len()).then_some(position)
}
