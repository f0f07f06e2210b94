//! What a learner has done: kept with what else belongs to the user.

use super::folders::{self, Folder};
use crate::lesson::progress::Progress;
use crate::storage::{KeptProgress, Store, date};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Reads what is kept: where it is kept from now on, what it says, and what there is to be said about it.
pub(super) fn open() -> (KeptProgress, Progress, Option<String>) {
    KeptProgress::open(folders::data().map(|folder| Box::new(Folder(folder)) as Box<dyn Store>))
}

/// What day it is, in UTC.
pub(super) fn today() -> String {
    date(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() / 86_400)
}
