//! What is said of a recording that leaves things out is true of the run that was recorded.

use crate::support::silence::{Dice, Silence};
use raftarium::audit::{Found, Scene, found, questions};
use raftarium::explain::{Claim, answer};
use raftarium::fuzz::{self, FuzzOptions};
use raftarium::history::Run;
use raftarium::paper::BugSet;
use raftarium::sim::LifeKind;
use raftarium::trace::{self, Event, Footage, Recorder, to_tape};
use std::sync::Arc;

/// A run of the fuzzer up to a step, and the events of its trace.
fn recorded(seed: u64, last: u64) -> (Run, Vec<Event>) {
    let steps = 400;
    let options = FuzzOptions { servers: 2..=5, seeds: 0..1, steps, bugs: BugSet::NONE, checked: true };
    let replay = fuzz::schedule(&options, seed);
    let mut run = Run::new(replay.setup).expect("the fuzzer makes clusters");
    for recorded in &replay.actions {
        while run.cursor() < recorded.after.min(last) && run.forward().is_some() {}
        if run.cursor() >= last {
            break;
        }
        run.pass(recorded.at);
        let _ = run.act(&recorded.action);
    }
    while run.cursor() < last && run.forward().is_some() {}
    let mut recorder = Recorder::new(run.world().size());
    let mut events = Vec::new();
    let mut replay = run.replay_all().expect("a run of ours");
    while let Some((step, state)) = replay.advance() {
        if step.number > run.cursor() {
            break;
        }
        recorder.step(step, &state.world, &mut events);
    }
    (run, events)
}

/// The trace as it is opened, at its end.
fn opened(run: &Run, events: Vec<Event>) -> Option<Run> {
    let header = trace::header(run, "");
    let members = vec![(0, header.members.clone())];
    let footage = Footage { header, names: trace::names(run), events, members, ..Footage::default() };
    let mut played = Run::played(Arc::new(to_tape(&footage).ok()?));
    while played.forward().is_some() {}
    Some(played)
}

/// Whether a claim is about the state as it is: steps of a recording have other numbers than those of the run.
fn is_of_the_state(claim: &Claim) -> bool {
    matches!(claim, Claim::Election(_) | Claim::Entry(_) | Claim::Server(_))
}

#[test]
fn what_is_said_of_a_recording_is_true_of_the_run() {
    let (mut tried, mut left, mut untrue) = (0, 0, Vec::new());
    for seed in 0..150 {
        let (run, events) = recorded(seed, 40 + seed * 5 % 300);
        let real = Scene::of(&run);
        if run.world().nodes().iter().any(|node| node.kind() == LifeKind::Frozen) {
            // That a server is frozen is not logged: nobody could know it.
            continue;
        }
        for round in 0..6 {
            let mut dice = Dice(seed * 10 + round);
            let silence = Silence::of(&mut dice);
            let from = if dice.one_in(3) { events.len() / 3 } else { 0 };
            let whole = round == 0;
            let missing = dice.one_in(3).then(|| events[0].node);
            let told: Vec<Event> = events[if whole { 0 } else { from }..]
                .iter()
                .filter(|event| whole || missing != Some(event.node))
                .filter_map(|event| if whole { Some(event.clone()) } else { silence.told(event) })
                .collect();
            let Some(played) = opened(&run, told) else { continue };
            if played.world().size() != run.world().size() {
                continue;
            }
            for question in questions(&Scene::of(&played)) {
                let told = answer(&question, &played);
                left += usize::from(told.headline.iter().any(|it| it.contains("This is unknown")));
                for (sentence, said) in told.claims() {
                    if !is_of_the_state(&said.claim) {
                        continue;
                    }
                    tried += 1;
                    let instead = match (found(&said.claim, &real), said.yes) {
                        (Found::So, false) => "it is true".to_owned(),
                        (Found::NotSo(instead), true) => instead,
                        _ => continue,
                    };
                    untrue.push(format!(
                        "seed {seed}, round {round} from {from} without {missing:?}: {question}?\n  {sentence}\n  {said}\n  but {instead}"
                    ));
                }
            }
        }
    }
    println!("{tried} claims about recordings, {left} answers that it is unknown");
    let first = untrue.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(untrue.is_empty(), "{} of {tried} are untrue of the run:\n{first}", untrue.len());
    assert!(tried > 10_000 && left > 100, "{tried}, {left}");
}
