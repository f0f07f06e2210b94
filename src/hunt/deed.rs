//! The small actions that a run of a hunt is made of.

use arrayvec::ArrayVec;

/// The most actions of a run.
pub(super) const MOST_DEEDS: usize = 90;

/// One small action.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Deed {
    /// Its name among the actions of its run: it stays the same when others are left out.
    pub id: u8,
    pub what: What,
}

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum What {
    /// The election timer of a server runs out.
    Timeout(u8),
    /// The heartbeat timer of a leader runs out.
    Beat(u8),
    /// A client submits the next command to a leader.
    Command(u8),
    /// A server crashes and comes back.
    Restart(u8),
    /// The message that an action made for a server arrives there.
    Deliver {
        /// The action.
        maker: u8,
        /// The receiver.
        to: u8,
        /// Whether the network delivers a copy, and the message itself stays on its way.
        copy: bool,
    },
}

impl What {
    /// Who acts.
    pub fn server(self) -> u8 {
        match self {
            What::Timeout(server) | What::Beat(server) | What::Command(server) | What::Restart(server) => {
                server
            }
            What::Deliver { to, .. } => to,
        }
    }

    /// The same with servers renamed.
    pub fn renamed(self, name: impl Fn(u8) -> u8) -> What {
        match self {
            What::Timeout(server) => What::Timeout(name(server)),
            What::Beat(server) => What::Beat(name(server)),
            What::Command(server) => What::Command(name(server)),
            What::Restart(server) => What::Restart(name(server)),
            What::Deliver { maker, to, copy } => What::Deliver { maker, to: name(to), copy },
        }
    }
}

/// The actions of a run, in order.
pub(super) type Path = ArrayVec<Deed, MOST_DEEDS>;

/// By action, the servers that one of its messages is to reach, a bit each: whatever else is sent is lost.
pub(super) fn awaited(path: &Path) -> [u8; 256] {
    let mut awaited = [0u8; 256];
    for deed in path {
        if let What::Deliver { maker, to, .. } = deed.what {
            awaited[usize::from(maker)] |= 1 << to;
        }
    }
    awaited
}
