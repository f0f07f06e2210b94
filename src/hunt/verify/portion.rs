//! A portion of the states of a level, gone on from by one worker, who only reads what all share.

use super::super::history::PropertySet;
use super::cluster::{Event, Game, Missing, Observed};
use super::sometimes::EXPECTED;
use super::space::{SHARDS, Space, StateId, shard};
use super::state::{Flights, Record, State};
use crate::safety::{Occurrence, Occurrences, Sometimes};

/// A transition that breaks a property.
#[derive(Clone, Copy, Debug)]
pub(in crate::hunt) struct Break {
    pub(super) before: StateId,
    pub(super) broken: PropertySet,
}

/// How often things were seen.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub transitions: u64,
    pub idle: u64,
    pub sometimes: Sometimes,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { transitions: 0, idle: 0, sometimes: Sometimes::of(EXPECTED) }
    }
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.transitions += other.transitions;
        self.idle += other.idle;
        self.sometimes.add(&other.sometimes);
    }
}

/// A state that could not be gone on from all the way: something was met for the first time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Late {
    pub state: StateId,
    /// The first of its events that is still to happen.
    pub event: usize,
}

/// States to go on from, and what came of it.
#[derive(Default)]
pub(super) struct Portion {
    pub states: Vec<StateId>,
    /// By shard, the states that were reached: the words of each, and the state that it was reached from.
    pub reached: Vec<Vec<u32>>,
    pub late: Vec<Late>,
    pub tally: Tally,
    /// The first transition that breaks something: nothing after it was looked at.
    pub broken: Option<Break>,
    events: Vec<Event>,
    fresh: Vec<Record>,
    left: Vec<Flights>,
}

impl Portion {
    pub fn new() -> Portion {
        Portion { reached: vec![Vec::new(); SHARDS], ..Portion::default() }
    }

    /// Begins again, with no states.
    pub fn clear(&mut self) {
        self.states.clear();
        self.reached.iter_mut().for_each(Vec::clear);
        self.late.clear();
        self.tally = Tally::default();
        self.broken = None;
    }

    /// Goes on from all of its states, as far as that needs nothing new.
    pub fn expand(&mut self, game: &Game, space: &Space, wanted: PropertySet) {
        for at in 0..self.states.len() {
            let number = self.states[at];
            let state = space.get(number);
            if let Err((late, _)) = self.go_on(game, &state, Late { state: number, event: 0 }, wanted) {
                self.late.push(late);
            }
            if self.broken.is_some() {
                return;
            }
        }
    }

    /// Goes on from a state, from one of its events on, until something is missing.
    pub fn go_on(
        &mut self,
        game: &Game,
        state: &State,
        from: Late,
        wanted: PropertySet,
    ) -> Result<(), (Late, Missing)> {
        let mut events = std::mem::take(&mut self.events);
        game.events(state, &mut events);
        let mut result = Ok(());
        for (event, at) in events.iter().zip(0..).skip(from.event) {
            if let Err(missing) = self.happen(game, state, *event, from.state, wanted) {
                result = Err((Late { event: at, ..from }, missing));
            }
            if result.is_err() || self.broken.is_some() {
                break;
            }
        }
        self.events = events;
        result
    }

    /// All that can come of an event; nothing if something is missing.
    fn happen(
        &mut self,
        game: &Game,
        state: &State,
        event: Event,
        before: StateId,
        wanted: PropertySet,
    ) -> Result<(), Missing> {
        let mut observed = Observed::default();
        self.fresh.clear();
        let mut broken = PropertySet::default();
        if let Some(change) = game.happen(state, event, &mut observed)? {
            broken = change.broken.and(wanted);
            if broken.none() {
                let fresh = &mut self.fresh;
                outcomes(game, change.state, &mut self.left, &mut observed, |_, record| {
                    fresh.push(record);
                    false
                })?;
            }
        }
        if !broken.none() {
            self.broken = Some(Break { before, broken });
            self.tally.transitions += 1;
        }
        self.tally.idle += u64::from(observed.idle);
        observed.occurrences.iter().for_each(|occurrences| self.tally.sometimes.count_all(*occurrences));
        self.tally.transitions += self.fresh.len() as u64;
        for record in &self.fresh {
            let reached = &mut self.reached[shard(record)];
            reached.extend_from_slice(record);
            reached.push(before);
        }
        Ok(())
    }
}

/// A cluster as the network leaves it, in every way in which it can lose what it has no room for, until `take` has what
/// it wants. `left` is room to work in.
pub(super) fn outcomes(
    game: &Game,
    mut state: State,
    left: &mut Vec<Flights>,
    observed: &mut Observed,
    mut take: impl FnMut(&State, Record) -> bool,
) -> Result<(), Missing> {
    let room = usize::from(game.bounds.flights);
    if state.flights.len() <= room {
        let record = game.record(&state)?;
        take(&state, record);
        return Ok(());
    }
    observed.occurrences.push(Occurrences::only(Occurrence::MessageLost));
    left.clear();
    state.flights.sort_unstable();
    choose(&state.flights, room, &mut Flights::new(), left);
    for flights in left {
        state.flights.clone_from(flights);
        let record = game.record(&state)?;
        if take(&state, record) {
            break;
        }
    }
    Ok(())
}

/// All ways to keep so many of these messages, which are in order; two copies of a message are the same.
fn choose(from: &[u32], room: usize, kept: &mut Flights, all: &mut Vec<Flights>) {
    if kept.len() == room {
        all.push(kept.clone());
        return;
    }
    for (position, envelope) in from.iter().enumerate() {
        if from.len() - position < room - kept.len() {
            return;
        }
        if position > 0 && from[position - 1] == *envelope {
            continue;
        }
        kept.push(*envelope);
        choose(&from[position + 1..], room, kept, all);
        kept.pop();
    }
}
