//! What can happen to a cluster next, and what comes of it.
//!
//! Whoever explores only reads what is known of servers, messages and histories, so that many can explore at once.
//! What nobody has met before is [`Missing`]: it is learned when nobody explores.

use super::super::history::{History, PropertySet};
use super::super::model::{EnvelopeId, Model, Outcome, ServerState, Stimulus};
use super::Bounds;
use super::histories::Histories;
use super::naming::{Naming, Unnamed};
use super::state::{BEATS, COMMANDS, DUPLICATES, FLOOD, Flights, RESTARTS, Record, State};
use super::summaries::Summaries;
use crate::paper::Bug;
use crate::safety::{Occurrence, Occurrences};
use arrayvec::ArrayVec;

/// One thing that can happen to a cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub server: u8,
    pub stimulus: Stimulus,
    /// Whether the network delivers a copy, and the message itself stays in flight.
    pub copy: bool,
}

/// What came of it.
pub(super) struct Change {
    /// The cluster then, perhaps with more messages than the network has room for.
    pub state: State,
    pub broken: PropertySet,
}

/// Something that nobody has met before.
#[derive(Debug)]
pub(super) enum Missing {
    /// What a server makes of an input.
    Outcome(ServerState, Stimulus),
    /// A history.
    History(Box<History>),
    /// What something is called in a cluster where everybody has a new name.
    Name(Unnamed),
}

/// What was seen while something happened, to be counted once it is certain that it happened.
#[derive(Debug, Default)]
pub(super) struct Observed {
    pub occurrences: ArrayVec<Occurrences, { 2 * FLOOD + 8 }>,
    /// Whether nothing changed.
    pub idle: bool,
}

/// The rules of the game: what can happen within the bounds, and what comes of it.
pub(super) struct Game {
    pub bounds: Bounds,
    pub model: Model,
    pub histories: Histories,
    pub summaries: Summaries,
    pub naming: Naming,
    /// Terms never go back, so that what is over is over.
    settles: bool,
    /// A reply that does nothing now will never do anything.
    buries: bool,
}

impl Game {
    pub fn new(bounds: Bounds) -> Game {
        let bugs = bounds.options.bugs;
        let settles = bounds.essence && !bugs.has(Bug::TermForgotten);
        let counted = bugs.has(Bug::StaleVoteCounted) || bugs.has(Bug::StaleAppendReplyCounted);
        let make = if bounds.essence { Model::of_essence } else { Model::new };
        Game {
            model: make(bounds.servers, bounds.options),
            bounds,
            histories: Histories::new(),
            summaries: Summaries::new(),
            naming: Naming::new(bounds.servers, bounds.symmetry),
            settles,
            buries: settles && !counted,
        }
    }

    /// A cluster that has just started.
    pub fn start(&mut self) -> State {
        let servers = (0..self.bounds.servers).map(|position| self.model.fresh(position)).collect();
        let history = self.histories.intern(History::default());
        self.summaries.learn(&self.model);
        State { servers, history, spent: [0; 4], flights: Flights::new() }
    }

    /// Takes in something new.
    pub fn learn(&mut self, missing: Missing) {
        match missing {
            Missing::Outcome(state, stimulus) => {
                self.model.react(state, stimulus);
            }
            Missing::History(history) => {
                self.histories.intern(*history);
            }
            Missing::Name(unnamed) => self.naming.learn(unnamed, &mut self.model, &mut self.histories),
        }
        self.summaries.learn(&self.model);
    }

    /// Asks until nothing is missing any more.
    pub fn surely<T>(&mut self, ask: impl Fn(&Game) -> Result<T, Missing>) -> T {
        loop {
            match ask(self) {
                Ok(answer) => return answer,
                Err(missing) => self.learn(missing),
            }
        }
    }

    /// The record of a cluster that stands for all that differ from it in names only.
    pub fn record(&self, state: &State) -> Result<Record, Missing> {
        let room = usize::from(self.bounds.flights);
        self.naming.record(state, room, &self.summaries, &self.histories).map_err(Missing::Name)
    }

    fn react(&self, state: ServerState, stimulus: Stimulus) -> Result<Outcome, Missing> {
        self.model.known(state, stimulus).ok_or(Missing::Outcome(state, stimulus))
    }

