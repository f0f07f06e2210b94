//! All states that were found, in the order in which they were found: each once, in a few words.
//!
//! A state lives in the shard that a hash of it names, so that shards can take states in side by side. How many there are
//! never depends on who does the work, and so no number does.

use super::state::{Record, State};
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// How many shards: a power of two.
pub(super) const SHARDS: usize = 64;
/// How many records a block holds: a shard grows by blocks, and never moves what it has.
const BLOCK: usize = 1 << 9;
/// A state, by number: its place in its shard, times the number of shards, and its shard.
pub(super) type StateId = u32;

/// States, each with the state that it was first reached from. Nothing is left to chance: a state is told from
/// another by all of its record, not by a hash of it.
pub(super) struct Space {
    servers: usize,
    pub shards: Vec<Shard>,
}

/// The states of one shard.
pub(super) struct Shard {
    /// Words of a record; another one for the state before it follows.
    width: usize,
    blocks: Vec<Vec<u32>>,
    count: u32,
    found: HashTable<u32>,
}

impl Space {
    pub fn new(servers: usize, flights: usize) -> Space {
        let width = servers + 2 + flights;
        let shard = || Shard { width, blocks: Vec::new(), count: 0, found: HashTable::new() };
        Space { servers, shards: (0..SHARDS).map(|_| shard()).collect() }
    }

    /// How many states.
    pub fn len(&self) -> u64 {
        self.shards.iter().map(|shard| u64::from(shard.count)).sum()
    }

    /// Adds the first state. Returns its number: it is reached from itself.
    pub fn begin(&mut self, record: &Record) -> StateId {
        let shard = shard_of(hash(record));
        self.shards[shard].add(record, shard as StateId);
        shard as StateId
    }

    /// A state.
    pub fn get(&self, number: StateId) -> State {
        State::from_words(self.words(number), self.servers)
    }

    /// The words of a state.
    pub fn words(&self, number: StateId) -> &[u32] {
        let (shard, at) = self.place(number);
        words(&shard.blocks, shard.width, at)
    }

    /// The state that it was first reached from.
    pub fn before(&self, number: StateId) -> StateId {
        let (shard, at) = self.place(number);
        let at = at as usize;
        shard.blocks[at / BLOCK][at % BLOCK * (shard.width + 1) + shard.width]
    }

    fn place(&self, number: StateId) -> (&Shard, u32) {
        (&self.shards[number as usize % SHARDS], number / SHARDS as u32)
    }

    /// How many bytes all of it takes.
    pub fn bytes(&self) -> u64 {
        self.shards.iter().map(|shard| shard.bytes_with(0)).sum()
    }

    /// How many bytes it takes at most while so many states are added to each shard.
    pub fn bytes_with(&self, more: usize) -> u64 {
        self.shards.iter().map(|shard| shard.bytes_with(more)).sum()
    }
}

impl Shard {
    /// How many states.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Adds states that were reached: the words of each, and the state that it was reached from.
    pub fn take_in(&mut self, reached: &[u32]) {
        for each in reached.chunks_exact(self.width + 1) {
            let (record, before) = each.split_at(self.width);
            self.add(record, before[0]);
        }
    }

    /// Adds a state, if it is new.
    fn add(&mut self, record: &[u32], before: StateId) {
        debug_assert_eq!(record.len(), self.width);
        let hash = hash(record);
        let Shard { blocks, width, .. } = self;
        let width = *width;
        if self.found.find(hash, |known| words(blocks, width, *known) == record).is_some() {
            return;
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
    }

    fn bytes_with(&self, more: usize) -> u64 {
        let blocks = self.blocks.len().max((self.count as usize + more).div_ceil(BLOCK));
        let records = blocks * BLOCK * (self.width + 1) * size_of::<u32>();
        let table = self.found.allocation_size();
        // While a table moves to one of twice its size both are there.
        let grows = self.found.len() + more > self.found.capacity();
        (records + if grows { 3 * table } else { table }) as u64
    }
}

/// The shard of a state with this hash.
#[inline]
fn shard_of(hash: u64) -> usize {
    // Neither the bits that a table looks at first nor those that it compares.
    (hash >> 40) as usize % SHARDS
}

/// The shard that a state belongs to.
#[inline]
pub(super) fn shard(record: &Record) -> usize {
    shard_of(hash(record))
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
