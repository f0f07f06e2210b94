//! Claims about entries.

use crate::raft::{Index, Term};

/// An entry is named by its index and its term: in any two logs these two are the same entry (Log Matching).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryClaim {
    /// Some leader has committed this very entry.
    IsCommitted {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
    },
}

impl EntryClaim {
    /// In words, as a part of a sentence.
    pub(super) fn words(self, yes: bool) -> String {
        let is = if yes { "is" } else { "is not" };
        match self {
            EntryClaim::IsCommitted { index, term } => format!("entry {index} of term {term} {is} committed"),
        }
    }
}
