//! Who can still take part when a leader commits.

use super::Case;
use crate::raft::{AppendOutcome, Index, SeenMessage, Server, ServerSet};

/// Who can still take part when a leader commits.
pub(super) struct Chance {
    /// The entry of its own term that it would count, if it has appended it.
    pub(super) own: Option<Index>,
    /// Those that it counts for that entry, and those whose answer is on its way.
    pub(super) known: ServerSet,
    /// Those in no newer term: they take what it sends.
    pub(super) follow: ServerSet,
}

impl Chance {
    /// Of a leader, to commit an entry: by counting that one, or a later one of its own term.
    pub(super) fn of(case: &Case<'_>, leader: &Server, index: Index) -> Chance {
        let (id, term) = (leader.id(), leader.term());
        let log = &leader.persistent().log;
        let mut open = index.max(leader.volatile().commit_index.next()).through(log.last_index());
        let own = open.find(|index| log.term_at(*index) == Some(term));
        let known = own.map_or(ServerSet::only(id), |index| leader.holders(index));
        // Who has gone on to a newer term may have answered before: that still counts when it arrives.
        let on_its_way = case.world.network().flights().filter(|flight| {
            let stored = match &*flight.message.seen() {
                SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
                    AppendOutcome::Success { match_index } => own.is_some() && match_index >= own,
                    _ => false,
                },
                _ => false,
            };
            flight.to == id && flight.doom.is_none() && flight.message.request_term() == Some(term) && stored
        });
        let known = known.or(on_its_way.map(|flight| flight.from).collect());
        let follow = case.world.which(|node| node.persistent().current_term <= term);
        Chance { own, known, follow }
    }

    /// All that count for it now, or can.
    pub(super) fn all(&self) -> ServerSet {
        self.known.or(self.follow)
    }
}
