//! Everything that was sent, as digests, as many as fit into two generations.

use super::stamp::Stamp;
use crate::raft::Term;
use crate::trace::Message;
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

/// How many digests a generation has; two of them are remembered. A table of this many still has room.
const GENERATION: usize = 900_000;
/// How many kinds of messages, by sender, are told apart.
const MOST_KINDS: usize = 1 << 16;

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct SentMessages {
    new: Generation,
    old: Generation,
    /// Whatever was forgotten has no higher term and no higher id than this.
    forgotten: Option<(Term, u64)>,
    kinds: HashMap<u64, FieldUse, FxBuildHasher>,
}

#[derive(Debug, Default)]
struct Generation {
    digests: HashSet<u64, FxBuildHasher>,
    term: Term,
    id: u64,
}

/// What a sender tells of its messages of one type when they leave.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldUse {
    /// Parts that all of them tell.
    always: u8,
    /// Which combinations of parts occur.
    combinations: [u64; 4],
}

impl FieldUse {
    /// Whether all of them tell this part.
    pub(super) const fn tells(&self, part: u8) -> bool {
        self.always & part != 0
    }

    /// Whether some tell exactly these parts.
    pub(super) const fn has(&self, parts: u8) -> bool {
        self.combinations[(parts >> 6) as usize] & 1 << (parts & 63) != 0
    }

    const fn note(&mut self, parts: u8) {
        self.always &= parts;
        self.combinations[(parts >> 6) as usize] |= 1 << (parts & 63);
    }
}

impl SentMessages {
    /// A message leaves.
    pub(super) fn sent(&mut self, message: &Message, stamp: &Stamp) {
        if let Some(use_of_fields) = self.kinds.get_mut(&stamp.kind) {
            use_of_fields.note(stamp.parts);
        } else if self.kinds.len() < MOST_KINDS {
            let mut use_of_fields = FieldUse { always: u8::MAX, combinations: [0; 4] };
            use_of_fields.note(stamp.parts);
            self.kinds.insert(stamp.kind, use_of_fields);
        }
        if self.new.digests.len() >= GENERATION {
            let gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.new));
            let (term, id) = self.forgotten.unwrap_or_default();
            self.forgotten = Some((term.max(gone.term), id.max(gone.id)));
        }
        for digest in [stamp.envelope, stamp.numbered, stamp.head, stamp.whole] {
            self.new.digests.insert(digest);
        }
        self.new.term = self.new.term.max(message.term.unwrap_or(Term(u32::MAX)));
        self.new.id = self.new.id.max(message.id.unwrap_or(u64::MAX));
    }

    /// Whether such a digest is among what was sent.
    pub(super) fn knows(&self, digest: u64) -> bool {
        self.new.digests.contains(&digest) || self.old.digests.contains(&digest)
    }

    /// Whether a message like this may have been sent and forgotten since.
    pub(super) fn may_have_forgotten(&self, message: &Message) -> bool {
        self.forgotten.is_some_and(|(term, id)| {
            message.term.is_none_or(|own| own <= term) && message.id.is_none_or(|own| own <= id)
        })
    }

    /// What the sender of this tells of messages of this type, if it has sent any.
    pub(super) fn use_of_fields(&self, stamp: &Stamp) -> Option<FieldUse> {
        self.kinds.get(&stamp.kind).copied()
    }
}
