//! What a page shows of one server, and what a step changes about it.

use super::entries::{Entries, Tip};
use crate::raft::{Index, RoleKind, Server, ServerId, ServerSet};
use crate::sim::{Life, LifeKind, Node, StatePart};
use serde::{Serialize, Serializer};

/// A field of a server that has changed; `None` where it is as it was.
type Changed<T> = Option<T>;

macro_rules! server {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)+) => {
        /// All that a page shows of a server.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub(super) struct Shown { $($(#[$doc])* pub(super) $name: $type,)+ }

        /// What has changed about a server. A number that a server no longer has becomes null.
        #[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
        pub(super) struct Change {
            $(#[serde(skip_serializing_if = "Option::is_none")] $name: Changed<$type>,)+
        }

        impl Shown {
            /// All of it, as if nothing had been known before.
            pub(super) fn whole(&self) -> Change {
                Change { $($name: Some(self.$name.clone()),)+ }
            }

            /// What is not as it was; none if all is.
            pub(super) fn since(&self, before: &Shown) -> Option<Change> {
                let change = Change {
                    $($name: (self.$name != before.$name).then(|| self.$name.clone()),)+
                };
                (self != before).then_some(change)
            }
        }
    };
}

server! {
    /// `up`, `frozen` or `down`.
    life: LifeKind,
    /// Its role; follower, if it is down.
    role: RoleKind,
    /// Its current term.
    term: u32,
    /// Who has its vote in that term.
    vote: Option<ServerPosition>,
    /// Whom it takes for the leader.
    leader: Option<ServerPosition>,
    /// What it knows to be committed; nothing, if it is down.
    commit: u32,
    /// Where its log ends, in the table of entries.
    log: Tip,
    /// Of a candidate: who said yes, and who no, as bits.
    votes: Option<[Bits; 2]>,
    /// Of a leader: next index by server.
    next: Option<Vec<u32>>,
    /// Of a leader: match index by server.
    matched: Option<Vec<u32>>,
    /// What a trace does not tell of it.
    unknown: Vec<&'static str>,
    /// The timer that matters: when it runs out, in µs, and how long it was.
    timer: Option<[u64; 2]>,
}

/// A server by its position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ServerPosition(pub ServerId);

impl Serialize for ServerPosition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0.position() as u64)
    }
}

/// A set of servers as a number: S1 is its lowest bit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bits(pub ServerSet);

impl Serialize for Bits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0.iter().map(|server| 1 << server.position()).sum())
    }
}

/// An index; 0 if it is not known.
fn number(index: Option<Index>) -> u32 {
    index.unwrap_or_default().0
}

/// What the page calls a part of a server's state.
fn part_name(part: StatePart) -> &'static str {
    match part {
        StatePart::Term => "term",
        StatePart::Vote => "vote",
        StatePart::Role => "role",
        StatePart::Log => "log",
        StatePart::CommitIndex => "commit",
    }
}

impl Shown {
    pub(super) fn of(node: &Node, entries: &mut Entries) -> Shown {
        let persistent = node.persistent();
        let server = node.server();
        let leader = server.and_then(Server::leader);
        let timer = if node.leads() { node.heartbeat } else { node.election };
        Shown {
            life: node.kind(),
            role: server.map_or(RoleKind::Follower, |server| server.role().kind()),
            term: node.term().unwrap_or_default().0,
            vote: persistent.voted_for.map(ServerPosition),
            leader: server.and_then(Server::known_leader).map(ServerPosition),
            commit: number(node.commit_index()),
            log: entries.tip(&persistent.log),
            votes: server
                .and_then(Server::candidate)
                .map(|candidate| [Bits(candidate.votes), Bits(candidate.refusals)]),
            next: leader.map(|leader| {
                leader.everyone().map(|(follower, _)| number(node.next_index(follower))).collect()
            }),
            matched: leader
                .map(|leader| leader.everyone().map(|(_, progress)| progress.match_index.0).collect()),
            unknown: node.unknown().map(part_name).collect(),
            timer: timer
                .filter(|_| matches!(node.life, Life::Up(_)))
                .map(|countdown| [countdown.due.0, countdown.length.0]),
        }
    }
}
