//! Going on with a session: everything is done again.

use super::read::{SavedAction, SavedBranch, Session};
use crate::history::{BranchId, Run, TreeError};
use crate::language::Names;
use crate::script::MOST_IN_FLIGHT;
use crate::script::{Trouble, View};
use crate::sim::{StepId, Time};
use std::fmt;

/// A session that goes on.
#[derive(Clone, Debug)]
pub struct Resumed {
    /// The run, with its cursor where it was.
    pub run: Run,
    /// The branches that no longer play out the same. They end where that was noticed.
    pub parted: Vec<Parted>,
}

/// A branch that no longer plays out the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parted {
    /// Its number in the session.
    pub branch: u32,
    /// The line of the session that does not hold, or where the branch begins.
    pub line: u32,
    /// The last step up to which it is known to be the same.
    pub same_until: StepId,
    /// The step at which it was noticed that it is not.
    pub noticed_at: StepId,
    /// What was noticed.
    pub why: WhyParted,
}

/// How it was noticed that a branch plays out differently.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WhyParted {
    /// The state is another one.
    #[error("the state differs from the saved one")]
    State,
    /// What was done cannot be done.
    #[error("{0}")]
    Trouble(Trouble),
    /// The branch that it leaves does not get that far any more.
    #[error("the branch that it begins on is not the same up to there")]
    Parent,
    /// The branch does nothing else than another one.
    #[error("it is the same as branch {0}")]
    Same(u32),
}

impl fmt::Display for Parted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parted { branch, line, same_until, noticed_at, why } = self;
        write!(f, "branch {branch} (line {line}) differs ")?;
        if *noticed_at > same_until + 1 {
            write!(f, "after step {same_until}: by step {noticed_at} {why}")
        } else {
            write!(f, "at step {noticed_at}: {why}")
        }
    }
}

impl Session {
    /// What it is, in a few words: `5 servers, seed 1, 2 branches, at step 47`.
    pub fn in_words(&self) -> String {
        let world = self.beginning.world();
        let (servers, branches) = (world.size(), self.branches.len());
        let several = if servers == 1 { "" } else { "s" };
        let branches = if branches > 1 { format!(", {branches} branches") } else { String::new() };
        let step =
            self.cursor.map_or_else(|| self.branches.first().map_or(0, |saved| saved.end), |(_, step)| step);
        format!("{servers} server{several}, seed {}{branches}, at step {step}", world.setup().seed)
    }

    /// Does everything again, and puts the cursor where it was.
    pub fn resume(self) -> Resumed {
        let mut resuming = Resuming { run: self.beginning, ids: Vec::new(), parted: Vec::new() };
        for saved in &self.branches {
            resuming.branch(saved, &self.branches);
        }
        let Resuming { mut run, ids, parted } = resuming;
        let cursor = self.cursor.and_then(|(place, step)| Some((ids.get(place).copied().flatten()?, step)));
        // Where it was is gone if that branch parted before.
        let (branch, step) = cursor.unwrap_or((BranchId::TRUNK, StepId::MAX));
        if run.switch(branch).is_ok() {
            let step = step.clamp(run.start(), run.end());
            run.seek(step);
        }
        Resumed { run, parted }
    }
}

/// A session while it is done again.
struct Resuming {
    run: Run,
    /// Of the branches so far, what they are now; none if there is nothing left of one.
    ids: Vec<Option<BranchId>>,
    parted: Vec<Parted>,
}

/// What went wrong, at which line.
type Wrong = (u32, WhyParted);

