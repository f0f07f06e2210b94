//! All states that were found, in the order in which they were found: each once, in a few words.

use super::cluster::{MOST_FLIGHTS, State};
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// How many records a block holds: a space grows by blocks, and never moves what it has.
const BLOCK: usize = 1 << 15;
/// The longest record: servers, history, what was spent, messages, and the state from which it was reached.
const LONGEST: usize = 5 + 2 + MOST_FLIGHTS;

/// No message is in this place.
const NOTHING: u32 = u32::MAX;

/// A state as it is stored.
pub(super) type Record = arrayvec::ArrayVec<u32, LONGEST>;

/// States, each with the state that it was first reached from. Nothing is left to chance: a state is told from
/// another by all of its record, not by a hash of it.
pub(super) struct Space {
    servers: usize,
    /// Words of a record; another one for the state before it follows.
    width: usize,
    blocks: Vec<Vec<u32>>,
    count: u32,
    found: HashTable<u32>,
}

impl Space {
    pub fn new(servers: usize, flights: usize) -> Space {
        let width = servers + 2 + flights;
        Space { servers, width, blocks: Vec::new(), count: 0, found: HashTable::new() }
    }

    /// How many states.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Adds a state, if it is new.
    pub fn add(&mut self, record: &Record, before: u32) -> bool {
        debug_assert_eq!(record.len(), self.width);
        let hash = hash(record);
        let Space { blocks, width, .. } = self;
        let width = *width;
        if self.found.find(hash, |known| words(blocks, width, *known) == record.as_slice()).is_some() {
            return false;
        }
        let number = self.count;
        if (number as usize).is_multiple_of(BLOCK) {
            blocks.push(Vec::with_capacity(BLOCK * (width + 1)));
        }
        if let Some(block) = blocks.last_mut() {
            block.extend_from_slice(record);
            block.push(before);
        }
        self.count += 1;
        self.found.insert_unique(hash, number, |known| self::hash(words(blocks, width, *known)));
        true
    }

    /// A state.
    pub fn get(&self, number: u32) -> State {
        let words = words(&self.blocks, self.width, number);
        let flights = &words[self.servers + 2..];
        State {
            servers: words[..self.servers].iter().copied().collect(),
            history: words[self.servers],
            spent: words[self.servers + 1].to_le_bytes(),
            flights: flights.iter().copied().take_while(|letter| *letter != NOTHING).collect(),
        }
    }

    /// The words of a state.
    pub fn words(&self, number: u32) -> &[u32] {
        words(&self.blocks, self.width, number)
    }

    /// The state that it was first reached from; the first state was reached from itself.
    pub fn before(&self, number: u32) -> u32 {
        let at = number as usize;
        self.blocks[at / BLOCK][at % BLOCK * (self.width + 1) + self.width]
    }

    /// How many bytes all of it takes.
    pub fn bytes(&self) -> u64 {
        let records = self.blocks.len() * BLOCK * (self.width + 1) * size_of::<u32>();
        (records + self.found.allocation_size()) as u64
    }

    /// How many bytes it takes at the moment when it grows next, if the next state makes it grow.
    pub fn bytes_if_added(&self) -> u64 {
        let mut bytes = self.bytes();
        if self.found.len() == self.found.capacity() {
            bytes += 2 * self.found.allocation_size() as u64;
        }
        if (self.count as usize).is_multiple_of(BLOCK) {
            bytes += (BLOCK * (self.width + 1) * size_of::<u32>()) as u64;
        }
        bytes
    }
}

/// The record of a state, its messages in order.
pub(super) fn record(servers: &[u32], history: u32, spent: [u8; 4], flights: &[u32], room: usize) -> Record {
    let mut record = Record::new();
    record.extend(servers.iter().copied());
    record.push(history);
    record.push(u32::from_le_bytes(spent));
    let first = record.len();
    record.extend(flights.iter().copied());
    record[first..].sort_unstable();
    record.extend(std::iter::repeat_n(NOTHING, room - flights.len()));
    record
}

#[inline]
fn words(blocks: &[Vec<u32>], width: usize, number: u32) -> &[u32] {
    let at = number as usize;
    let first = at % BLOCK * (width + 1);
    &blocks[at / BLOCK][first..first + width]
}

#[inline]
fn hash(words: &[u32]) -> u64 {
    let mut hasher = FxHasher::default();
    for pair in words.chunks(2) {
        let high = pair.get(1).copied().unwrap_or(0);
        hasher.write_u64(u64::from(pair[0]) | u64::from(high) << 32);
    }
    hasher.finish()
}
