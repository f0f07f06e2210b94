//! A log as a viewer sees it: of each entry what is known.

use crate::raft::{Command, Entry, Index, Log, Payload, SeenEntry, Term};

/// A log as a viewer sees it. Of a server of our own all of it is known; of one that is played back a trace may tell
/// that an entry is there and not its term, or not what it carries.
#[derive(Clone, Copy, Debug)]
pub struct SeenLog<'a>(&'a Log);

impl<'a> SeenLog<'a> {
    /// What is known of a log that stands in a world.
    pub const fn of(log: &'a Log) -> SeenLog<'a> {
        SeenLog(log)
    }

    /// The index of the first entry that is in it, or would be if it had any.
    pub fn first_index(self) -> Index {
        self.0.first_index()
    }

    /// The index of the last entry; 0 if there is none.
    pub fn last_index(self) -> Index {
        self.0.last_index()
    }

    /// The entry at an index, if it is in the log.
    pub fn get(self, index: Index) -> Option<SeenEntry> {
        self.0.get(index).map(seen)
    }

    /// The term at an index, if the log reaches so far and it is known; 0 stands before the first entry.
    pub fn term_at(self, index: Index) -> Option<Term> {
        self.0.term_at(index).filter(|term| *term > Term::ZERO || index == Index::ZERO)
    }

    /// The entries that are in it, with their indexes.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = (Index, SeenEntry)> + ExactSizeIterator + 'a {
        self.0.iter().map(|(index, entry)| (index, seen(entry)))
    }

    /// The entries that are in it.
    pub fn entries(self) -> impl DoubleEndedIterator<Item = SeenEntry> + ExactSizeIterator + Clone + 'a {
        self.0.entries().map(seen)
    }

    /// At most `most` entries from an index on; from the first that is in the log if the index is before that.
    pub fn slice(self, from: Index, most: usize) -> impl ExactSizeIterator<Item = SeenEntry> + 'a {
        self.0.slice(from, most).map(seen)
    }
}

/// What stands in the log of a played server where a trace does not tell what an entry carries. Only this file writes it
/// and reads it.
const UNTOLD: Payload = Payload::Command(Command::Foreign(None));

/// Whether it is known what an entry carries.
pub(crate) fn is_told(payload: Payload) -> bool {
    payload != UNTOLD
}

/// An entry as the log of a played server holds it. A term that is not told is 0: no leader ever makes an entry of term 0.
pub(crate) fn stored(entry: SeenEntry) -> Entry {
    Entry { term: entry.term.unwrap_or_default(), payload: entry.payload.unwrap_or(UNTOLD) }
}

fn seen(entry: &Entry) -> SeenEntry {
    Entry {
        term: Some(entry.term).filter(|term| *term > Term::ZERO),
        payload: Some(entry.payload).filter(|payload| *payload != UNTOLD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_an_entry_is_seen_and_the_rest_is_none() {
        let payload = Some(Payload::NoOp);
        for entry in [
            Entry { term: None, payload: None },
            Entry { term: Some(Term(3)), payload: None },
            Entry { term: None, payload },
            Entry { term: Some(Term(3)), payload },
        ] {
            let log: Log = [stored(entry)].into_iter().collect();
            assert_eq!(SeenLog::of(&log).get(Index::FIRST), Some(entry));
        }
    }
}
