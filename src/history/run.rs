//! A run: setup, actions, and a cursor.

mod branches;

use super::placed_action::{Follow, first_after};
use super::sightings::Sightings;
use super::tree::Tree;
use super::{BranchId, Ending, Mark, PlacedAction, Tally, Watched};
use crate::safety::Checker;
use crate::sim::{Action, Refusal, Setup, SetupError, Step, StepId, Tape, Time, World};
use std::sync::Arc;

/// How many steps are kept in full around the cursor.
const WINDOW: usize = 20_000;
/// How many steps before the cursor are brought back when it is put far away.
const CONTEXT: u64 = 500;

/// A run that can be watched from any of its steps.
#[derive(Clone, Debug)]
pub struct Run {
    /// The state at the cursor.
    present: Watched,
    tree: Tree,
    /// The branch that is looked at.
    current: BranchId,
    /// All actions up to the end of that branch, those after the cursor included.
    actions: Vec<PlacedAction>,
    /// The first of `actions` that lies after the cursor.
    next_action: usize,
    /// All interesting steps up to the end of that branch.
    marks: Vec<Mark>,
    /// Consecutive steps around the cursor.
    window: Vec<Step>,
    /// How often what it consists of has changed: not the cursor.
    changes: u64,
    sightings: Sightings,
}

impl Run {
    /// A run whose servers have just started.
    ///
    /// # Errors
    /// If the setup cannot be run.
    pub fn new(setup: Setup) -> Result<Run, SetupError> {
        Ok(Run::of(Watched::new(setup)?))
    }

    /// A run in which happens what a trace tells, gone through once from its beginning to its end, at which it is:
    /// from then on any of its steps is near.
    pub fn played(tape: Arc<Tape>) -> Run {
        let mut run = Run::of(Watched::played(tape));
        while run.forward().is_some() {}
        run
    }

    fn of(present: Watched) -> Run {
        let mut run = Run {
            tree: Tree::new(&present),
            current: BranchId::TRUNK,
            present,
            actions: Vec::new(),
            next_action: 0,
            marks: Vec::new(),
            window: Vec::new(),
            changes: 0,
            sightings: Sightings::default(),
        };
        while !run.world().is_booted() {
            run.forward();
        }
        run
    }

    /// The world at the cursor.
    pub fn world(&self) -> &World {
        &self.present.world
    }

    /// See [`World::compact`].
    #[cfg(test)]
    pub(crate) fn compact(&mut self, server: crate::raft::ServerId, up_to: crate::raft::Index) {
        self.present.world.compact(server, up_to);
    }

    /// What the checker has found up to the cursor.
    pub fn checker(&self) -> &Checker {
        &self.present.checker
    }

    /// What has happened how often up to the cursor.
    pub fn tally(&self) -> &Tally {
        &self.present.tally
    }

    /// All of the state at the cursor.
    pub fn present(&self) -> &Watched {
        &self.present
    }

    /// The step at the cursor.
    pub fn step(&self) -> Option<&Step> {
        self.window_position(self.cursor()).map(|position| &self.window[position])
    }

    /// The number of the step at the cursor.
    pub fn cursor(&self) -> StepId {
        self.world().last_step()
    }

