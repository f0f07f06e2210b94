//! How a run came to break a property: the steps that mattered, and what the rule would have done.

use crate::support::assert_that;
use raftarium::explain::{Disaster, Role};
use raftarium::hunt::{Finding, Goal, Hunt};
use raftarium::paper::{Bug, BugSet};

fn find(bug: Bug) -> Finding {
    let mut hunt = Hunt::new(BugSet::NONE.with(bug), Goal::Violation, 1).unwrap();
    (0..4_000).find_map(|_| hunt.advance(500)).unwrap_or_else(|| panic!("{bug}: nothing was found"))
}

/// Of each kind of rule one: votes, terms, logs, counting, committing.
const BUGS: [Bug; 9] = [
    Bug::MajorityHalf,
    Bug::VoteTwice,
    Bug::VoteForgotten,
    Bug::VoteClearedByAppend,
    Bug::NoLogCheck,
    Bug::AckOwnLength,
    Bug::TruncateAlways,
    Bug::PrevTermUnchecked,
    Bug::LeaderOverwrites,
];

#[test]
fn a_run_says_by_itself_at_which_step_the_rule_would_have_stopped_it() {
    for bug in BUGS {
        let finding = find(bug);
        let disaster = Disaster::of(&finding.run).unwrap_or_else(|| panic!("{bug}"));
        assert_eq!(Some(&disaster.violation), finding.violation.as_ref(), "{bug}");
        assert_eq!(disaster.steps.last().map(|key| key.role), Some(Role::Broke), "{bug}");
        assert_eq!(disaster.length, disaster.violation.step - finding.run.start(), "{bug}");
        let wrong = disaster.went_wrong().unwrap_or_else(|| panic!("{bug}: the rule has nothing to say"));
        // What a server says may differ before what happens does.
        let (parts, _) = finding.intact.unwrap().parts_at.unwrap();
        assert!(wrong.step <= parts, "{bug}: {} and {parts}", wrong.step);
        // Every proof of the violation is among the steps that mattered, and fewer are told if fewer are asked for.
        for step in &disaster.violation.evidence {
            assert!(disaster.at(*step).is_some(), "{bug}: step {step}");
        }
        let told = disaster.most_telling(3);
        assert!(told.len() <= 3 && told.iter().any(|key| key.step == wrong.step), "{bug}");
        assert!(told.is_sorted_by_key(|key| key.step), "{bug}");
    }
}

#[test]
fn what_the_rule_would_have_done_is_told_in_the_words_of_the_run() {
    for (bug, words) in [
        (Bug::VoteTwice, "denies"),
        (Bug::VoteForgotten, "crashes"),
        (Bug::NoLogCheck, "denies"),
        (Bug::AckOwnLength, "acknowledges entries up to 0, not up to 1"),
        (Bug::TruncateAlways, "keeps entry 1"),
    ] {
        let disaster = Disaster::of(&find(bug).run).unwrap();
        let wrong = disaster.went_wrong().unwrap();
        let objection = wrong.objection.as_ref().unwrap();
        assert!(objection.head.contains(words), "{bug}: {}", objection.head);
        assert_eq!(
            wrong.server.map(|server| objection.head.contains(&server.to_string())),
            Some(true),
            "{bug}"
        );
        assert!(!objection.place.is_empty(), "{bug}");
    }
}

#[test]
fn an_intact_run_and_one_that_breaks_nothing_are_no_disasters() {
    let finding = find(Bug::VoteTwice);
    let mut run = finding.run.clone();
    run.switch(finding.intact.unwrap().branch).unwrap();
    assert!(Disaster::of(&run).is_none(), "with the rule back nothing breaks");
    assert_that(&Disaster::place(&run), Option::is_none);
    let fresh = raftarium::history::Run::new(raftarium::sim::Setup::of(3, 1)).unwrap();
    assert_that(&Disaster::of(&fresh), Option::is_none);
}
