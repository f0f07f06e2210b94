//! A run: setup, actions, and a cursor.

use super::{Mark, Tally, Watched};
use crate::safety::Checker;
use crate::sim::{Action, Refusal, Setup, SetupError, Step, StepId, Time, World};

/// An action and where it belongs in the run.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Recorded {
    /// The last step before it.
    pub after: StepId,
    /// When it was done.
    pub at: Time,
    /// What was done.
    pub action: Action,
}

/// How many steps lie between two checkpoints at first.
const SPACING: u64 = 1_000;
/// How many checkpoints are kept; when there are more, every second one goes and the spacing doubles.
const MOST_CHECKPOINTS: usize = 128;
/// How many steps are kept in full around the cursor.
const WINDOW: usize = 20_000;
/// How many steps before the cursor are brought back when it is put far away.
const CONTEXT: u64 = 500;

/// A run that can be watched from any of its steps.
#[derive(Clone, Debug)]
pub struct Run {
    /// The state at the cursor.
    present: Watched,
    /// All actions of the run, those after the cursor included.
    actions: Vec<Recorded>,
    /// The first of `actions` that lies after the cursor.
    next_action: usize,
    /// States to replay from, earliest first; the first is the beginning.
    checkpoints: Vec<Watched>,
    spacing: u64,
    /// Consecutive steps around the cursor.
    window: Vec<Step>,
    /// The last step that was ever reached on this run.
    end: StepId,
    end_at: Time,
    marks: Vec<Mark>,
}

impl Run {
    /// A run whose servers have just started.
    ///
    /// # Errors
    /// If the setup cannot be run.
    pub fn new(setup: Setup) -> Result<Run, SetupError> {
        let present = Watched::new(setup)?;
        let mut run = Run {
            checkpoints: vec![present.clone()],
            present,
            actions: Vec::new(),
            next_action: 0,
            spacing: SPACING,
            window: Vec::new(),
            end: 0,
            end_at: Time::ZERO,
            marks: Vec::new(),
        };
        while !run.world().is_booted() {
            run.forward();
        }
        Ok(run)
    }

    /// The world at the cursor.
    pub fn world(&self) -> &World {
        &self.present.world
    }

    /// What the checker has found up to the cursor.
    pub fn checker(&self) -> &Checker {
        &self.present.checker
    }

    /// What has happened how often up to the cursor.
    pub fn tally(&self) -> &Tally {
        &self.present.tally
    }

    /// The step at the cursor.
    pub fn step(&self) -> Option<&Step> {
        self.window_position(self.cursor()).map(|position| &self.window[position])
    }

    /// The number of the step at the cursor.
    pub fn cursor(&self) -> StepId {
        self.world().last_step()
    }

    /// The number of the last step that was ever reached.
    pub fn end(&self) -> StepId {
        self.end
    }

    /// When the last step happened that was ever reached.
    pub fn end_at(&self) -> Time {
        self.end_at.max(self.world().now())
    }

    /// Whether the cursor is before the end.
    pub fn in_past(&self) -> bool {
        self.cursor() < self.end
    }

    /// The first step after the servers had started: the run goes back no further.
    pub fn start(&self) -> StepId {
        self.world().size() as StepId
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

    /// The interesting steps of the whole run, those after the cursor included.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// All actions of the run, those after the cursor included.
    pub fn actions(&self) -> &[Recorded] {
        &self.actions
    }

    /// When the next step happens: of its own accord, or because it did so before. None if nothing ever will.
    pub fn next_at(&self) -> Option<Time> {
        match self.due_action() {
            Some(recorded) => Some(recorded.at),
            None => self.world().next_at(),
        }
    }

    /// Lets time pass until a moment; nothing happens before it.
    pub fn pass(&mut self, to: Time) {
        let to = self.due_action().map_or(to, |recorded| to.min(recorded.at));
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

    /// Does something at the present moment. Done in the past, it ends the future that was known.
    ///
    /// # Errors
    /// If it cannot be done now. Then nothing has changed.
    pub fn act(&mut self, action: &Action) -> Result<&Step, Refusal> {
        let recorded = Recorded { after: self.cursor(), at: self.world().now(), action: action.clone() };
        let mut step = Step::default();
        self.present.act(action, &mut step)?;
        self.forget_future(recorded.after);
        self.actions.push(recorded);
        self.next_action = self.actions.len();
        self.keep(step);
        Ok(&self.window[self.window.len() - 1])
    }

    /// Goes back one step. Says whether there was one.
    pub fn back(&mut self) -> bool {
        let cursor = self.cursor();
        cursor > self.start() && self.seek(cursor - 1)
    }

    /// Puts the cursor at a step that was reached before. Says whether there is one.
    pub fn seek(&mut self, target: StepId) -> bool {
        if target < self.start() || target > self.end {
            return false;
        }
        let replay_all = self.window_position(target).is_none();
        if target < self.cursor() || replay_all {
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
        let position =
            self.checkpoints.partition_point(|state| state.world.last_step() <= step).saturating_sub(1);
        self.present.clone_from(&self.checkpoints[position]);
        let cursor = self.cursor();
        self.next_action = self.actions.partition_point(|recorded| recorded.after < cursor);
    }

    fn due_action(&self) -> Option<&Recorded> {
        self.actions.get(self.next_action).filter(|recorded| recorded.after == self.cursor())
    }

    /// One step on, as it was or as it comes.
    fn advance(&mut self, step: &mut Step) -> bool {
        if let Some(recorded) = self.due_action().cloned() {
            self.next_action += 1;
            self.present.world.pass(recorded.at);
            return self.present.act(&recorded.action, step).is_ok();
        }
        self.present.step(step)
    }

    /// Remembers a step that was just taken.
    fn keep(&mut self, step: Step) {
        let number = step.number;
        if number > self.end {
            self.end = number;
            self.end_at = step.at;
            self.marks.extend(Mark::of(&step));
            if number.is_multiple_of(self.spacing) {
                self.checkpoint();
            }
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

    fn checkpoint(&mut self) {
        self.checkpoints.push(self.present.clone());
        if self.checkpoints.len() > MOST_CHECKPOINTS {
            self.spacing *= 2;
            let spacing = self.spacing;
            self.checkpoints.retain(|state| state.world.last_step().is_multiple_of(spacing));
        }
    }

    fn forget_future(&mut self, after: StepId) {
        self.actions.truncate(self.next_action);
        self.marks.truncate(self.marks.partition_point(|mark| mark.step <= after));
        self.checkpoints.truncate(self.checkpoints.partition_point(|state| state.world.last_step() <= after));
        self.window.truncate(self.window.partition_point(|step| step.number <= after));
        self.end = after;
    }

    fn window_position(&self, step: StepId) -> Option<usize> {
        let first = self.window.first()?.number;
        let position = usize::try_from(step.checked_sub(first)?).ok()?;
        (position < self.window.len()).then_some(position)
    }
}