    pub(super) fn sightings(&self) -> &Sightings {
        &self.sightings
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// How things stand at the end of the branch that is looked at.
    fn ending(&self) -> &Ending {
        self.tree.known(self.current).ending()
    }

    /// The number of the last step that was ever reached on this branch.
    pub fn end(&self) -> StepId {
        self.ending().step
    }

    /// When the last step happened that was ever reached on this branch.
    pub fn end_at(&self) -> Time {
        self.ending().at.max(self.world().now())
    }

    /// Whether the cursor is before the end.
    pub fn in_past(&self) -> bool {
        self.cursor() < self.end()
    }

    /// The first step after the servers had started: the run goes back no further.
    pub fn start(&self) -> StepId {
        self.world().boot_steps()
    }

    /// The steps up to the cursor that are at hand, earliest first, the one at the cursor last.
    pub fn recent(&self) -> &[Step] {
        let end = self.window_position(self.cursor()).map_or(0, |position| position + 1);
        &self.window[..end]
    }

    /// The steps around the cursor that are at hand, earliest first: those of [`Run::recent`], and what is known of what
    /// comes after them.
    pub fn at_hand(&self) -> &[Step] {
        &self.window
    }

    /// The interesting steps up to the end of this branch, those after the cursor included.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// All actions up to the end of this branch, those after the cursor included.
    pub fn actions(&self) -> &[PlacedAction] {
        &self.actions
    }

    /// When the next step happens: of its own accord, or because it did so before. None if nothing ever will.
    pub fn next_at(&self) -> Option<Time> {
        match self.due_action() {
            Some(placed) => Some(placed.at),
            None => self.world().next_at(),
        }
    }

    /// Lets time pass until a moment; nothing happens before it.
    pub fn pass(&mut self, to: Time) {
        let to = self.due_action().map_or(to, |placed| to.min(placed.at));
        self.present.world.pass(to);
    }

    /// Goes to the next step, which may have happened before. None if nothing will ever happen again.
    pub fn forward(&mut self) -> Option<&Step> {
        let mut step = Step::default();
        if !self.advance(&mut step) {
            return None;
        }
        self.keep(step);
        self.step()
    }

    /// Does something at the present moment. At the end of a branch, the branch goes on with it. In the past, a new
    /// branch begins with it, and the future that was known stays; but where this very thing was done at this
    /// very moment before, that future is taken up again, since another one would be the same.
    ///
    /// # Errors
    /// If it cannot be done now. Then nothing has changed.
    pub fn act(&mut self, action: &Action) -> Result<&Step, Refusal> {
        let placed = PlacedAction { after: self.cursor(), at: self.world().now(), action: action.clone() };
        let mut step = Step::default();
        let known = self.known_future(&placed);
        let in_past = self.in_past();
        self.present.act(action, &mut step)?;
        if let Some(known) = known {
            self.look_at(known, placed.after);
            self.next_action += 1;
        } else {
            if in_past {
                let after = placed.after;
                // It has no step of its own yet: the one that was just taken is kept below.
                let ending = Ending { step: after, ..Ending::of(&self.present, step.at) };
                let branch = self.tree.fork(self.current, placed, ending);
                self.look_at(branch, after);
            } else {
                self.tree.known_mut(self.current).add(placed.clone());
                self.actions.push(placed);
            }
            self.next_action = self.actions.len();
        }
        self.keep(step);
        let position = self.window_position(self.cursor()).unwrap_or(self.window.len() - 1);
        Ok(&self.window[position])
    }

    /// Goes back one step. Says whether there was one.
    pub fn back(&mut self) -> bool {
        let cursor = self.cursor();
        cursor > self.start() && self.seek(cursor - 1)
    }

    /// Puts the cursor at a step that was reached before on this branch. Says whether there is one.
    pub fn seek(&mut self, target: StepId) -> bool {
        if target < self.start() || target > self.end() {
            return false;
        }
        target == self.cursor() || self.go_exactly_to(target)
    }

    /// To the moment of a step that was reached, even if the cursor is at it and time has passed since.
    fn go_exactly_to(&mut self, target: StepId) -> bool {
        let replay_all = self.window_position(target).is_none();
        if target <= self.cursor() || replay_all {
            let from = if replay_all { target.saturating_sub(CONTEXT) } else { target };
            self.rewind(from);
            if replay_all {
                self.window.clear();
            }
        }
        while self.cursor() < target {
            let mut step = Step::default();
            if !self.advance(&mut step) {
                return false;
            }
            // Checkpoints of a long run lie far apart: most of what is replayed is not kept.
            if replay_all && step.number + CONTEXT > target {
                self.window.push(step);
            }
        }
        true
    }

    /// Puts the present to the last checkpoint at or before a step.
    fn rewind(&mut self, step: StepId) {
        if let Some(state) = self.tree.checkpoint(self.current, step) {
            self.present.clone_from(state);
            self.next_action = first_after(&self.actions, self.cursor());
        }
    }

    fn due_action(&self) -> Option<&PlacedAction> {
        Follow { actions: &self.actions, next: self.next_action }.due(self.cursor())
    }

    /// One step on, as it was or as it comes.
    fn advance(&mut self, step: &mut Step) -> bool {
        let mut follow = Follow { actions: &self.actions, next: self.next_action };
        let advanced = follow.advance(&mut self.present, step);
        self.next_action = follow.next;
        advanced
    }

    /// Remembers a step that was just taken.
    fn keep(&mut self, step: Step) {
        let number = step.number;
        if number > self.end() {
            let mark = Mark::of(&step);
            self.marks.extend(mark);
            self.changes += 1;
            self.tree.known_mut(self.current).grow(&self.present, step.at, mark);
        }
        if self.window.last().is_none_or(|last| last.number + 1 == number) {
            self.window.push(step);
            if self.window.len() >= WINDOW + WINDOW / 2 {
                self.window.drain(..WINDOW / 2);
            }
        } else if self.window_position(number).is_none() {
            self.window.clear();
            self.window.push(step);
        }
    }

    fn window_position(&self, step: StepId) -> Option<usize> {
        let first = self.window.first()?.number;
        let position = usize::try_from(step.checked_sub(first)?).ok()?;
        (position < self.window.len()).then_some(position)
    }
}
