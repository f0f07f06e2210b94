//! A server as somebody else says it is: not what Figure 2 does, but what a recording of another implementation tells.

use super::{
    Candidate, Configuration, Entry, Index, LeaderState, Log, Payload, Persistent, Role, Server, ServerId,
    ServerSet, Term,
};

/// What a recording says that a server has become. What it does not tell stays as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The current term.
    pub term: Term,
    /// The vote in that term.
    pub voted_for: Option<ServerId>,
    /// Up to here the log stays as it is.
    pub keep: Index,
    /// What stands in the log behind that.
    pub entries: Box<[Entry]>,
    /// The commit index.
    pub commit_index: Index,
    /// The last entry that the state machine has executed.
    pub last_applied: Index,
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
    /// From where to send to it.
    pub next: Index,
    /// Up to where it has the leader's log.
    pub matches: Index,
}

/// What becomes of a server's role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RoleChange {
    /// It stays what it is.
    Same,
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

impl Server {
    /// Becomes what a recording says.
    pub fn become_as_told(&mut self, change: &Change) {
        let persistent = &mut self.persistent;
        persistent.become_as_told(change);
        let log = &persistent.log;
        let last = log.last_index();
        let volatile = &mut self.volatile;
        volatile.commit_index = change.commit_index;
        if change.last_applied < volatile.last_applied {
            // It begins anew, with what it has of its log.
            volatile.store = super::Store::default();
            volatile.last_applied = Index::ZERO;
        }
        let ahead = change.last_applied.since(volatile.last_applied);
        for entry in log.slice(volatile.last_applied.next(), ahead) {
            if let Payload::Command(command) = entry.payload {
                volatile.store.apply(command);
            }
        }
        volatile.last_applied = change.last_applied;
        match change.role {
            RoleChange::Same => {}
            RoleChange::Follower { leader } => self.role = Role::Follower { leader },
            RoleChange::Candidate { votes, refusals } => {
                self.role = Role::Candidate(Candidate { votes, refusals, grants: votes.len() as u32 });
            }
            RoleChange::Leader => self.role = Role::Leader(LeaderState::untold(self.configuration)),
        }
        if let Role::Leader(state) = &mut self.role {
            for Knows { follower, next, matches } in &change.knows {
                if let Some(progress) = state.progress_mut(*follower) {
                    (progress.next_index, progress.match_index) = (*next, *matches);
                }
            }
            state.holds_all(self.id, last);
        }
    }
}

impl Change {
    /// No change at all, of a server that is as it is.
    pub fn none(server: &Server) -> Change {
        let (disk, memory) = (&server.persistent, &server.volatile);
        Change {
            term: disk.current_term,
            voted_for: disk.voted_for,
            keep: disk.log.last_index(),
            entries: Box::default(),
            commit_index: memory.commit_index,
            last_applied: memory.last_applied,
            role: RoleChange::Same,
            knows: Box::default(),
        }
    }
}

impl Persistent {
    /// Becomes what a recording says of a server that is down.
    pub fn become_as_told(&mut self, change: &Change) {
        self.current_term = change.term;
        self.voted_for = change.voted_for;
        self.log.become_as_told(change);
    }
}

impl Log {
    fn become_as_told(&mut self, change: &Change) {
        if change.keep < self.last_index() {
            self.truncate_from(change.keep.next());
        }
        self.extend(change.entries.iter().copied());
    }
}

impl LeaderState {
    /// Of a leader of whom it is only known that it leads.
    fn untold(configuration: Configuration) -> LeaderState {
        let mut state = LeaderState::elected(configuration, Index::ZERO);
        for progress in &mut state.progress {
            progress.next_index = Index::UNTOLD;
        }
        state
    }
}
