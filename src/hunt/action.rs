//! The small actions that a run of a hunt is made of.

use arrayvec::ArrayVec;

/// The most actions of a run.
pub(super) const MOST_ACTIONS: usize = 90;

/// One small action.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct SmallAction {
    /// Its name among the actions of its run: it stays the same when others are left out.
    pub id: u8,
    pub kind: ActionKind,
}

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum ActionKind {
    /// The election timer of a server runs out.
    Timeout(u8),
    /// The heartbeat timer of a leader runs out.
    Heartbeat(u8),
    /// A client submits the next command to a leader.
    Command(u8),
    /// A server crashes and comes back.
    Restart(u8),
    /// The message that an action made for a server arrives there.
    Deliver {
        /// The action.
        sent_by: u8,
        /// The receiver.
        to: u8,
        /// Whether the network delivers a copy, and the message itself stays in flight.
        copy: bool,
    },
}

impl ActionKind {
    /// Who acts.
    pub fn server(self) -> u8 {
        match self {
            ActionKind::Timeout(server)
            | ActionKind::Heartbeat(server)
            | ActionKind::Command(server)
            | ActionKind::Restart(server) => server,
            ActionKind::Deliver { to, .. } => to,
        }
    }

    /// The same with servers renamed.
    pub fn renamed(self, name: impl Fn(u8) -> u8) -> ActionKind {
        match self {
            ActionKind::Timeout(server) => ActionKind::Timeout(name(server)),
            ActionKind::Heartbeat(server) => ActionKind::Heartbeat(name(server)),
            ActionKind::Command(server) => ActionKind::Command(name(server)),
            ActionKind::Restart(server) => ActionKind::Restart(name(server)),
            ActionKind::Deliver { sent_by, to, copy } => ActionKind::Deliver { sent_by, to: name(to), copy },
        }
    }
}

/// The actions of a run, in order.
pub(super) type Path = ArrayVec<SmallAction, MOST_ACTIONS>;

/// By action, the servers that one of its messages is to reach, a bit each: whatever else is sent is lost.
pub(super) fn awaited(path: &Path) -> [u8; 256] {
    let mut awaited = [0u8; 256];
    for action in path {
        if let ActionKind::Deliver { sent_by, to, .. } = action.kind {
            awaited[usize::from(sent_by)] |= 1 << to;
        }
    }
    awaited
}
