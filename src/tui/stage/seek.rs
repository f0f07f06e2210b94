//! Going to a moment of a run.

use crate::history::Run;
use crate::sim::Time;

/// When the step at the cursor happened.
pub(super) fn step_at(run: &Run) -> Time {
    run.step().map_or(run.world().now(), |step| step.at)
}

/// Puts the cursor at the last step at or before a moment, of those that were reached on the branch.
pub(in crate::tui) fn go_to_moment(run: &mut Run, moment: Time) {
    // Steps are in the order of time. Looked for where they would be if they came evenly, and every second time in
    // the middle, in case they do not. Each look replays at most a checkpoint's worth of steps.
    let (mut low, mut high) = (run.start(), run.end());
    let (mut early, mut late) = (Time::ZERO, run.end_at());
    let mut halve = false;
    while low < high {
        let share = if halve {
            (high - low).div_ceil(2)
        } else {
            let span = late.0.saturating_sub(early.0).max(1);
            let wanted = moment.0.saturating_sub(early.0).min(span);
            let share = u128::from(high - low) * u128::from(wanted) / u128::from(span);
            u64::try_from(share).unwrap_or(u64::MAX).clamp(1, high - low)
        };
        halve = !halve;
        let probe = low + share;
        run.seek(probe);
        let at = step_at(run);
        if at <= moment {
            (low, early) = (probe, at);
        } else {
            (high, late) = (probe - 1, at);
        }
    }
    run.seek(low);
}
