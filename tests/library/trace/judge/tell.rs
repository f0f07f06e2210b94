//! Traces to be judged: a few lines of JSON, or a run of our own cluster as it would log itself.

use raftarium::fuzz::{FuzzOptions, schedule};
use raftarium::history::Watched;
use raftarium::paper::{BugSet, Rule};
use raftarium::sim::Step;
use raftarium::trace::judge::{Judge, Judgement, Law};
use raftarium::trace::{Event, Node, Piece, Reader, Recorder};
use std::fmt::Write;

/// The rules that speak of logs.
pub const OF_LOGS: [Rule; 15] = [
    Rule::A1,
    Rule::L3,
    Rule::L4,
    Rule::L5,
    Rule::L7,
    Rule::L8,
    Rule::R1,
    Rule::R2,
    Rule::R3,
    Rule::R4,
    Rule::I2,
    Rule::I3,
    Rule::I4,
    Rule::I5,
    Rule::P1,
];

/// What nodes are called in words.
const NAMES: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

/// Judges a trace in any format.
pub fn judge(text: &str) -> Judgement {
    let mut reader = Reader::new(text.as_bytes());
    let mut judge = Judge::new();
    while let Some(piece) = reader.advance().unwrap() {
        match piece {
            Piece::Header(header) => judge.set_members(&header.members),
            Piece::Members(members) => judge.set_members(&members),
            Piece::Event(event) => judge.observe(&event),
            Piece::Broken(broken) => panic!("{broken:?}"),
        }
    }
    judge.finish()
}

/// What was found against the rules of logs, in words: `line 5: R1: 0 takes …`.
pub fn found(judgement: &Judgement) -> String {
    words(judgement, |law| matches!(law, Law::Rule(rule) if OF_LOGS.contains(&rule)))
}

/// All that was found, in words.
pub fn said(judgement: &Judgement) -> String {
    words(judgement, |_| true)
}

fn words(judgement: &Judgement, of: impl Fn(Law) -> bool) -> String {
    let mut text = String::new();
    for finding in judgement.findings().into_iter().filter(|finding| of(finding.law)) {
        let says = finding.says.with(|node| NAMES[node.position()]);
        let _ = writeln!(text, "line {}: {}: {says} {:?}", finding.line, finding.law.id(), finding.evidence);
    }
    text
}

/// A run of our own cluster under random faults, with everything that it could log.
pub fn wild(servers: usize, seed: u64, steps: u64, bugs: BugSet) -> (Vec<Event>, Watched) {
    let options =
        FuzzOptions { servers: servers..=servers, seeds: seed..seed + 1, steps, bugs, checked: true };
    let schedule = schedule(&options, seed);
    let mut watched = Watched::new(schedule.setup).unwrap();
    let mut recorder = Recorder::new(servers);
    let (mut step, mut events) = (Step::default(), Vec::new());
    let mut actions = schedule.actions.iter().peekable();
    let last = schedule.actions.last().map_or(0, |last| last.after);
    while watched.world.last_step() <= last {
        if let Some(next) = actions.next_if(|next| next.after == watched.world.last_step()) {
            watched.act(&next.action, &mut step).unwrap();
        } else if !watched.step(&mut step) {
            break;
        }
        recorder.step(&step, &watched.world, &mut events);
    }
    (events, watched)
}

/// Judges events of so many servers.
pub fn judge_events<'a>(servers: Option<usize>, events: impl IntoIterator<Item = &'a Event>) -> Judgement {
    let mut judge = Judge::new();
    if let Some(servers) = servers {
        let members: Vec<Node> = (0..servers as u16).map(Node).collect();
        judge.set_members(&members);
    }
    for event in events {
        judge.observe(event);
    }
    judge.finish()
}