impl Resuming {
    fn branch(&mut self, saved: &SavedBranch, all: &[SavedBranch]) {
        let start = self.run.start();
        let mut followed = Followed { saved, digest: 0, same_until: start };
        let done = self.leave(saved, &mut followed).and_then(|()| self.follow(saved, &mut followed, all));
        let id = self.run.current().id();
        let own = !self.ids.contains(&Some(id));
        self.ids.push(own.then_some(id));
        if let Err((line, why)) = done {
            let noticed_at = self.run.cursor();
            let same_until = followed.same_until.min(noticed_at);
            self.parted.push(Parted { branch: saved.number, line, same_until, noticed_at, why });
        }
        if own {
            // Names and bookmarks were looked at when the session was read: no other branch has them.
            let _: Result<(), TreeError> = self.run.rename(id, saved.name.clone());
            let end = self.run.end();
            for (step, name) in saved.bookmarks.iter().filter(|(step, _)| *step <= end) {
                let _: Result<(), TreeError> = self.run.bookmark_at(id, *step, name.clone());
            }
        }
    }

    /// Goes to where the branch leaves the other.
    fn leave(&mut self, saved: &SavedBranch, followed: &mut Followed<'_>) -> Result<(), Wrong> {
        let (Some(from), Some(first)) = (saved.from, saved.actions.first()) else { return Ok(()) };
        let parent = self.ids.get(from).copied().flatten();
        let there = parent.is_some_and(|parent| self.run.switch(parent).is_ok() && self.run.seek(first.step));
        followed.same_until = self.run.cursor();
        if there && self.run.in_past() { Ok(()) } else { Err((saved.line, WhyParted::Parent)) }
    }

    fn follow(
        &mut self,
        saved: &SavedBranch,
        followed: &mut Followed<'_>,
        all: &[SavedBranch],
    ) -> Result<(), Wrong> {
        followed.check(&self.run).map_err(|why| (saved.line, why))?;
        for (place, action) in saved.actions.iter().enumerate() {
            followed.go_to(action.step, action.line, &mut self.run)?;
            self.act(action).map_err(|trouble| (action.line, WhyParted::Trouble(trouble)))?;
            if place == 0
                && let Some(same) = self.ids.iter().position(|id| *id == Some(self.run.current().id()))
            {
                return Err((saved.line, WhyParted::Same(all[same].number)));
            }
            followed.check(&self.run).map_err(|why| (action.line, why))?;
        }
        followed.go_to(saved.end, saved.line, &mut self.run)
    }

    fn act(&mut self, action: &SavedAction) -> Result<(), Trouble> {
        if let Some(span) = action.time {
            let moment = Time::ZERO + span;
            self.run.pass(moment);
            if self.run.world().now() != moment {
                return Err(Trouble::NoSuchMoment { step: action.step, time: span });
            }
        }
        let names = Names::default();
        for each in (View { run: &self.run, names: &names }).actions(&action.act)? {
            self.run.act(&each)?;
        }
        Ok(())
    }
}

/// How far a branch has been followed.
struct Followed<'a> {
    saved: &'a SavedBranch,
    /// Its next digest to look at.
    digest: usize,
    same_until: StepId,
}

impl Followed<'_> {
    fn go_to(&mut self, step: StepId, line: u32, run: &mut Run) -> Result<(), Wrong> {
        let trouble = |trouble| Err((line, WhyParted::Trouble(trouble)));
        while run.cursor() < step {
            if run.world().network().in_flight() > MOST_IN_FLIGHT {
                return trouble(Trouble::TooManyMessages(MOST_IN_FLIGHT));
            }
            if run.forward().is_none() {
                return trouble(Trouble::NoSuchStep(step));
            }
            self.check(run).map_err(|why| (line, why))?;
        }
        if run.cursor() == step { Ok(()) } else { trouble(Trouble::Past { wanted: step, now: run.cursor() }) }
    }

    /// Compares the state with what it was after this step, if that is known.
    fn check(&mut self, run: &Run) -> Result<(), WhyParted> {
        let cursor = run.cursor();
        while let Some((step, digest)) = self.saved.digests.get(self.digest).filter(|next| next.0 <= cursor) {
            self.digest += 1;
            if *step == cursor {
                if run.world().digest() != *digest {
                    return Err(WhyParted::State);
                }
                self.same_until = cursor;
            }
        }
        Ok(())
    }
}
