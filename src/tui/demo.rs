//! A demo on the stage: a script that was played to its end, and is shown to a class from pause to pause.
//!
//! One key goes on and one goes back, so that the remote control of slides is enough. Whatever else is done, the first key
//! leads back into the demo.

mod execute;
pub(in crate::tui) mod order;

use crate::history::{BranchId, Run};
use crate::script::Pause;

/// Where a demo stops, and on which branch.
#[derive(Clone, Debug)]
pub struct Demo {
    branch: BranchId,
    /// The beginning, every pause and the end, in this order.
    stops: Vec<Pause>,
    /// Its name in commands, if it comes with the program.
    pub(in crate::tui) word: Option<&'static str>,
    /// A class sees nothing.
    pub(in crate::tui) black: bool,
}

impl Demo {
    /// The demo of a run that stands at its beginning.
    pub(in crate::tui) fn new(run: &Run, pauses: &[Pause]) -> Demo {
        let end = Pause { step: run.end(), at: run.end_at() };
        // A pause behind the last step is the end itself, whatever time passes after that step.
        let end = Some(end).filter(|end| pauses.iter().all(|pause| pause.step < end.step));
        let mut stops: Vec<Pause> =
            [here(run)].into_iter().chain(pauses.iter().copied()).chain(end).collect();
        stops.sort_unstable();
        stops.dedup();
        Demo { branch: run.current().id(), stops, word: None, black: false }
    }

    /// Whether the run is on its branch.
    pub(in crate::tui) fn is_on(&self, run: &Run) -> bool {
        run.current().id() == self.branch
    }

    /// Where it stops next.
    pub(in crate::tui) fn next(&self, run: &Run) -> Option<Pause> {
        let here = here(run);
        self.stops.iter().copied().find(|stop| *stop > here).filter(|_| self.is_on(run))
    }

    /// Where it stopped last.
    fn last(&self, run: &Run) -> Option<Pause> {
        // What was left for another branch is left at a step: the moment after it is lost.
        self.stops.iter().rev().copied().find(|stop| stop.step <= run.cursor())
    }

    /// Where it stopped before.
    fn before(&self, run: &Run) -> Option<Pause> {
        let here = here(run);
        self.stops.iter().rev().copied().find(|stop| *stop < here)
    }

    /// At which stop the run stands, the beginning being 0, and how many follow the beginning.
    pub fn place(&self, run: &Run) -> (usize, usize) {
        let here = here(run);
        let passed = self.stops.iter().filter(|stop| **stop <= here).count();
        (passed.saturating_sub(1), self.stops.len() - 1)
    }
}

fn here(run: &Run) -> Pause {
    Pause { step: run.cursor(), at: run.world().now() }
}
