//! What the fuzzer promises: it is deterministic, not idle, finds nothing in Raft and something in broken Raft.

use super::{Failure, FuzzOptions, FuzzReport, WentWrong, run, schedule};
use crate::history::{Run, Watched};
use crate::language;
use crate::paper::{Bug, BugSet, Property};
use crate::safety::Stuck;
use crate::script::{self, PlayOptions};
use crate::sim::Step;
use std::ops::ControlFlow;

fn play(options: &FuzzOptions) -> FuzzReport {
    run(options, |_| ControlFlow::Continue(()))
}

fn small() -> FuzzOptions {
    FuzzOptions { seeds: 0..20, steps: 3_000, ..FuzzOptions::default() }
}

#[test]
fn nothing_is_found_in_raft_and_much_happens() {
    let report = play(&FuzzOptions { servers: 1..=9, seeds: 0..45, ..small() });
    assert_eq!(report.failures, []);
    assert_eq!(report.never(), Vec::<&str>::new());
    assert_eq!(report.recovered, 45);
    for (fault, number) in super::Fault::ALL.iter().zip(&report.fault_counts) {
        assert!(*number > 0, "{} never happened", fault.name());
    }
    println!("{report}");
}

#[test]
fn the_same_options_see_the_same() {
    assert_eq!(play(&small()), play(&small()));
}

#[test]
fn without_the_check_of_the_log_a_seed_fails_and_its_replay_fails_the_same() {
    let options = FuzzOptions { bugs: BugSet::NONE.with(Bug::NoLogCheck), servers: 3..=5, ..small() };
    let report = play(&options);
    let failure = &report.failures[0];
    let WentWrong::Violation(violation) = &failure.what else { panic!("{}", failure.what) };
    assert_eq!(violation.property, Property::LeaderCompleteness);
    // The command that the report names makes the same failure.
    assert_eq!(play(&failure.options()).failures[0], *failure);
    // And so do the recorded actions in a world of their own.
    let recorded = schedule(&failure.options(), failure.seed);
    let mut watched = Watched::new(recorded.setup).unwrap();
    let mut step = Step::default();
    let mut actions = recorded.actions.iter().peekable();
    while watched.checker.violations().is_empty() {
        if let Some(next) = actions.next_if(|next| next.after == watched.world.last_step()) {
            watched.act(&next.action, &mut step).unwrap();
        } else {
            assert!(watched.step(&mut step));
        }
    }
    assert_eq!(watched.checker.violations()[0], *violation);
}

#[test]
fn the_work_can_be_ended() {
    let mut calls = 0;
    let report = run(&small(), |_| {
        calls += 1;
        if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(report.seeds, 3);
}

#[test]
fn the_report_says_how_to_replay() {
    let bugs = BugSet::NONE.with(Bug::MajorityHalf);
    let report = play(&FuzzOptions { servers: 4..=4, bugs, ..small() });
    let text = report.to_string();
    assert!(text.contains("Election Safety is violated at step"), "{text}");
    assert!(text.contains("raftarium fuzz --servers 4 --seeds "), "{text}");
    assert!(text.contains("--without majority-half"), "{text}");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["without"][0], "majority-half");
    assert!(json["fact_counts"]["BecameLeader"].as_u64() > Some(0), "{}", json["fact_counts"]);
}

#[test]
fn a_healed_majority_that_commits_nothing_is_a_failure_with_its_cause() {
    let bugs = BugSet::NONE.with(Bug::NextNeverLowered);
    let report = play(&FuzzOptions { bugs, ..small() });
    let stuck = report.failures.iter().find_map(|failure| match &failure.what {
        WentWrong::Liveness { diagnosis, .. } => diagnosis.clone(),
        _ => None,
    });
    assert_eq!(stuck.map(|found| found.cause), Some(Stuck::NextNeverLowered));
    for failure in &report.failures {
        assert!(matches!(failure.what, WentWrong::Liveness { .. }), "{:?}", failure.what);
    }
}

#[test]
fn the_report_tells_of_some_failures_and_counts_the_rest() {
    let bugs = BugSet::NONE.with(Bug::NoLogCheck);
    let text = play(&FuzzOptions { seeds: 0..60, bugs, ..small() }).to_string();
    assert_eq!(text.matches("  replay: ").count(), 10, "{text}");
    assert!(text.ends_with("more: --format json has them all\n"), "{text}");
}

/// Played as a script: from its text, as a file would be.
fn played(failure: &Failure) -> (script::Report, Option<Run>) {
    let text = failure.script().to_string();
    let script = language::parse(&text).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(script.title().starts_with(&format!("Seed {} of the fuzzer: ", failure.seed)), "{text}");
    script::play_through(&script, &PlayOptions::default())
}

#[test]
fn a_failure_as_a_script_ends_in_the_same_violation() {
    for bug in [Bug::NoLogCheck, Bug::MajorityHalf, Bug::TruncateAlways] {
        let bugs = BugSet::NONE.with(bug);
        let report = play(&FuzzOptions { bugs, servers: 4..=5, seeds: 0..40, ..small() });
        let failure = &report.failures[0];
        let WentWrong::Violation(violation) = &failure.what else { panic!("{}", failure.what) };
        let (report, run) = played(failure);
        assert!(report.held(), "{report}");
        assert_eq!(report.violations[0], *violation);
        assert_eq!(run.map(|run| run.cursor()), Some(failure.at_step));
        assert_eq!(report.without, [bug]);
    }
}

#[test]
fn a_cluster_that_is_stuck_is_stuck_as_a_script_too() {
    let bugs = BugSet::NONE.with(Bug::NextNeverLowered);
    let report = play(&FuzzOptions { bugs, ..small() });
    let failure = &report.failures[0];
    let script = failure.script();
    assert!(script.to_string().contains("expect stuck because "), "{}", failure.what);
    let (report, run) = played(failure);
    assert!(report.held(), "{report}");
    assert_eq!((report.violations, run.map(|run| run.cursor())), (Vec::new(), Some(failure.at_step)));
}
