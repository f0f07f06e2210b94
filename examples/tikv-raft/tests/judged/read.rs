//! Running a cluster, and having its trace judged.

use super::whole::Trace;
use raftarium::trace::judge::{Judge, Judgement, Law};
use raftarium::trace::read::{Piece, Reader};
use tikv_raft::recorder::Event;
use tikv_raft::{Cluster, Options, Settings, Weather, trace_lines};

/// What clusters of different sizes do, with all that the crate offers in turn.
pub fn options(seed: u64) -> Options {
    let even = |bit: u64| seed >> bit & 1 == 1;
    Options {
        servers: [5, 3, 4, 7][seed as usize % 4],
        settings: Settings {
            seed,
            pre_vote: even(1),
            check_quorum: even(2),
            snapshot_every: even(0).then_some(12),
            slow_disk: even(3),
            eager_leader: even(4),
        },
        weather: if seed.is_multiple_of(11) { Weather::FINE } else { Weather::FOUL },
        faults: !seed.is_multiple_of(11),
        hand_over: even(1),
    }
}

/// A run of so many events.
pub fn run(options: Options, events: usize) -> Trace {
    let cluster = Cluster::new(options);
    Trace { names: cluster.names(), events: cluster.run(events) }
}

/// What the judge says of a trace, by way of the text that would be in its file.
pub fn judge(names: &[String], events: &[Event]) -> Judgement {
    judge_text(&trace_lines("a run", names, events).join("\n"))
}

/// What the judge says of a file.
pub fn judge_text(text: &str) -> Judgement {
    let mut reader = Reader::new(text.as_bytes());
    let mut judge = Judge::new();
    while let Some(piece) = reader.advance().expect("reading from memory never fails") {
        match piece {
            Piece::Header(header) => judge.set_members(&header.members),
            Piece::Members(members) => judge.set_members(&members),
            Piece::Event(event) => judge.observe(&event),
            Piece::Broken(broken) => panic!("a line that cannot be read: {broken:?}"),
        }
    }
    judge.finish()
}

/// The line of an event, and what was found first: its line, and all laws that were named there, with what was said.
pub struct First {
    pub line: u64,
    pub laws: Vec<Law>,
    pub says: Vec<String>,
}

/// The first line of a trace in which something was found.
pub fn first(judgement: &Judgement) -> Option<First> {
    let findings = judgement.findings();
    let line = findings.iter().map(|finding| finding.line).min()?;
    let there = findings.iter().filter(|finding| finding.line == line);
    let (laws, says) =
        there.map(|finding| (finding.law, format!("{}: {:?}", finding.law.id(), finding.says))).unzip();
    Some(First { line, laws, says })
}

/// The line of an event in a file: the first line is about the trace.
pub fn line_of(position: usize) -> u64 {
    position as u64 + 2
}
