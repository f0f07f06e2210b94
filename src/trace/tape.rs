//! A trace as a tape: what a [`World`](crate::sim::World) plays on the ordinary screen.
//!
//! | file | what it does |
//! |-|-|
//! | `node_map` | which node is S1 |
//! | `clock` | when things happened |
//! | `deliveries` | which arrival belongs to which sending |
//! | `messages` | messages and entries |
//! | `sending` | messages in flight |
//! | `actor` | what a node becomes by an event |
//! | `log` | what a log becomes |
//! | `facts` | what an event tells, as facts |
//! | `findings` | what the judge says, at its steps |

mod actor;
mod clock;
mod cluster_event;
mod deliveries;
mod facts;
mod findings;
mod log;
mod messages;
mod node_map;
mod sending;

use super::{Event, Footage, Header, Kind, State};
use crate::raft::{Command, Fact, SeenMessage, ServerId, Timer};
use crate::sim::{
    Change, Cue, Flight, Frame, Happening, Loss, MessageId, SeenFact, Setup, Span, StepId, Tape, Time,
    Transit,
};
use actor::Actor;
use cluster_event::ClusterEvent;
use deliveries::Deliveries;
use node_map::NodeMap;
use std::collections::VecDeque;
use std::ops::Range;

/// Why a trace cannot be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TapeError {
    /// There is nothing in it.
    #[error("this trace has no events")]
    Empty,
    /// More nodes than fit a cluster here.
    #[error(
        "this trace has {0} nodes, and at most {most} fit on the screen; `raftarium check` can judge it",
        most = crate::raft::MAX_SERVERS
    )]
    TooManyNodes(usize),
}

/// Makes a tape of the events of a trace, and has them judged.
///
/// # Errors
/// If there are no events, or more nodes than a cluster here can have.
pub fn to_tape(footage: &Footage) -> Result<Tape, TapeError> {
    let node_map = NodeMap::of(footage)?;
    let mut maker = Maker::new(node_map, &footage.events);
    maker.start_all();
    while maker.next < footage.events.len() {
        maker.step();
    }
    let (node_map, mut tape, lines) = maker.finish(&footage.header);
    findings::add(&mut tape, footage, &node_map, &lines);
    Ok(tape)
}

/// Which step tells a line, by lines.
type Lines = Vec<(u64, StepId)>;

/// A tape in the making.
struct Maker<'a> {
    node_map: NodeMap,
    events: &'a [Event],
    moments: Vec<Time>,
    deliveries: Deliveries,
    /// Of an arrival: the message, by its position.
    arrivals: Vec<Option<u32>>,
    actors: Vec<Actor>,
    filling: log::Filling,
    /// The first event that has no step yet.
    next: usize,
    /// Which events were told already: servers start first of all.
    told: Vec<bool>,
    frames: Vec<Frame>,
    facts: Vec<SeenFact>,
    flights: Vec<Flight>,
    notes: Vec<(StepId, String)>,
    lines: Lines,
    /// The step that sent a message of another kind, by the event of its arrival.
    others: Vec<Option<StepId>>,
    /// What never arrives, in the order of sending.
    unheard: VecDeque<u32>,
    /// How long a message that never arrives is waited for.
    patience: Span,
}

