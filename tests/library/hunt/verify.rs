//! The exhaustive check: that the intact server passes, that it would not if it were broken, and that what makes the
//! check small (names that do not matter, what nobody acts upon) makes no difference to its verdict.

mod symmetry;
mod workers;

use crate::support::assert_that;
use raftarium::hunt::verify::{Bounds, BoundsError, Ended, Progress, Verified, verify};
use raftarium::paper::{Bug, BugSet, Property};
use raftarium::raft::Options;
use std::ops::ControlFlow;

/// No faults but losses.
const CALM: Bounds = Bounds {
    servers: 3,
    terms: 2,
    commands: 1,
    restarts: 0,
    beats: 0,
    duplicates: 0,
    flights: 2,
    entries: 8,
    options: Options {
        no_op_on_election: false,
        back_up: raftarium::raft::BackUp::OneByOne,
        max_entries: 100,
        probe_empty: false,
        bugs: BugSet::NONE,
    },
    only: None,
    symmetry: true,
    essence: true,
    most_states: None,
    most_bytes: None,
};

fn check(bounds: Bounds) -> Verified {
    verify(&bounds, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn without(bug: Bug, bounds: Bounds) -> Bounds {
    let options = Options { bugs: BugSet::NONE.with(bug), ..bounds.options };
    Bounds { options, only: bug.breaks(), ..bounds }
}

fn often(verified: &Verified, situation: &str) -> u64 {
    verified.sometimes.rows().find(|(name, _)| *name == situation).unwrap().1
}

#[test]
fn the_intact_server_passes_and_everything_that_matters_has_happened() {
    let verified = check(Bounds { commands: 2, ..CALM });
    assert!(verified.holds(), "{verified}");
    assert_eq!((verified.frontier, verified.violation.as_ref()), (0, None));
    let never: Vec<_> = verified.sometimes.never().collect();
    assert_eq!(never, ["a leader crashed"]);
    let crashes = check(Bounds { restarts: 1, terms: 1, ..CALM });
    assert!(crashes.holds());
    assert_that(&often(&crashes, "a leader crashed"), |it| *it > 0);
}

#[test]
fn the_same_bounds_give_the_same_numbers() {
    let (first, second) = (check(CALM), check(CALM));
    assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap());
    assert_eq!(first.to_string(), second.to_string());
    // Pinned: a change here is a change of what the server does or of what the check sees.
    assert_eq!((first.states, first.transitions, first.depth), (7754, 38195, 17));
}

#[test]
fn wider_bounds_hold_all_that_narrower_ones_do() {
    let narrow = check(CALM);
    for wide in [
        Bounds { flights: 3, ..CALM },
        Bounds { duplicates: 1, ..CALM },
        Bounds { restarts: 1, ..CALM },
        Bounds { beats: 1, ..CALM },
    ] {
        let wide = check(wide);
        assert!(wide.holds() && wide.states > narrow.states, "{wide}");
    }
}

#[test]
fn names_make_no_difference_but_to_the_number_of_states() {
    let calm = Bounds { terms: 1, restarts: 1, duplicates: 1, ..CALM };
    for (bounds, names) in
        [(calm, 6), (Bounds { servers: 2, ..calm }, 2), (Bounds { servers: 4, flights: 1, ..calm }, 24)]
    {
        let (merged, apart) = (check(bounds), check(Bounds { symmetry: false, ..bounds }));
        assert_eq!((merged.ended, merged.depth), (apart.ended, apart.depth), "{bounds}");
        assert!(merged.states * names >= apart.states, "{merged}\n{apart}");
        assert!(merged.states * names < apart.states * 2, "{merged}\n{apart}");
    }
}

#[test]
fn what_nobody_acts_upon_makes_no_difference_but_to_the_number_of_states() {
    let bounds = Bounds { terms: 1, restarts: 1, duplicates: 1, ..CALM };
    let (essence, all) = (check(bounds), check(Bounds { essence: false, ..bounds }));
    assert!(essence.holds() && all.holds());
    assert_that(&(essence.states, all.states), |(a, b)| a < b);
}

/// Rules, bounds within which their absence kills, and the length of a shortest run.
fn fatal() -> [(Bug, Bounds, usize); 10] {
    let crash = Bounds { restarts: 1, ..CALM };
    let two = Bounds { commands: 2, ..CALM };
    [
        (Bug::MajorityHalf, Bounds { servers: 2, terms: 1, ..CALM }, 2),
        (Bug::VoteTwice, Bounds { terms: 1, ..CALM }, 6),
        (Bug::VoteForgotten, Bounds { terms: 1, ..crash }, 7),
        (Bug::TermForgotten, crash, 7),
        (Bug::VoteClearedByAppend, CALM, 7),
        (Bug::StaleVoteCounted, CALM, 7),
        (Bug::NoLogCheck, CALM, 9),
        (Bug::AckBeforeDurable, crash, 10),
        (Bug::LeaderOverwrites, two, 9),
        (Bug::TruncateAlways, two, 10),
    ]
}

#[test]
fn without_a_rule_its_property_breaks_and_the_ordinary_checker_agrees() {
    for (bug, bounds, length) in fatal() {
        let verified = check(without(bug, bounds));
        assert_eq!(verified.ended, Ended::Violated, "{bug}");
        let violation = verified.violation.as_ref().unwrap();
        assert_eq!(
            (Some(violation.property), violation.run.len()),
            (bug.breaks(), length),
            "{bug}:\n{violation}"
        );
        let finding = verified.finding().unwrap_or_else(|| panic!("{bug}:\n{violation}"));
        let judged = finding.violation.as_ref().map(|violation| violation.property);
        assert_eq!((judged, finding.actions), (bug.breaks(), length));
        assert!(finding.intact.unwrap().is_harmless(), "{bug}");
        // The same bounds with the rule back.
        assert!(check(bounds).holds(), "{bug}");
    }
}

#[test]
fn a_shortest_violation_is_as_short_with_every_state_told_apart() {
    for (bug, bounds, length) in fatal() {
        if length > 7 {
            continue;
        }
        let bounds = without(bug, bounds);
        for apart in [Bounds { symmetry: false, ..bounds }, Bounds { essence: false, ..bounds }] {
            let verified = check(apart);
            assert_eq!(verified.violation.map(|violation| violation.run.len()), Some(length), "{bug}");
        }
    }
}

#[test]
fn a_property_that_is_not_judged_is_not_reported() {
    let bounds = without(Bug::VoteTwice, Bounds { terms: 1, commands: 0, ..CALM });
    let verified = check(Bounds { only: Some(Property::LogMatching), ..bounds });
    assert!(verified.holds());
}

#[test]
fn a_check_that_is_cut_short_says_what_it_covered() {
    let whole = check(CALM);
    let short = check(Bounds { most_states: Some(1000), ..CALM });
    assert_eq!(short.ended, Ended::OutOfStates);
    assert!(!short.holds());
    assert_that(&short.frontier, |it| *it > 0);
    assert_that(&(short.depth, whole.depth), |(a, b)| a < b);
    let text = short.to_string();
    assert!(
        text.contains(&format!("All five properties held in every run of up to {} actions", short.depth)),
        "{text}"
    );
    let tight = check(Bounds { most_bytes: Some(1), ..CALM });
    assert_eq!((tight.ended, tight.states, tight.depth), (Ended::OutOfMemory, 1, 0));

    let mut seen: Vec<Progress> = Vec::new();
    let cancelled = verify(&CALM, &mut |progress| {
        seen.push(*progress);
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let cancelled = cancelled.unwrap();
    assert_eq!(cancelled.ended, Ended::Cancelled);
    assert_eq!((cancelled.states, cancelled.transitions), (seen[1].states, seen[1].transitions));
    assert_eq!(seen[0].states, 1);
    assert_that(&seen[1].states, |it| *it > 1000);
}

#[test]
fn how_many_states_there_will_be_is_guessed_well_before_the_end() {
    let mut guesses = Vec::new();
    let whole = verify(&Bounds { flights: 3, ..CALM }, &mut |progress| {
        guesses.push((progress.states, progress.expected));
        ControlFlow::Continue(())
    });
    let whole = whole.unwrap().states;
    let early = guesses.iter().filter(|(states, _)| *states < whole * 4 / 5).filter_map(|(_, guess)| *guess);
    let early: Vec<u64> = early.collect();
    assert!(!early.is_empty(), "{guesses:?}");
    assert!(early.iter().all(|guess| (whole / 3..whole * 3).contains(guess)), "{early:?}, {whole}");
}

#[test]
fn a_stored_state_is_small() {
    let verified = check(Bounds { flights: 3, ..CALM });
    assert!(verified.states > 40_000 && verified.bytes / verified.states <= 100, "{verified}");
}

#[test]
fn bounds_beyond_reach_are_refused() {
    let refused = |bounds: Bounds| verify(&bounds, &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(refused(Bounds { servers: 6, ..CALM }), BoundsError::Servers(6));
    assert_eq!(refused(Bounds { servers: 1, ..CALM }), BoundsError::Servers(1));
    assert_eq!(refused(Bounds { terms: 8, ..CALM }), BoundsError::Terms(8));
    assert_eq!(refused(Bounds { flights: 0, ..CALM }), BoundsError::Flights(0));
    assert_eq!(refused(Bounds { commands: 9, entries: 9, ..CALM }), BoundsError::Entries(9));
    let no_op = Options { no_op_on_election: true, ..CALM.options };
    assert_eq!(refused(Bounds { commands: 7, options: no_op, ..CALM }), BoundsError::Entries(9));
}
