//! A message in a few numbers.

use crate::trace::{Body, Entries, Message};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// Digests of a message, from the little that every trace tells of it to all that this one tells, and which parts that
/// is: two lines tell the same of a message only if they tell the same parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    /// Who sends it, and what type it is.
    pub kind: u64,
    /// That, to whom, and the term.
    pub envelope: u64,
    /// That, and its id.
    pub numbered: u64,
    /// All but its entries.
    pub head: u64,
    /// All of it.
    pub whole: u64,
    /// Which parts are told.
    pub parts: u8,
}

impl Stamp {
    /// The part that is a message's id.
    pub const ID: u8 = 1;
    /// The part that is its term.
    pub const TERM: u8 = 1 << 1;

    pub(super) fn of(message: &Message) -> Stamp {
        let kind = match &message.body {
            Body::Other(name) => digest((message.from, name)),
            body => digest((message.from, std::mem::discriminant(body))),
        };
        let envelope = digest((kind, message.to, message.term));
        let numbered = digest((envelope, message.id));
        let mut parts = Parts { hasher: FxHasher::default(), told: u8::from(message.id.is_some()), next: 1 };
        parts.hasher.write_u64(numbered);
        parts.add(message.term.as_ref());
        let mut head = None;
        match &message.body {
            Body::RequestVote { last } => parts.add(last.as_ref()),
            Body::RequestVoteReply { granted, request_term } => {
                parts.add(granted.as_ref());
                parts.add(request_term.as_ref());
            }
            Body::AppendEntries { prev, entries, commit } => {
                parts.add(prev.as_ref());
                parts.add(commit.as_ref());
                head = Some(parts.hasher.finish());
                parts.add_entries(entries);
            }
            Body::AppendEntriesReply { success, match_index, request_term } => {
                parts.add(success.as_ref());
                parts.add(match_index.as_ref());
                parts.add(request_term.as_ref());
            }
            Body::InstallSnapshot { snapshot } => parts.add(snapshot.as_ref()),
            Body::Other(_) => {}
        }
        let whole = parts.hasher.finish();
        Stamp { kind, envelope, numbered, head: head.unwrap_or(whole), whole, parts: parts.told }
    }

    /// Whether a part is told.
    pub(super) const fn tells(&self, part: u8) -> bool {
        self.parts & part != 0
    }
}

fn digest(what: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish()
}

/// A digest that grows by the parts that are told, and notes which these are.
struct Parts {
    hasher: FxHasher,
    told: u8,
    next: u8,
}

impl Parts {
    fn add(&mut self, part: Option<&impl Hash>) {
        if let Some(part) = part {
            part.hash(&mut self.hasher);
            self.told |= 1 << self.next;
        }
        self.next += 1;
    }

    /// None are the same as none told. Terms and contents count only if they are told of all entries.
    fn add_entries(&mut self, entries: &Entries) {
        if entries.is_empty() {
            return;
        }
        entries.len().hash(&mut self.hasher);
        self.told |= 1 << self.next;
        let Entries::Listed(listed) = entries else { return };
        let terms = listed.iter().all(|entry| entry.term.is_some());
        let contents = listed.iter().all(|entry| entry.what.is_some());
        for entry in listed {
            entry.index.hash(&mut self.hasher);
            if terms {
                entry.term.hash(&mut self.hasher);
            }
            if contents {
                entry.what.as_ref().map(|what| what.digest).hash(&mut self.hasher);
            }
        }
        self.told |=
            1 << (self.next + 1) | u8::from(terms) << (self.next + 2) | u8::from(contents) << (self.next + 3);
    }
}
