//! Hunting: for every rule of the bug lab a run is found from the rule's id alone, it violates just what the rule is
//! for, it is as short as it can be, and with the rule back it does no harm.

use crate::support::assert_that;
use raftarium::export::{Steps, Subject, jsonl};
use raftarium::history::Run;
use raftarium::hunt::{Finding, Goal, Hunt, HuntError};
use raftarium::language::{Condition, Known, Names, parse_condition};
use raftarium::paper::{Bug, BugSet, Property};
use raftarium::safety::{Checker, Violation};
use raftarium::script::{View, holds, session};
use raftarium::sim::{Action, Step, StepId, World};
use raftarium::trace::check;
use raftarium::trace::judge::Outcome;

/// More than any hunt should need: whoever reaches it has found nothing.
const MOST_BURSTS: u64 = 20_000_000;

fn hunt(bugs: BugSet, goal: Goal, seed: u64) -> Option<Finding> {
    let mut hunt = Hunt::new(bugs, goal, seed).unwrap();
    loop {
        let found = hunt.advance(10_000);
        if found.is_some() || hunt.progress().bursts > MOST_BURSTS {
            return found;
        }
    }
}

fn without(bug: Bug, seed: u64) -> Finding {
    hunt(BugSet::NONE.with(bug), Goal::Violation, seed).unwrap_or_else(|| panic!("{bug}: nothing was found"))
}

/// What the ordinary checker says of a finding's actions, played by hand in the ordinary world; the actions in `but` are
/// left out, and a property may go unwatched.
fn violations(found: &Finding, but: Option<usize>, ignored: Option<Property>) -> Vec<Violation> {
    let mut world = World::new(found.run.world().setup().clone()).unwrap();
    let mut checker = Checker::new(&world);
    if let Some(property) = ignored {
        checker.ignore(property);
    }
    let mut step = Step::default();
    while !world.is_booted() {
        world.step(&mut step);
        checker.observe(&world, &mut step);
    }
    for (position, recorded) in found.run.actions().iter().enumerate() {
        if Some(position) != but {
            world.pass(recorded.at);
            if world.act(&recorded.action, &mut step).is_ok() {
                checker.observe(&world, &mut step);
            }
        }
    }
    checker.violations().to_vec()
}

/// The properties that the judge of traces finds broken, who sees of the finding, up to a step, no more than a trace tells.
fn illegal(found: &Finding, last: StepId) -> Vec<Property> {
    let mut run = found.run.clone();
    let trunk = run.branches()[0].branch.id();
    run.switch(trunk).unwrap();
    let subject = Subject { title: "", intro: "", run: &run, notes: &[], steps: Steps { first: 1, last } };
    let mut trace = Vec::new();
    jsonl::write(&subject, &mut trace).unwrap();
    let judgement = check::check(&trace[..], |_| {}).unwrap().judgement;
    let is_illegal = |property: &Property| judgement.verdict(property.rule()).outcome() == Outcome::Illegal;
    Property::ALL.into_iter().filter(is_illegal).collect()
}

/// Everything that is promised of a finding without one rule.
fn check(bug: Bug, seed: u64) -> usize {
    let found = without(bug, seed);
    let property = bug.breaks().unwrap();
    let violation = found.violation.as_ref().expect("a violation was hunted");
    assert_eq!(violation.property, property, "{bug}");
    // It violates what the rule is for, and nothing else.
    let seen = violations(&found, None, None);
    assert_eq!(seen, std::slice::from_ref(violation), "{bug}");
    assert_eq!(violations(&found, None, Some(property)), [], "{bug}: with its property unwatched");
    let intact = found.intact.as_ref().expect("the rule was put back");
    assert!(intact.is_harmless(), "{bug}: {:?}", intact.violated);
    assert!(intact.parts_at.is_some(), "{bug}: the rule makes no difference");
    // Written as a trace it is judged from outside, and found illegal by the same property: in the last step, not before.
    let last = found.steps().last().map_or(0, |step| step.number);
    assert_eq!(illegal(&found, last), [property], "{bug}");
    assert_eq!(illegal(&found, last - 1), [], "{bug}");
    // As a session it comes back with both branches, as it was.
    let text = session::write(&found.run);
    let resumed = session::read(&text).unwrap().resume();
    assert_eq!(session::write(&resumed.run), text, "{bug}");
    assert_eq!(resumed.run.branches().len(), 2, "{bug}");
    found.actions
}

macro_rules! rows {
    ($($name:ident: $($bug:ident),+;)+) => { $(
        #[test]
        fn $name() {
            for bug in [$(Bug::$bug),+] {
                check(bug, 1);
            }
        }
    )+

    #[test]
    fn every_row_of_the_bug_lab_has_its_test() {
        let tested = [$($(Bug::$bug),+),+];
        for bug in Bug::ALL.iter().filter(|bug| bug.breaks().is_some()) {
            assert!(tested.contains(bug), "{bug} is not hunted");
        }
    } };
}

rows! {
    elections: MajorityHalf, VoteTwice, VoteForgotten, TermForgotten, VoteClearedByAppend;
    votes: StaleVoteCounted, StaleRequestVoteJudged, VotesAreACount;
    the_election_restriction: NoLogCheck, LengthOnly, LastTermOnly;
    commitment: CommitByCount, CommitUncapped, AckBeforeDurable;
    acknowledgements: MatchIsLeadersLog, AckOwnLength;
    an_old_acknowledgement: StaleAppendReplyCounted;
    an_old_match_index: MatchNotReset;
    logs: TruncateAlways, OverwriteKeepsTail, PrevTermUnchecked, StaleAppendAccepted, LeaderOverwrites;
}

