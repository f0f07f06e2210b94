//! What a learner has done: kept with what else belongs to the user.

use super::folders::{self, Folder};
use crate::lesson::Day;
use crate::lesson::progress::Progress;
use crate::storage::{KeptProgress, Store};
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Reads what is kept: where it is kept from now on, what it says, and what there is to be said about it.
pub(super) fn open() -> (KeptProgress, Progress, Option<String>) {
    let store = folders::data().map(|folder| Box::new(Folder(folder)) as Box<dyn Store>);
    let (kept, mut progress, notice) = KeptProgress::open(store);
    progress.learner.get_or_insert_with(somebody);
    (kept, progress, notice)
}

/// A number for a learner who has none yet: any.
fn somebody() -> u32 {
    // The standard library takes the keys of its hashes from the system's random numbers.
    RandomState::new().hash_one(0) as u32
}

/// What day it is, in UTC.
pub(super) fn today() -> String {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() / 86_400;
    Day(u32::try_from(days).unwrap_or(u32::MAX)).to_string()
}
