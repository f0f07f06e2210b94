//! What has happened since a leader was last elected: the little history that a diagnosis needs.

use crate::raft::{ServerId, ServerSet, Term};
use crate::sim::Time;
use serde::Serialize;

/// The time since a leader was last elected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct SinceElection {
    /// When the last leader was elected, if one ever was.
    pub since: Option<Time>,
    /// In how many terms someone has stood since: all but the last had no winner.
    pub terms: u32,
    /// Who has stood since.
    pub candidates: ServerSet,
    /// How many leaders were elected since an entry was last committed.
    pub idle_leaders: u32,
    highest: Term,
}

impl SinceElection {
    pub(super) fn stood(&mut self, candidate: ServerId, term: Term) {
        self.candidates.insert(candidate);
        if term > self.highest {
            self.highest = term;
            self.terms += 1;
        }
    }

    pub(super) fn elected(&mut self, at: Time) {
        self.since = Some(at);
        self.terms = 0;
        self.candidates = ServerSet::EMPTY;
        self.idle_leaders += 1;
    }

    pub(super) fn committed(&mut self) {
        self.idle_leaders = 0;
    }
}
