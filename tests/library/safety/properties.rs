//! The five properties of Figure 3 against random clusters, random faults and broken servers; and the checker that
//! judges them against a slow one that takes Figure 3 at its word.

mod judge;

use crate::support::random_actions::{RandomAction, random_actions, setups};
use judge::Judge;
use proptest::prelude::*;
use raftarium::fuzz::{FuzzOptions, FuzzReport, WentWrong, run, schedule};
use raftarium::history::Watched;
use raftarium::paper::{Bug, BugSet, Property};
use raftarium::raft::{Index, Server};
use raftarium::sim::{Node, RequestState, Step};
use std::ops::ControlFlow;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

/// Plays random actions and hands every step to a witness.
fn play(watched: &mut Watched, random_actions: &[RandomAction], mut witness: impl FnMut(&Watched, &Step)) {
    let mut step = Step::default();
    for random_action in random_actions {
        if let Some(action) = random_action.action(&watched.world) {
            // A refusal changes nothing and is no step.
            if watched.act(&action, &mut step).is_ok() {
                witness(watched, &step);
            }
        }
        for _ in 0..random_action.then_steps() {
            if watched.step(&mut step) {
                witness(watched, &step);
            }
        }
    }
}

/// A client that was answered was told the truth, and servers that have applied as much hold the same store.
fn clients_were_told_the_truth(watched: &Watched) {
    for request in watched.world.requests() {
        if let RequestState::Answered { index, .. } = request.state {
            let committed = watched.checker.committed_at(index).unwrap();
            assert_eq!(committed.entry.payload, request.command.into(), "at index {index}");
        }
    }
    let running: Vec<_> =
        watched.world.nodes().iter().filter_map(Node::server).map(Server::volatile).collect();
    for (one, other) in running.iter().zip(running.iter().skip(1)) {
        if one.last_applied == other.last_applied {
            assert_eq!(one.store, other.store);
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn raft_keeps_all_five_properties_whatever_is_done_to_it(setup in setups(), random_actions in random_actions()) {
        let mut watched = Watched::new(setup).unwrap();
        let mut judge = Judge::new(&watched.world);
        play(&mut watched, &random_actions, |watched, step| {
            judge.look(&watched.world);
            assert_eq!(judge.violated(), [], "the slow checker, step {}", step.number);
            assert_eq!(watched.checker.violations(), [], "step {}", step.number);
        });
        clients_were_told_the_truth(&watched);
    }

    #[test]
    fn no_server_goes_back(setup in setups(), random_actions in random_actions()) {
        let mut watched = Watched::new(setup).unwrap();
        let mut before: Vec<_> = watched.world.nodes().to_vec();
        play(&mut watched, &random_actions, |watched, _| {
            for (was, is) in before.iter().zip(watched.world.nodes()) {
                assert!(was.persistent().current_term <= is.persistent().current_term, "terms only grow");
                if let Some(server) = is.server() {
                    let (volatile, last) = (server.volatile(), is.persistent().log.last_index());
                    assert!(volatile.last_applied == volatile.commit_index, "what is committed is applied at once");
                    assert!(volatile.commit_index <= last, "only what is in the log is committed");
                    if let Some(was) = was.server() {
                        assert!(was.volatile().commit_index <= volatile.commit_index, "commit index only grows");
                    }
                }
            }
            before = watched.world.nodes().to_vec();
        });
    }

    #[test]
    fn the_same_seed_and_the_same_actions_make_the_same_run(setup in setups(), random_actions in random_actions()) {
        let digests = |watched: &mut Watched, random_actions: &[RandomAction]| {
            let mut seen = Vec::new();
            play(watched, random_actions, |watched, step| seen.push((step.clone(), watched.world.digest())));
            seen
        };
        let mut first = Watched::new(setup.clone()).unwrap();
        let mut second = Watched::new(setup).unwrap();
        prop_assert_eq!(digests(&mut first, &random_actions), digests(&mut second, &random_actions));
        // A copy has the same future as the original.
        let mut copy = first.clone();
        prop_assert_eq!(digests(&mut first, &random_actions), digests(&mut copy, &random_actions));
        prop_assert!(first.checker.committed_from(Index(1)).eq(copy.checker.committed_from(Index(1))));
    }
}

/// Fuzzes until a seed breaks the property that the bug is known to break.
fn hunt(bug: Bug, seeds: u64) -> Option<(FuzzReport, usize)> {
    let wanted = bug.breaks();
    let breaks = |report: &FuzzReport| {
        report.failures.iter().position(|failure| match &failure.what {
            WentWrong::Violation(violation) => Some(violation.property) == wanted,
            _ => false,
        })
    };
    let bugs = BugSet::NONE.with(bug);
    let options = FuzzOptions { servers: 2..=5, seeds: 0..seeds, steps: 3_000, bugs, checked: true };
    let report = run(&options, |report| {
        if breaks(report).is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    breaks(&report).map(|position| (report, position))
}

/// The rules whose absence random search notices soon.
const FOUND_AT_RANDOM: [Bug; 15] = [
    Bug::MajorityHalf,
    Bug::VoteTwice,
    Bug::VoteForgotten,
    Bug::StaleVoteCounted,
    Bug::VotesAreACount,
    Bug::NoLogCheck,
    Bug::LengthOnly,
    Bug::LastTermOnly,
    Bug::MatchIsLeadersLog,
    Bug::AckOwnLength,
    Bug::CommitUncapped,
    Bug::OverwriteKeepsTail,
    Bug::PrevTermUnchecked,
    Bug::StaleAppendAccepted,
    Bug::LeaderOverwrites,
];

#[test]
fn a_rule_set_aside_is_noticed_in_the_property_that_it_protects() {
    for bug in FOUND_AT_RANDOM {
        assert!(hunt(bug, 600).is_some(), "{bug} was not noticed");
    }
}

#[test]
fn the_checker_finds_what_figure_3_says_and_nothing_else() {
    let mut seen = Vec::new();
    for bug in FOUND_AT_RANDOM {
        let Some((report, _)) = hunt(bug, 600) else { continue };
        for failure in &report.failures {
            let recorded = schedule(&failure.options(), failure.seed);
            let mut watched = Watched::new(recorded.setup).unwrap();
            let mut judge = Judge::new(&watched.world);
            let mut step = Step::default();
            let mut actions = recorded.actions.iter().peekable();
            // On beyond the first violation: to see what follows from it.
            while watched.world.last_step() < failure.at_step + 300 {
                if let Some(next) = actions.next_if(|next| next.after == watched.world.last_step()) {
                    watched.act(&next.action, &mut step).unwrap();
                } else if !watched.step(&mut step) {
                    break;
                }
                judge.look(&watched.world);
                let mut found: Vec<Property> =
                    watched.checker.violations().iter().map(|violation| violation.property).collect();
                found.sort_unstable();
                assert_eq!(found, judge.violated(), "{bug}, {}, step {}", failure.replay(), step.number);
            }
            seen.extend(judge.violated());
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, Property::ALL, "all five were put to the test");
}
