//! Random schedules with every kind of fault.
//!
//! Each seed makes a cluster, plays a random schedule on it, and judges all five properties of Figure 3 after
//! every step. It ends with a test of liveness: faults stop, a bare majority is healed and restarted, and then a
//! leader must emerge and a new command commit within a bound.
//!
//! One fault is left out: a disk is never wiped. Raft does not survive a server that forgets what it has
//! promised (rule P1), so a run with a wiped disk proves nothing.
//!
//! Everything follows from the number of servers, the seed, the number of steps and the rules off: the
//! same four make the same run on every machine.

mod chaos;
mod failure;
mod report;
mod saved;
mod seed;
mod sometimes;
mod text;

pub use chaos::Fault;
pub use failure::{Failure, WentWrong};
pub use report::FuzzReport;

use crate::history::PlacedAction;
use crate::paper::BugSet;
use crate::sim::Setup;
use std::ops::{ControlFlow, Range, RangeInclusive};

/// What is to be fuzzed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FuzzOptions {
    /// How many servers; of a range, each seed picks one.
    pub servers: RangeInclusive<usize>,
    /// The seeds, the last one excluded.
    pub seeds: Range<u64>,
    /// How many steps each seed takes before its test of liveness. A step is a delivery, a loss, a timer that
    /// runs out, or an action.
    pub steps: u64,
    /// The rules that are off.
    pub bugs: BugSet,
    /// Whether the properties are checked: off only to see what checking costs.
    pub checked: bool,
}

impl Default for FuzzOptions {
    fn default() -> Self {
        FuzzOptions { servers: 5..=5, seeds: 0..100, steps: 10_000, bugs: BugSet::NONE, checked: true }
    }
}

/// A seed as a run that can be watched: the setup, and everything that was done to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// How the cluster began.
    pub setup: Setup,
    /// What was done, and after which step.
    pub actions: Vec<PlacedAction>,
}

/// Plays all seeds. `progress` is told after each of them, and every so many steps of a long one, what was seen so
/// far; it can end the work.
pub fn run(options: &FuzzOptions, mut progress: impl FnMut(&FuzzReport) -> ControlFlow<()>) -> FuzzReport {
    let mut report = FuzzReport::new(options);
    for seed in options.seeds.clone() {
        let flow = seed::play(options, seed, &mut report, &mut progress);
        if flow.is_break() || progress(&report).is_break() {
            break;
        }
    }
    report
}

/// Plays one seed again and records what was done: for a failure to be looked at step by step.
pub fn schedule(options: &FuzzOptions, seed: u64) -> Schedule {
    seed::schedule(options, seed)
}

#[cfg(test)]
mod tests;
