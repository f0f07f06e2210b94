//! A disk in memory: what is written can be read at once, and survives a crash once it is saved.

use raft::prelude::{ConfState, Entry, HardState, Snapshot};
use raft::{Error, GetEntriesContext, RaftState, Result, Storage, StorageError};

/// What a disk holds.
#[derive(Clone, Default)]
struct Image {
    hard_state: HardState,
    /// Its metadata has the members, and where the log begins.
    snapshot: Snapshot,
    entries: Vec<Entry>,
}

/// One write.
enum Write {
    HardState(HardState),
    /// In place of all that is there from the first one on.
    Entries(Vec<Entry>),
    /// In place of the whole log.
    Install(Snapshot),
    /// In place of the log up to there.
    Compact(Snapshot),
}

impl Image {
    fn start(&self) -> u64 {
        self.snapshot.get_metadata().index
    }

    fn apply(&mut self, write: &Write) {
        match write {
            Write::HardState(state) => self.hard_state = state.clone(),
            Write::Entries(entries) => {
                let Some(first) = entries.first() else { return };
                self.entries.truncate((first.index - self.start() - 1) as usize);
                self.entries.extend_from_slice(entries);
            }
            Write::Install(snapshot) => {
                self.entries.clear();
                self.snapshot = snapshot.clone();
            }
            Write::Compact(snapshot) => {
                self.entries.drain(..(snapshot.get_metadata().index - self.start()) as usize);
                self.snapshot = snapshot.clone();
            }
        }
    }
}

/// A disk with a cache in front of it.
#[derive(Default)]
pub struct Disk {
    cache: Image,
    saved: Image,
    unsaved: Vec<Write>,
}

impl Disk {
    /// An empty disk of a member of a cluster.
    pub fn new(members: &[u64]) -> Disk {
        let mut image = Image::default();
        image.snapshot.mut_metadata().set_conf_state(ConfState::from((members.to_vec(), vec![])));
        Disk { cache: image.clone(), saved: image, unsaved: Vec::new() }
    }

    fn write(&mut self, write: Write) {
        self.cache.apply(&write);
        self.unsaved.push(write);
    }

    /// Writes term, vote and commit index.
    pub fn set_hard_state(&mut self, state: HardState) {
        self.write(Write::HardState(state));
    }

    /// Writes entries to the log.
    pub fn append(&mut self, entries: Vec<Entry>) {
        self.write(Write::Entries(entries));
    }

    /// Puts a leader's snapshot in the place of everything.
    pub fn install(&mut self, snapshot: Snapshot) {
        self.write(Write::Install(snapshot));
    }

    /// Puts a snapshot of the state machine, which has applied everything up to `index`, in the place of the log.
    pub fn compact(&mut self, index: u64, data: Vec<u8>) {
        let mut snapshot = self.cache.snapshot.clone();
        let term = self.term(index).expect("what was applied is in the log");
        snapshot.data = data.into();
        snapshot.mut_metadata().index = index;
        snapshot.mut_metadata().term = term;
        self.write(Write::Compact(snapshot));
    }

    /// Makes everything survive a crash.
    pub fn save(&mut self) {
        for write in self.unsaved.drain(..) {
            self.saved.apply(&write);
        }
    }

    /// What is left after a crash.
    pub fn after_crash(&self) -> Disk {
        Disk { cache: self.saved.clone(), saved: self.saved.clone(), unsaved: Vec::new() }
    }

    /// The latest snapshot.
    pub fn latest_snapshot(&self) -> &Snapshot {
        &self.cache.snapshot
    }

    /// The log after it.
    pub fn log(&self) -> &[Entry] {
        &self.cache.entries
    }
}

impl Storage for Disk {
    fn initial_state(&self) -> Result<RaftState> {
        let members = self.cache.snapshot.get_metadata().get_conf_state().clone();
        Ok(RaftState::new(self.cache.hard_state.clone(), members))
    }

    fn entries(
        &self,
        low: u64,
        high: u64,
        max_size: impl Into<Option<u64>>,
        _: GetEntriesContext,
    ) -> Result<Vec<Entry>> {
        let first = self.first_index()?;
        if low < first {
            return Err(Error::Store(StorageError::Compacted));
        }
        let most = max_size.into().unwrap_or(u64::MAX);
        let mut size = 0;
        let wanted = self.cache.entries[(low - first) as usize..(high - first) as usize].iter();
        let fitting = wanted.enumerate().take_while(|(position, entry)| {
            size += entry.data.len() as u64;
            *position == 0 || size <= most
        });
        Ok(fitting.map(|(_, entry)| entry.clone()).collect())
    }

    fn term(&self, index: u64) -> Result<u64> {
        let start = self.cache.snapshot.get_metadata();
        match index.cmp(&start.index) {
            std::cmp::Ordering::Less => Err(Error::Store(StorageError::Compacted)),
            std::cmp::Ordering::Equal => Ok(start.term),
            std::cmp::Ordering::Greater => {
                let entry = self.cache.entries.get((index - start.index - 1) as usize);
                entry.map(|entry| entry.term).ok_or(Error::Store(StorageError::Unavailable))
            }
        }
    }

    fn first_index(&self) -> Result<u64> {
        Ok(self.cache.start() + 1)
    }

    fn last_index(&self) -> Result<u64> {
        Ok(self.cache.start() + self.cache.entries.len() as u64)
    }

    fn snapshot(&self, request_index: u64, _: u64) -> Result<Snapshot> {
        let latest = &self.cache.snapshot;
        let index = latest.get_metadata().index;
        if index == 0 || index < request_index {
            return Err(Error::Store(StorageError::SnapshotTemporarilyUnavailable));
        }
        Ok(latest.clone())
    }
}
