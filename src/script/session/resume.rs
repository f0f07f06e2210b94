//! Going on with a session: everything is done again.

use super::read::{Deed, Session, Told};
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
    #[error("the state is another one than it was")]
    State,
    /// What was done cannot be done.
    #[error("{0}")]
    Trouble(Trouble),
    /// The branch that it leaves does not get that far any more.
    #[error("the branch that it leaves is not the same up to there")]
    Parent,
    /// The branch does nothing else than another one.
    #[error("it is no other than branch {0}")]
    Same(u32),
}

impl fmt::Display for Parted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parted { branch, line, same_until, noticed_at, why } = self;
        write!(f, "branch {branch} (line {line}) parts ")?;
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
            self.cursor.map_or_else(|| self.branches.first().map_or(0, |told| told.end), |(_, step)| step);
        format!("{servers} server{several}, seed {}{branches}, at step {step}", world.setup().seed)
    }

    /// Does everything again, and puts the cursor where it was.
    pub fn resume(self) -> Resumed {
        let mut again = Again { run: self.beginning, ids: Vec::new(), parted: Vec::new() };
        for told in &self.branches {
            again.branch(told, &self.branches);
        }
        let Again { mut run, ids, parted } = again;
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

/// A session on its way.
struct Again {
    run: Run,
    /// Of the branches so far, what they are now; none if there is nothing left of one.
    ids: Vec<Option<BranchId>>,
    parted: Vec<Parted>,
}

/// What went wrong, at which line.
type Wrong = (u32, WhyParted);

impl Again {
    fn branch(&mut self, told: &Told, all: &[Told]) {
        let start = self.run.start();
        let mut way = Way { told, digest: 0, same_until: start };
        let done = self.leave(told, &mut way).and_then(|()| self.follow(told, &mut way, all));
        let id = self.run.current().id();
        let own = !self.ids.contains(&Some(id));
        self.ids.push(own.then_some(id));
        if let Err((line, why)) = done {
            let noticed_at = self.run.cursor();
            let same_until = way.same_until.min(noticed_at);
            self.parted.push(Parted { branch: told.number, line, same_until, noticed_at, why });
        }
        if own {
            // Names and bookmarks were looked at when the session was read: no other branch has them.
            let _: Result<(), TreeError> = self.run.rename(id, told.name.clone());
            let end = self.run.end();
            for (step, name) in told.bookmarks.iter().filter(|(step, _)| *step <= end) {
                let _: Result<(), TreeError> = self.run.bookmark_at(id, *step, name.clone());
            }
        }
    }

    /// Goes to where the branch leaves the other.
    fn leave(&mut self, told: &Told, way: &mut Way<'_>) -> Result<(), Wrong> {
        let (Some(from), Some(first)) = (told.from, told.deeds.first()) else { return Ok(()) };
        let parent = self.ids.get(from).copied().flatten();
        let there = parent.is_some_and(|parent| self.run.switch(parent).is_ok() && self.run.seek(first.step));
        way.same_until = self.run.cursor();
        if there && self.run.in_past() { Ok(()) } else { Err((told.line, WhyParted::Parent)) }
    }

    fn follow(&mut self, told: &Told, way: &mut Way<'_>, all: &[Told]) -> Result<(), Wrong> {
        way.check(&self.run).map_err(|why| (told.line, why))?;
        for (place, deed) in told.deeds.iter().enumerate() {
            way.go_to(deed.step, deed.line, &mut self.run)?;
            self.act(deed).map_err(|trouble| (deed.line, WhyParted::Trouble(trouble)))?;
            if place == 0
                && let Some(same) = self.ids.iter().position(|id| *id == Some(self.run.current().id()))
            {
                return Err((told.line, WhyParted::Same(all[same].number)));
            }
            way.check(&self.run).map_err(|why| (deed.line, why))?;
        }
        way.go_to(told.end, told.line, &mut self.run)
    }

    fn act(&mut self, deed: &Deed) -> Result<(), Trouble> {
        if let Some(span) = deed.time {
            let moment = Time::ZERO + span;
            self.run.pass(moment);
            if self.run.world().now() != moment {
                return Err(Trouble::NoSuchMoment { step: deed.step, time: span });
            }
        }
        let names = Names::default();
        for action in (View { run: &self.run, names: &names }).actions(&deed.act)? {
            self.run.act(&action)?;
        }
        Ok(())
    }
}

/// How far a branch has been followed.
struct Way<'a> {
    told: &'a Told,
    /// Its next digest to look at.
    digest: usize,
    same_until: StepId,
}

impl Way<'_> {
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
        while let Some((step, digest)) = self.told.digests.get(self.digest).filter(|next| next.0 <= cursor) {
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
