//! Rules that only progress depends on: without them nothing breaks, and there is nothing to hunt for. What goes wrong
//! instead is shown by a short script for each, which ends with the rule put back.

use crate::history::Run;
use crate::language::{Script, parse};
use crate::paper::Bug;
use crate::script::{PlayOptions, Report, play_through};

/// A cluster that is safe and stuck for want of a rule, and goes on once it is back. None for rules that
/// safety depends on.
pub fn example(bug: Bug) -> Option<&'static str> {
    Some(match bug {
        Bug::FixedTimeouts => include_str!("stuck/fixed-timeouts.raft"),
        Bug::TimerResetByAny => include_str!("stuck/timer-reset-by-any.raft"),
        Bug::TimerResetByStale => include_str!("stuck/timer-reset-by-stale.raft"),
        Bug::NextNeverLowered => include_str!("stuck/next-never-lowered.raft"),
        _ => return None,
    })
}

/// Plays the example of a rule: the story as it was told, and the run.
pub fn play(bug: Bug) -> Option<(Report, Run)> {
    let script: Script = parse(example(bug)?).ok()?;
    let options = PlayOptions { name: format!("without {bug}"), ..PlayOptions::default() };
    let (report, run) = play_through(&script, &options);
    Some((report, run?))
}
