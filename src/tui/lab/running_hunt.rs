//! A hunt on the screen: it goes on in small portions while the viewer's time passes, so that the screen stays alive
//! and a key stops it at once.

use crate::hunt::{Finding, Goal, Hunt, HuntError, Progress};
use crate::paper::{Bug, BugSet};
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use std::fmt;
use std::time::Duration;

/// The least that is done at once: a hunt does no less.
const PORTION: u64 = 500;
/// The most that is done at once.
const MOST: u64 = 20_000;
/// A frame should take no longer than this.
const FRAME: Duration = Duration::from_millis(40);
/// After so many bursts of big steps a hunt gives up.
pub(super) const ENOUGH: u64 = 20_000_000;
/// Where the random numbers of a hunt begin: the same run is found every time.
const SEED: u64 = 1;

/// What a hunt is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) enum Purpose {
    /// What it finds is shown.
    Show,
    /// It is only to be known how long the shortest run is.
    Par,
}

/// Who does the work of a hunt.
enum Work {
    /// This thread, between two frames.
    Here(Box<Hunt>),
    /// Somebody else: a shell that has another thread. This is how far it is, as far as it has said.
    Elsewhere(Progress),
}

/// A running hunt.
pub(in crate::tui) struct RunningHunt {
    work: Work,
    pub bug: Bug,
    pub purpose: Purpose,
    /// How much of the viewer's time it took so far.
    pub elapsed: Duration,
    /// How much is done at once.
    portion: u64,
}

/// The hunt for a run that breaks a property without this rule: the same, whoever does the work.
///
/// # Errors
/// Why there is nothing to hunt for.
pub fn hunt_for(bug: Bug) -> Result<Hunt, HuntError> {
    Hunt::new(BugSet::NONE.with(bug), Goal::Violation, SEED)
}

impl fmt::Debug for RunningHunt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningHunt")
            .field("bug", &self.bug)
            .field("progress", &self.progress())
            .finish_non_exhaustive()
    }
}

impl RunningHunt {
    pub(super) fn new(bug: Bug, purpose: Purpose) -> Result<RunningHunt, Mistake> {
        let hunt = hunt_for(bug).map_err(|why| refused(&why))?;
        Ok(RunningHunt {
            work: Work::Here(Box::new(hunt)),
            bug,
            purpose,
            elapsed: Duration::ZERO,
            portion: PORTION,
        })
    }

    /// Somebody else does the work from now on.
    pub(super) fn give_away(&mut self) {
        self.work = Work::Elsewhere(self.progress());
    }

    /// How far somebody else is.
    pub(super) fn hear(&mut self, progress: Progress) {
        if let Work::Elsewhere(heard) = &mut self.work {
            *heard = progress;
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        match &self.work {
            Work::Here(hunt) => hunt.progress(),
            Work::Elsewhere(progress) => *progress,
        }
    }

    /// Goes on for a frame: more, as long as frames come in time.
    pub(super) fn go_on(&mut self, elapsed: Duration) -> Option<Finding> {
        self.elapsed += elapsed;
        self.portion = if elapsed > FRAME { self.portion / 2 } else { self.portion + PORTION };
        // In whole portions, so that the same is found however fast the machine is.
        self.portion = (self.portion / PORTION * PORTION).clamp(PORTION, MOST);
        match &mut self.work {
            Work::Here(hunt) => hunt.advance(self.portion),
            Work::Elsewhere(_) => None,
        }
    }

    pub(super) fn has_given_up(&self) -> bool {
        self.progress().bursts >= ENOUGH
    }
}
