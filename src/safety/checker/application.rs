//! State Machine Safety (§5.4.3): whatever was executed first at an index is all that any server ever executes there.
//! A server that restarts begins with the first entry again, and is held to it too.

use super::by_index::ByIndex;
use super::{Violation, steps};
use crate::paper::Property;
use crate::raft::{Entry, Index, Log, ServerId, ServerSet};
use crate::sim::StepId;

/// By index, the entry that was applied there first.
#[derive(Clone, Debug, Default)]
pub(super) struct Applications {
    first: ByIndex<Applied>,
}

#[derive(Clone, Copy, Debug)]
struct Applied {
    entry: Entry,
    by: ServerId,
    step: StepId,
}

impl Applications {
    /// What was applied first at each index, from an index on.
    pub(super) fn from(&self, first: Index) -> impl DoubleEndedIterator<Item = (Index, Entry, StepId)> {
        self.first.from(first).map(|(index, applied)| (index, applied.entry, applied.step))
    }

    /// Takes in what a server has just applied, from the first to the last of a range.
    pub(super) fn apply(
        &mut self,
        server: ServerId,
        (first, last): (Index, Index),
        log: &Log,
        step: StepId,
    ) -> Option<Violation> {
        let mut found = None;
        for index in first.max(log.first_index()).through(last) {
            let Some(entry) = log.get(index).copied() else { break };
            match self.first.get(index) {
                None if index > self.first.last_index() => {
                    self.first.push(index, Applied { entry, by: server, step });
                }
                // Rule I5: no two servers apply different entries at an index.
                Some(other) if other.entry != entry && found.is_none() => {
                    found = Some(Violation {
                        property: Property::StateMachineSafety,
                        step,
                        servers: ServerSet::only(server).or(ServerSet::only(other.by)),
                        term: entry.term,
                        index: Some(index),
                        evidence: steps([other.step, step]),
                    });
                }
                _ => {}
            }
        }
        found
    }
}