    /// Everything that can happen to a cluster, in a fixed order.
    pub fn events(&self, state: &State, events: &mut Vec<Event>) {
        events.clear();
        let Game { bounds, model, summaries, .. } = self;
        for (server, id) in (0u8..).zip(&state.servers) {
            let known = model.server(*id);
            let mut push = |stimulus| events.push(Event { server, stimulus, copy: false });
            if known.leads {
                if state.spent[BEATS] < bounds.beats {
                    push(Stimulus::Heartbeat);
                }
                if state.spent[COMMANDS] < bounds.commands && model.logs.length(known.log) < bounds.entries {
                    push(Stimulus::Command(state.spent[COMMANDS] + 1));
                }
            } else if known.term < bounds.terms {
                push(Stimulus::Timeout);
            }
            if state.spent[RESTARTS] < bounds.restarts {
                push(Stimulus::Restart);
            }
        }
        for (position, envelope) in state.flights.iter().enumerate() {
            // Two copies of a message do the same.
            if state.flights[..position].contains(envelope) {
                continue;
            }
            let (server, stimulus) = (summaries.get(*envelope).to, Stimulus::Message(*envelope));
            events.push(Event { server, stimulus, copy: false });
            if state.spent[DUPLICATES] < bounds.duplicates {
                events.push(Event { server, stimulus, copy: true });
            }
        }
    }

    /// What comes of an event. None if nothing: a message that changes nothing might as well be lost, and what may be
    /// lost may also stay in flight forever.
    pub fn happen(
        &self,
        state: &State,
        event: Event,
        observed: &mut Observed,
    ) -> Result<Option<Change>, Missing> {
        let at = usize::from(event.server);
        let before = state.servers[at];
        let outcome = self.react(before, event.stimulus)?;
        observed.occurrences.push(outcome.occurrences);
        if outcome.next == before && outcome.count == 0 {
            observed.idle = true;
            return Ok(None);
        }
        let mut state = state.clone();
        Game::spend(&mut state, event);
        state.servers[at] = outcome.next;
        let broken = self.remember(&mut state, at, before, outcome, observed)?;
        if self.buries && outcome.next != before {
            let mut alive = Flights::new();
            for envelope in &state.flights {
                if usize::from(self.summaries.get(*envelope).to) != at
                    || !self.is_dead(*envelope, outcome.next, observed)?
                {
                    alive.push(*envelope);
                }
            }
            state.flights = alive;
        }
        for envelope in self.model.sent(outcome) {
            let to = usize::from(self.summaries.get(*envelope).to);
            if !self.buries || !self.is_dead(*envelope, state.servers[to], observed)? {
                state.flights.push(*envelope);
            }
        }
        Ok(Some(Change { state, broken }))
    }

    fn spend(state: &mut State, event: Event) {
        match event.stimulus {
            Stimulus::Message(_) if event.copy => state.spent[DUPLICATES] += 1,
            Stimulus::Message(envelope) => {
                if let Some(position) = state.flights.iter().position(|flight| *flight == envelope) {
                    state.flights.remove(position);
                }
            }
            Stimulus::Heartbeat => state.spent[BEATS] += 1,
            Stimulus::Command(_) => state.spent[COMMANDS] += 1,
            Stimulus::Restart => state.spent[RESTARTS] += 1,
            Stimulus::Timeout => {}
        }
    }

    /// Judges what happened, and keeps of it what later judgements need.
    fn remember(
        &self,
        state: &mut State,
        at: usize,
        before: ServerState,
        outcome: Outcome,
        observed: &mut Observed,
    ) -> Result<PropertySet, Missing> {
        let old = self.model.server(before).term;
        let aged = self.settles && old != self.model.server(state.servers[at]).term;
        if !outcome.matters && !aged {
            return Ok(PropertySet::default());
        }
        let mut history = *self.histories.get(state.history);
        let broken = history.observe(&self.model, &state.servers, at, before);
        if self.settles {
            let terms = state.servers.iter().map(|id| self.model.server(*id).term);
            history = history.settled(terms.min().unwrap_or(0));
        }
        let elected = outcome.occurrences.has(Occurrence::LeaderElected);
        if elected && state.servers.iter().filter(|id| self.model.server(**id).leads).count() > 1 {
            observed.occurrences.push(Occurrences::only(Occurrence::TwoBelieveToLead));
        }
        state.history = self.histories.number(&history).ok_or_else(|| Missing::History(Box::new(history)))?;
        Ok(broken)
    }

    /// Whether a reply will never do anything: it is of no newer term than its receiver's, does nothing now, and the
    /// receiver does not lead. (What a leader does with it may depend on what it hears before.)
    fn is_dead(
        &self,
        envelope: EnvelopeId,
        receiver: ServerState,
        observed: &mut Observed,
    ) -> Result<bool, Missing> {
        let summary = self.summaries.get(envelope);
        let known = self.model.server(receiver);
        if !summary.reply
            || summary.term > known.term
            || !summary.vote && known.leads && summary.request_term >= known.term
        {
            return Ok(false);
        }
        let outcome = self.react(receiver, Stimulus::Message(envelope))?;
        let dead = outcome.next == receiver && outcome.count == 0;
        if dead {
            observed.occurrences.push(outcome.occurrences);
        }
        Ok(dead)
    }
}
