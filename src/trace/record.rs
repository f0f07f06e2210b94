//! A run of ours as the events of a trace.
//!
//! Of each server is told what any implementation could log of itself: what it was asked, what became of its state and its
//! log, what it sent. A server is not asked for more than that, so that a trace of a run with a rule off is one
//! of a server with that fault.

mod message;

use super::{Entry, Event, Header, Kind, Names, Node, Payload, State, Vote};
use crate::history::Run;
use crate::raft::{self, Fact, Index, Log, SeenEntry, ServerId};
use crate::sim::{Action, Flight, LifeKind, Loss, Step, StepId, What, World};
use message::message;
use std::collections::BTreeMap;
use std::fmt::Display;

/// The line of the first event: the header stands before it.
const FIRST_LINE: u64 = 2;

/// What a trace of this run says first.
pub fn header(run: &Run, title: &str) -> Header {
    let members = run.world().roster().iter().map(node).collect();
    let title = (!title.is_empty()).then(|| title.into());
    Header { members, title }
}

/// What the nodes of a trace of this run are called, by their numbers.
pub fn names(run: &Run) -> Names {
    run.world().roster().iter().map(|server| server.to_string()).collect()
}

/// Goes through a run up to a step, and tells each of its events.
///
/// # Errors
/// What `hear` says; then it is not called again.
pub fn record<E>(run: &Run, last: StepId, mut hear: impl FnMut(&Event) -> Result<(), E>) -> Result<(), E> {
    let Some(mut replay) = run.replay_all() else { return Ok(()) };
    let mut recorder = Recorder::new(run.world().size());
    let mut events = Vec::new();
    while let Some((step, state)) = replay.advance() {
        if step.number > last {
            break;
        }
        recorder.step(step, &state.world, &mut events);
        for event in events.drain(..) {
            hear(&event)?;
        }
    }
    Ok(())
}

/// Makes events of steps, one after the other from the first.
#[derive(Debug)]
pub struct Recorder {
    line: u64,
    /// What was told of each server.
    told: Vec<LastTold>,
    /// The last message that was told.
    last_message: u64,
    /// Messages that are copies, each with what it is a copy of: those that are still in flight.
    copies: BTreeMap<u64, u64>,
}

/// What was told of a server.
#[derive(Clone, Debug, Default)]
struct LastTold {
    state: State,
    log: Log,
}

impl Recorder {
    /// A recorder of a run of so many servers, from its first step.
    pub fn new(servers: usize) -> Recorder {
        Recorder {
            line: FIRST_LINE,
            told: vec![LastTold::default(); servers],
            last_message: 0,
            copies: BTreeMap::new(),
        }
    }

    /// The events of a step; the world is as it was right after it.
    pub fn step(&mut self, step: &Step, world: &World, events: &mut Vec<Event>) {
        let first = events.len();
        match &step.what {
            What::Nothing => {}
            What::Booted(server) => {
                let role = world.node(*server).server().map(|server| server.role().kind());
                if role.is_none_or(|role| role == raft::RoleKind::Follower) {
                    events.push(self.event(step, world, *server, Kind::Start));
                } else {
                    // Who is in office from the start has a past that is not told.
                    let mut event = self.event(step, world, *server, Kind::Change);
                    event.note = Some("it was the leader when the run began".into());
                    events.push(event);
                }
                if world.node(*server).is_down() {
                    events.push(bare(step, *server, Kind::Crash));
                }
            }
            What::Delivered(flight) => {
                let mut event = self.event(step, world, flight.to, Kind::Receive);
                event.message = Some(self.arrived(flight));
                events.push(event);
            }
            What::Lost(flight, loss) => {
                let mut event = bare(step, flight.to, Kind::Lose);
                event.message = Some(self.arrived(flight));
                event.note = Some(why(*loss).into());
                events.push(event);
            }
            What::TimerFired { server, timer, .. } => {
                let kind = match timer {
                    raft::Timer::Election => Kind::Timeout,
                    raft::Timer::Heartbeat => Kind::Heartbeat,
                };
                events.push(self.event(step, world, *server, kind));
            }
            What::Acted(action) => events.extend(self.acted(step, action, world)),
            What::Recorded { server, .. } => events.push(self.event(step, world, *server, Kind::Change)),
        }
        self.sent(step, world, events);
        for event in &mut events[first..] {
            event.line = self.line;
            self.line += 1;
        }
    }

