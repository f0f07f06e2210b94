//! What must come up for a check of the properties to mean something: those in which the rules of Raft earn
//! their keep. One that never came up was not tested.

use crate::raft::{Denial, Fact, RoleKind};
use serde::{Serialize, Serializer};

/// Something that a run is to go through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Occurrence {
    /// A leader was elected.
    LeaderElected,
    /// A leader was elected while another server still believed to lead.
    TwoBelieveToLead,
    /// An election had no winner.
    NoWinner,
    /// A vote was refused: given away already.
    AlreadyVoted,
    /// A vote was refused: the candidate's log was behind.
    LogBehind,
    /// A leader stepped down.
    LeaderSteppedDown,
    /// A leader crashed.
    LeaderCrashed,
    /// A request of an older term was refused.
    StaleRequestRefused,
    /// A reply to a request of an older term was ignored.
    StaleReplyIgnored,
    /// A consistency check failed.
    Mismatch,
    /// Conflicting entries were deleted.
    Truncated,
    /// Repeated entries were left alone.
    DuplicateIgnored,
    /// A leader committed an entry.
    Committed,
    /// A majority had an entry that was not committed because of its old term (Figure 8).
    CommitWithheld,
    /// Entries of older terms were committed along with a later one.
    CommittedIndirectly,
    /// A follower learned that more is committed.
    FollowerCommitted,
    /// An entry was applied.
    Applied,
    /// A voter of the new leader held the last committed entry (Figure 9).
    QuorumsShared,
    /// A network with no more room lost a message.
    MessageLost,
}

/// How many occurrences there are.
const COUNT: usize = Occurrence::MessageLost as usize + 1;

impl Occurrence {
    /// What a fact tells of. The others show only when states are compared.
    #[inline]
    pub fn of(fact: &Fact) -> Option<Occurrence> {
        Some(match fact {
            Fact::BecameLeader { .. } => Occurrence::LeaderElected,
            Fact::ElectionRestarted { .. } => Occurrence::NoWinner,
            Fact::VoteDenied { because: Denial::AlreadyVoted { .. }, .. } => Occurrence::AlreadyVoted,
            Fact::VoteDenied { because: Denial::LogBehind { .. }, .. } => Occurrence::LogBehind,
            Fact::SteppedDown { was: RoleKind::Leader, .. } => Occurrence::LeaderSteppedDown,
            Fact::Crashed { was: RoleKind::Leader, .. } => Occurrence::LeaderCrashed,
            Fact::RejectedStaleTerm { .. } => Occurrence::StaleRequestRefused,
            Fact::StaleReplyDropped { .. } => Occurrence::StaleReplyIgnored,
            Fact::RejectedMismatch { .. } => Occurrence::Mismatch,
            Fact::Truncated { .. } => Occurrence::Truncated,
            Fact::DuplicateIgnored { .. } => Occurrence::DuplicateIgnored,
            Fact::CommitAdvanced { .. } => Occurrence::Committed,
            Fact::CommitWithheld { .. } => Occurrence::CommitWithheld,
            Fact::CommittedIndirectly { .. } => Occurrence::CommittedIndirectly,
            Fact::FollowerCommitAdvanced { .. } => Occurrence::FollowerCommitted,
            Fact::Applied { .. } => Occurrence::Applied,
            Fact::QuorumWitness { .. } => Occurrence::QuorumsShared,
            _ => return None,
        })
    }
}

/// A set of occurrences, as small as a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Occurrences(u32);

impl Occurrences {
    /// This one alone.
    pub const fn only(occurrence: Occurrence) -> Occurrences {
        Occurrences(1 << occurrence as u32)
    }

    /// What the facts of a step tell of.
    pub fn of(facts: &[Fact]) -> Occurrences {
        let mut occurrences = Occurrences::default();
        facts.iter().filter_map(Occurrence::of).for_each(|occurrence| occurrences.insert(occurrence));
        occurrences
    }

    /// Adds one.
    #[inline]
    pub fn insert(&mut self, occurrence: Occurrence) {
        self.0 |= 1 << occurrence as u32;
    }

    /// Whether it is among them.
    #[inline]
    pub const fn has(self, occurrence: Occurrence) -> bool {
        self.0 >> occurrence as u32 & 1 == 1
    }
}

/// An occurrence that somebody looks out for: in a report for programs it goes by its key, in one for people by its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
    /// What should come up.
    pub occurrence: Occurrence,
    /// Its key in JSON.
    pub key: &'static str,
    /// Its name, for people.
    pub name: &'static str,
}

/// How often occurrences came up that sometimes have to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sometimes {
    counts: [u64; COUNT],
    expected: &'static [Expected],
}

impl Sometimes {
    /// None of what is expected has come up yet.
    pub const fn of(expected: &'static [Expected]) -> Sometimes {
        Sometimes { counts: [0; COUNT], expected }
    }

    /// Each expected occurrence by its name, with how often it came up.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.expected.iter().map(|expected| (expected.name, self.counts[expected.occurrence as usize]))
    }

    /// What never came up: nothing was checked about it.
    pub fn never(&self) -> impl Iterator<Item = &'static str> {
        self.rows().filter(|(_, times)| *times == 0).map(|(name, _)| name)
    }

    /// An occurrence has come up.
    #[inline]
    pub fn count(&mut self, occurrence: Occurrence) {
        self.counts[occurrence as usize] += 1;
    }

    /// Each of these occurrences has come up.
    #[inline]
    pub fn count_all(&mut self, occurrences: Occurrences) {
        let mut left = occurrences.0;
        while left != 0 {
            self.counts[left.trailing_zeros() as usize] += 1;
            left &= left - 1;
        }
    }

    /// Adds what others have counted.
    pub fn add(&mut self, other: &Sometimes) {
        for (times, more) in self.counts.iter_mut().zip(other.counts) {
            *times += more;
        }
    }
}

impl Serialize for Sometimes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = |expected: &Expected| self.counts[expected.occurrence as usize];
        serializer.collect_map(self.expected.iter().map(|expected| (expected.key, count(expected))))
    }
}
