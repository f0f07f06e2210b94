//! What goes into a server.

use super::{Command, Message, ServerId};
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
    /// It has, and what goes out carries no entries, even if some are due: many real leaders beat and replicate apart.
    EmptyHeartbeat,
    /// A client asks for a command to be executed (Leaders 2).
    Command {
        /// Which request of which client.
        request: RequestId,
        /// What to execute.
        command: Command,
    },
}
