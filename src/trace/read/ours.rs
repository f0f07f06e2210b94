//! Our format: a line of JSON an event.

use super::fields::{
    EntriesField, EntryFields, EventFields, MessageFields, PositionFields, StateFields, VotedFor,
};
use super::object::{Label, Number};
use super::problem::Problem;
use super::{Piece, Tally};
use crate::nearest::nearest;
use crate::raft::{Index, Term};
use crate::trace::names::{Names, clean};
use crate::trace::{
    Body, Entries, Entry, EntryId, Event, Header, Kind, Message, Node, Payload, State, Vote, payload,
};

/// How many characters of a title and of a note are kept.
const MOST_TEXT: usize = 400;

/// The version of the format that is read.
const VERSION: u32 = 1;

/// The types of messages that are judged.
pub(super) const TYPES: [&str; 5] =
    ["RequestVote", "RequestVoteReply", "AppendEntries", "AppendEntriesReply", "InstallSnapshot"];

/// Reads a line.
pub(super) fn read(text: &[u8], number: u64, names: &mut Names, tally: &mut Tally) -> Result<Piece, Problem> {
    let line: EventFields = serde_json::from_slice(text).map_err(|error| Problem::json(&error, text))?;
    if let Some(version) = line.raftarium {
        return header(line, version, names, number, tally).map(Piece::Header);
    }
    event(line, number, names, tally).map(Piece::Event)
}

fn header(
    line: EventFields,
    version: Number,
    names: &mut Names,
    number: u64,
    tally: &mut Tally,
) -> Result<Header, Problem> {
    if tally.events > 0 || tally.has_header {
        return Err(Problem::says("a header belongs in the first line"));
    }
    if version.0 != VERSION {
        let says = format!("this is version {} of the format: expected version {VERSION}", version.0);
        return Err(Problem::says(says));
    }
    tally.unknown(line.unknown.as_deref(), "", EventFields::FIELDS, number);
    tally.has_header = true;
    let mut members = Vec::new();
    for label in line.nodes.iter().flatten() {
        let node = label.with(|name| names.add(name))?;
        if !members.contains(&node) {
            members.push(node);
        }
    }
    Ok(Header { members, title: line.title.map(|title| clean(&title.0, MOST_TEXT)) })
}

fn event(line: EventFields, number: u64, names: &mut Names, tally: &mut Tally) -> Result<Event, Problem> {
    tally.unknown(line.unknown.as_deref(), "", EventFields::FIELDS, number);
    let Some(node) = &line.node else {
        let near = line.unknown.as_deref().and_then(|name| nearest(name, ["node"]));
        let hint = near.map(|_| format!(" (there is `{}`)", line.unknown.as_deref().unwrap_or_default()));
        return Err(Problem::says(format!(
            "`node` is missing: where did this happen?{}",
            hint.unwrap_or_default()
        )));
    };
    let node = node.with(|name| names.add(name))?;
    let kind = line.event.unwrap_or(Kind::Change);
    let message = match line.message {
        Some(letter) => Some(message(&letter, node, kind, number, names, tally)?),
        None => None,
    };
    let mut state = |situation: Option<StateFields>, whose| match situation {
        Some(situation) => {
            tally.unknown(situation.unknown.as_deref(), whose, StateFields::FIELDS, number);
            state(&situation, names)
        }
        None => Ok(State::default()),
    };
    let before = state(line.before, "before")?;
    let after = state(line.state, "state")?;
    Ok(Event {
        line: number,
        at: line.time.0.and_then(micros),
        node,
        kind,
        before,
        state: after,
        message,
        entries: entries(line.entries.as_deref(), "entries", number, tally)?,
        applied: entries(line.applied.as_deref(), "applied", number, tally)?,
        snapshot: match line.snapshot {
            Some(spot) => snapshot(&spot, number, tally)?,
            None => None,
        },
        command: payload_of(line.command.as_ref(), line.hash.as_ref()),
        note: line.note.map(|note| clean(&note.0, MOST_TEXT)),
    })
}

/// Milliseconds, as whole microseconds.
pub(super) fn micros(milliseconds: f64) -> Option<u64> {
    let micros = (milliseconds * 1_000.0).round();
    // What is not a time is not told: nothing is judged by it.
    (0.0..1e18).contains(&micros).then_some(micros as u64)
}

fn state(situation: &StateFields, names: &mut Names) -> Result<State, Problem> {
    let vote = match &situation.voted_for {
        VotedFor::Untold => None,
        VotedFor::Nobody => Some(Vote::Nobody),
        VotedFor::For(label) => Some(Vote::For(label.with(|name| names.add(name))?)),
    };
    Ok(State {
        term: term(situation.term),
        vote,
        role: situation.role.map(|role| role.0),
        last_index: index(situation.last_index),
        last_term: term(situation.last_term),
        commit: index(situation.commit_index),
        applied: index(situation.last_applied),
    })
}

