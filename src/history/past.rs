//! Looking at steps and states elsewhere in the run; the cursor stays where it is.

use super::placed_action::Follow;
use super::{BranchId, FactPattern, PlacedAction, Run, Watched};
use crate::raft::ServerId;
use crate::sim::{Step, StepId};

/// Which way something is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// To later steps.
    Forward,
    /// To earlier steps.
    Backward,
}

/// A part of the run, gone through again on a copy: from the state after a step, one step after the other.
#[derive(Clone, Debug)]
pub struct Replay<'a> {
    state: Watched,
    follow: Follow<'a>,
    step: Step,
    end: StepId,
}

impl<'a> Replay<'a> {
    pub(super) fn of(state: Watched, actions: &'a [PlacedAction], end: StepId) -> Replay<'a> {
        let follow = Follow::from(actions, state.world.last_step());
        Replay { state, follow, step: Step::default(), end }
    }

    /// The next step, and the state after it. None at the end of the branch.
    pub fn advance(&mut self) -> Option<(&Step, &Watched)> {
        let on = self.cursor() < self.end && self.follow.advance(&mut self.state, &mut self.step);
        on.then_some((&self.step, &self.state))
    }

    /// The step that it is at.
    pub fn cursor(&self) -> StepId {
        self.state.world.last_step()
    }

    /// The state that it is at.
    pub fn state(&self) -> &Watched {
        &self.state
    }

    fn go_to(&mut self, step: StepId) {
        while self.cursor() < step && self.advance().is_some() {}
    }
}

impl Run {
    /// The branch that is looked at, gone through again from a checkpoint at or before a step to its end.
    fn replay_before(&self, step: StepId) -> Option<Replay<'_>> {
        let state = self.tree().checkpoint(self.current().id(), step)?;
        Some(Replay::of(state.clone(), self.actions(), self.end()))
    }

    /// The branch that is looked at, gone through again from the state after a step to its end. None if the step was
    /// never reached.
    pub fn replay(&self, from: StepId) -> Option<Replay<'_>> {
        if from < self.start() || from > self.end() {
            return None;
        }
        let mut replay = self.replay_before(from)?;
        replay.go_to(from);
        Some(replay)
    }

    /// The branch that is looked at, gone through again from before its first step to its end: the steps in which its
    /// servers start are among them.
    pub fn replay_all(&self) -> Option<Replay<'_>> {
        self.replay_before(0)
    }

    /// The state right after a step of the branch that is looked at. None if it was never reached.
    pub fn state_at(&self, step: StepId) -> Option<Watched> {
        self.replay(step).map(|replay| replay.state)
    }

    /// The state right after a step of another branch. None if there is no such branch or step.
    pub fn state_on(&self, branch: BranchId, step: StepId) -> Option<Watched> {
        let replayed = |replay: Replay<'_>| (replay.state, replay.step);
        self.on(branch, step, replayed).map(|(state, _)| state)
    }

    /// A step of the branch that is looked at. None if it was never reached.
    pub fn step_at(&self, number: StepId) -> Option<Step> {
        let at_hand = self.recent().binary_search_by_key(&number, |step| step.number);
        match at_hand {
            Ok(position) => Some(self.recent()[position].clone()),
            Err(_) => self.step_on(self.current().id(), number),
        }
    }

    /// A step of another branch. None if there is no such branch or step.
    pub fn step_on(&self, branch: BranchId, number: StepId) -> Option<Step> {
        if number == 0 {
            return None;
        }
        let before = self.on(branch, number, |replay| replay.step);
        before.filter(|step| step.number == number)
    }

    /// What a replay of a branch finds at a step, which it has just taken.
    fn on<T>(&self, branch: BranchId, step: StepId, found: impl FnOnce(Replay<'_>) -> T) -> Option<T> {
        let end = self.branch(branch)?.ending().step;
        if step > end {
            return None;
        }
        let actions;
        let actions = if branch == self.current().id() {
            self.actions()
        } else {
            actions = self.tree().actions_after(branch, 0);
            &actions
        };
        // From before the step, so that the step itself is taken.
        let state = self.tree().checkpoint(branch, step.saturating_sub(1))?;
        let mut replay = Replay::of(state.clone(), actions, end);
        replay.go_to(step);
        Some(found(replay))
    }

    /// How often such a fact has happened up to the cursor, on one server or on all.
    pub fn sighted(&self, pattern: &FactPattern, server: Option<ServerId>) -> u32 {
        let here = (self.current().id(), self.cursor());
        let counts = self.sightings().counts(pattern, here, self.world().size(), |after, count| {
            let recent = self.recent();
            if recent.first().is_some_and(|first| first.number <= after + 1) {
                let next = recent.partition_point(|step| step.number <= after);
                recent[next..].iter().for_each(count);
            } else if let Some(mut replay) = self.replay_before(after) {
                while replay.cursor() < self.cursor()
                    && let Some((step, _)) = replay.advance()
                {
                    if step.number > after {
                        count(step);
                    }
                }
            }
        });
        server.map_or_else(|| counts.iter().sum(), |server| counts[server.position()])
    }

    /// The nearest step before or after another one, on the branch that is looked at, of which something holds. Steps
    /// that were never reached are not looked at.
    pub fn find(
        &self,
        from: StepId,
        direction: Direction,
        mut holds: impl FnMut(&Step) -> bool,
    ) -> Option<Step> {
        match direction {
            Direction::Forward => {
                let mut replay = self.replay_before(from)?;
                replay.go_to(from);
                loop {
                    let (step, _) = replay.advance()?;
                    if holds(step) {
                        return Some(step.clone());
                    }
                }
            }
            Direction::Backward => self.find_before(from.min(self.end() + 1), holds),
        }
    }

    /// Stretch by stretch from checkpoint to checkpoint, since steps can only be gone through forwards.
    fn find_before(&self, from: StepId, mut holds: impl FnMut(&Step) -> bool) -> Option<Step> {
        let mut last = from.checked_sub(1)?;
        while last > 0 {
            let mut replay = self.replay_before(last - 1)?;
            let first = replay.cursor();
            let mut found = None;
            while replay.cursor() < last
                && let Some((step, _)) = replay.advance()
            {
                if holds(step) {
                    found = Some(step.clone());
                }
            }
            if found.is_some() {
                return found;
            }
            last = first;
        }
        None
    }
}
