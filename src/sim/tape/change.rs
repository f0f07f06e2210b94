//! What a server has become, as somebody else tells it.

use crate::raft::{
    Candidate, Index, LeaderState, Payload, Persistent, Role, SeenEntry, Server, ServerId, ServerSet, Store,
    Term,
};
use crate::sim::{Gaps, Vote, stored};

/// What a trace says that a server has become. What it does not say is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The current term.
    pub term: Option<Term>,
    /// The vote in that term.
    pub vote: Option<Vote>,
    /// Up to here the log stays as it is.
    pub keep: Index,
    /// What stands in the log behind that.
    pub entries: Box<[SeenEntry]>,
    /// Whether the log is known to end there.
    pub whole_log: bool,
    /// The commit index.
    pub commit_index: Option<Index>,
    /// The last entry that the state machine has executed.
    pub last_applied: Option<Index>,
    /// What becomes of the role.
    pub role: RoleChange,
    /// What a leader knows of others from now on.
    pub knows: Box<[Knows]>,
}

/// What a leader knows of one follower.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Knows {
    /// Of whom.
    pub follower: ServerId,
    /// From where to send to it, if that is seen.
    pub next: Option<Index>,
    /// Up to where it is seen to have the leader's log.
    pub matches: Index,
}

/// What becomes of a server's role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RoleChange {
    /// It stays what it is.
    Same,
    /// What it is is not known. It is shown among those that follow.
    Unknown {
        /// The leader that it heeds, if that is known.
        leader: Option<ServerId>,
    },
    /// It follows.
    Follower {
        /// Whom, if that is known.
        leader: Option<ServerId>,
    },
    /// It stands.
    Candidate {
        /// Who has granted a vote.
        votes: ServerSet,
        /// Who has refused.
        refusals: ServerSet,
    },
    /// It begins to lead.
    Leader,
}

impl Change {
    /// Makes a server that runs what is told of it.
    pub fn apply(&self, server: &mut Server) {
        let own = server.id();
        let (mut persistent, mut volatile, mut role) = server.take_state();
        self.apply_to_disk(&mut persistent);
        let last = persistent.log.last_index();
        volatile.commit_index = self.commit_index.unwrap_or_default();
        let last_applied = self.last_applied.unwrap_or_default();
        if last_applied < volatile.last_applied {
            // It begins again, with what it has of its log.
            volatile.store = Store::default();
            volatile.last_applied = Index::ZERO;
        }
        let ahead = last_applied.since(volatile.last_applied);
        for entry in persistent.log.slice(volatile.last_applied.next(), ahead) {
            if let Payload::Command(command) = entry.payload {
                volatile.store.apply(command);
            }
        }
        volatile.last_applied = last_applied;
        match self.role {
            RoleChange::Same => {}
            RoleChange::Unknown { leader } | RoleChange::Follower { leader } => {
                role = Role::Follower { leader };
            }
            RoleChange::Candidate { votes, refusals } => {
                role = Role::Candidate(Candidate::with(votes, refusals));
            }
            RoleChange::Leader => {
                role = Role::Leader(LeaderState::elected(server.configuration(), Index::ZERO));
            }
        }
        if let Role::Leader(state) = &mut role {
            for Knows { follower, next, matches } in &self.knows {
                let Some(progress) = state.progress_mut(*follower) else { continue };
                progress.next_index = next.unwrap_or(progress.next_index);
                progress.match_index = *matches;
            }
            state.holds_all(own, last);
        }
        server.set_state(persistent, volatile, role);
    }

    /// Makes the disk of a server that is down what is told of it.
    pub fn apply_to_disk(&self, persistent: &mut Persistent) {
        let mut log = std::mem::take(&mut persistent.log);
        if self.keep < log.last_index() {
            log.truncate_from(self.keep.next());
        }
        log.extend(self.entries.iter().copied().map(stored));
        let voted_for = match self.vote {
            Some(Vote::For(server)) => Some(server),
            Some(Vote::Nobody) | None => None,
        };
        *persistent = Persistent::new(self.term.unwrap_or_default(), voted_for, log);
    }

    /// What is not known of the server from now on, which has these beside it.
    pub fn gaps(&self, before: Gaps, others: ServerSet) -> Gaps {
        let followers = match self.role {
            RoleChange::Leader => Gaps::next_of(others),
            _ => before.of_followers(),
        };
        let seen = self.knows.iter().filter(|knows| knows.next.is_some());
        let gaps = followers.without(Gaps::next_of(seen.map(|knows| knows.follower).collect()));
        gaps.and(Gaps::TERM, self.term.is_none())
            .and(Gaps::VOTE, self.vote.is_none())
            .and(Gaps::ROLE, matches!(self.role, RoleChange::Unknown { .. }))
            .and(Gaps::LOG, !self.whole_log)
            .and(Gaps::COMMIT, self.commit_index.is_none())
            .and(Gaps::APPLIED, self.last_applied.is_none())
    }
}
