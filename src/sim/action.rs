//! What a person can do to the world.

use super::{MessageId, SetupError, Span, SpanRange};
use crate::paper::Bug;
use crate::raft::{Choice, Command, ServerId, ServerSet, Timer};
use serde::Serialize;

/// One thing done to the world from outside. Each is one step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Stop a server; its persistent state stays (§5.5).
    Crash(ServerId),
    /// Start a server that is down (§5.5).
    Restart(ServerId),
    /// Pause a server as a whole: it keeps its beliefs and does nothing.
    Freeze(ServerId),
    /// Let a frozen server go on. What reached it meanwhile is delivered now.
    Thaw(ServerId),
    /// Erase the disk of a server that is down. Raft does not survive this in general: see rule P1.
    Wipe(ServerId),
    /// Let a timer run out now.
    Fire {
        /// The server whose timer it is.
        server: ServerId,
        /// The one for an election or the one for heartbeats.
        timer: Timer,
    },
    /// Let a leader beat now, and send no entries, even if some are due.
    EmptyHeartbeat(ServerId),
    /// Set how much is left on a timer that is running.
    SetTimer {
        /// The server whose timer it is.
        server: ServerId,
        /// The one for an election or the one for heartbeats.
        timer: Timer,
        /// What is left.
        after: Span,
    },
    /// Make the election timers of these servers run out at the same moment: a split vote, on demand.
    Align(ServerSet),
    /// Make the election timers of these servers run out far apart from each other.
    Spread(ServerSet),
    /// Cut all links between servers of different groups, and mend those within. Servers that are not
    /// named form a group of their own.
    Partition(Vec<ServerSet>),
    /// Mend all links.
    Heal,
    /// Cut the links from these servers to those: one direction.
    Cut {
        /// Who is no longer heard.
        from: ServerSet,
        /// By whom.
        to: ServerSet,
    },
    /// Mend the links from these servers to those.
    Mend {
        /// Who is heard again.
        from: ServerSet,
        /// By whom.
        to: ServerSet,
    },
    /// Change how the links from these servers to those treat messages.
    Tune {
        /// The servers that send.
        from: ServerSet,
        /// The servers at the far ends of the links.
        to: ServerSet,
        /// What changes.
        change: LinkChange,
    },
    /// Hold back everything that is sent from these servers to those.
    HoldLink {
        /// The servers that send.
        from: ServerSet,
        /// The servers at the far ends of the links.
        to: ServerSet,
    },
    /// Stop holding back, and let go what was held.
    ReleaseLink {
        /// The servers that send.
        from: ServerSet,
        /// The servers at the far ends of the links.
        to: ServerSet,
    },
    /// Deliver a message now.
    Deliver(MessageId),
    /// Lose a message now.
    Drop(MessageId),
    /// Send a copy of a message along.
    Duplicate(MessageId),
    /// Let a message arrive later.
    Delay {
        /// The number of the message.
        message: MessageId,
        /// By how much.
        by: Span,
    },
    /// Hold a message back.
    Hold(MessageId),
    /// Let a held message go on.
    Release(MessageId),
    /// A client asks a server to execute a command.
    Submit {
        /// The server that is asked; only a leader takes it.
        to: ServerId,
        /// What its state machine is to execute.
        command: Command,
    },
    /// Switch off a rule on all servers.
    SetAside(Bug),
    /// Put a rule back on all servers.
    PutBack(Bug),
    /// Let all servers do something differently within the paper.
    Choose(Choice),
}

/// What changes about a link; `None` leaves it as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct LinkChange {
    /// How long messages travel.
    pub latency: Option<SpanRange>,
    /// How many of a thousand are lost.
    pub loss: Option<u16>,
    /// How many of a thousand arrive twice.
    pub duplicate: Option<u16>,
}

impl Action {
    /// The message that it does something to, if it is about one.
    pub const fn message(&self) -> Option<MessageId> {
        match self {
            Action::Deliver(id)
            | Action::Drop(id)
            | Action::Duplicate(id)
            | Action::Delay { message: id, .. }
            | Action::Hold(id)
            | Action::Release(id) => Some(*id),
            _ => None,
        }
    }

