//! The messages and entries of a trace, as those of a cluster. A number that is not told becomes one that is written `?`.

use super::cast::Cast;
use crate::raft::{
    self, AppendEntries, AppendEntriesReply, AppendOutcome, Command, Conflict, Entry, Foreign, Index, Log,
    Message, RequestVote, RequestVoteReply, ServerId, Term,
};
use crate::trace::{Body, Entries, EntryId, Payload};

/// An entry that is there, and of which nothing is told: no entry of a leader is of term 0.
pub(super) const UNKNOWN: Entry =
    Entry { term: Term::ZERO, payload: raft::Payload::Command(Command::Foreign(None)) };

/// Of a message that only counts its entries, so many are shown.
const MOST_COUNTED: u32 = 1000;

/// What a client asks for.
pub(super) fn command(what: Option<&Payload>) -> Command {
    match carried(what) {
        raft::Payload::NoOp => Command::NoOp,
        raft::Payload::Command(command) => command,
    }
}

/// What an entry carries.
fn carried(what: Option<&Payload>) -> raft::Payload {
    let Some(payload) = what else { return UNKNOWN.payload };
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

/// An entry, of term 0 if its term is not told.
pub(super) fn entry(entry: &crate::trace::Entry) -> Entry {
    Entry { term: entry.term.unwrap_or(Term::ZERO), payload: carried(entry.what.as_ref()) }
}

/// The last index that a request reaches, if it tells where it begins.
pub(super) fn reach(message: &AppendEntries) -> Option<Index> {
    (message.prev_log_index != Index::UNTOLD).then(|| message.last_index())
}

/// What a message says. None if it is none of the paper's two RPCs, or leaves out what makes it one.
///
/// A refusal is told with what its sender has where the request that it answers wanted to go on.
pub(super) fn message(
    message: &crate::trace::Message,
    cast: &Cast,
    answers: Option<&AppendEntries>,
    log: &Log,
) -> Option<(ServerId, ServerId, Message)> {
    let (from, to) = (cast.server(message.from)?, cast.server(message.to)?);
    let term = message.term.unwrap_or(Term::UNTOLD);
    let told = match &message.body {
        Body::RequestVote { last } => {
            let (last_log_index, last_log_term) = place(*last);
            Message::RequestVote(RequestVote { term, candidate_id: from, last_log_index, last_log_term })
        }
        Body::RequestVoteReply { granted, request_term } => Message::RequestVoteReply(RequestVoteReply {
            term,
            request_term: request_term.unwrap_or(term),
            vote_granted: (*granted)?,
        }),
        Body::AppendEntries { prev, entries, commit } => {
            let (prev_log_index, prev_log_term) = match (prev, entries) {
                (None, Entries::Listed(entries)) if !entries.is_empty() => {
                    (entries[0].index.previous(), Term::UNTOLD)
                }
                _ => place(*prev),
            };
            let entries = match entries {
                Entries::Listed(entries) => entries.iter().map(entry).collect(),
                // Where they would stand is not known.
                Entries::Counted(_) if prev_log_index == Index::UNTOLD => Vec::new(),
                Entries::Counted(count) => vec![UNKNOWN; (*count).min(MOST_COUNTED) as usize],
            };
            Message::AppendEntries(AppendEntries {
                term,
                leader_id: from,
                prev_log_index,
                prev_log_term,
                entries,
                leader_commit: commit.unwrap_or(Index::UNTOLD),
            })
        }
        Body::AppendEntriesReply { success, match_index, request_term } => {
            let request_term = request_term.unwrap_or(term);
            let outcome = match (*success)? {
                true => AppendOutcome::Success { match_index: match_index.unwrap_or(Index::UNTOLD) },
                false if request_term < term => AppendOutcome::StaleTerm,
                false => mismatch(answers, log),
            };
            Message::AppendEntriesReply(AppendEntriesReply { term, request_term, outcome })
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

fn place(place: Option<EntryId>) -> (Index, Term) {
    place.map_or((Index::UNTOLD, Term::UNTOLD), |place| (place.index, place.term))
}

fn mismatch(answers: Option<&AppendEntries>, log: &Log) -> AppendOutcome {
    let prev = answers.map_or(Index::UNTOLD, |request| request.prev_log_index);
    let conflict = match log.term_at(prev).filter(|term| *term > Term::ZERO) {
        Some(term) => Conflict { term: Some(term), first_index: log.first_of_term_at(prev) },
        None => Conflict { term: None, first_index: log.last_index().next() },
    };
    AppendOutcome::Mismatch { prev_log_index: prev, conflict }
}
