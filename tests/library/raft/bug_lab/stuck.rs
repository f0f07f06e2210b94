//! Rules that only progress rests on: without one of them every property holds, nothing moves, and the diagnosis names just
//! this cause. The scripts expect all of it themselves; here it is seen that they do, and that the rule matters.

use crate::support::assert_that;
use raftarium::hunt::stuck;
use raftarium::language::parse;
use raftarium::paper::Bug;
use raftarium::safety::{Stuck, diagnose};
use raftarium::script::{PlayOptions, play_through};

const CAUSES: [(Bug, Stuck); 4] = [
    (Bug::FixedTimeouts, Stuck::TimeoutsNotRandom),
    (Bug::TimerResetByAny, Stuck::TimerResetByAny),
    (Bug::TimerResetByStale, Stuck::TimerResetByStale),
    (Bug::NextNeverLowered, Stuck::NextNeverLowered),
];

/// Whether a script goes as it expects; and what the diagnosis is at its end, with everything that was violated.
fn played(text: &str) -> (bool, Option<Stuck>, usize) {
    let script = parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    let (report, run) = play_through(&script, &PlayOptions::default());
    let run = run.unwrap();
    let found = diagnose(run.world(), run.checker());
    (report.failure.is_none(), found.map(|found| found.cause), run.checker().violations().len())
}

/// The part of a script before its rule is put back.
fn without(text: &str) -> &str {
    &text[..text.find("note The rule is back").unwrap()]
}

#[test]
fn every_rule_that_only_progress_rests_on_has_an_example() {
    for bug in Bug::ALL {
        let only_progress = bug.breaks().is_none();
        assert_eq!(stuck::example(*bug).is_some(), only_progress, "{bug}");
        assert_eq!(CAUSES.iter().any(|(known, _)| known == bug), only_progress, "{bug}");
    }
}

#[test]
fn safe_but_stuck_because_of_just_this_rule() {
    for (bug, cause) in CAUSES {
        let text = stuck::example(bug).unwrap();
        assert_eq!(played(without(text)), (true, Some(cause), 0), "{bug}");
        // Put back, it goes on as the script expects.
        let (report, run) = stuck::play(bug).unwrap();
        assert!(report.failure.is_none(), "{report}");
        assert_that(&run.checker().violations(), |it| it.is_empty());
        // Obeyed from the start, the same script does not come to what it expects: it is the rule that is missed.
        let obeyed = without(text).replace(&format!("without {bug}\n"), "");
        assert_ne!(obeyed, without(text));
        let (as_expected, found, violations) = played(&obeyed);
        assert!(!as_expected && found != Some(cause), "{bug}: {found:?}");
        assert_eq!(violations, 0);
    }
}

#[test]
fn broadcast_time_above_the_election_timeout() {
    let slow =
        "servers 5\nlatency 90..100ms\nrun 20s\nexpect no leader\nexpect BecameLeader never happened\n";
    let fast = slow.replace("90..100ms", "1..10ms");
    assert_eq!(
        played(&format!("election-timeout 100..150ms\n{slow}")),
        (true, Some(Stuck::TimeoutsTooShort), 0)
    );
    assert_eq!(played(&format!("election-timeout 100..150ms\n{fast}")), (false, None, 0));
}
