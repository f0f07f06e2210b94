//! Past and future cones: by hand, and against brute force on wild runs.

use crate::support::{assert_that, wild};
use proptest::prelude::*;
use raftarium::history::{Cone, Run, cause_of, effects_of};
use raftarium::raft::{MessageKind, Timer};
use raftarium::sim::{Action, Loss, Setup, Step, StepId, What};
use std::collections::BTreeSet;

fn wild_steps(servers: usize, seed: u64, moves: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    wild::steps(Setup::of(servers, seed), moves, |step| steps.push(step.clone()));
    steps
}

/// What comes right before a step, looked for in the simplest way.
fn right_before(steps: &[Step], step: &Step) -> BTreeSet<StepId> {
    let same_server = steps
        .iter()
        .filter(|other| other.number < step.number && other.server().is_some())
        .filter(|other| other.server() == step.server())
        .map(|other| other.number)
        .max();
    let first = steps[0].number;
    same_server.into_iter().chain(step.cause.filter(|cause| *cause >= first)).collect()
}

/// Everything that a step depends on: what comes right before it, and right before that, until nothing is new.
fn past_by_force(steps: &[Step], of: StepId) -> BTreeSet<StepId> {
    let at = |number: StepId| &steps[(number - steps[0].number) as usize];
    let mut past = right_before(steps, at(of));
    loop {
        let more: BTreeSet<StepId> =
            past.iter().flat_map(|number| right_before(steps, at(*number))).collect();
        let before = past.len();
        past.extend(more);
        if past.len() == before {
            return past;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cones_are_what_brute_force_finds(servers in 1_usize..8, seed in 0_u64..1_000, cut in 0_usize..40) {
        let steps = wild_steps(servers, seed, 160);
        // The steps at hand need not begin with the run.
        let steps = &steps[cut.min(steps.len() - 1)..];
        let pasts: Vec<BTreeSet<StepId>> =
            steps.iter().map(|step| past_by_force(steps, step.number)).collect();
        for (step, past) in steps.iter().zip(&pasts) {
            let cone = Cone::of(steps, step.number).unwrap();
            let found: BTreeSet<StepId> = cone.past().collect();
            prop_assert_eq!(&found, past, "the past of {}", step.number);
            let future: BTreeSet<StepId> = steps
                .iter()
                .zip(&pasts)
                .filter(|(_, past)| past.contains(&step.number))
                .map(|(later, _)| later.number)
                .collect();
            let found: BTreeSet<StepId> = cone.future().collect();
            prop_assert_eq!(&found, &future, "the future of {}", step.number);
            for other in steps {
                let number = other.number;
                prop_assert_eq!(cone.in_past(number), number == step.number || past.contains(&number));
                prop_assert_eq!(cone.in_future(number), number == step.number || future.contains(&number));
            }
        }
    }

    #[test]
    fn effects_are_the_steps_right_after(seed in 0_u64..1_000) {
        let steps = wild_steps(5, seed, 200);
        for step in &steps {
            let after: Vec<StepId> = steps
                .iter()
                .filter(|other| right_before(&steps, other).contains(&step.number))
                .map(|other| other.number)
                .collect();
            prop_assert_eq!(effects_of(&steps, step.number), after);
            let cause = cause_of(&steps, step.number);
            let before = right_before(&steps, step);
            prop_assert_eq!(cause.is_some(), !before.is_empty());
            prop_assert!(cause.is_none_or(|cause| before.contains(&cause)));
        }
    }
}

/// A run of three servers up to the step in which one of them wins.
fn elected() -> (Run, StepId) {
    let mut run = Run::new(Setup::of(3, 7)).unwrap();
    while run.world().leader().is_none() {
        run.forward();
    }
    let won = run.cursor();
    for _ in 0..20 {
        run.forward();
    }
    (run, won)
}

#[test]
fn a_victory_depends_on_the_vote_that_decided_and_on_the_candidacy() {
    let (run, won) = elected();
    let steps = run.recent();
    let cone = Cone::of(steps, won).unwrap();
    // From effect to cause: the vote was given in that step, which the candidate's request caused.
    let voted = cause_of(steps, won).unwrap();
    let stood = cause_of(steps, voted).unwrap();
    let at = |number: StepId| steps.iter().find(|step| step.number == number).unwrap();
    assert_that(&at(voted).facts, |it| it.iter().any(|fact| fact.name() == "VoteGranted"));
    assert_that(&at(stood).facts, |it| it.iter().any(|fact| fact.name() == "ElectionStarted"));
    assert_that(&at(stood).what, |it| matches!(it, What::TimerFired { timer: Timer::Election, .. }));
    assert!(cone.in_past(voted) && cone.in_past(stood));
    assert_that(&effects_of(steps, stood), |it| it.contains(&voted));
    // The third server's vote came too late to matter.
    let is_vote = |step: &&Step| matches!(&step.what, What::Delivered(flight) if flight.message.kind() == MessageKind::RequestVoteReply);
    let late =
        steps.iter().filter(is_vote).find(|step| step.number > won && step.server() == at(won).server());
    let late = late.and_then(|step| step.cause).expect("the third vote arrives after the victory");
    assert!(!cone.contains(late), "the other vote was given without knowing of this one");
}

#[test]
fn a_lost_message_ends_where_it_was_lost() {
    let (mut run, _) = elected();
    let leader = run.world().leader().unwrap();
    let other = run.world().nodes().iter().map(|node| node.id).find(|id| *id != leader).unwrap();
    run.act(&Action::Cut { from: run.world().roster(), to: run.world().roster() }).unwrap();
    let asked = run.act(&Action::Submit { to: leader, command: "x=1".parse().unwrap() }).unwrap().number;
    let lost = loop {
        let step = run.forward().unwrap();
        if matches!(step.what, What::Lost(_, Loss::Cut)) && step.cause == Some(asked) {
            break step.number;
        }
    };
    while run.forward().unwrap().server() != Some(other) {}
    let steps = run.recent();
    let cone = Cone::of(steps, asked).unwrap();
    assert!(cone.in_future(lost), "the loss came of the request");
    assert_eq!(Cone::of(steps, lost).unwrap().future().count(), 0, "and nothing of the loss");
    let elsewhere = steps.iter().find(|step| step.number > lost && step.server() == Some(other));
    assert_that(&cone, |it| !it.contains(elsewhere.expect("the other server goes on").number));
    assert_eq!(
        cause_of(steps, asked),
        steps
            .iter()
            .rev()
            .find(|step| step.number < asked && step.server() == Some(leader))
            .map(|step| step.number)
    );
}

#[test]
fn what_is_done_to_timers_of_several_servers_causes_what_they_do() {
    let (mut run, _) = elected();
    let leader = run.world().leader().unwrap();
    run.act(&Action::Crash(leader)).unwrap();
    let aligned = run.act(&Action::Align(run.world().roster())).unwrap().number;
    let fired = loop {
        let step = run.forward().unwrap();
        if matches!(step.what, What::TimerFired { timer: Timer::Election, .. }) {
            break step.number;
        }
    };
    let steps = run.recent();
    assert_eq!(cause_of(steps, fired), Some(aligned));
    assert_eq!(cause_of(steps, aligned), None, "it came from outside");
    assert!(Cone::of(steps, aligned).unwrap().in_future(fired));
}

#[test]
fn steps_that_are_not_at_hand_have_no_cone() {
    let (run, won) = elected();
    let steps = &run.recent()[3..];
    let first = steps[0].number;
    assert_eq!(Cone::of(steps, first - 1), None);
    assert_eq!(Cone::of(steps, run.cursor() + 1), None);
    assert_eq!(Cone::of(&[], won), None);
    assert_eq!((cause_of(steps, first - 1), effects_of(steps, first - 1)), (None, vec![]));
    let cone = Cone::of(steps, won).unwrap();
    assert_that(&cone, |it| !it.contains(0));
    assert_that(&cone, |it| !it.contains(first - 1));
    assert_that(&cone, |it| !it.contains(StepId::MAX));
    assert_eq!(cone.step(), won);
}
