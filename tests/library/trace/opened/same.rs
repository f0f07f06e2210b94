//! A run of ours, recorded and opened, shows at every step what it showed before.

use crate::support::assert_that;
use raftarium::fuzz::{self, FuzzOptions};
use raftarium::history::{Run, Watched};
use raftarium::language::parse;
use raftarium::paper::{Property, Rule};
use raftarium::raft::{AppendEntriesReply, AppendOutcome, SeenMessage};
use raftarium::script::{PlayOptions, play_through};
use raftarium::sim::{Flight, Life, MessageId, Node, Step, Tape, What, World};
use raftarium::trace::{Event, Footage, Recorder, header, names, to_tape};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A step of ours, the state after it, and the line of its first event.
struct Known {
    step: Step,
    state: Watched,
    line: u64,
}

fn recorded(run: &Run) -> (Vec<Known>, Tape) {
    let mut replay = run.replay_all().unwrap();
    let mut recorder = Recorder::new(run.world().size());
    let (mut known, mut events) = (Vec::new(), Vec::<Event>::new());
    while let Some((step, state)) = replay.advance() {
        let before = events.len();
        recorder.step(step, &state.world, &mut events);
        if let Some(first) = events.get(before) {
            known.push(Known { step: step.clone(), state: state.clone(), line: first.line });
        }
    }
    let footage =
        Footage { header: header(run, "a run of ours"), names: names(run), events, ..Footage::default() };
    (known, to_tape(&footage).unwrap())
}

/// What is seen of a server: term, vote, log, and if it runs, role, commit index, last applied.
fn seen(node: &Node) -> impl PartialEq + std::fmt::Debug {
    let disk = node.persistent();
    let server = match &node.life {
        Life::Up(server) | Life::Frozen(server) => Some(server),
        Life::Down(_) => None,
    };
    let live = server
        .map(|server| (server.role().kind(), server.volatile().commit_index, server.volatile().last_applied));
    // What a crash has left on the disk shows when it runs again.
    live.map(|live| {
        let known = (
            node.term(),
            node.vote(),
            node.role(),
            node.last_index(),
            node.commit_index(),
            node.last_applied(),
        );
        (disk.current_term, disk.voted_for, disk.log.clone(), live, known)
    })
}

/// The messages under way, each as often as it says the same: of copies there may be more or fewer.
fn under_way(world: &World) -> Vec<String> {
    let flights = world.network().flights();
    let mut texts: Vec<String> = flights.map(letter).collect();
    texts.sort();
    texts.dedup();
    texts
}

fn letter(flight: &Flight) -> String {
    let mut message = flight.message.seen().into_owned();
    if let SeenMessage::AppendEntriesReply(AppendEntriesReply {
        outcome: AppendOutcome::Mismatch { .. },
        ..
    }) = &message
    {
        // Where the logs part is not told.
        return format!("{} refuses {} in term {:?}", flight.from, flight.to, message.term());
    }
    if let SeenMessage::AppendEntries(request) = &mut message {
        request.entries = request.entries.iter().take(100).copied().collect();
    }
    format!("{} {} {message:?}", flight.from, flight.to)
}

/// Facts that no trace tells: what is on a disk, how long a timer runs, what a client hears, what was sent before.
const UNSEEN: [&str; 8] = [
    "Persisted",
    "TimerArmed",
    "TimingWarning",
    "QuorumWitness",
    "RequestRetried",
    "ClientReplied",
    "ClientRedirected",
    "PropertyViolated",
];

type Counts = BTreeMap<&'static str, (u32, u32)>;

fn same(name: &str, run: &Run, counts: &mut Counts) {
    let (known, tape) = recorded(run);
    if run.checker().violations().is_empty() {
        let broken = |rule: Option<Rule>| Property::ALL.iter().any(|property| Some(property.rule()) == rule);
        let found = tape.findings.iter().find(|finding| broken(finding.rule));
        assert!(found.is_none(), "{name}: {found:?}");
    }
    let opened = Run::played(Arc::new(tape));
    let opened_steps = opened.at_hand();
    let mut replay = opened.replay_all().unwrap();
    // What is still under way at the end may be shown as lost before.
    let ended: BTreeSet<MessageId> = known
        .iter()
        .filter_map(|known| match &known.step.what {
            What::Delivered(flight) | What::Lost(flight, _) => Some(flight.id),
            _ => None,
        })
        .collect();
    let size = run.world().size() as u64;
    for Known { step, state, line } in &known {
        if step.number <= size {
            // All start before the first line of another kind.
            assert!(replay.advance().is_some());
            continue;
        }
        loop {
            let (told, _) = replay.advance().unwrap_or_else(|| panic!("{name}: line {line} is not there"));
            if told.line() == Some(*line) {
                break;
            }
        }
        let world = &replay.state().world;
        for (theirs, ours) in world.nodes().iter().zip(state.world.nodes()) {
            assert_eq!(
                format!("{:?}", seen(theirs)),
                format!("{:?}", seen(ours)),
                "{name}: {} after step {} (line {line}): {:?}",
                ours.id,
                step.number,
                step.what
            );
        }
        assert_eq!(world.now(), state.world.now(), "{name}: step {}", step.number);
        let flights = state.world.network().flights().filter(|flight| ended.contains(&flight.id));
        let missing: Vec<String> = flights.map(letter).collect();
        let shown = under_way(world);
        for text in missing {
            assert!(shown.contains(&text), "{name}: step {}: {text} is not under way", step.number);
        }
        let facts = |step: &Step| -> Vec<&'static str> { step.seen().map(|fact| fact.name()).collect() };
        let told = opened_steps.iter().find(|it| it.line() == Some(*line)).map(facts).unwrap_or_default();
        for fact in facts(step).into_iter().filter(|fact| !UNSEEN.contains(fact)) {
            let counted = counts.entry(fact).or_insert((0, 0));
            counted.0 += 1;
            counted.1 += u32::from(told.contains(&fact));
        }
    }
}

#[test]
fn scenarios_are_the_same_when_they_were_recorded_and_opened() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/scenarios");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert_that(&paths.len(), |it| *it > 5);
    let mut counts = Counts::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let script = parse(&text).unwrap();
        let (_, run) = play_through(&script, &PlayOptions::default());
        same(&path.file_stem().unwrap().to_string_lossy(), &run.unwrap(), &mut counts);
    }
    for (fact, (all, told)) in counts {
        assert!(told * 100 >= all * 95, "{fact}: {told} of {all} are told");
    }
}

#[test]
fn random_runs_with_every_kind_of_fault_are_the_same_when_they_were_recorded_and_opened() {
    let mut counts = Counts::new();
    for seed in 1..=12 {
        let options = FuzzOptions { servers: 3..=5, steps: 1500, ..FuzzOptions::default() };
        let replay = fuzz::schedule(&options, seed);
        let mut run = Run::new(replay.setup).unwrap();
        for recorded in &replay.actions {
            while run.cursor() < recorded.after && run.forward().is_some() {}
            run.pass(recorded.at);
            run.act(&recorded.action).unwrap();
        }
        same(&format!("seed {seed}"), &run, &mut counts);
    }
    for fact in ["BecameLeader", "Truncated", "CommitAdvanced", "RejectedMismatch", "Crashed"] {
        let (all, told) = counts[fact];
        assert!(all > 0 && told * 100 >= all * 90, "{fact}: {told} of {all} are told");
    }
}
