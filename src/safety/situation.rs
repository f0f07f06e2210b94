//! Situations that must come up for a check of the properties to mean something: those in which the rules of Raft earn
//! their keep. One that never came up was not tested.

use crate::raft::{Denial, Fact, RoleKind};
use serde::{Serialize, Serializer};

/// Something that a run is to go through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Situation {
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

/// How many situations there are.
const COUNT: usize = Situation::MessageLost as usize + 1;

impl Situation {
    /// What a fact tells of. The others show only when states are compared.
    #[inline]
    pub fn of(fact: &Fact) -> Option<Situation> {
        Some(match fact {
            Fact::BecameLeader { .. } => Situation::LeaderElected,
            Fact::ElectionRestarted { .. } => Situation::NoWinner,
            Fact::VoteDenied { because: Denial::AlreadyVoted { .. }, .. } => Situation::AlreadyVoted,
            Fact::VoteDenied { because: Denial::LogBehind { .. }, .. } => Situation::LogBehind,
            Fact::SteppedDown { was: RoleKind::Leader, .. } => Situation::LeaderSteppedDown,
            Fact::Crashed { was: RoleKind::Leader, .. } => Situation::LeaderCrashed,
            Fact::RejectedStaleTerm { .. } => Situation::StaleRequestRefused,
            Fact::StaleReplyDropped { .. } => Situation::StaleReplyIgnored,
            Fact::RejectedMismatch { .. } => Situation::Mismatch,
            Fact::Truncated { .. } => Situation::Truncated,
            Fact::DuplicateIgnored { .. } => Situation::DuplicateIgnored,
            Fact::CommitAdvanced { .. } => Situation::Committed,
            Fact::CommitWithheld { .. } => Situation::CommitWithheld,
            Fact::CommittedIndirectly { .. } => Situation::CommittedIndirectly,
            Fact::FollowerCommitAdvanced { .. } => Situation::FollowerCommitted,
            Fact::Applied { .. } => Situation::Applied,
            Fact::QuorumWitness { .. } => Situation::QuorumsShared,
            _ => return None,
        })
    }
}

/// A set of situations, as small as a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Situations(u32);

impl Situations {
    /// This one alone.
    pub const fn only(situation: Situation) -> Situations {
        Situations(1 << situation as u32)
    }

    /// What the facts of a step tell of.
    pub fn of(facts: &[Fact]) -> Situations {
        let mut situations = Situations::default();
        facts.iter().filter_map(Situation::of).for_each(|situation| situations.insert(situation));
        situations
    }

    /// Adds one.
    #[inline]
    pub fn insert(&mut self, situation: Situation) {
        self.0 |= 1 << situation as u32;
    }

    /// Whether it is among them.
    #[inline]
    pub const fn has(self, situation: Situation) -> bool {
        self.0 >> situation as u32 & 1 == 1
    }
}

/// A situation that somebody looks out for: in a report for programs it goes by its key, in one for people by its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
    /// What should come up.
    pub situation: Situation,
    /// Its key in JSON.
    pub key: &'static str,
    /// Its name, for people.
    pub name: &'static str,
}

/// How often situations came up that sometimes have to.
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

    /// Each expected situation by its name, with how often it came up.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.expected.iter().map(|expected| (expected.name, self.counts[expected.situation as usize]))
    }

    /// What never came up: nothing was checked about it.
    pub fn never(&self) -> impl Iterator<Item = &'static str> {
        self.rows().filter(|(_, times)| *times == 0).map(|(name, _)| name)
    }

    /// A situation has come up.
    #[inline]
    pub fn count(&mut self, situation: Situation) {
        self.counts[situation as usize] += 1;
    }

    /// Each of these situations has come up.
    #[inline]
    pub fn count_all(&mut self, situations: Situations) {
        let mut left = situations.0;
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
        let count = |expected: &Expected| self.counts[expected.situation as usize];
        serializer.collect_map(self.expected.iter().map(|expected| (expected.key, count(expected))))
    }
}
