//! How an event is written in our format, before its names are looked up.

use super::object::{Key, Label, Number, Text, objects};
use super::problem::hint;
use crate::raft::RoleKind;
use crate::trace::Kind;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

objects! {
    /// A line: an event, or the first line.
    EventFields, "an object: what happened" {
        node: Option<Label<'a>> = "node",
        time: Time = "time",
        event: Option<Kind> = "event",
        state: Option<StateFields<'a>> = "state",
        before: Option<StateFields<'a>> = "before",
        message: Option<MessageFields<'a>> = "message",
        entries: Option<Vec<EntryFields<'a>>> = "entries",
        applied: Option<Vec<EntryFields<'a>>> = "applied",
        snapshot: Option<PositionFields<'a>> = "snapshot",
        command: Option<Label<'a>> = "command",
        hash: Option<Label<'a>> = "hash",
        note: Option<Text<'a>> = "note",
        raftarium: Option<Number> = "raftarium",
        nodes: Option<Vec<Label<'a>>> = "nodes",
        title: Option<Text<'a>> = "title",
    }

    /// The state of a node.
    StateFields, "an object: a state, such as {\"term\": 3, \"role\": \"leader\"}" {
        term: Option<Number> = "term",
        voted_for: VotedFor<'a> = "votedFor",
        role: Option<RoleName> = "role",
        last_index: Option<Number> = "lastIndex",
        last_term: Option<Number> = "lastTerm",
        commit_index: Option<Number> = "commitIndex",
        last_applied: Option<Number> = "lastApplied",
    }

    /// A message.
    MessageFields, "an object: a message" {
        id: Option<Label<'a>> = "id",
        kind: Option<Text<'a>> = "type",
        from: Option<Label<'a>> = "from",
        to: Option<Label<'a>> = "to",
        term: Option<Number> = "term",
        last_log_index: Option<Number> = "lastLogIndex",
        last_log_term: Option<Number> = "lastLogTerm",
        vote_granted: Option<bool> = "voteGranted",
        request_term: Option<Number> = "requestTerm",
        prev_log_index: Option<Number> = "prevLogIndex",
        prev_log_term: Option<Number> = "prevLogTerm",
        entries: Option<EntriesField<'a>> = "entries",
        leader_commit: Option<Number> = "leaderCommit",
        success: Option<bool> = "success",
        match_index: Option<Number> = "matchIndex",
        last_index: Option<Number> = "lastIndex",
        last_term: Option<Number> = "lastTerm",
    }

    /// An entry of a log.
    EntryFields, "an object: an entry, such as {\"index\": 4, \"term\": 2}" {
        index: Option<Number> = "index",
        term: Option<Number> = "term",
        command: Option<Label<'a>> = "command",
        hash: Option<Label<'a>> = "hash",
    }

    /// A place in a log.
    PositionFields, "an object: a place in the log, such as {\"index\": 100, \"term\": 3}" {
        index: Option<Number> = "index",
        term: Option<Number> = "term",
    }
}

/// When it happened. It is for showing only: what is no number of milliseconds is passed over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Time(pub(super) Option<f64>);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Times;

        impl Visitor<'_> for Times {
            type Value = Time;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of milliseconds")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Time, E> {
                Ok(Time(Some(number as f64)))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Time, E> {
                Ok(Time(Some(number)))
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Time, E> {
                Ok(Time(None))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Time, E> {
                Ok(Time(text.parse().ok()))
            }

            fn visit_unit<E: Error>(self) -> Result<Time, E> {
                Ok(Time(None))
            }
        }

        deserializer.deserialize_any(Times)
    }
}

/// A vote: not told, nobody's, or somebody's.
#[derive(Debug, Default)]
pub(super) enum VotedFor<'a> {
    #[default]
    Untold,
    Nobody,
    For(Label<'a>),
}

impl<'de: 'a, 'a> Deserialize<'de> for VotedFor<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<Label>::deserialize(deserializer)? {
            // Languages without an empty value write one of these.
            None | Some(Label::Negative(-1)) => VotedFor::Nobody,
            Some(Label::Text(name)) if name.is_empty() => VotedFor::Nobody,
            Some(label) => VotedFor::For(label),
        })
    }
}

/// A role by its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoleName(pub(super) RoleKind);

const ROLES: [RoleKind; 3] = [RoleKind::Follower, RoleKind::Candidate, RoleKind::Leader];

impl RoleName {
    /// A role by its name or the first letter of it, in letters of any case.
    ///
    /// # Errors
    /// What was expected.
    pub(super) fn parse(text: &str) -> Result<RoleKind, String> {
        let fits = |role: &RoleKind| {
            let name = role.name();
            text.eq_ignore_ascii_case(name) || text.eq_ignore_ascii_case(&name[..1])
        };
        ROLES.into_iter().find(fits).ok_or_else(|| {
            let hint = hint(text, &ROLES.map(RoleKind::name));
            format!("`{text}` is not a role: expected follower, candidate or leader{hint}")
        })
    }
}

impl<'de> Deserialize<'de> for RoleName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        RoleName::parse(&text.0).map(RoleName).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Kind::ALL.into_iter().find(|kind| kind.name() == text.0).ok_or_else(|| {
            let hint = hint(&text.0, &Kind::ALL.map(Kind::name));
            let known = Kind::ALL.map(Kind::name).join(", ");
            D::Error::custom(format!("`{}` is not an event: expected one of {known}{hint}", text.0))
        })
    }
}

/// The entries of a message: one by one, or only how many.
pub(super) enum EntriesField<'a> {
    Listed(Vec<EntryFields<'a>>),
    Counted(u32),
}

impl<'de: 'a, 'a> Deserialize<'de> for EntriesField<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;

        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = EntriesField<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of entries, or how many there are")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                let count = u32::try_from(number).map_err(|_| E::custom("too many entries"))?;
                Ok(EntriesField::Counted(count))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(EntriesField::Listed(items))
            }
        }

        deserializer.deserialize_any(EntriesVisitor)
    }
}