    /// What a person did, as far as a server notices.
    fn acted(&mut self, step: &Step, action: &Action, world: &World) -> Option<Event> {
        let note = |server, note: &str| {
            let mut event = bare(step, server, Kind::Change);
            event.note = Some(note.into());
            Some(event)
        };
        match action {
            Action::Crash(server) => Some(bare(step, *server, Kind::Crash)),
            Action::Restart(server) => Some(self.event(step, world, *server, Kind::Restart)),
            Action::Freeze(server) => note(*server, "frozen: it does nothing until it is thawed"),
            Action::Thaw(server) => note(*server, "thawed"),
            // Nobody hears a client of a server that is down.
            Action::Submit { to, command } if world.node(*to).kind() == LifeKind::Up => {
                let mut event = self.event(step, world, *to, Kind::Client);
                event.command = Some(payload(command));
                Some(event)
            }
            _ => None,
        }
    }

    /// An event of a server, and what has changed of it since the last one.
    fn event(&mut self, step: &Step, world: &World, server: ServerId, kind: Kind) -> Event {
        let mut event = bare(step, server, kind);
        let told = &mut self.told[server.position()];
        let state = state(world, server);
        // Whole or not at all: so that a line can be read alone.
        if state != told.state || matches!(kind, Kind::Start | Kind::Restart) {
            event.state = state;
            told.state = state;
        }
        let log = &world.node(server).persistent().log;
        event.entries = written(&told.log, log);
        if told.log.last_index() != log.last_index() || !event.entries.is_empty() {
            told.log = log.clone();
        }
        let applied = step.facts.iter().filter_map(|fact| match *fact {
            Fact::Applied { index, term, payload } => {
                Some(entry(index, raft::Entry { term, payload }.told()))
            }
            _ => None,
        });
        event.applied = applied.collect();
        event
    }

    /// The messages that were sent in a step.
    fn sent(&mut self, step: &Step, world: &World, events: &mut Vec<Event>) {
        let network = world.network();
        if network.last_id() == self.last_message {
            return;
        }
        let new = network.flights().filter(|flight| flight.id.0 > self.last_message);
        let mut new: Vec<&Flight> = new.collect();
        new.sort_by_key(|flight| flight.id);
        self.last_message = network.last_id();
        let mut before: Option<&Flight> = None;
        for flight in new {
            let original = match (&step.what, before) {
                // A person has it sent twice.
                (What::Acted(Action::Duplicate(id)), _) => Some(id.0),
                // The network does: no server sends the same twice at once.
                (_, Some(before)) if same(before, flight) => Some(before.id.0),
                _ => None,
            };
            if let Some(id) = original {
                let id = self.copies.get(&id).copied().unwrap_or(id);
                self.copies.insert(flight.id.0, id);
            } else {
                let mut event = bare(step, flight.from, Kind::Send);
                event.message = Some(message(flight, flight.id.0));
                events.push(event);
            }
            before = Some(flight);
        }
    }

    /// A message at the end of its way.
    fn arrived(&mut self, flight: &Flight) -> super::Message {
        let id = self.copies.remove(&flight.id.0).unwrap_or(flight.id.0);
        message(flight, id)
    }
}

/// An event with nothing but where and when.
fn bare(step: &Step, server: ServerId, kind: Kind) -> Event {
    Event::new(0, Some(step.at.0), node(server), kind)
}

fn node(server: ServerId) -> Node {
    Node(server.position() as u16)
}

/// All that a server could log of its state.
fn state(world: &World, server: ServerId) -> State {
    let here = world.node(server);
    let disk = here.persistent();
    let running = here.server();
    State {
        term: Some(disk.current_term),
        vote: Some(disk.voted_for.map_or(Vote::Nobody, |vote| Vote::For(node(vote)))),
        role: running.map(|server| server.role().kind()),
        last_index: Some(disk.log.last_index()),
        last_term: Some(disk.log.last_term()),
        commit: running.map(|server| server.volatile().commit_index),
        applied: running.map(|server| server.volatile().last_applied),
    }
}

/// The entries of a log that are not in an older one.
fn written(old: &Log, new: &Log) -> Vec<Entry> {
    let entries = old.agreement(new).next().through(new.last_index()).filter_map(|index| {
        let new = new.get(index)?;
        // What was written over an entry leaves those behind it as they were.
        (old.get(index) != Some(new)).then(|| entry(index, new.told()))
    });
    entries.collect()
}

fn entry(index: Index, entry: SeenEntry) -> Entry {
    Entry { index, term: entry.term, what: entry.payload.map(payload) }
}

fn payload(what: impl Display) -> Payload {
    Payload::of(&what.to_string())
}

/// Whether two messages that were sent in the same step say the same to the same server.
fn same(one: &Flight, other: &Flight) -> bool {
    (one.from, one.to, &one.message) == (other.from, other.to, &other.message)
}

fn why(loss: Loss) -> &'static str {
    match loss {
        Loss::Network => "lost by the network",
        Loss::Cut => "the link is cut",
        Loss::ServerDown => "the receiver is down",
        Loss::Dropped => "dropped by hand",
        Loss::Unheard => "no line says that it arrived",
    }
}

#[cfg(test)]
mod tests;
