//! Was it Raft? Each event of a trace is held against the rules of the paper, one after the other, as far as the trace
//! tells enough. Nothing is believed that a node says about itself but its own state.
//!
//! Judged is whether what happened was *safe to do*, not whether we would have done it: to refuse, to ignore, to wait
//! and to step down is always allowed. Where a trace tells too little, nothing is claimed.
//!
//! A judge remembers what the rules speak of (each node's state and log, each term's leader, what is committed, which
//! messages were sent) and none of the events.

mod elections;
mod lack;
mod law;
mod ledger;
mod logs;
mod members;
mod node_state;
pub mod report;
mod sentence;

pub use lack::{Lack, beyond};
pub use law::Law;
pub use ledger::{Finding, Judgement, Ledger, Outcome, Verdict};
pub use members::{Members, NodeSet};
pub use node_state::{NodeState, Seen};
pub use sentence::{Named, Sentence};

use super::{Event, Node};
use elections::Elections;
use logs::Logs;

/// Judges a trace, event by event.
#[derive(Debug, Default)]
pub struct Judge {
    members: Members,
    nodes: Vec<NodeState>,
    elections: Elections,
    logs: Logs,
    ledger: Ledger,
}

impl Judge {
    /// A judge of a trace that has not said anything yet.
    pub fn new() -> Judge {
        Judge::default()
    }

    /// Hears who the members of the cluster are; once more whenever that changes.
    pub fn set_members(&mut self, members: &[Node]) {
        self.members.tell(members);
    }

    /// Judges one event.
    pub fn observe(&mut self, event: &Event) {
        let position = event.node.position();
        if self.nodes.len() <= position {
            self.nodes.resize_with(position + 1, NodeState::default);
        }
        let seen = self.nodes[position].advance(event);
        self.members.occurs(event.node);
        self.ledger.at(event);
        self.elections.judge(event, &seen, &mut self.members, &mut self.ledger);
        self.logs.judge(event, &seen, &self.members, &mut self.ledger);
    }

    /// What has come out, now that the trace has ended: some things are certain only then, such as how many members a
    /// cluster has whose trace does not say it.
    pub fn finish(mut self) -> Judgement {
        self.elections.finish(&self.members, &mut self.ledger);
        self.logs.finish(&self.members, &mut self.ledger);
        self.ledger.close()
    }
}
