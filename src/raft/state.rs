//! The box *State* of Figure 2.

use super::{Index, LeaderState, Log, ServerId, ServerSet, Store, Term};
use serde::Serialize;

/// What every server keeps on its disk, before any answer leaves that depends on it. A crash keeps this and nothing
/// else.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Persistent {
    /// The latest term that it has heard of: 0 at first, and never lower than before.
    pub current_term: Term,
    /// Who has its vote of this term, if anyone has.
    pub voted_for: Option<ServerId>,
    /// The log entries.
    pub log: Log,
}

impl Persistent {
    /// State to start from, as if an earlier run had left it on the disk.
    pub fn new(current_term: Term, voted_for: Option<ServerId>, log: Log) -> Persistent {
        Persistent { current_term, voted_for, log }
    }
}

/// Volatile state on all servers: gone after a crash.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Volatile {
    /// The last entry that it knows to be committed: 0 after a restart, and only ever higher.
    pub commit_index: Index,
    /// The last entry that its state machine has executed: 0 after a restart, and only ever higher.
    pub last_applied: Index,
    /// The state machine; it is rebuilt from the log as entries are applied again.
    pub store: Store,
}

/// What a server is, with the state that only this role has.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// Passive: answers candidates and leaders (§5.1).
    Follower {
        /// The leader of the current term, once heard from.
        leader: Option<ServerId>,
    },
    /// Asks for votes (§5.2).
    Candidate(Candidate),
    /// Takes commands and replicates them (§5.3).
    Leader(LeaderState),
}

/// A role without its state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleKind {
    /// See [`Role::Follower`].
    Follower,
    /// See [`Role::Candidate`].
    Candidate,
    /// See [`Role::Leader`].
    Leader,
}

impl RoleKind {
    /// The paper's word.
    pub const fn name(self) -> &'static str {
        match self {
            RoleKind::Follower => "follower",
            RoleKind::Candidate => "candidate",
            RoleKind::Leader => "leader",
        }
    }
}

/// What a candidate knows about its election.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Candidate {
    /// Who has granted a vote, itself included. A set: a repeated answer counts once.
    pub votes: ServerSet,
    /// Who has refused.
    pub refusals: ServerSet,
    /// How many grants were heard, repeats included: the bug `votes-are-a-count` goes by that.
    pub(super) grants: u32,
}

impl Candidate {
    /// A candidate that has heard these answers.
    pub fn with(votes: ServerSet, refusals: ServerSet) -> Candidate {
        Candidate { votes, refusals, grants: votes.len() as u32 }
    }

    /// Who has just stood has its own vote.
    pub(super) const fn alone(id: ServerId) -> Candidate {
        Candidate { votes: ServerSet::only(id), refusals: ServerSet::EMPTY, grants: 1 }
    }

    /// Takes a voter's answer. Says whether it is news.
    pub(super) fn count(&mut self, voter: ServerId, granted: bool) -> bool {
        let heard = if granted { &mut self.votes } else { &mut self.refusals };
        let news = !heard.contains(voter);
        heard.insert(voter);
        self.grants += u32::from(granted);
        news
    }

    /// How many grants were heard, repeats included.
    pub fn grants(&self) -> u32 {
        self.grants
    }

    /// Who of the others has not answered yet.
    #[must_use]
    pub fn silent(&self, others: ServerSet) -> ServerSet {
        others.minus(self.votes).minus(self.refusals)
    }
}

impl Role {
    /// Which role it is.
    #[inline]
    pub const fn kind(&self) -> RoleKind {
        match self {
            Role::Follower { .. } => RoleKind::Follower,
            Role::Candidate(_) => RoleKind::Candidate,
            Role::Leader(_) => RoleKind::Leader,
        }
    }
}
