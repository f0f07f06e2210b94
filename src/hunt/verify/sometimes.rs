//! Situations that must come up for a check to mean something.

use super::super::model::Known;
use crate::raft::{Denial, Fact, RoleKind};
use serde::{Serialize, Serializer, ser::SerializeMap};

/// How many situations are told apart.
const KINDS: usize = 18;

/// Each with its name.
const NAMES: [&str; KINDS] = [
    "a leader was elected",
    "elected while another believed to lead",
    "an election had no winner",
    "a vote refused: already given",
    "a vote refused: log behind",
    "a leader stepped down",
    "a leader crashed",
    "a request of an older term refused",
    "a reply to an older term ignored",
    "a consistency check failed",
    "a conflict truncated",
    "repeated entries left alone",
    "an entry committed by its leader",
    "an old-term entry withheld (Figure 8)",
    "an old-term entry committed along",
    "a follower learned of a commitment",
    "an entry applied",
    "a full network lost a message",
];

const TWO_LEADERS: usize = 1;
const LEADER_CRASHED: usize = 6;
const LOST: usize = 17;

/// The property checks have something to look at: kept beside the situations.
const MATTERS: u32 = 1 << 31;
/// Someone leads who did not lead before.
const ELECTED: u32 = 1;

/// The situations of one transition, as a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::hunt) struct Signs(u32);

/// The situations that the facts of one step tell of.
pub(in crate::hunt) fn signs(facts: &[Fact]) -> Signs {
    Signs(facts.iter().filter_map(kind).fold(0, |signs, kind| signs | 1 << kind))
}

fn kind(fact: &Fact) -> Option<usize> {
    Some(match fact {
        Fact::BecameLeader { .. } => 0,
        Fact::ElectionRestarted { .. } => 2,
        Fact::VoteDenied { because: Denial::AlreadyVoted { .. }, .. } => 3,
        Fact::VoteDenied { because: Denial::LogBehind { .. }, .. } => 4,
        Fact::SteppedDown { was: RoleKind::Leader, .. } => 5,
        Fact::RejectedStaleTerm { .. } => 7,
        Fact::StaleReplyDropped { .. } => 8,
        Fact::RejectedMismatch { .. } => 9,
        Fact::Truncated { .. } => 10,
        Fact::DuplicateIgnored { .. } => 11,
        Fact::CommitAdvanced { .. } => 12,
        Fact::CommitWithheld { .. } => 13,
        Fact::CommittedIndirectly { .. } => 14,
        Fact::FollowerCommitAdvanced { .. } => 15,
        Fact::Applied { .. } => 16,
        _ => return None,
    })
}

impl Signs {
    /// Someone was elected while another believed to lead.
    pub const TWO_LEADERS: Signs = Signs(1 << TWO_LEADERS);
    /// A full network lost a message.
    pub const LOST: Signs = Signs(1 << LOST);

    /// Adds what a comparison of before and after shows.
    pub fn compare(&mut self, before: &Known, now: &Known, restarted: bool) {
        let same_leadership = before.leads && now.leads && before.term == now.term;
        let newly_leads = now.leads && !same_leadership;
        let committed = now.leads && now.commit > before.commit;
        if before.log != now.log || newly_leads || committed || now.applied > before.applied {
            self.0 |= MATTERS;
        }
        if restarted && before.leads {
            self.0 |= 1 << LEADER_CRASHED;
        }
    }

    /// Whether something changed that a property of Figure 3 speaks of.
    #[inline]
    pub fn matter(self) -> bool {
        self.0 & MATTERS != 0
    }

    /// Whether a leader was elected.
    #[inline]
    pub fn elected(self) -> bool {
        self.0 & ELECTED != 0
    }
}

/// How often each situation came up: in so many transitions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sometimes([u64; KINDS]);

impl Sometimes {
    /// Each situation with how often it came up.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, u64)> {
        NAMES.into_iter().zip(self.0)
    }

    /// Situations that never came up: nothing was checked about them.
    pub fn never(&self) -> impl Iterator<Item = &'static str> {
        self.rows().filter(|(_, often)| *often == 0).map(|(name, _)| name)
    }

    #[inline]
    pub(super) fn count(&mut self, signs: Signs) {
        let mut left = signs.0 & !MATTERS;
        while left != 0 {
            self.0[left.trailing_zeros() as usize] += 1;
            left &= left - 1;
        }
    }

    /// Adds what others have counted.
    pub(super) fn add(&mut self, other: &Sometimes) {
        for (often, more) in self.0.iter_mut().zip(other.0) {
            *often += more;
        }
    }
}

impl Serialize for Sometimes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(KINDS))?;
        for (name, often) in self.rows() {
            map.serialize_entry(name, &often)?;
        }
        map.end()
    }
}
