//! Histories by number: what the five properties ask of the past is the same in many states.

use super::super::history::History;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// A history, by number.
pub(super) type HistoryId = u32;

/// All histories that were met.
pub(super) struct Histories {
    known: Vec<History>,
    numbers: HashTable<HistoryId>,
    /// By history and server, what the history says of it, as a number that no renaming changes.
    marks: Vec<[u64; 5]>,
}

impl Histories {
    pub fn new() -> Histories {
        Histories { known: Vec::new(), numbers: HashTable::new(), marks: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.known.len()
    }

    #[inline]
    pub fn get(&self, id: HistoryId) -> &History {
        &self.known[id as usize]
    }

    /// What a history says of each server.
    #[inline]
    pub fn marks(&self, id: HistoryId) -> &[u64; 5] {
        &self.marks[id as usize]
    }

    /// The number of a history, if it was met before.
    pub fn number(&self, history: &History) -> Option<HistoryId> {
        let hash = FxBuildHasher.hash_one(history);
        self.numbers.find(hash, |id| self.known[*id as usize] == *history).copied()
    }

    /// The number of a history.
    pub fn intern(&mut self, history: History) -> HistoryId {
        if let Some(id) = self.number(&history) {
            return id;
        }
        let hash = FxBuildHasher.hash_one(history);
        let id = self.known.len() as HistoryId;
        let mut marks = [0u64; 5];
        for (term, election) in history.elections() {
            let mark = &mut marks[usize::from(election.leader)];
            *mark = mark.wrapping_add(FxBuildHasher.hash_one((term, election.log)));
        }
        self.known.push(history);
        self.marks.push(marks);
        let known = &self.known;
        self.numbers.insert_unique(hash, id, |id| FxBuildHasher.hash_one(known[*id as usize]));
        id
    }
}