impl<'a> Maker<'a> {
    fn new(node_map: NodeMap, events: &'a [Event]) -> Maker<'a> {
        let moments = clock::moments(events);
        let deliveries = Deliveries::of(events);
        let actors = (0..node_map.size()).map(|at| Actor::new(ServerId::at(at), &node_map)).collect();
        let patience = patience(&deliveries, &moments);
        Maker {
            actors,
            arrivals: vec![None; events.len()],
            others: vec![None; events.len()],
            told: vec![false; events.len()],
            node_map,
            events,
            moments,
            deliveries,
            patience,
            filling: log::Filling::default(),
            next: 0,
            frames: Vec::with_capacity(events.len()),
            facts: Vec::with_capacity(events.len() * 2),
            flights: Vec::new(),
            notes: Vec::new(),
            lines: Vec::with_capacity(events.len()),
            unheard: VecDeque::new(),
        }
    }

    fn now(&self) -> StepId {
        self.frames.len() as StepId
    }

    /// All servers start: by the lines that say so, as far as the trace begins with them. Of another one it is known
    /// only what its first line says that it was before.
    fn start_all(&mut self) {
        let mut starts: Vec<Option<Range<usize>>> = vec![None; self.node_map.size()];
        let mut at = 0;
        while let Some(event) = self.events.get(at) {
            let Some(server) = self.node_map.server(event.node) else { break };
            match event.kind {
                Kind::Start if starts[server.position()].is_none() => {
                    let end = self.end_of_step(at, server);
                    self.told[at..end].fill(true);
                    starts[server.position()] = Some(at..end);
                    at = end;
                }
                // It is down from the beginning.
                Kind::Crash => at += 1,
                _ => break,
            }
        }
        let mut first: Vec<Option<&Event>> = vec![None; self.node_map.size()];
        for event in self.events.iter().rev() {
            if let Some(server) = self.node_map.server(event.node) {
                first[server.position()] = Some(event);
            }
        }
        for position in 0..self.node_map.size() {
            let server = ServerId::at(position);
            match (starts[position].take(), first[position]) {
                (Some(lines), _) => self.tell(lines, server),
                (None, Some(event)) if matches!(event.kind, Kind::Start | Kind::Restart) => {
                    self.appear(server, false, event.before);
                }
                (None, Some(event)) => self.appear(server, true, event.before),
                (None, None) => self.appear(server, true, State::default()),
            }
        }
    }

    fn appear(&mut self, server: ServerId, up: bool, state: State) {
        let actor = &mut self.actors[server.position()];
        let change = actor.begin(state, &self.node_map, &mut self.filling);
        actor.up = up;
        let facts = [Fact::Booted { term: state.term }];
        let facts = if up { &facts[..] } else { &[] };
        self.put(Cue::Start { server, up }, Time::ZERO, None, None, Some(change), facts, 0);
    }

    /// The next event with the messages that leave right behind it.
    fn step(&mut self) {
        let at = self.next;
        let server = self.node_map.server(self.events[at].node);
        let Some(server) = server.filter(|_| !self.told[at]) else {
            self.next += 1;
            return;
        };
        self.give_up(self.moments[at]);
        self.next = self.end_of_step(at, server);
        self.tell(at..self.next, server);
    }

    /// Where the messages end that leave right behind an event.
    fn end_of_step(&self, at: usize, server: ServerId) -> usize {
        let event = &self.events[at];
        // A line that tells more than that a message leaves is a step of its own.
        let known = self.actors[server.position()].known.with(event.before);
        let known = known.with(event.state);
        let behind = self.events[at + 1..].iter().take_while(|next| {
            let bare = is_bare(next) && known.with(next.state) == known;
            next.kind == Kind::Send && next.node == event.node && bare
        });
        at + 1 + behind.count()
    }

    /// An event and the messages that leave right behind it, as one step.
    fn tell(&mut self, lines: Range<usize>, server: ServerId) {
        let (at, end) = (lines.start, lines.end);
        let event = &self.events[at];
        let first_sent = if event.kind == Kind::Send { at } else { at + 1 };
        let (cue, cause) = self.cue(at, server);
        let received = match &cue {
            Cue::Deliver(position) => {
                let flight = &self.flights[*position as usize];
                Some((flight.from, flight.message.seen().into_owned()))
            }
            _ => None,
        };
        let (sent, from) = self.send(first_sent..end, received.as_ref().map(|(_, message)| message));
        let leaving: Vec<(ServerId, SeenMessage)> =
            sent.iter().map(|flight| (flight.to, flight.message.seen().into_owned())).collect();
        let received = received.as_ref().map(|(from, message)| (*from, message));
        let changed = if let Cue::Lose(..) = cue {
            (None, Vec::new())
        } else {
            let turn = ClusterEvent { event, received, sent: &leaving };
            let outcome = self.actors[server.position()].advance(&turn, &self.node_map, &mut self.filling);
            (Some(outcome.change), outcome.facts)
        };
        let count = self.launch(sent, from);
        self.put(cue, self.moments[at], cause, Some(event.line), changed.0, &changed.1, count);
        for position in at..end {
            let event = &self.events[position];
            self.note(event);
        }
    }

    /// What an event is, and the step that led to it.
    fn cue(&mut self, at: usize, server: ServerId) -> (Cue, Option<StepId>) {
        let event = &self.events[at];
        let other = |what: Happening| Cue::Other(server, what);
        match (event.kind, &event.message) {
            (Kind::Start, _) if self.frames.len() < self.node_map.size() => {
                (Cue::Start { server, up: true }, None)
            }
            (Kind::Start, _) => (other(Happening::Appears), None),
            (Kind::Crash, _) => (Cue::Crash(server), None),
            (Kind::Restart, _) => (Cue::Restart(server), None),
            (Kind::Timeout, _) => (Cue::Timer(server, Timer::Election), None),
            (Kind::Heartbeat, _) => (Cue::Timer(server, Timer::Heartbeat), None),
            (Kind::Client, _) => match &event.command {
                Some(command) => (Cue::Submit(server, messages::command(command)), None),
                None => (Cue::Submit(server, Command::Foreign(None)), None),
            },
            (Kind::Receive | Kind::Lose, Some(message)) => {
                let lost = event.kind == Kind::Lose;
                let position = self.arrivals[at].or_else(|| self.unsent(at, message));
                if let Some(position) = position {
                    let flight = &mut self.flights[position as usize];
                    flight.due = self.moments[at];
                    let cause = (flight.cause > 0).then_some(flight.cause);
                    if lost {
                        flight.doom = Some(Loss::Network);
                        return (Cue::Lose(position, Loss::Network), cause);
                    }
                    return (Cue::Deliver(position), cause);
                }
                let name = messages::name(message);
                let from = self.node_map.server(message.from).unwrap_or(server);
                let what = if lost {
                    Happening::LosesOther { from, name }
                } else {
                    Happening::ReceivesOther { from, name }
                };
                (other(what), self.others[at])
            }
            (Kind::Send, Some(message)) => {
                let to = self.node_map.server(message.to).unwrap_or(server);
                let log = &self.actors[server.position()].server.persistent().log;
                match messages::message(message, &self.node_map, None, log) {
                    Some((_, _, sent)) => (other(Happening::Sends { to, kind: sent.kind() }), None),
                    None => (other(Happening::SendsOther { to, name: messages::name(message) }), None),
                }
            }
            (Kind::Receive | Kind::Lose | Kind::Send | Kind::Change, _) => (other(Happening::Changes), None),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a frame has so many parts")]
    fn put(
        &mut self,
        what: Cue,
        at: Time,
        cause: Option<StepId>,
        line: Option<u64>,
        change: Option<Change>,
        facts: &[SeenFact],
        sent: u32,
    ) {
        let from = self.facts.len() as u32;
        self.facts.extend_from_slice(facts);
        let end = self.flights.len() as u32;
        let at = self.frames.last().map_or(at, |last| last.at.max(at));
        self.frames.push(Frame {
            at,
            cause,
            line,
            what,
            change,
            facts: from..self.facts.len() as u32,
            sent: end - sent..end,
            illegal: false,
        });
    }

    /// The line belongs to the last step, and so does what it says.
    fn note(&mut self, event: &Event) {
        let step = self.now();
        self.lines.push((event.line, step));
        if let Some(note) = &event.note {
            self.notes.push((step, note.to_string()));
        }
    }

    fn finish(mut self, header: &Header) -> (NodeMap, Tape, Lines) {
        self.lines.sort_unstable();
        self.notes.sort_by_key(|(step, _)| *step);
        let end = self.frames.last().map_or(Time::ZERO, |frame| frame.at);
        for (number, flight) in (1..).zip(&mut self.flights) {
            flight.id = MessageId(number);
            if flight.due == Time(u64::MAX) {
                // It is still in flight when the trace ends.
                flight.due = end.max(flight.sent) + self.patience;
            }
        }
        let tape = Tape {
            setup: Setup { servers: self.node_map.size(), ..Setup::default() },
            logs: Vec::new(),
            frames: self.frames,
            facts: self.facts,
            flights: self.flights,
            title: header.title.clone(),
            names: self.node_map.names().to_vec(),
            findings: Vec::new(),
            unseen: Vec::new(),
            notes: self.notes,
        };
        (self.node_map, tape, self.lines)
    }
}

/// A message in flight; when it arrives is not known yet.
fn flight((from, to, message): (ServerId, ServerId, SeenMessage), sent: Time, cause: StepId) -> Flight {
    let (due, place) = (Time(u64::MAX), Transit::Travelling);
    Flight { id: MessageId(0), from, to, sent, due, cause, doom: None, place, message: message.into() }
}

/// Whether a line tells of a message and of nothing else.
fn is_bare(event: &Event) -> bool {
    event.before == State::default()
        && event.entries.is_empty()
        && event.applied.is_empty()
        && event.snapshot.is_none()
}

/// How long a message is waited for: twice as long as nearly all of those that arrive take.
fn patience(deliveries: &Deliveries, moments: &[Time]) -> Span {
    let arrives = deliveries.ends.iter().filter_map(|(sent, ends)| Some((*sent, *ends.first()?)));
    let mut ways: Vec<u64> = arrives.map(|(sent, end)| moments[end].since(moments[sent]).0).collect();
    ways.sort_unstable();
    let long = ways.get(ways.len() * 9 / 10).copied().unwrap_or(0);
    Span(2 * long.clamp(5_000, 10_000_000))
}
