//! Which servers can still help a leader commit.

use super::Case;
use crate::raft::{AppendOutcome, Index, SeenMessage, Server, ServerSet};

/// The servers that can still help a leader commit.
pub(super) struct Chance {
    /// The entry of its own term whose copies it would count, if it has appended one.
    pub(super) own: Option<Index>,
    /// The servers that it counts for that entry, and those whose acknowledgment is in flight.
    pub(super) known: ServerSet,
    /// The servers that are not in a newer term: they accept what it sends.
    pub(super) follow: ServerSet,
}

impl Chance {
    /// For a leader to commit an entry: by counting copies of it, or of a later entry of its own term.
    pub(super) fn of(case: &Case<'_>, leader: &Server, index: Index) -> Chance {
        let (id, term) = (leader.id(), leader.term());
        let log = &leader.persistent().log;
        let mut open = index.max(leader.volatile().commit_index.next()).through(log.last_index());
        let own = open.find(|index| log.term_at(*index) == Some(term));
        let known = own.map_or(ServerSet::only(id), |index| leader.holders(index));
        // A server in a newer term may have acknowledged before: that still counts when it arrives.
        let in_flight = case.world.network().flights().filter(|flight| {
            let stored = match &*flight.message.seen() {
                SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
                    AppendOutcome::Success { match_index } => own.is_some() && match_index >= own,
                    _ => false,
                },
                _ => false,
            };
            flight.to == id && flight.doom.is_none() && flight.message.request_term() == Some(term) && stored
        });
        let known = known.or(in_flight.map(|flight| flight.from).collect());
        let follow = case.world.which(|node| node.persistent().current_term <= term);
        Chance { own, known, follow }
    }

    /// All servers that count for it now, or can.
    pub(super) fn all(&self) -> ServerSet {
        self.known.or(self.follow)
    }
}
