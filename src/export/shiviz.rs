//! A log with vector clocks, as `ShiViz` reads it: who could have known of what.
//!
//! Every step of a server is an event, and ticks that server's own clock. A message brings along what its sender knew when
//! it was sent. Messages that never arrive, and what is done to the network, are nobody's events.

use super::{ExportError, Subject, name};
use crate::explain::tell_within;
use crate::raft::ServerId;
use crate::sim::{Step, StepId, What, World};
use crate::untrusted::printable;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// How the events of the log are to be read: the first line of the file. Groups other than `event`, `host` and `clock` are
/// shown beside an event that is pointed at.
const PARSER: &str =
    r"(?<event>.*)\n(?<host>\S+) (?<clock>\{[^}]*\}) (?<time>\S+) ms step (?<step>\d+)(?<paper>.*)";

/// The longest line that tells an event.
const LONGEST: usize = 500;
/// After how many steps it is seen to which clocks are needed no longer.
const TIDY: u64 = 4_096;

/// How many events each server had, as far as somebody knows.
type Clock = Vec<u64>;

/// Writes the log.
///
/// # Errors
/// If it cannot be written.
pub fn write(subject: &Subject, out: &mut dyn Write) -> Result<(), ExportError> {
    // The second line would tell several executions apart: this is one.
    writeln!(out, "{PARSER}\n")?;
    let world = subject.run.world();
    let hosts: Vec<String> = world.roster().iter().map(|server| host(world, server)).collect();
    let mut clocks = Clocks::new(hosts.len());
    subject.play(|step, run| {
        let Some(server) = step.server() else { return Ok(()) };
        let clock = written(clocks.tick(step, server, run.world()), &hosts);
        let told = tell_within(step, run);
        let place =
            if told.short_place.is_empty() { String::new() } else { format!(" {}", told.short_place) };
        let (ms, us) = (step.at.0 / 1_000, step.at.0 % 1_000);
        writeln!(out, "{}", printable(&told.sentence(), LONGEST))?;
        writeln!(out, "{} {clock} {ms}.{us:03} ms step {}{place}", hosts[server.position()], step.number)?;
        Ok(())
    })?;
    Ok(())
}

/// What everybody knows.
struct Clocks {
    now: Vec<Clock>,
    /// What its server knew after a step: for the messages that it sent.
    after: BTreeMap<StepId, Clock>,
}

impl Clocks {
    fn new(servers: usize) -> Clocks {
        Clocks { now: vec![vec![0; servers]; servers], after: BTreeMap::new() }
    }

    /// The clock of a server after a step of it.
    fn tick(&mut self, step: &Step, server: ServerId, world: &World) -> &Clock {
        let own = &mut self.now[server.position()];
        if let What::Delivered(flight) = &step.what
            && let Some(sender) = self.after.get(&flight.cause)
        {
            for (own, known) in own.iter_mut().zip(sender) {
                *own = (*own).max(*known);
            }
        }
        own[server.position()] += 1;
        self.after.insert(step.number, own.clone());
        if step.number.is_multiple_of(TIDY) {
            let needed: BTreeSet<StepId> = world.network().flights().map(|flight| flight.cause).collect();
            self.after.retain(|step, _| needed.contains(step));
        }
        &self.now[server.position()]
    }
}

/// What a server is called in the log: one word, and no two are called alike.
fn host(world: &World, server: ServerId) -> String {
    let own = name(world, server).unwrap_or_default();
    let word: String =
        own.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    if word.is_empty() { server.to_string() } else { format!("{server}:{word}") }
}

/// `{"S1":3,"S2":1}`: of whom nothing was heard, nothing is said.
fn written(clock: &Clock, hosts: &[String]) -> String {
    let known = clock.iter().zip(hosts).filter(|(events, _)| **events > 0);
    let parts: Vec<String> = known.map(|(events, host)| format!("\"{host}\":{events}")).collect();
    format!("{{{}}}", parts.join(","))
}
