//! Breadth first through everything that can happen.

use super::super::memory::Broken;
use super::cluster::{Event, Flights, Game, State};
use super::naming::Naming;
use super::space::{Record, Space};
use super::{Bounds, Ended, Progress, Verified, Violation};
use crate::paper::Property;
use std::ops::ControlFlow;

/// After how many states gone on from the watcher is told.
const PAUSE: u32 = 1 << 12;

/// A check under way.
pub(super) struct Explorer {
    pub game: Game,
    pub naming: Naming,
    pub space: Space,
    pub wanted: Broken,
    transitions: u64,
    /// What is left of too many messages, in every way.
    pub left: Vec<Flights>,
}

/// A transition that breaks a property.
struct Break {
    before: u32,
    broken: Broken,
}

impl Explorer {
    pub fn new(bounds: Bounds) -> Explorer {
        let all = Property::ALL.into_iter().map(Broken::only).fold(Broken::default(), Broken::or);
        Explorer {
            naming: Naming::new(bounds.servers, bounds.symmetry),
            space: Space::new(bounds.servers, bounds.flights.into()),
            wanted: bounds.only.map_or(all, Broken::only),
            game: Game::new(bounds),
            transitions: 0,
            left: Vec::new(),
        }
    }

    pub fn run(mut self, watch: &mut impl FnMut(&Progress) -> ControlFlow<()>) -> Verified {
        let start = self.game.start();
        let record = self.naming.record(&mut self.game, &start);
        self.space.add(&record, 0);
        let bounds = self.game.bounds;
        let (most_states, most_bytes) = (
            bounds.most_states.unwrap_or(u64::MAX).min(u32::MAX.into()),
            bounds.most_bytes.unwrap_or(u64::MAX),
        );
        let mut events = Vec::new();
        let (mut next, mut depth, mut level_end) = (0, 0, 1);
        let mut ended = Ended::Complete;
        let mut found = None;
        while next < self.space.len() {
            if next == level_end {
                depth += 1;
                level_end = self.space.len();
            }
            if next % PAUSE == 0 && watch(&self.progress(next, depth)).is_break() {
                ended = Ended::Cancelled;
            } else if u64::from(self.space.len()) >= most_states {
                ended = Ended::OutOfStates;
            } else if self.space.bytes_if_added() > most_bytes {
                ended = Ended::OutOfMemory;
            }
            if ended != Ended::Complete {
                break;
            }
            let state = self.space.get(next);
            if let Some(broken) = self.go_on(&state, next, &mut events) {
                (ended, found) = (Ended::Violated, Some(Break { before: next, broken }));
                break;
            }
            next += 1;
        }
        self.report(next, depth, ended, found.as_ref())
    }

    fn progress(&self, next: u32, depth: u32) -> Progress {
        Progress {
            states: self.space.len().into(),
            frontier: (self.space.len() - next).into(),
            transitions: self.transitions,
            depth,
            bytes: self.space.bytes(),
        }
    }

    /// Adds all that can come of a state. Says what broke, and goes no further then.
    fn go_on(&mut self, state: &State, number: u32, events: &mut Vec<Event>) -> Option<Broken> {
        self.game.events(state, events);
        for event in events.iter() {
            let Some(change) = self.game.happen(state, *event) else { continue };
            let broken = change.broken.and(self.wanted);
            if !broken.none() {
                self.transitions += 1;
                return Some(broken);
            }
            self.outcomes(change.state, |explorer, _, record| {
                explorer.transitions += 1;
                explorer.space.add(record, number);
                false
            });
        }
        None
    }

    /// A cluster as the network leaves it, in every way in which it can lose what it has no room for, until `take` has
    /// what it wants.
    pub fn outcomes(
        &mut self,
        mut state: State,
        mut take: impl FnMut(&mut Explorer, &State, &Record) -> bool,
    ) {
        let room = usize::from(self.game.bounds.flights);
        if state.flights.len() <= room {
            let record = self.naming.record(&mut self.game, &state);
            take(self, &state, &record);
            return;
        }
        self.game.sometimes.count_lost();
        let mut left = std::mem::take(&mut self.left);
        left.clear();
        state.flights.sort_unstable();
        choose(&state.flights, room, &mut Flights::new(), &mut left);
        for flights in &left {
            state.flights.clone_from(flights);
            let record = self.naming.record(&mut self.game, &state);
            if take(self, &state, &record) {
                break;
            }
        }
        self.left = left;
    }

    fn report(mut self, next: u32, depth: u32, ended: Ended, found: Option<&Break>) -> Verified {
        let (sometimes, idle) = (self.game.sometimes.clone(), self.game.idle);
        let violation = found.and_then(|found| {
            let property = Property::ALL.into_iter().find(|property| found.broken.has(*property))?;
            Some(Violation { property, run: self.retrace(found.before) })
        });
        let parts = [self.game.model.states(), self.game.model.letters(), self.game.histories.len()];
        Verified {
            bounds: self.game.bounds,
            ended,
            states: self.space.len().into(),
            frontier: (self.space.len() - next).into(),
            transitions: self.transitions,
            idle,
            depth,
            bytes: self.space.bytes(),
            parts: parts.map(|part| part as u64),
            sometimes,
            violation,
        }
    }
}

/// All ways to keep so many of these messages, which are in order; two copies of a message are the same.
fn choose(from: &[u32], room: usize, kept: &mut Flights, all: &mut Vec<Flights>) {
    if kept.len() == room {
        all.push(kept.clone());
        return;
    }
    for (position, letter) in from.iter().enumerate() {
        if from.len() - position < room - kept.len() {
            return;
        }
        if position > 0 && from[position - 1] == *letter {
            continue;
        }
        kept.push(*letter);
        choose(&from[position + 1..], room, kept, all);
        kept.pop();
    }
}