    /// Whether it only arranges what comes: timers and links are set, and no server is different for it yet.
    pub const fn arranges(&self) -> bool {
        matches!(
            self,
            Action::SetTimer { .. }
                | Action::Align(_)
                | Action::Spread(_)
                | Action::Tune { .. }
                | Action::HoldLink { .. }
                | Action::ReleaseLink { .. }
                | Action::Choose(_)
        )
    }

    /// Whether it may change who is cut off from whom.
    pub const fn is_about_cuts(&self) -> bool {
        matches!(self, Action::Partition(_) | Action::Heal | Action::Cut { .. } | Action::Mend { .. })
    }

    /// The one server that this is done to, if it is one.
    pub fn server(&self) -> Option<ServerId> {
        match self {
            Action::Crash(server)
            | Action::Restart(server)
            | Action::Freeze(server)
            | Action::Thaw(server)
            | Action::Wipe(server)
            | Action::Fire { server, .. }
            | Action::EmptyHeartbeat(server)
            | Action::SetTimer { server, .. }
            | Action::Submit { to: server, .. } => Some(*server),
            _ => None,
        }
    }
}

/// Why something cannot be done now. Nothing has changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// What happens is played back from a trace.
    #[error("this is a recording and cannot be changed; `sandbox` starts a cluster that you can control")]
    Played,
    /// There is no such server.
    #[error("{0} is not in this cluster")]
    NoSuchServer(ServerId),
    /// The server is down.
    #[error("{0} is down: restart it first")]
    Down(ServerId),
    /// The server is not down.
    #[error("{0} is not down")]
    NotDown(ServerId),
    /// The disk of a running server cannot be erased.
    #[error("{0} is running: crash it before you wipe its disk")]
    WipeRunning(ServerId),
    /// The server is frozen.
    #[error("{0} is frozen: thaw it first")]
    Frozen(ServerId),
    /// The server is not frozen.
    #[error("{0} is not frozen")]
    NotFrozen(ServerId),
    /// The timer is not running.
    #[error("{server} has no {timer} timer running: {why}")]
    NoTimer {
        /// The server whose timer it is.
        server: ServerId,
        /// The name of the timer.
        timer: &'static str,
        /// Why it has none.
        why: &'static str,
    },
    /// The server does not lead.
    #[error("{0} is not a leader: only leaders send heartbeats")]
    NotLeading(ServerId),
    /// Fewer than two election timers can be aligned or spread.
    #[error("at least two servers must have an election timer running")]
    TooFewTimers,
    /// The groups of a partition overlap.
    #[error("{0} is in two groups of the partition")]
    TwoGroups(ServerId),
    /// Everything would stay in one group.
    #[error("a partition needs at least two groups")]
    OneGroup,
    /// A cluster of one server has no links.
    #[error("a single server has no links")]
    Alone,
    /// A link needs two different servers.
    #[error("a link joins two different servers")]
    NoLink,
    /// No message with this number is in flight.
    #[error("message {0} is not in flight: it was delivered or lost, or never sent")]
    NoSuchMessage(MessageId),
    /// The message is doomed: it was lost on the way and only its end is awaited.
    #[error("message {0} is already lost")]
    Doomed(MessageId),
    /// The message is held.
    #[error("message {0} is already held")]
    Held(MessageId),
    /// The message waits at a frozen server.
    #[error("message {0} has arrived: it waits at a frozen server")]
    Waits(MessageId),
    /// The message is in flight.
    #[error("message {0} is not held")]
    NotHeld(MessageId),
    /// A number is out of range: of a link, or of what servers do.
    #[error(transparent)]
    Link(#[from] SetupError),
    /// The rule is off already, or was not.
    #[error("{0} is already {1}")]
    Already(Bug, &'static str),
    /// A span is too long.
    #[error("at most an hour")]
    TooLong,
}
