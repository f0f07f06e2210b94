//! Which server is called S1 makes no difference to Raft: a server with everybody renamed does, under the new names,
//! what it would have done under the old ones. Nor does all that a server remembers make a difference to what it
//! will do. An exhaustive check therefore looks at one cluster of each kind.
//!
//! A renaming is a table from old to new positions: `names[old]` is the new one.

use super::{
    AppendOutcome, BackUp, Configuration, Conflict, Index, Message, Options, Role, Server, ServerId,
    ServerSet, Store,
};
use crate::paper::Bug;
use std::hash::{Hash, Hasher};

impl ServerId {
    /// The same server by its new name.
    #[must_use]
    pub fn renamed(self, names: &[u8]) -> ServerId {
        ServerId::at(names[self.position()].into())
    }
}

impl ServerSet {
    /// The same servers by their new names.
    #[must_use]
    pub fn renamed(self, names: &[u8]) -> ServerSet {
        self.iter().map(|server| server.renamed(names)).collect()
    }
}

impl Configuration {
    /// The same configuration of servers by their new names.
    #[must_use]
    pub fn renamed(self, names: &[u8]) -> Configuration {
        self.map(|servers| servers.renamed(names))
    }
}

impl Server {
    /// The same server in a cluster where everybody has a new name.
    #[must_use]
    pub fn renamed(&self, names: &[u8]) -> Server {
        let mut server = self.clone();
        server.id = self.id.renamed(names);
        server.configuration = self.configuration.renamed(names);
        server.persistent.voted_for = self.persistent.voted_for.map(|voted| voted.renamed(names));
        server.bug_state.old_match = moved(self.old_match(), names).into();
        server.bug_state.cleared = self.bug_state.cleared.map(|(term, voted)| (term, voted.renamed(names)));
        match &mut server.role {
            Role::Follower { leader } => *leader = leader.map(|leader| leader.renamed(names)),
            Role::Candidate(candidate) => {
                candidate.votes = candidate.votes.renamed(names);
                candidate.refusals = candidate.refusals.renamed(names);
            }
            Role::Leader(state) => {
                state.progress = moved(&state.progress, names);
            }
        }
        server
    }

    /// The same server without what it will never act upon: what it only tells people and clients, and what the state
    /// machine holds, which follows from the log. Two servers with the same essence send the same messages and have
    /// the same terms, votes, logs and commit indices from now on, whatever happens. The one exception is whom a
    /// candidate spares when it retries for votes: who has refused is left out too, so that a check has to
    /// look at a repeated request as a duplicate made by the network.
    #[must_use]
    pub fn essence(mut self) -> Server {
        self.volatile.store = Store::default();
        self.bug_state.cleared = None;
        match &mut self.role {
            Role::Follower { leader } => *leader = None,
            Role::Candidate(candidate) => {
                candidate.refusals = ServerSet::EMPTY;
                if !self.options.has(Bug::VotesAreACount) {
                    candidate.grants = 0;
                }
            }
            Role::Leader(state) => {
                for progress in &mut state.progress {
                    progress.unanswered = false;
                }
                state.pending.clear();
            }
        }
        self
    }

    /// What no renaming changes about it: two servers of which one is the other renamed have this in common.
    pub fn shape(&self, hasher: &mut impl Hasher) {
        let persistent = &self.persistent;
        persistent.current_term.hash(hasher);
        persistent.voted_for.map(|voted| voted == self.id).hash(hasher);
        persistent.log.hash(hasher);
        self.durable().hash(hasher);
        self.volatile.commit_index.hash(hasher);
        self.volatile.last_applied.hash(hasher);
        sorted(self.old_match().iter()).hash(hasher);
        self.role.kind().hash(hasher);
        match &self.role {
            Role::Follower { leader } => leader.is_some().hash(hasher),
            Role::Candidate(candidate) => {
                (candidate.votes.len(), candidate.refusals.len(), candidate.grants).hash(hasher);
            }
            Role::Leader(state) => {
                sorted(self.others().iter().filter_map(|other| state.progress(other))).hash(hasher);
                state.pending.hash(hasher);
            }
        }
    }
}

impl Message {
    /// The same message in a cluster where everybody has a new name.
    #[must_use]
    pub fn renamed(&self, names: &[u8]) -> Message {
        let mut message = self.clone();
        match &mut message {
            Message::RequestVote(request) => request.candidate_id = request.candidate_id.renamed(names),
            Message::AppendEntries(request) => request.leader_id = request.leader_id.renamed(names),
            Message::RequestVoteReply(_) | Message::AppendEntriesReply(_) => {}
        }
        message
    }

    /// The same message without what its receiver will not act upon: a leader that goes back one by one does not ask
    /// what the follower has in the place of the leader's entry.
    #[must_use]
    pub fn essence(mut self, options: Options) -> Message {
        if let Message::AppendEntriesReply(reply) = &mut self
            && let AppendOutcome::Mismatch { conflict, .. } = &mut reply.outcome
            && options.back_up == BackUp::OneByOne
        {
            *conflict = Conflict { term: None, first_index: Index::ZERO };
        }
        self
    }

    /// What no renaming changes about it.
    pub fn shape(&self, hasher: &mut impl Hasher) {
        // Whoever is named in a message is its sender.
        let nobody = [0; super::MAX_SERVERS];
        self.renamed(&nobody).hash(hasher);
    }
}

/// What is kept by position, under new names.
fn moved<T: Copy>(values: &[T], names: &[u8]) -> Vec<T> {
    let mut moved = values.to_vec();
    for (value, name) in values.iter().zip(names) {
        moved[usize::from(*name)] = *value;
    }
    moved
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values
}
