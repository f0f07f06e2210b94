//! What comes out of a server.

use super::{Entries, Fact, Index, Message, RequestId, ServerId};
use crate::paper::{Bug, BugSet};

/// What a server asks of one of its timers. How long it runs is the world's affair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alarm {
    /// Start it, or start it again.
    Arm,
    /// Stop it.
    Disarm,
}

/// What a client hears, or will never hear.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// The command was applied (Leaders 2: answered after the entry is applied).
    Applied {
        /// The request that this answers.
        request: RequestId,
        /// Where the command stands in the log.
        index: Index,
    },
    /// The command was appended; the answer comes later.
    Accepted {
        /// The request.
        request: RequestId,
        /// Where it stands in the log.
        index: Index,
    },
    /// This server does not lead; the client should ask that one, if any is known (§5.1).
    Redirected {
        /// The request that this answers.
        request: RequestId,
        /// The leader of the current term, as far as this server knows.
        leader: Option<ServerId>,
    },
    /// The leader stepped down before it could answer. No message is sent: the client hears nothing.
    Forgotten {
        /// The request that stays open.
        request: RequestId,
    },
}

/// Everything that comes out of a server when something goes in. Reused from step to step.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// What happened, in order, each with its rule.
    pub facts: Vec<Fact>,
    /// Messages to send, in order.
    pub messages: Vec<(ServerId, Message)>,
    /// Answers for clients.
    pub replies: Vec<Reply>,
    /// What to do with the election timer.
    pub election: Option<Alarm>,
    /// What to do with the heartbeat timer.
    pub heartbeat: Option<Alarm>,
    /// The rules that were not followed, as they are off: those without which it would have gone otherwise.
    pub broken: BugSet,
    pub(super) saved: Saved,
}

/// Which parts of the persistent state this step changed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Saved {
    pub term: bool,
    pub vote: bool,
    pub log: bool,
}

impl Output {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.facts.clear();
        self.messages.clear();
        self.replies.clear();
        self.election = None;
        self.heartbeat = None;
        self.broken = BugSet::NONE;
        self.saved = Saved::default();
    }

    /// A rule that is off was not followed just now.
    pub fn breaks(&mut self, bug: Bug) {
        self.broken = self.broken.with(bug);
    }

    pub(super) fn fact(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    pub(super) fn send(&mut self, to: ServerId, message: Message) {
        self.messages.push((to, message));
    }

    /// The entries of a request of this step that carries so many after the same index: a leader's log does not change
    /// between two requests of a step. `None` for one or none, which cost nothing to copy.
    pub(super) fn entries_sent(&self, prev: Index, count: usize) -> Option<Entries> {
        let same = |message: &Message| match message {
            Message::AppendEntries(sent) if sent.prev_log_index == prev && sent.entries.len() == count => {
                Some(sent.entries.clone())
            }
            _ => None,
        };
        self.messages.iter().rev().filter(|_| count > 1).find_map(|(_, message)| same(message))
    }
}
