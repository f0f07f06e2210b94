//! What a crash keeps and what it takes (Figure 2, *State*; §5.5).
//!
//! Persistent state is changed only by the functions of this file (and, with a rule off, by those of `bugs`), so
//! that each change is known to be on the disk before the messages of the same step leave.

use super::{Alarm, Configuration, Entry, Fact, Index, Options, Output, Persistent, Server, ServerId, Term};
use crate::paper::Bug;

impl Server {
    /// Enters a term: from now on no vote is given in it, or one to this server itself (§5.1, §5.2).
    pub(super) fn enter_term(&mut self, term: Term, voted_for: Option<ServerId>, out: &mut Output) {
        self.persistent.current_term = term;
        self.persistent.voted_for = voted_for;
        out.saved.term = true;
        out.saved.vote = true;
    }

    /// Changes the vote of the current term.
    pub(super) fn set_vote(&mut self, voted_for: Option<ServerId>, out: &mut Output) {
        self.persistent.voted_for = voted_for;
        out.saved.vote = true;
    }

    /// Appends one entry.
    pub(super) fn append(&mut self, entry: Entry, out: &mut Output) -> Index {
        out.saved.log = true;
        self.persistent.log.push(entry)
    }

    /// Deletes the entry at `from` and all that follow it.
    pub(super) fn truncate(&mut self, from: Index, out: &mut Output) {
        out.saved.log = true;
        self.persistent.log.truncate_from(from);
        self.bug_state.truncate(from);
    }

    /// Figure 2, *Persistent state*: what has changed is on the disk before any answer leaves.
    pub(super) fn persist(&mut self, out: &mut Output) {
        let saved = out.saved;
        let log = saved.log && !self.has(Bug::AckBeforeDurable);
        if saved.log && !log {
            out.breaks(Bug::AckBeforeDurable);
        }
        // Rule P1: on the disk, before the messages of this step leave.
        if saved.term || saved.vote || log {
            out.fact(Fact::Persisted { term: saved.term, vote: saved.vote, log });
        }
    }

    /// Drops the entries up to an index from its log: those that its state machine has executed can go (§7). None of
    /// the others go.
    pub fn compact(&mut self, up_to: Index) {
        self.persistent.log.compact(up_to.min(self.volatile.last_applied));
    }

    /// The server crashes: only what is on the disk remains (§5.5).
    pub fn crash(self) -> Persistent {
        let durable = self.durable();
        let Server { mut persistent, options, .. } = self;
        if options.has(Bug::AckBeforeDurable) {
            persistent.log.truncate_from(durable.next());
        }
        if options.has(Bug::VoteForgotten) {
            persistent.voted_for = None;
        }
        if options.has(Bug::TermForgotten) {
            persistent.current_term = Term::ZERO;
        }
        persistent
    }

    /// The server comes back: a follower with commit index and last applied 0 (Figure 2, *Volatile state*).
    pub fn restart(
        id: ServerId,
        configuration: Configuration,
        options: Options,
        persistent: Persistent,
        out: &mut Output,
    ) -> Server {
        out.fact(Fact::Restarted {
            term: persistent.current_term,
            voted_for: persistent.voted_for,
            last_index: persistent.log.last_index(),
        });
        out.election = Some(Alarm::Arm);
        // Rule P2: all that was not on the disk begins again.
        Server::new(id, configuration, options, persistent)
    }
}
