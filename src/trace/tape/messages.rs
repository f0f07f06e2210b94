//! The messages and entries of a trace, as those of a cluster. What is not told is none.

use super::node_map::NodeMap;
use crate::raft::{
    self, AppendEntries, AppendEntriesReply, AppendOutcome, Command, Conflict, Entry, Foreign, Index, Log,
    Partial, RequestVote, RequestVoteReply, SeenEntry, SeenMessage, ServerId, Term,
};
use crate::sim::SeenLog;
use crate::trace::{Body, Entries, EntryId, Payload};

/// An entry that is there, and of which nothing is told.
pub(super) const UNKNOWN: SeenEntry = Entry { term: None, payload: None };

/// Of a message that only counts its entries, so many are shown.
const MOST_COUNTED: u32 = 1000;

/// What a client asks for.
pub(super) fn command(what: &Payload) -> Command {
    match carried(what) {
        raft::Payload::NoOp => Command::NoOp,
        raft::Payload::Command(command) => command,
    }
}

/// What an entry carries.
fn carried(payload: &Payload) -> raft::Payload {
    let text = payload.text.as_deref();
    // What many implementations append at an election holds nothing.
    if text == Some("") {
        return raft::Payload::NoOp;
    }
    // Only what is written exactly so here is a payload of ours.
    let own = text
        .and_then(|text| text.parse::<raft::Payload>().ok().filter(|payload| payload.to_string() == text));
    own.unwrap_or_else(|| Command::Foreign(Some(Foreign::new(payload.digest, text))).into())
}

/// An entry.
pub(super) fn entry(entry: &crate::trace::Entry) -> SeenEntry {
    Entry { term: entry.term, payload: entry.what.as_ref().map(carried) }
}

/// What a message says. None if it is none of the paper's two RPCs, or leaves out what makes it one.
///
/// A rejection is told with what its sender has where the request that it answers wanted to go on.
pub(super) fn message(
    message: &crate::trace::Message,
    node_map: &NodeMap,
    answers: Option<&AppendEntries<Partial>>,
    log: &Log,
) -> Option<(ServerId, ServerId, SeenMessage)> {
    let (from, to) = (node_map.server(message.from)?, node_map.server(message.to)?);
    let term = message.term;
    let told = match &message.body {
        Body::RequestVote { last } => {
            let (last_log_index, last_log_term) = place(*last);
            SeenMessage::RequestVote(RequestVote { term, candidate_id: from, last_log_index, last_log_term })
        }
        Body::RequestVoteReply { granted, request_term } => SeenMessage::RequestVoteReply(RequestVoteReply {
            term,
            request_term: request_term.or(term),
            vote_granted: (*granted)?,
        }),
        Body::AppendEntries { prev, entries, commit } => {
            let (prev_log_index, prev_log_term) = match (prev, entries) {
                (None, Entries::Listed(entries)) if !entries.is_empty() => {
                    (Some(entries[0].index.previous()), None)
                }
                _ => place(*prev),
            };
            let entries = match entries {
                Entries::Listed(entries) => entries.iter().map(entry).collect(),
                // Where they would stand is not known.
                Entries::Counted(_) if prev_log_index.is_none() => raft::Entries::NONE,
                Entries::Counted(count) => {
                    std::iter::repeat_n(UNKNOWN, (*count).min(MOST_COUNTED) as usize).collect()
                }
            };
            SeenMessage::AppendEntries(AppendEntries {
                term,
                leader_id: from,
                prev_log_index,
                prev_log_term,
                entries,
                leader_commit: *commit,
            })
        }
        Body::AppendEntriesReply { success, match_index, request_term } => {
            let request_term = request_term.or(term);
            let outcome = match (*success)? {
                true => AppendOutcome::Success { match_index: *match_index },
                false if request_term.zip(term).is_some_and(|(of, now)| of < now) => AppendOutcome::StaleTerm,
                false => mismatch(answers, log),
            };
            SeenMessage::AppendEntriesReply(AppendEntriesReply { term, request_term, outcome })
        }
        Body::InstallSnapshot { .. } | Body::Other(_) => return None,
    };
    Some((from, to, told))
}

/// What a message of another kind is called.
pub(super) fn name(message: &crate::trace::Message) -> Box<str> {
    match &message.body {
        Body::RequestVote { .. } => "RequestVote".into(),
        Body::RequestVoteReply { .. } => "RequestVoteReply".into(),
        Body::AppendEntries { .. } => "AppendEntries".into(),
        Body::AppendEntriesReply { .. } => "AppendEntriesReply".into(),
        Body::InstallSnapshot { .. } => "InstallSnapshot".into(),
        Body::Other(name) => name.clone(),
    }
}

fn place(place: Option<EntryId>) -> (Option<Index>, Option<Term>) {
    (place.map(|place| place.index), place.map(|place| place.term))
}

fn mismatch(answers: Option<&AppendEntries<Partial>>, log: &Log) -> AppendOutcome<Partial> {
    let prev = answers.and_then(|request| request.prev_log_index);
    let own = prev.and_then(|prev| Some((prev, SeenLog::of(log).term_at(prev)?)));
    let conflict = match own.filter(|(prev, _)| *prev > Index::ZERO) {
        Some((prev, term)) => Conflict { term: Some(term), first_index: log.first_of_term_at(prev) },
        None => Conflict { term: None, first_index: log.last_index().next() },
    };
    AppendOutcome::Mismatch { prev_log_index: prev, conflict }
}
