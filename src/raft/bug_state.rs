//! What only a server with a rule off remembers.

use super::{Index, Log, Options, Persistent, ServerId, Term};
use crate::paper::Bug;

/// State that Figure 2 does not have: empty while every rule is obeyed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct BugState {
    /// For `ack-before-durable`: how much of the log is on the disk.
    pub(super) durable: Index,
    /// For `match-not-reset`: up to where each server had the log when this one last led, by position.
    pub(super) old_match: Box<[Index]>,
    /// For `vote-cleared-by-append`: who had the vote that was forgotten, and in which term.
    pub(super) cleared: Option<(Term, ServerId)>,
}

impl BugState {
    /// Of a server that starts.
    pub(super) fn of(options: Options, persistent: &Persistent) -> BugState {
        let mut state = BugState::default();
        state.switch(Options::default(), options, &persistent.log);
        state
    }

    /// Rules are off or put back. What is in the log at that moment is on the disk.
    pub(super) fn switch(&mut self, before: Options, now: Options, log: &Log) {
        let late = now.has(Bug::AckBeforeDurable);
        if late != before.has(Bug::AckBeforeDurable) {
            self.durable = if late { log.last_index() } else { Index::ZERO };
        }
    }

    /// The log loses the entry at `from` and all behind it, on the disk as well.
    #[inline]
    pub(super) fn truncate(&mut self, from: Index) {
        self.durable = self.durable.min(from.previous());
    }
}
