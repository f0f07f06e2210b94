//! The log with vector clocks: the clocks say who could have known of what, no less and no more.

use super::{all, exported, played, small};
use crate::support::assert_that;
use raftarium::export::{Steps, shiviz};
use raftarium::history::{Cone, Run};
use raftarium::sim::{Step, StepId};
use std::collections::BTreeMap;

struct Event {
    host: String,
    clock: BTreeMap<String, u64>,
    step: StepId,
}

/// Two lines an event, below the two lines of the head.
fn events(log: &str) -> Vec<Event> {
    let mut lines = log.lines();
    let parser = lines.next().unwrap();
    for group in ["(?<event>", "(?<host>", "(?<clock>"] {
        assert!(parser.contains(group), "{parser}");
    }
    assert_eq!(lines.next(), Some(""), "one execution: no delimiter");
    let lines: Vec<&str> = lines.collect();
    let event = |pair: &[&str]| {
        let (host, rest) = pair[1].split_once(' ').unwrap();
        let end = rest.find('}').unwrap() + 1;
        let (_, step) = rest[end..].split_once(" ms step ").unwrap();
        Event {
            host: host.to_owned(),
            clock: serde_json::from_str(&rest[..end]).unwrap(),
            step: step.split(' ').next().unwrap().parse().unwrap(),
        }
    };
    lines.chunks(2).map(event).collect()
}

fn before(one: &Event, other: &Event) -> bool {
    one.step != other.step
        && one.clock.iter().all(|(host, time)| other.clock.get(host).is_some_and(|later| time <= later))
}

/// All steps of the run.
fn steps(run: &Run) -> Vec<Step> {
    let mut replay = run.replay_all().unwrap();
    let mut steps = Vec::new();
    while let Some((step, _)) = replay.advance() {
        steps.push(step.clone());
    }
    steps
}

/// Our cones of causes were made for the screen, by other means; the clocks have to say the same.
#[test]
fn one_event_is_before_another_just_if_it_could_have_led_to_it() {
    for text in [super::SMALL, "servers 4\nseed 7\nlink all -> all loss 10% duplicate 20%\nrun 350ms"] {
        let (_, run) = played(text);
        let steps = steps(&run);
        let events = events(&all(&run, shiviz::write));
        let told: Vec<StepId> = events.iter().map(|event| event.step).collect();
        let acted: Vec<StepId> =
            steps.iter().filter(|step| step.server().is_some()).map(|step| step.number).collect();
        assert_eq!(told, acted, "every step of a server, in order");
        for event in &events {
            let cone = Cone::of(&steps, event.step).unwrap();
            for other in &events {
                let led = cone.in_past(other.step) && other.step != event.step;
                assert_eq!(before(other, event), led, "{} before {}", other.step, event.step);
            }
        }
    }
}

#[test]
fn each_host_counts_its_own_events_from_one() {
    let (_, run) = small();
    // Also of a part of a run: the log knows of nothing that came before.
    for steps in [Steps::all(&run), Steps { first: 12, last: run.end() - 3 }] {
        let events = events(&exported(&run, steps, shiviz::write).unwrap());
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for event in &events {
            assert_that(&steps, |it| it.contains(event.step));
            *counts.entry(&event.host).or_default() += 1;
            for (host, time) in &event.clock {
                let known = counts.get(host.as_str()).copied().unwrap_or_default();
                assert!(
                    *time <= known && *time > 0,
                    "{host} is known to be at {time}, and has reached {known}"
                );
            }
            assert_eq!(event.clock[&event.host], counts[event.host.as_str()]);
        }
        assert_eq!(counts.len(), 3);
    }
}

/// Old clocks are forgotten now and then: not those of messages that are still on their way.
#[test]
fn a_message_that_was_held_for_long_brings_what_its_sender_knew() {
    let (_, run) = played(
        "servers 3\nseed 1\nrun until leader exists within 2s\ncall leader L\ncall follower F\nhold L -> F\nsubmit x=1\nrun 60s\nrelease L -> F\nrun 1s",
    );
    assert!(run.end() > 5_000, "{}", run.end());
    let steps = steps(&run);
    let events = events(&all(&run, shiviz::write));
    let last = events.last().unwrap();
    let cone = Cone::of(&steps, last.step).unwrap();
    for other in &events {
        assert_eq!(
            before(other, last),
            cone.in_past(other.step) && other.step != last.step,
            "{}",
            other.step
        );
    }
}
