//! What goes into a server and what comes out of it.

use super::{Command, Fact, Index, Message, ServerId};
use serde::Serialize;

/// Names a client's request, so that the answer finds its way back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct RequestId(pub u32);

/// The two timers a server can ask for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timer {
    /// Runs out when no leader was heard and no vote was granted for a while (Followers 2, Candidates 4).
    Election,
    /// Runs out when it is time to beat, and to retry what was not answered (Leaders 1; §5.1, §5.5).
    Heartbeat,
}

/// What a server asks of one of its timers. How long it runs is the world's affair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alarm {
    /// Start it, or start it again.
    Arm,
    /// Stop it.
    Disarm,
}

/// One thing that a server reacts to.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A message has arrived.
    Message {
        /// Who sent it.
        from: ServerId,
        /// What it says.
        message: &'a Message,
    },
    /// The election timer has run out.
    ElectionTimeout,
    /// The heartbeat timer has run out.
    HeartbeatTimeout,
    /// A client asks for a command to be executed (Leaders 2).
    Command {
        /// Which request of which client.
        request: RequestId,
        /// What to execute.
        command: Command,
    },
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
        self.saved = Saved::default();
    }

    pub(super) fn fact(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    pub(super) fn send(&mut self, to: ServerId, message: Message) {
        self.messages.push((to, message));
    }
}