#[test]
fn seeds_end_in_runs_of_nearly_the_same_length() {
    for bug in [Bug::VoteTwice, Bug::VoteForgotten, Bug::NoLogCheck, Bug::LastTermOnly, Bug::TruncateAlways] {
        let lengths: Vec<usize> = (2..5).map(|seed| without(bug, seed).actions).collect();
        let (shortest, longest) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
        assert!(longest - shortest <= 2, "{bug}: {lengths:?}");
    }
}

#[test]
fn the_same_seed_finds_the_same_run() {
    let [once, again] = [(); 2].map(|()| session::write(&without(Bug::NoLogCheck, 7).run));
    assert_eq!(once, again);
}

#[test]
fn no_action_can_be_left_out() {
    for bug in [Bug::VoteTwice, Bug::NoLogCheck, Bug::TruncateAlways] {
        let found = without(bug, 1);
        let property = bug.breaks().unwrap();
        for left_out in 0..found.run.actions().len() {
            let seen = violations(&found, Some(left_out), None);
            assert!(
                seen.iter().all(|violation| violation.property != property),
                "{bug}: {} is not needed",
                found.run.actions()[left_out]
                    .action
                    .server()
                    .map_or("it".into(), |server| server.to_string())
            );
        }
    }
}

#[test]
fn an_intact_cluster_reaches_what_is_asked_for() {
    for text in
        ["two leaders", "index 1 is on a majority and not index 1 is committed", "S1 is leader in term 3"]
    {
        let condition = parse_condition(text, &Known { servers: 3, names: Vec::new() }).unwrap();
        let mut found = hunt(BugSet::NONE, Goal::Situation(condition.clone()), 1).expect(text);
        assert_that(&found.violation, Option::is_none);
        assert_that(&found.intact, Option::is_none);
        let end = found.run.end();
        assert!(found.run.seek(end));
        assert!(holds(&condition, View { run: &found.run, names: &Names::default() }), "{text}");
        assert_that(&found.run.checker().violations(), |it| it.is_empty());
    }
}

/// Whether it comes to a situation without one of a finding's actions.
fn is_reached_without(found: &Finding, left_out: usize, condition: &Condition) -> bool {
    let mut run = Run::new(found.run.world().setup().clone()).unwrap();
    run.seek(found.run.start());
    found.run.actions().iter().enumerate().filter(|(position, _)| *position != left_out).any(
        |(_, recorded)| {
            run.pass(recorded.at);
            run.act(&recorded.action).is_ok()
                && holds(condition, View { run: &run, names: &Names::default() })
        },
    )
}

#[test]
fn nothing_can_be_left_out_of_a_run_to_a_situation() {
    let text = "CommitWithheld happened and Truncated happened";
    let condition = parse_condition(text, &Known { servers: 5, names: Vec::new() }).unwrap();
    let found = hunt(BugSet::NONE, Goal::Situation(condition.clone()), 1).expect(text);
    for (position, recorded) in found.run.actions().iter().enumerate() {
        assert!(!is_reached_without(&found, position, &condition), "{recorded:?} is not needed");
        // Without it the messages that follow have other numbers. This situation needs none.
        assert!(!matches!(recorded.action, Action::Duplicate(_)), "{recorded:?} is not needed");
    }
}

/// What clients ask is part of the logs that are asked for: a search at random has hardly a chance.
#[test]
fn logs_side_by_side_are_worked_out_and_nothing_can_be_left_out_on_the_way() {
    for text in [
        "log of S1 = 1 1 4 and log of S2 = 1 2 3",
        "log of S1 = 1 2 and log of S2 = 1 3",
        "log of S1 = 1 1 1 and log of S2 = 2 2",
        "log of S1 = 1:x=7 and log of S2 = 2:y=8 2",
        "log of S1 S3 = 1 3 and log of S2 = 2",
    ] {
        let condition = parse_condition(text, &Known { servers: 5, names: Vec::new() }).unwrap();
        let found = hunt(BugSet::NONE, Goal::Situation(condition.clone()), 1).expect(text);
        let mut run = found.run.clone();
        assert!(run.seek(run.end()));
        assert!(holds(&condition, View { run: &run, names: &Names::default() }), "{text}");
        assert_that(&run.checker().violations(), |it| it.is_empty());
        assert_eq!(found.actions, found.run.actions().len(), "{text}");
        for (position, recorded) in found.run.actions().iter().enumerate() {
            assert!(!is_reached_without(&found, position, &condition), "{text}: {recorded:?} is not needed");
        }
    }
}

#[test]
fn an_intact_cluster_violates_nothing_under_the_same_search() {
    assert_eq!(Hunt::new(BugSet::NONE, Goal::Violation, 1).err(), Some(HuntError::NoRule));
    let text = "Election Safety violated or Leader Append-Only violated or Log Matching violated or \
                Leader Completeness violated or State Machine Safety violated";
    let condition = parse_condition(text, &Known { servers: 5, names: Vec::new() }).unwrap();
    let mut hunt = Hunt::new(BugSet::NONE, Goal::Situation(condition), 1).unwrap();
    assert_that(&hunt.advance(5_000), Option::is_none);
}

#[test]
fn what_only_hurts_liveness_is_said_to() {
    let only = Hunt::new(BugSet::NONE.with(Bug::FixedTimeouts), Goal::Violation, 1);
    assert_eq!(only.err(), Some(HuntError::OnlyLiveness(Bug::FixedTimeouts)));
}
