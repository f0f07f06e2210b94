//! Messages as traces have them.

use super::{entry, node};
use crate::raft::{self, AppendOutcome};
use crate::sim::Flight;
use crate::trace::{Body, Entries, EntryId, Message};

/// A message under this number.
pub(super) fn message(flight: &Flight, id: u64) -> Message {
    Message {
        id: Some(id),
        from: node(flight.from),
        to: node(flight.to),
        term: Some(flight.message.term()),
        body: body(&flight.message),
    }
}

fn body(message: &raft::Message) -> Body {
    match message {
        raft::Message::RequestVote(request) => Body::RequestVote {
            last: Some(EntryId { index: request.last_log_index, term: request.last_log_term }),
        },
        raft::Message::RequestVoteReply(reply) => Body::RequestVoteReply {
            granted: Some(reply.vote_granted),
            request_term: Some(reply.request_term),
        },
        raft::Message::AppendEntries(request) => {
            let entries = request.iter().map(|(index, new)| entry(index, *new));
            Body::AppendEntries {
                prev: Some(EntryId { index: request.prev_log_index, term: request.prev_log_term }),
                entries: Entries::Listed(entries.collect()),
                commit: Some(request.leader_commit),
            }
        }
        raft::Message::AppendEntriesReply(reply) => {
            let (success, match_index) = match reply.outcome {
                AppendOutcome::Success { match_index } => (true, Some(match_index)),
                AppendOutcome::Mismatch { .. } | AppendOutcome::StaleTerm => (false, None),
            };
            Body::AppendEntriesReply {
                success: Some(success),
                match_index,
                request_term: Some(reply.request_term),
            }
        }
    }
}