fn message(
    letter: &MessageFields,
    node: Node,
    kind: Kind,
    number: u64,
    names: &mut Names,
    tally: &mut Tally,
) -> Result<Message, Problem> {
    tally.unknown(letter.unknown.as_deref(), "message", MessageFields::FIELDS, number);
    let (from_here, to_here) = match kind {
        Kind::Send => (true, false),
        Kind::Receive | Kind::Lose => (false, true),
        _ => {
            let says =
                format!("a message with `\"event\": \"{}\"`: expected send, receive or lose", kind.name());
            return Err(Problem::says(says));
        }
    };
    let mut end = |label: &Option<Label>, here: bool, which: &str| match label {
        Some(label) => label.with(|name| names.add(name)).map_err(Problem::from),
        None if here => Ok(node),
        None => Err(Problem::says(format!("the message has no `{which}`"))),
    };
    let (from, to) = (end(&letter.from, from_here, "from")?, end(&letter.to, to_here, "to")?);
    for (end, here, which) in [(from, from_here, "from"), (to, to_here, "to")] {
        if here && end != node {
            let (there, here) = (names.get(end), names.get(node));
            let says =
                format!("a message {which} `{there}` in a line of `{here}`, which is to {}", kind.name());
            return Err(Problem::says(says));
        }
    }
    let id = letter.id.as_ref().map(|id| match id {
        Label::Number(number) => *number,
        other => other.with(payload::digest),
    });
    let body = body(letter, number, tally)?;
    Ok(Message { id, from, to, term: term(letter.term), body })
}

fn body(letter: &MessageFields, number: u64, tally: &mut Tally) -> Result<Body, Problem> {
    let kind = letter.kind.as_ref().map_or("", |kind| &kind.0);
    let request_term = term(letter.request_term);
    Ok(match kind {
        "RequestVote" => Body::RequestVote { last: place(letter.last_log_index, letter.last_log_term) },
        "RequestVoteReply" => Body::RequestVoteReply { granted: letter.vote_granted, request_term },
        "AppendEntries" => Body::AppendEntries {
            prev: place(letter.prev_log_index, letter.prev_log_term),
            entries: match &letter.entries {
                Some(EntriesField::Listed(items)) => {
                    Entries::Listed(entries(Some(items), "entries", number, tally)?)
                }
                Some(EntriesField::Counted(count)) => Entries::Counted(*count),
                None => Entries::Counted(0),
            },
            commit: index(letter.leader_commit),
        },
        "AppendEntriesReply" => Body::AppendEntriesReply {
            success: letter.success,
            match_index: index(letter.match_index),
            request_term,
        },
        "InstallSnapshot" => Body::InstallSnapshot { snapshot: place(letter.last_index, letter.last_term) },
        "" => return Err(Problem::says("the message has no `type`, such as RequestVote")),
        other => {
            // A type of their own is fine, unless it seems to be a slip of the pen.
            if nearest(other, TYPES).is_some() {
                tally.unknown(Some(other), "type", &TYPES, number);
            }
            Body::Other(clean(other, crate::trace::names::MOST_NAME))
        }
    })
}

fn entries(
    items: Option<&[EntryFields]>,
    whose: &'static str,
    number: u64,
    tally: &mut Tally,
) -> Result<Vec<Entry>, Problem> {
    let Some(items) = items else { return Ok(Vec::new()) };
    let mut entries: Vec<Entry> = Vec::with_capacity(items.len());
    for item in items {
        tally.unknown(item.unknown.as_deref(), whose, EntryFields::FIELDS, number);
        let index = match (item.index, entries.last()) {
            (Some(Number(0)), _) => {
                return Err(Problem::says(
                    "there is no entry 0: the first entry has index \
                                                              1",
                ));
            }
            (Some(index), _) => Index(index.0),
            // The first says where it stands, and the others follow it.
            (None, Some(before)) => before.index.next(),
            (None, None) => return Err(Problem::says(format!("an entry in `{whose}` has no `index`"))),
        };
        // What is applied out of order or twice is not unreadable: it is what the judge looks for.
        if whose != "applied" && entries.last().is_some_and(|before| before.index >= index) {
            return Err(Problem::says(format!("entry {index} in `{whose}` is not in order of index")));
        }
        entries.push(Entry {
            index,
            term: term(item.term),
            what: payload_of(item.command.as_ref(), item.hash.as_ref()),
        });
    }
    Ok(entries)
}

fn snapshot(spot: &PositionFields, number: u64, tally: &mut Tally) -> Result<Option<EntryId>, Problem> {
    tally.unknown(spot.unknown.as_deref(), "snapshot", PositionFields::FIELDS, number);
    match place(spot.index, spot.term) {
        None => Err(Problem::says("a snapshot needs an `index` and a `term`")),
        place => Ok(place),
    }
}

/// What an entry holds. Its command tells which it is, unless we have cut it short and written its digest beside it.
fn payload_of(command: Option<&Label>, hash: Option<&Label>) -> Option<Payload> {
    let digest = match (hash, command) {
        (Some(hash), Some(command)) => {
            hash.with(payload::ours).unwrap_or_else(|| command.with(payload::digest))
        }
        (None, Some(command)) => command.with(payload::digest),
        (Some(hash), None) => hash.with(payload::digest_of_hash),
        (None, None) => return None,
    };
    Some(Payload { digest, text: command.map(|command| command.with(payload::text)) })
}

/// Where nothing comes before, there is no term.
fn place(index: Option<Number>, term: Option<Number>) -> Option<EntryId> {
    let index = Index(index?.0);
    let term = if index == Index::ZERO { Term::ZERO } else { Term(term?.0) };
    Some(EntryId { index, term })
}

fn term(number: Option<Number>) -> Option<Term> {
    number.map(|number| Term(number.0))
}

fn index(number: Option<Number>) -> Option<Index> {
    number.map(|number| Index(number.0))
}
