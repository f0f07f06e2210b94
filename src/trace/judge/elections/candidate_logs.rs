//! Where candidates' logs ended when they started their elections: what voters compare with their own (§5.4.1).

use super::of;
use crate::raft::Term;
use crate::trace::{EntryId, Node};

/// The end of a candidate's log in the latest term in which it is known, by node.
#[derive(Debug, Default)]
pub(super) struct CandidateLogs {
    nodes: Vec<Option<LogEnd>>,
}

/// Where a candidate's log ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct LogEnd {
    /// The term of its election.
    pub term: Term,
    /// Its last entry.
    pub place: EntryId,
    /// The line that tells it.
    pub line: u64,
}

impl CandidateLogs {
    /// The latest that is known of a node.
    pub(super) fn latest(&self, node: Node) -> Option<LogEnd> {
        *self.nodes.get(node.position())?
    }

    /// Where a node's log ended when it started an election in this term, and the line that tells it.
    pub(super) fn end(&self, node: Node, term: Term) -> Option<(EntryId, u64)> {
        self.latest(node).filter(|end| end.term == term).map(|end| (end.place, end.line))
    }

    /// Remembers where a node's log ends.
    pub(super) fn set(&mut self, node: Node, end: LogEnd) {
        *of(&mut self.nodes, node) = Some(end);
    }
}
