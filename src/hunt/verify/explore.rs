//! Breadth first through everything that can happen, a batch of states at a time.
//!
//! A batch is gone on from in portions, side by side if there are workers, and what was reached is then taken in by the
//! shards, side by side too. What was met for the first time is learned between the two, by nobody but the explorer,
//! in the order of the states. So everything gets the same number however many workers there are, and however
//! fast each of them is.

use super::super::history::PropertySet;
use super::cluster::Game;
use super::expected::Levels;
use super::portion::{Break, Late, Portion, Tally};
use super::space::{SHARDS, Shard, Space, StateId};
use super::workers::{Alone, Workers};
use super::{Bounds, Ended, Progress, Verified, Violation};
use crate::paper::Property;
use std::ops::ControlFlow;

/// After how many states gone on from the watcher is told.
const PAUSE: u64 = 1 << 12;
/// How many states a worker goes on from at a time.
const PORTION: usize = 128;
/// The most portions of a batch, and about how many states a batch is to reach: they wait in memory to be taken in.
const PORTIONS: usize = 64;
const REACHED: u64 = 1 << 18;
/// With fewer states than this in a batch it is not worth while to call workers.
const WORTHWHILE: usize = 512;

/// A running check.
pub(in crate::hunt) struct Explorer {
    pub(super) game: Game,
    pub(super) space: Space,
    /// The properties that are judged.
    pub wanted: PropertySet,
    pub(super) root: StateId,
    tally: Tally,
    /// By shard, the next state to go on from, and where the level ends.
    next: [u32; SHARDS],
    ends: [u32; SHARDS],
    depth: u32,
    levels: Levels,
    portions: Vec<Portion>,
    /// What comes of states that met something new.
    late: Portion,
}

impl Explorer {
    pub fn new(bounds: Bounds) -> Explorer {
        let all =
            Property::ALL.into_iter().map(PropertySet::only).fold(PropertySet::default(), PropertySet::or);
        let mut game = Game::new(bounds);
        let mut space = Space::new(bounds.servers, bounds.flights.into());
        let start = game.start();
        let record = game.surely(|game| game.record(&start));
        let root = space.begin(&record);
        let mut explorer = Explorer {
            root,
            space,
            wanted: bounds.only.map_or(all, PropertySet::only),
            game,
            tally: Tally::default(),
            next: [0; SHARDS],
            ends: [0; SHARDS],
            depth: 0,
            levels: Levels::default(),
            portions: (0..PORTIONS).map(|_| Portion::new()).collect(),
            late: Portion::new(),
        };
        explorer.end_level();
        explorer
    }

    pub fn run(
        mut self,
        workers: &impl Workers,
        watch: &mut impl FnMut(&Progress) -> ControlFlow<()>,
    ) -> Verified {
        let mut last_watched = None;
        loop {
            if last_watched.is_none_or(|last| self.gone_on() >= last + PAUSE) {
                last_watched = Some(self.gone_on());
                if watch(&self.progress()).is_break() {
                    return self.report(Ended::Cancelled, None);
                }
            }
            if let Some((ended, found)) = self.advance(workers) {
                return self.report(ended, found);
            }
        }
    }

    /// Goes on for a batch. Says how it ended once it is over, and what broke then.
    pub fn advance(&mut self, workers: &impl Workers) -> Option<(Ended, Option<Break>)> {
        let bounds = self.game.bounds;
        let most_states = bounds.most_states.unwrap_or(u64::MAX).min(u64::from(u32::MAX / 2));
        let most_bytes = bounds.most_bytes.unwrap_or(u64::MAX);
        if self.next == self.ends {
            if self.waiting() == 0 {
                return Some((Ended::Complete, None));
            }
            self.depth += 1;
            self.end_level();
        }
        if self.space.len() >= most_states {
            return Some((Ended::OutOfStates, None));
        }
        let batch = self.batch();
        if self.space.bytes_with(self.reach(batch) / SHARDS * 2 + 8) > most_bytes {
            return Some((Ended::OutOfMemory, None));
        }
        self.choose(batch);
        let found = if batch < WORTHWHILE { self.go_on(&Alone) } else { self.go_on(workers) };
        found.map(|found| (Ended::Violated, Some(found)))
    }

