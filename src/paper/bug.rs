//! The bug lab: the ways in which a rule can be set aside. Each is a mistake that implementers make, or are
//! tempted to make.

use super::{Property, Rule};
use serde::{Serialize, Serializer};

macro_rules! bugs {
    ($($variant:ident $id:literal $rule:ident $breaks:expr, $obeyed:literal;)+) => {
        /// One rule of Raft set aside. A server asks `has(Bug::…)` where it would obey the rule.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Bug { $(#[doc = concat!("Set aside: ", $obeyed, ".")] $variant),+ }

        impl Bug {
            /// Every bug, in the order of the lab.
            pub const ALL: &'static [Bug] = &[$(Bug::$variant),+];

            /// The id, as written in scripts: `without commit-by-count`.
            pub const fn id(self) -> &'static str {
                match self { $(Bug::$variant => $id),+ }
            }

            /// The rule that is no longer obeyed.
            pub const fn rule(self) -> Rule {
                match self { $(Bug::$variant => Rule::$rule),+ }
            }

            /// The property of Figure 3 that some run then violates, or none: only liveness suffers.
            pub const fn breaks(self) -> Option<Property> {
                use Property::*;
                match self { $(Bug::$variant => $breaks),+ }
            }

            /// The rule that is off, in a short phrase: what a correct server does and this one does not.
            /// The id names the error, this names what is missing.
            pub const fn rule_off(self) -> &'static str {
                match self { $(Bug::$variant => $obeyed),+ }
            }
        }
    };
}

bugs! {
    MajorityHalf "majority-half" E3 Some(ElectionSafety), "a majority is more than half";
    VoteTwice "vote-twice" V1 Some(ElectionSafety), "one vote a term";
    VoteForgotten "vote-forgotten" P1 Some(ElectionSafety), "the vote survives a crash";
    TermForgotten "term-forgotten" P1 Some(ElectionSafety), "the term survives a crash";
    VoteClearedByAppend "vote-cleared-by-append" V1 Some(ElectionSafety), "only a higher term clears the vote";
    StaleVoteCounted "stale-vote-counted" T3 Some(ElectionSafety), "a vote reply of an older term is ignored";
    StaleRequestVoteJudged "stale-request-vote-judged" T2 Some(ElectionSafety), "RequestVote of an older term is refused";
    VotesAreACount "votes-are-a-count" E3 Some(ElectionSafety), "votes are a set of servers";
    NoLogCheck "no-log-check" V2 Some(LeaderCompleteness), "no vote for a log that is behind";
    LengthOnly "length-only" V2 Some(LeaderCompleteness), "the last term decides first, then length";
    LastTermOnly "last-term-only" V2 Some(LeaderCompleteness), "at equal last terms, length decides";
    CommitByCount "commit-by-count" L7 Some(LeaderCompleteness), "only entries of its own term are counted";
    AckBeforeDurable "ack-before-durable" P1 Some(LeaderCompleteness), "entries are durable before they are acknowledged";
    StaleAppendReplyCounted "stale-append-reply-counted" T3 Some(LeaderCompleteness), "an AppendEntries reply of an older term is ignored";
    MatchNotReset "match-not-reset" L2 Some(LeaderCompleteness), "match index starts at 0 on election";
    MatchIsLeadersLog "match-is-leaders-log" L5 Some(LeaderCompleteness), "match index is what that request carried";
    AckOwnLength "ack-own-length" R3 Some(LeaderCompleteness), "a follower acknowledges what was checked, no more";
    CommitUncapped "commit-uncapped" R4 Some(StateMachineSafety), "a follower commits no further than it has checked";
    TruncateAlways "truncate-always" R2 Some(LeaderCompleteness), "only a real conflict truncates";
    OverwriteKeepsTail "overwrite-keeps-tail" R2 Some(LogMatching), "a conflict removes all that follows it";
    PrevTermUnchecked "prev-term-unchecked" R1 Some(LogMatching), "the previous entry's term must match";
    StaleAppendAccepted "stale-append-accepted" T2 Some(LeaderCompleteness), "AppendEntries of an older term is refused";
    LeaderOverwrites "leader-overwrites" I2 Some(LeaderAppendOnly), "a leader never changes its own log";
    FixedTimeouts "fixed-timeouts" E6 None, "election timeouts are random";
    TimerResetByAny "timer-reset-by-any" E1 None, "only a vote given or the leader restarts the timer";
    TimerResetByStale "timer-reset-by-stale" E1 None, "a stale AppendEntries does not restart the timer";
    NextNeverLowered "next-never-lowered" L6 None, "a refusal lowers next index";
}

impl Bug {
    /// The bug with this id.
    pub fn parse(id: &str) -> Option<Bug> {
        Bug::ALL.iter().copied().find(|bug| bug.id() == id)
    }
}

impl std::fmt::Display for Bug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

impl Serialize for Bug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// A set of bugs, as small as a number: asked on every step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct BugSet(u64);

const _: () = assert!(Bug::ALL.len() <= u64::BITS as usize, "a BugSet has room for all bugs");

impl BugSet {
    /// No bug: Raft as the paper has it.
    pub const NONE: BugSet = BugSet(0);

    /// Whether this rule is set aside.
    #[inline]
    pub const fn has(self, bug: Bug) -> bool {
        self.0 >> bug as u64 & 1 == 1
    }

    /// Sets one more rule aside.
    #[must_use]
    pub const fn with(self, bug: Bug) -> BugSet {
        BugSet(self.0 | 1 << bug as u64)
    }

    /// Puts a rule back.
    #[must_use]
    pub const fn without(self, bug: Bug) -> BugSet {
        BugSet(self.0 & !(1 << bug as u64))
    }

    /// One bit for each bug, in the order of the lab.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether every rule is obeyed.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The bugs of the set, in the order of the lab.
    pub fn iter(self) -> impl Iterator<Item = Bug> {
        Bug::ALL.iter().copied().filter(move |bug| self.has(*bug))
    }
}

impl FromIterator<Bug> for BugSet {
    fn from_iter<I: IntoIterator<Item = Bug>>(bugs: I) -> Self {
        bugs.into_iter().fold(BugSet::NONE, BugSet::with)
    }
}

impl Serialize for BugSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
