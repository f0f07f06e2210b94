//! Whole runs of our own cluster: legal with every fault as long as no rule is off, whatever is left out of their
//! traces; and illegal as soon as a rule that is off has been broken.

use crate::support::silence::{Dice, Silence};
use raftarium::fuzz::{self, FuzzOptions};
use raftarium::history::Run;
use raftarium::paper::{Bug, BugSet, Rule};
use raftarium::trace::judge::{Judge, Judgement, Law, Outcome};
use raftarium::trace::{Event, Kind, Node, Recorder};

/// The trace of a seed of the fuzzer, up to the step in which a property broke.
fn trace(options: &FuzzOptions, seed: u64) -> (Vec<Node>, Vec<Event>, Option<u64>) {
    let replay = fuzz::schedule(options, seed);
    let mut run = Run::new(replay.setup).expect("the fuzzer makes clusters");
    let mut recorder = Recorder::new(run.world().size());
    let mut events = Vec::new();
    for step in run.recent() {
        recorder.step(step, run.world(), &mut events);
    }
    let mut broken = None;
    for recorded in &replay.actions {
        while run.cursor() < recorded.after && forward(&mut run, &mut recorder, &mut events, &mut broken) {}
        run.pass(recorded.at);
        if run.act(&recorded.action).is_ok() {
            note(&run, &mut recorder, &mut events, &mut broken);
        }
    }
    for _ in 0..200 {
        forward(&mut run, &mut recorder, &mut events, &mut broken);
    }
    (raftarium::trace::header(&run, "").members, events, broken)
}

fn forward(
    run: &mut Run,
    recorder: &mut Recorder,
    events: &mut Vec<Event>,
    broken: &mut Option<u64>,
) -> bool {
    let went = run.forward().is_some();
    if went {
        note(run, recorder, events, broken);
    }
    went
}

fn note(run: &Run, recorder: &mut Recorder, events: &mut Vec<Event>, broken: &mut Option<u64>) {
    if let Some(step) = run.step() {
        recorder.step(step, run.world(), events);
        if broken.is_none() && !run.checker().violations().is_empty() {
            *broken = events.last().map(|event| event.line);
        }
    }
}

fn judged(members: &[Node], events: &[Event]) -> Judgement {
    let mut judge = Judge::new();
    judge.set_members(members);
    for event in events {
        judge.observe(event);
    }
    judge.finish()
}

/// The laws that are judged by what nodes say of terms, votes, candidacies, leaders, restarts, and messages.
const ELECTIONS: [Law; 14] = [
    Law::Rule(Rule::P1),
    Law::Rule(Rule::P2),
    Law::Rule(Rule::C1),
    Law::Rule(Rule::T1),
    Law::Rule(Rule::T2),
    Law::Rule(Rule::T3),
    Law::Rule(Rule::E0),
    Law::Rule(Rule::E2),
    Law::Rule(Rule::E3),
    Law::Rule(Rule::E4),
    Law::Rule(Rule::V1),
    Law::Rule(Rule::V2),
    Law::Rule(Rule::I1),
    Law::Messages,
];

/// The first of these laws that is found broken. The laws of logs have a test of this kind of their own.
fn guilty(judgement: &Judgement) -> Option<Law> {
    let broken = |law: &Law| judgement.verdict(*law).outcome() == Outcome::Illegal;
    ELECTIONS.into_iter().find(broken)
}

/// What was found, with the numbers of the nodes for names.
fn shown(judgement: &Judgement) -> Vec<String> {
    const NUMBERS: [&str; 7] = ["n0", "n1", "n2", "n3", "n4", "n5", "n6"];
    let findings = judgement.findings().into_iter();
    findings
        .map(|found| {
            let says = found.says.with(|node| NUMBERS[node.position()]);
            format!("{} {}: {says}", found.line, found.law.id())
        })
        .collect()
}

fn options(steps: u64) -> FuzzOptions {
    FuzzOptions { servers: 1..=7, seeds: 0..1, steps, bugs: BugSet::NONE, checked: true }
}