    /// All runs with up to so many actions were checked.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// How many states were gone on from.
    fn gone_on(&self) -> u64 {
        self.next.iter().copied().map(u64::from).sum()
    }

    /// How many states wait to be gone on from.
    fn waiting(&self) -> u64 {
        self.space.len() - self.gone_on()
    }

    /// A level is over, and the next one is all that was reached from it.
    fn end_level(&mut self) {
        self.ends = std::array::from_fn(|shard| self.space.shards[shard].len());
        self.levels.begun(self.waiting());
    }

    /// How many states so many of them reach, about.
    fn reach(&self, states: usize) -> usize {
        let each = self.tally.transitions / self.gone_on().max(1) + 4;
        states * each as usize
    }

    /// How many states the next batch has, all of one level.
    fn batch(&self) -> usize {
        let level: u64 = self.ends.iter().zip(self.next).map(|(end, next)| u64::from(end - next)).sum();
        let most = (REACHED as usize / self.reach(1)).clamp(PORTION, PORTIONS * PORTION);
        most.min(level as usize)
    }

    /// Chooses the next states to go on from.
    fn choose(&mut self, batch: usize) {
        self.portions.iter_mut().for_each(Portion::clear);
        let mut chosen = 0;
        for shard in 0..SHARDS {
            while self.next[shard] < self.ends[shard] && chosen < batch {
                let number = self.next[shard] * SHARDS as u32 + shard as u32;
                self.portions[chosen / PORTION].states.push(number);
                self.next[shard] += 1;
                chosen += 1;
            }
        }
    }

    /// Goes on from the states of a batch. Says what broke, and goes no further then.
    fn go_on(&mut self, workers: &impl Workers) -> Option<Break> {
        let Explorer { game, space, wanted, .. } = self;
        workers.each(&mut self.portions, |portion| portion.expand(game, space, *wanted));
        let mut found = None;
        for portion in &self.portions {
            self.tally.add(&portion.tally);
            found = found.or(portion.broken);
        }
        found = found.or_else(|| self.go_on_late());
        if found.is_none() {
            let mut shards: Vec<(usize, &mut Shard)> = self.space.shards.iter_mut().enumerate().collect();
            let (portions, late) = (&self.portions, &self.late);
            workers.each(&mut shards, |(number, shard)| {
                for portion in portions.iter().chain([late]) {
                    shard.take_in(&portion.reached[*number]);
                }
            });
        }
        found
    }

    /// Goes on from the states that met something new, and learns it.
    fn go_on_late(&mut self) -> Option<Break> {
        self.late.clear();
        let late: Vec<Late> = self.portions.iter().flat_map(|portion| portion.late.iter().copied()).collect();
        for mut late in late {
            let state = self.space.get(late.state);
            while let Err((later, missing)) = self.late.go_on(&self.game, &state, late, self.wanted) {
                self.game.learn(missing);
                late = later;
            }
            if self.late.broken.is_some() {
                break;
            }
        }
        self.tally.add(&self.late.tally);
        self.late.broken
    }

    fn progress(&self) -> Progress {
        Progress {
            states: self.space.len(),
            frontier: self.waiting(),
            transitions: self.tally.transitions,
            depth: self.depth,
            bytes: self.space.bytes(),
            expected: self.levels.expected(),
        }
    }

    /// A shortest run to what broke.
    pub fn violation(&mut self, found: Break) -> Option<Violation> {
        let property = Property::ALL.into_iter().find(|property| found.broken.has(*property))?;
        Some(Violation { property, run: self.retrace(found.before) })
    }

    fn report(mut self, ended: Ended, found: Option<Break>) -> Verified {
        let violation = found.and_then(|found| self.violation(found));
        let parts = [self.game.model.states(), self.game.model.envelopes(), self.game.histories.len()];
        Verified {
            bounds: self.game.bounds,
            ended,
            states: self.space.len(),
            frontier: self.waiting(),
            transitions: self.tally.transitions,
            idle: self.tally.idle,
            depth: self.depth,
            bytes: self.space.bytes(),
            parts: parts.map(|part| part as u64),
            sometimes: self.tally.sometimes,
            violation,
        }
    }
}
