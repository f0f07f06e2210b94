//! What is asked about: servers as a picture of them would show them.

use crate::raft::{Entry, Index, Term};
use crate::raft::{ServerId, ServerSet};

/// A state of a cluster, or as much of it as is said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Situation {
    /// Its servers, S1 first.
    pub servers: Vec<Server>,
    /// The highest term that there has been, if that is known: without it, any number of leaders may have come after
    /// those of which entries are left.
    pub highest: Option<Term>,
    /// Who led a term of which there are entries, where that is said.
    pub led: Vec<(Term, ServerId)>,
}

/// One server of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Server {
    /// Its log.
    pub log: Vec<Entry>,
    /// Its current term, if it is said.
    pub term: Option<Term>,
    /// Its vote in that term, if it is said: nobody, or for whom.
    pub vote: Option<Option<ServerId>>,
    /// Its part in that term.
    pub part: Part,
    /// What it knows to be committed.
    pub commit: Index,
}

/// What a server is in its current term.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part {
    /// It follows, is down, or it is not said.
    #[default]
    Any,
    /// A candidate.
    Candidate,
    /// A leader.
    Leader,
}

impl Situation {
    /// Logs side by side, and nothing else said.
    pub fn of_logs(logs: impl IntoIterator<Item = Vec<Entry>>) -> Situation {
        let servers = logs.into_iter().map(|log| Server { log, ..Server::default() }).collect();
        Situation { servers, ..Situation::default() }
    }

    /// Everybody.
    pub(super) fn roster(&self) -> ServerSet {
        ServerSet::up_to(self.servers.len())
    }

    /// How many are a majority.
    pub(super) fn majority(&self) -> usize {
        self.servers.len() / 2 + 1
    }

    /// The servers, each with its name.
    pub(super) fn named(&self) -> impl Iterator<Item = (ServerId, &Server)> {
        (0..).map(ServerId::at).zip(&self.servers)
    }
}