#[test]
fn runs_with_every_fault_and_no_rule_off_are_legal() {
    let mut occasions = [0; ELECTIONS.len()];
    for seed in 0..60 {
        let (members, events, broken) = trace(&options(1_500), seed);
        assert_eq!(broken, None);
        let judgement = judged(&members, &events);
        assert!(judgement.is_legal(), "seed {seed}: {:#?}", shown(&judgement));
        for (count, law) in occasions.iter_mut().zip(ELECTIONS) {
            *count += judgement.verdict(law).judged;
        }
        let messages = judgement.verdict(Law::Messages);
        assert_eq!(messages.lacking.values().sum::<u64>(), 0, "seed {seed}: every message is accounted for");
    }
    for (count, law) in occasions.iter().zip(ELECTIONS) {
        assert!(*count > 20, "{}: {count} occasions", law.id());
    }
}

#[test]
fn what_is_left_out_is_never_held_against_anyone() {
    let mut dice = Dice(7);
    for seed in 0..30 {
        let (members, events, _) = trace(&options(800), seed);
        for _ in 0..20 {
            let silence = Silence::of(&mut dice);
            let from = if dice.one_in(3) { events.len() / 3 } else { 0 };
            let told: Vec<Event> = events[from..].iter().filter_map(|event| silence.told(event)).collect();
            let members = if dice.one_in(2) { &members[..] } else { &[] };
            let judgement = judged(members, &told);
            let found = shown(&judgement);
            assert_eq!(
                guilty(&judgement),
                None,
                "seed {seed} from {from} {silence:?} {members:?}: {found:#?}"
            );
        }
    }
}

/// A node whose lines are missing altogether, and messages whose lines are missing here and there.
#[test]
fn lines_that_are_missing_are_never_held_against_anyone() {
    for seed in 0..30 {
        let (members, events, _) = trace(&options(800), seed);
        for member in &members {
            let told: Vec<Event> = events.iter().filter(|event| event.node != *member).cloned().collect();
            let judgement = judged(&members, &told);
            assert_eq!(guilty(&judgement), None, "seed {seed} without {member:?}: {:#?}", shown(&judgement));
        }
        // One file a node, put one behind the other by someone who does not know better, without what was sent.
        let mut told = events.clone();
        told.retain(|event| event.kind != Kind::Send);
        told.sort_by_key(|event| event.node);
        let judgement = judged(&members, &told);
        assert_eq!(guilty(&judgement), None, "seed {seed}: {:#?}", shown(&judgement));
    }
}

/// The bug lab: with a rule off, a trace is found illegal where that rule is broken, and at the latest where the
/// property of Figure 3 is that it protects.
fn found_without(bug: Bug, rule: Rule) {
    let bugs = BugSet::NONE.with(bug);
    let options = FuzzOptions { servers: 3..=5, seeds: 0..1, steps: 3_000, bugs, checked: true };
    let mut found = 0;
    for seed in 0..200 {
        let (members, events, broken) = trace(&options, seed);
        let judgement = judged(&members, &events);
        if let Some(broken) = broken {
            let first = judgement.findings().first().map(|finding| finding.line);
            assert!(
                first.is_some_and(|line| line <= broken),
                "seed {seed}: {broken} {:#?}",
                shown(&judgement)
            );
        }
        found += u32::from(judgement.verdict(rule).outcome() == Outcome::Illegal);
        if found == 3 {
            return;
        }
    }
    panic!("{bug}: found in {found} seeds");
}

#[test]
fn half_of_the_votes_are_no_majority() {
    found_without(Bug::MajorityHalf, Rule::E3);
}

#[test]
fn votes_that_are_merely_counted_are_found() {
    found_without(Bug::VotesAreACount, Rule::E3);
}

#[test]
fn second_votes_are_found() {
    found_without(Bug::VoteTwice, Rule::V1);
    found_without(Bug::VoteClearedByAppend, Rule::V1);
}

#[test]
fn what_a_restart_forgets_is_found() {
    found_without(Bug::VoteForgotten, Rule::P1);
    found_without(Bug::TermForgotten, Rule::P1);
}

#[test]
fn votes_for_logs_that_are_behind_are_found() {
    found_without(Bug::NoLogCheck, Rule::V2);
    found_without(Bug::LengthOnly, Rule::V2);
    found_without(Bug::LastTermOnly, Rule::V2);
}

#[test]
fn what_is_stale_and_obeyed_is_found() {
    found_without(Bug::StaleVoteCounted, Rule::T3);
    found_without(Bug::StaleRequestVoteJudged, Rule::T2);
    found_without(Bug::StaleAppendAccepted, Rule::T2);
}
