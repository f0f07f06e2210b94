//! Writing a trace in our format. What is written is read as the same again.

use super::payload;
use super::{Body, Entries, Entry, EntryId, Event, Header, Kind, Message, Names, Node, Payload, State, Vote};
use crate::raft::{Index, Term};
use serde::Serialize;
use std::io::{self, Write};

/// Writes the first line.
///
/// # Errors
/// If it cannot be written.
pub fn header(out: &mut impl Write, header: &Header, names: &Names) -> io::Result<()> {
    let nodes = header.members.iter().map(|node| names.get(*node)).collect();
    line(out, &HeaderLine { raftarium: 1, title: header.title.as_deref(), nodes })
}

/// Writes the line of an event.
///
/// # Errors
/// If it cannot be written.
pub fn event(out: &mut impl Write, event: &Event, names: &Names) -> io::Result<()> {
    let name = |node: Node| names.get(node);
    line(
        out,
        &EventLine {
            time: event.at.map(Time::of),
            node: name(event.node),
            event: (event.kind != Kind::Change).then(|| event.kind.name()),
            before: StateFields::of(&event.before, names),
            state: StateFields::of(&event.state, names),
            message: event.message.as_ref().map(|message| MessageFields::of(message, names)),
            entries: event.entries.iter().map(EntryFields::of).collect(),
            applied: event.applied.iter().map(EntryFields::of).collect(),
            snapshot: event.snapshot.map(|EntryId { index, term }| EntryIdFields { index, term }),
            what: event.command.as_ref().map(What::of).unwrap_or_default(),
            note: event.note.as_deref(),
        },
    )
}

fn line(out: &mut impl Write, what: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, what)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct HeaderLine<'a> {
    raftarium: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nodes: Vec<&'a str>,
}

#[derive(Serialize)]
struct EventLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Time>,
    node: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<StateFields<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<StateFields<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessageFields<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entries: Vec<EntryFields<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    applied: Vec<EntryFields<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<EntryIdFields>,
    #[serde(flatten)]
    what: What<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// Milliseconds, as short as they can be written.
#[derive(Serialize)]
#[serde(untagged)]
enum Time {
    Whole(u64),
    Parts(f64),
}

impl Time {
    fn of(micros: u64) -> Time {
        if micros.is_multiple_of(1_000) {
            Time::Whole(micros / 1_000)
        } else {
            Time::Parts(micros as f64 / 1_000.0)
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StateFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voted_for: Option<VotedFor<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_index: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_term: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit_index: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_applied: Option<Index>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum VotedFor<'a> {
    /// Written as `null`.
    Nobody,
    For(&'a str),
}

impl<'a> StateFields<'a> {
    fn of(state: &State, names: &'a Names) -> Option<StateFields<'a>> {
        let told = StateFields {
            term: state.term,
            voted_for: state.vote.map(|vote| match vote {
                Vote::Nobody => VotedFor::Nobody,
                Vote::For(node) => VotedFor::For(names.get(node)),
            }),
            role: state.role.map(crate::raft::RoleKind::name),
            last_index: state.last_index,
            last_term: state.last_term,
            commit_index: state.commit,
            last_applied: state.applied,
        };
        (*state != State::default()).then_some(told)
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
    #[serde(rename = "type")]
    kind: &'a str,
    from: &'a str,
    to: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_log_index: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_log_term: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vote_granted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev_log_index: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev_log_term: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Luggage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leader_commit: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    match_index: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_term: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_index: Option<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_term: Option<Term>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Luggage<'a> {
    Listed(Vec<EntryFields<'a>>),
    Counted(u32),
}

impl<'a> MessageFields<'a> {
    fn of(message: &'a Message, names: &'a Names) -> MessageFields<'a> {
        let (from, to) = (names.get(message.from), names.get(message.to));
        let mut letter =
            MessageFields { id: message.id, from, to, term: message.term, ..MessageFields::default() };
        let parts = |place: Option<EntryId>| (place.map(|place| place.index), place.map(|place| place.term));
        match &message.body {
            Body::RequestVote { last } => {
                letter.kind = "RequestVote";
                (letter.last_log_index, letter.last_log_term) = parts(*last);
            }
            Body::RequestVoteReply { granted, request_term } => {
                letter.kind = "RequestVoteReply";
                (letter.vote_granted, letter.request_term) = (*granted, *request_term);
            }
            Body::AppendEntries { prev, entries, commit } => {
                letter.kind = "AppendEntries";
                (letter.prev_log_index, letter.prev_log_term) = parts(*prev);
                letter.leader_commit = *commit;
                letter.entries = Some(match entries {
                    Entries::Listed(entries) => {
                        Luggage::Listed(entries.iter().map(EntryFields::of).collect())
                    }
                    Entries::Counted(count) => Luggage::Counted(*count),
                });
            }
            Body::AppendEntriesReply { success, match_index, request_term } => {
                letter.kind = "AppendEntriesReply";
                (letter.success, letter.match_index) = (*success, *match_index);
                letter.request_term = *request_term;
            }
            Body::InstallSnapshot { snapshot } => {
                letter.kind = "InstallSnapshot";
                (letter.last_index, letter.last_term) = parts(*snapshot);
            }
            Body::Other(name) => letter.kind = name,
        }
        letter
    }
}

#[derive(Serialize)]
struct EntryFields<'a> {
    index: Index,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<Term>,
    #[serde(flatten)]
    what: What<'a>,
}

impl<'a> EntryFields<'a> {
    fn of(entry: &'a Entry) -> EntryFields<'a> {
        let what = entry.what.as_ref().map(What::of).unwrap_or_default();
        EntryFields { index: entry.index, term: entry.term, what }
    }
}

#[derive(Serialize)]
struct EntryIdFields {
    index: Index,
    term: Term,
}

/// A command; and its hash, if the command alone would not tell it.
#[derive(Default, Serialize)]
struct What<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
}

impl<'a> What<'a> {
    fn of(payload: &'a Payload) -> What<'a> {
        let command = payload.text.as_deref();
        let enough = command.is_some_and(|text| payload::digest(text) == payload.digest);
        What { command, hash: (!enough).then(|| payload::hash(payload.digest)) }
    }
}
