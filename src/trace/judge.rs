//! Was it Raft? Each event of a trace is held against the rules of the paper, one after the other, as far as the trace
//! tells enough. Nothing is believed that a node says about itself but its own state.
//!
//! A judge remembers what the rules speak of (each node's state and log, each term's leader, what is committed, which
//! messages were sent) and none of the events.

mod elections;
mod known;
mod ledger;
mod logs;

pub use known::{Known, Seen};
pub use ledger::{Finding, Judgement, Lack, Ledger, Outcome, Verdict};

use super::{Event, Node};
use elections::Elections;
use logs::Logs;

/// Judges a trace, event by event.
#[derive(Debug, Default)]
pub struct Judge {
    /// All members of the cluster, if the trace has said who they are.
    members: Vec<Node>,
    nodes: Vec<Known>,
    elections: Elections,
    logs: Logs,
    ledger: Ledger,
}

impl Judge {
    /// A judge of a trace that has not said anything yet.
    pub fn new() -> Judge {
        Judge::default()
    }

    /// Hears who the members of the cluster are.
    pub fn set_members(&mut self, members: &[Node]) {
        self.members = members.to_vec();
    }

    /// Judges one event.
    pub fn observe(&mut self, event: &Event) {
        let position = event.node.position();
        if self.nodes.len() <= position {
            self.nodes.resize_with(position + 1, Known::default);
        }
        let seen = self.nodes[position].advance(event);
        self.ledger.at(event);
        self.elections.judge(event, &seen, &self.members, &mut self.ledger);
        self.logs.judge(event, &seen, &self.members, &mut self.ledger);
    }

    /// What has come out so far.
    pub fn judgement(&self) -> Judgement {
        self.ledger.judgement()
    }
}
