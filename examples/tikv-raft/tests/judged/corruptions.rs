//! What broken implementations do: each corruption looks whether an event of a legal trace is a fitting place, and
//! changes what one broken line of code would have changed.

mod commitment;
mod elections;
mod logs;
mod messages;
mod persistence;

use super::whole::{Log, Received, Trace};
use raftarium::paper::Rule;
use raftarium::trace::judge::Law;
use tikv_raft::recorder::Event;

/// One way to be broken.
pub struct Corruption {
    /// What the broken implementation does.
    pub name: &'static str,
    /// The laws that may be named for it: at least one of them must be.
    pub laws: &'static [Law],
    /// Makes it happen at this event, if that is a fitting place.
    pub corrupt: fn(&Trace, usize) -> Option<Corrupted>,
}

/// A corrupted trace.
pub struct Corrupted {
    pub events: Vec<Event>,
    /// The event that is the first to contradict a law.
    pub at: usize,
}

impl Corrupted {
    fn new(events: Vec<Event>, at: usize) -> Corrupted {
        Corrupted { events, at }
    }
}

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Corruption> {
    [elections::ALL, persistence::ALL, logs::ALL, commitment::ALL, messages::ALL].into_iter().flatten()
}

const fn rule(rule: Rule) -> Law {
    Law::Rule(rule)
}
