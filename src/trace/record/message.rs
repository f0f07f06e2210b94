//! Messages as traces have them.

use super::{entry, node};
use crate::raft::{AppendOutcome, Index, SeenMessage, Term};
use crate::sim::Flight;
use crate::trace::{Body, Entries, EntryId, Message};

/// A message under this number.
pub(super) fn message(flight: &Flight, id: u64) -> Message {
    Message {
        id: Some(id),
        from: node(flight.from),
        to: node(flight.to),
        term: flight.message.term(),
        body: body(&flight.message.seen()),
    }
}

fn body(message: &SeenMessage) -> Body {
    match message {
        SeenMessage::RequestVote(request) => {
            Body::RequestVote { last: place(request.last_log_index, request.last_log_term) }
        }
        SeenMessage::RequestVoteReply(reply) => {
            Body::RequestVoteReply { granted: Some(reply.vote_granted), request_term: reply.request_term }
        }
        SeenMessage::AppendEntries(request) => {
            let entries = request.iter().map(|(index, new)| entry(index, new));
            Body::AppendEntries {
                prev: place(request.prev_log_index, request.prev_log_term),
                entries: Entries::Listed(entries.collect()),
                commit: request.leader_commit,
            }
        }
        SeenMessage::AppendEntriesReply(reply) => {
            let (success, match_index) = match reply.outcome {
                AppendOutcome::Success { match_index } => (true, match_index),
                AppendOutcome::Mismatch { .. } | AppendOutcome::StaleTerm => (false, None),
            };
            Body::AppendEntriesReply { success: Some(success), match_index, request_term: reply.request_term }
        }
    }
}

fn place(index: Option<Index>, term: Option<Term>) -> Option<EntryId> {
    Some(EntryId { index: index?, term: term? })
}
