//! An entry of a particular log: its index alone does not name it.

use crate::explain::claim::{EntryClaim, Said, ServerClaim};
use crate::history::Run;
use crate::raft::{Entry, Index, Log, ServerId, ServerSet, Term};
use crate::sim::World;

/// An entry, with everything before it in its log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExactEntry {
    /// Its index.
    pub index: Index,
    /// What it is.
    pub entry: Entry,
    /// A digest of the log up to it.
    pub digest: u64,
}

impl ExactEntry {
    /// The entry at an index of a log.
    pub fn of(log: &Log, index: Index) -> Option<ExactEntry> {
        Some(ExactEntry { index, entry: *log.get(index)?, digest: log.digest_at(index)? })
    }

    /// The entry that an index means: the one of this term, if a term is given; otherwise the committed one, the leader's,
    /// or the one that most servers have.
    pub fn at(run: &Run, index: Index, term: Option<Term>) -> Option<ExactEntry> {
        let world = run.world();
        let fits = |named: &ExactEntry| term.is_none_or(|term| named.entry.term == term);
        let committed = run.checker().committed_at(index);
        let committed = committed.map(|it| ExactEntry { index, entry: it.entry, digest: it.digest });
        let of = |server: ServerId| ExactEntry::of(&world.node(server).persistent().log, index);
        let leaders = world.leaders().into_iter().filter_map(of);
        let mut others: Vec<ExactEntry> = world.roster().iter().filter_map(of).collect();
        others.sort_by_key(|named| std::cmp::Reverse((named.holders(world).len(), named.entry.term)));
        committed.into_iter().chain(leaders).chain(others).find(fits)
    }

    /// The servers that have it, on disk or in memory, with the same log before it.
    pub fn holders(&self, world: &World) -> ServerSet {
        world.which(|node| self.is_in(&node.persistent().log))
    }

    /// The claim that exactly these servers have it.
    pub(super) fn is_on(&self, world: &World) -> EntryClaim {
        let ExactEntry { index, entry, digest } = *self;
        let (term, servers) = (entry.term, self.holders(world));
        let named_so = world.which(|node| node.persistent().log.term_at(index) == Some(term));
        if named_so == servers {
            EntryClaim::IsOn { index, term, servers }
        } else {
            EntryClaim::IsOnAmongSeveral { index, term, digest, servers }
        }
    }

    /// The claim that a server has it, or not. Index and term do not name it if Log Matching is broken or a disk was wiped:
    /// then the log before it does.
    pub(super) fn is_on_one(&self, world: &World, server: ServerId) -> Said {
        let ExactEntry { index, entry, digest } = *self;
        let log = &world.node(server).persistent().log;
        let term = entry.term;
        if log.term_at(index) == Some(term) {
            ServerClaim::HasExactly { server, index, term, digest }.is(self.is_in(log))
        } else {
            ServerClaim::Has { server, index, term }.no()
        }
    }

    /// The claim that no log has it.
    pub(super) fn is_nowhere(&self, world: &World) -> Said {
        let ExactEntry { index, entry, .. } = *self;
        let term = Some(entry.term);
        if world.which(|node| node.persistent().log.term_at(index) == term).is_empty() {
            EntryClaim::Exists { index, term }.no()
        } else {
            EntryClaim::CommittedIsGone(index).yes()
        }
    }

    /// The claim that it can be lost.
    pub(super) fn can_be_lost(&self) -> EntryClaim {
        EntryClaim::CanBeLost { index: self.index, term: self.entry.term }
    }

    /// The claim that it is lost.
    pub(super) fn is_lost(&self) -> EntryClaim {
        EntryClaim::IsLost { index: self.index, term: self.entry.term }
    }

    /// The claim that every later leader has it.
    pub(super) fn stays(&self) -> EntryClaim {
        EntryClaim::Stays { index: self.index, term: self.entry.term }
    }

    /// Whether a log has it.
    pub fn is_in(&self, log: &Log) -> bool {
        log.last_index() >= self.index && log.digest_at(self.index) == Some(self.digest)
    }
}
