//! The bug lab: the ways in which a rule can be set aside. Each is a mistake that implementers make, or are
//! tempted to make.

use super::{Property, Rule};
use serde::{Serialize, Serializer};

/// What there is to say about one bug.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BugArticle {
    /// The bug.
    pub bug: Bug,
    /// The id, as written in scripts: `without commit-by-count`. It names the error.
    pub id: &'static str,
    /// The rule that is no longer obeyed.
    pub rule: Rule,
    /// What is missing, in a short phrase: what a correct server does and this one does not.
    pub rule_off: &'static str,
    /// The property of Figure 3 that some run then violates, or none: only liveness suffers.
    pub breaks: Option<Property>,
    /// What the servers do wrong.
    pub summary: &'static str,
    /// Where the mistake comes from.
    pub story: &'static str,
    /// What a run shows, if it goes badly.
    pub expect: &'static str,
}

macro_rules! bugs {
    ($($variant:ident { rule_off: $rule_off:literal, $($field:ident: $value:expr),+ $(,)? })+) => {
        /// One rule of Raft set aside. A server asks `has(Bug::…)` where it would obey the rule.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Bug { $(#[doc = concat!("Set aside: ", $rule_off, ".")] $variant),+ }

        impl Bug {
            /// Every bug, in the order of the lab.
            pub const ALL: &'static [Bug] = &[$(Bug::$variant),+];
        }

        /// By bug.
        static ARTICLES: &[BugArticle] =
            &[$(BugArticle { bug: Bug::$variant, rule_off: $rule_off, $($field: $value),+ }),+];
    };
}

impl Bug {
    /// All that there is to say about it.
    pub const fn article(self) -> &'static BugArticle {
        &ARTICLES[self as usize]
    }

    /// The id, as written in scripts: `without commit-by-count`.
    pub const fn id(self) -> &'static str {
        self.article().id
    }

    /// The rule that is no longer obeyed.
    pub const fn rule(self) -> Rule {
        self.article().rule
    }

    /// The property of Figure 3 that some run then violates, or none: only liveness suffers.
    pub const fn breaks(self) -> Option<Property> {
        self.article().breaks
    }

    /// The rule that is off, in a short phrase: what a correct server does and this one does not.
    pub const fn rule_off(self) -> &'static str {
        self.article().rule_off
    }

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

bugs! {
    MajorityHalf {
        rule_off: "a majority is more than half",
        id: "majority-half",
        rule: Rule::E3,
        breaks: Some(Property::ElectionSafety),
        summary: "Half of the servers are enough for a vote or a commitment: 2 of 4.",
        story: "The slip of writing n / 2, rounded up, where n / 2 + 1 is meant. With an odd number of \
                servers both are the same, so that tests with three and five servers never notice.",
        expect: "In a cluster of four, two halves elect a leader each in the same term.",
    }

    VoteTwice {
        rule_off: "one vote a term",
        id: "vote-twice",
        rule: Rule::V1,
        breaks: Some(Property::ElectionSafety),
        summary: "A server gives its vote to everyone who asks with a log that is good enough.",
        story: "A classic mistake of a first implementation: the vote is sent and never remembered.",
        expect: "Two candidates of one term both collect a majority, with one voter in common.",
    }

    VoteForgotten {
        rule_off: "the vote survives a crash",
        id: "vote-forgotten",
        rule: Rule::P1,
        breaks: Some(Property::ElectionSafety),
        summary: "The vote is kept in memory only: a crash takes it.",
        story: "To leave the vote out of what is written, or to write it after the answer has left, is a \
                classic mistake of implementers: it takes a crash between two vote requests to show.",
        expect: "A server votes, crashes, comes back in the same term and votes for someone else: two \
                 leaders in one term.",
    }

    TermForgotten {
        rule_off: "the term survives a crash",
        id: "term-forgotten",
        rule: Rule::P1,
        breaks: Some(Property::ElectionSafety),
        summary: "The current term is kept in memory only: a server comes back in term 0.",
        story: "The companion of the forgotten vote. Heartbeats soon bring the term back, which hides the \
                mistake in most runs.",
        expect: "A server that has voted in term 1 comes back, hears of term 1 as if it were new, and votes \
                 in it again.",
    }

    VoteClearedByAppend {
        rule_off: "only a higher term clears the vote",
        id: "vote-cleared-by-append",
        rule: Rule::V1,
        breaks: Some(Property::ElectionSafety),
        summary: "A server forgets its vote when it hears the leader of its own term, as if the term had \
                  changed.",
        story: "It comes from one function that resets everything on the way to becoming a follower, called \
                for a new term and for a word of the leader alike.",
        expect: "After the first heartbeat the followers of the leader are free to vote again in its term: a \
                 late candidate of the same term is elected beside it.",
    }

    StaleVoteCounted {
        rule_off: "a vote reply of an older term is ignored",
        id: "stale-vote-counted",
        rule: Rule::T3,
        breaks: Some(Property::ElectionSafety),
        summary: "A candidate counts a vote that was given in an earlier term.",
        story: "The paper speaks of procedure calls, where replies find their caller by themselves. Over \
                plain messages the check has to be written. The Students' Guide to Raft (Jon Gjengset, 2016) \
                warns that it is forgotten.",
        expect: "S1 stands twice. Votes of its first election arrive in its second one, and it wins a term \
                 that another server wins too.",
    }

    StaleRequestVoteJudged {
        rule_off: "RequestVote of an older term is refused",
        id: "stale-request-vote-judged",
        rule: Rule::T2,
        breaks: Some(Property::ElectionSafety),
        summary: "A vote request of an older term is judged like any other, and answered in its own term.",
        story: "A classic mistake: the first line of the receiver's part of RequestVote is left out, because \
                a newer term seems to be handled elsewhere.",
        expect: "A server that moved on to a later term still gives its vote in an earlier one, where it \
                 voted before: that term has two leaders.",
    }

    VotesAreACount {
        rule_off: "votes are a set of servers",
        id: "votes-are-a-count",
        rule: Rule::E3,
        breaks: Some(Property::ElectionSafety),
        summary: "A candidate counts the yeses that it hears, not the servers that said yes.",
        story: "A counter is the first thing that comes to mind, and works on a network that never repeats a \
                message. Retried requests and duplicated replies are where it fails.",
        expect: "One vote arrives twice and elects a candidate whom a minority chose, beside one whom the \
                 majority chose.",
    }

    NoLogCheck {
        rule_off: "no vote for a log that is behind",
        id: "no-log-check",
        rule: Rule::V2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A vote is given without a look at the candidate's log.",
        story: "This is what an election is without §5.4.1: enough to have one leader, not enough to have a \
                leader that knows what was committed.",
        expect: "A server that slept through a commitment is elected and makes the others drop the entry.",
    }

    LengthOnly {
        rule_off: "the last term decides first, then length",
        id: "length-only",
        rule: Rule::V2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "The longer log is taken for the more up to date one, whatever its terms.",
        story: "The intuition of nearly everyone who has not read §5.4.1: more entries, more knowledge.",
        expect: "A server with many entries of an old term, never committed, beats one with few entries of a \
                 new term that are.",
    }

    LastTermOnly {
        rule_off: "at equal last terms, length decides",
        id: "last-term-only",
        rule: Rule::V2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "Only the last terms are compared: at equal last terms every candidate is good enough.",
        story: "Half of the rule, remembered by who has just learned that terms matter more than length.",
        expect: "In the term of one leader, a server that has half of its entries is elected by those that \
                 have all.",
    }

    CommitByCount {
        rule_off: "only entries of its own term are counted",
        id: "commit-by-count",
        rule: Rule::L7,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A leader commits whatever is on a majority, of whatever term.",
        story: "The rule that looks as if it could be left out, and the reason for Figure 8. Random tests \
                hardly ever find it: it takes four elections in the right order.",
        expect: "Figure 8: an entry of term 2 is on three of five and called committed, and a leader of a \
                 later term, whose log has another entry there, overwrites it.",
    }

    AckBeforeDurable {
        rule_off: "entries are durable before they are acknowledged",
        id: "ack-before-durable",
        rule: Rule::P1,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower confirms entries that are not on its disk yet.",
        story: "Real systems offer this as an option, because writing to disk is what a commit mostly waits \
                for. MongoDB and many others leave the choice to the client.",
        expect: "An entry is committed with a follower that loses it in a crash; those that lack it are a \
                 majority now, and elect one of them.",
    }

    StaleAppendReplyCounted {
        rule_off: "an AppendEntries reply of an older term is ignored",
        id: "stale-append-reply-counted",
        rule: Rule::T3,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A leader counts a confirmation that answers a request of its earlier leadership.",
        story: "As with votes, procedure calls would have hidden it. It needs a server that leads twice and \
                a reply that takes its time.",
        expect: "What a follower confirmed in the past has been overwritten since; the leader counts it and \
                 commits an entry that only a minority has.",
    }

    MatchNotReset {
        rule_off: "match index starts at 0 on election",
        id: "match-not-reset",
        rule: Rule::L2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A leader that led before goes on with its old match index instead of 0.",
        story: "A classic mistake where the leader's state is made once, at the start of the program, and \
                not at each election.",
        expect: "Between its two leaderships a follower was made to drop entries; the leader still counts \
                 them.",
    }

    MatchIsLeadersLog {
        rule_off: "match index is what that request carried",
        id: "match-is-leaders-log",
        rule: Rule::L5,
        breaks: Some(Property::LeaderCompleteness),
        summary: "On a success the leader notes that the follower has all of its log, not what the request \
                  carried.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) names it: the log may have grown between \
                request and answer. It never shows when commands come one at a time.",
        expect: "A command that came in meanwhile counts as copied, is committed on no majority, and dies \
                 with the leader.",
    }

    AckOwnLength {
        rule_off: "a follower acknowledges what was checked, no more",
        id: "ack-own-length",
        rule: Rule::R3,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower confirms up to the end of its own log instead of the end of what was checked.",
        story: "It seems the more informative answer, and is the same one as long as the follower has no old \
                tail.",
        expect: "A heartbeat matches in the middle of a log whose tail comes from a deposed leader; the tail \
                 is counted as if it were the leader's own entries.",
    }

    CommitUncapped {
        rule_off: "a follower commits no further than it has checked",
        id: "commit-uncapped",
        rule: Rule::R4,
        breaks: Some(Property::StateMachineSafety),
        summary: "A follower takes over the leader's commit index as far as its own log reaches.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) explains it: the minimum in AppendEntries 5 \
                is taken with the wrong number.",
        expect: "A follower applies entries of an old tail that nobody else has: two state machines differ \
                 at the same index.",
    }

    TruncateAlways {
        rule_off: "only a real conflict truncates",
        id: "truncate-always",
        rule: Rule::R2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower cuts its log after the request's previous entry before it stores the new ones.",
        story: "The simplest way to store entries, and a mistake that the Students' Guide to Raft (Jon \
                Gjengset, 2016) describes: it is correct until messages overtake each other.",
        expect: "A short request that was delayed takes away entries which the follower has confirmed and \
                 which count as committed.",
    }

    OverwriteKeepsTail {
        rule_off: "a conflict removes all that follows it",
        id: "overwrite-keeps-tail",
        rule: Rule::R2,
        breaks: Some(Property::LogMatching),
        summary: "A follower replaces a conflicting entry and keeps what follows it.",
        story: "Writing into an array at an index does just this, unless the rest is cut away.",
        expect: "Behind the new entry stands an old tail; where it meets a log with the same last entry, the \
                 two differ before it.",
    }

    PrevTermUnchecked {
        rule_off: "the previous entry's term must match",
        id: "prev-term-unchecked",
        rule: Rule::R1,
        breaks: Some(Property::LogMatching),
        summary: "A follower accepts entries when it has some entry at the index before, of whatever term.",
        story: "Half of the consistency check: length without terms. It holds as long as logs never diverge.",
        expect: "A follower with a wrong entry stores the right ones behind it: the same entry, and \
                 different logs up to it.",
    }

    StaleAppendAccepted {
        rule_off: "AppendEntries of an older term is refused",
        id: "stale-append-accepted",
        rule: Rule::T2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower obeys a leader of an older term.",
        story: "A classic mistake: the first line of the receiver's part of AppendEntries is left out. The \
                old leader has to be cut off and come back for it to show.",
        expect: "A deposed leader comes back and overwrites an entry that the new one has committed.",
    }

    LeaderOverwrites {
        rule_off: "a leader never changes its own log",
        id: "leader-overwrites",
        rule: Rule::I2,
        breaks: Some(Property::LeaderAppendOnly),
        summary: "A leader removes entries of older terms that are not committed before it appends its first \
                  own.",
        story: "A tempting way to begin with a clean log, and the opposite of what Raft does with such \
                entries.",
        expect: "The leader's log gets shorter while it leads, and an entry that the leader before had \
                 committed may be among what is gone.",
    }

    FixedTimeouts {
        rule_off: "election timeouts are random",
        id: "fixed-timeouts",
        rule: Rule::E6,
        breaks: None,
        summary: "All election timeouts are the same.",
        story: "What one writes before having read why §5.2 makes them random.",
        expect: "Servers stand at the same moment and split the votes, term after term. All properties hold; \
                 nobody leads.",
    }

    TimerResetByAny {
        rule_off: "only a vote given or the leader restarts the timer",
        id: "timer-reset-by-any",
        rule: Rule::E1,
        breaks: None,
        summary: "Any message restarts the election timer, also a vote request that is refused.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) describes this livelock: the prose of §5.2 \
                is looser than Figure 2 here.",
        expect: "A candidate that cannot win keeps those that could from standing. All properties hold; \
                 electing takes long, or for ever.",
    }

    TimerResetByStale {
        rule_off: "a stale AppendEntries does not restart the timer",
        id: "timer-reset-by-stale",
        rule: Rule::E1,
        breaks: None,
        summary: "An AppendEntries of an older term restarts the election timer.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) warns of it: the timer is reset before the \
                term is checked.",
        expect: "A deposed leader that is heard and does not hear keeps its old followers quiet while nobody \
                 leads. All properties hold.",
    }

    NextNeverLowered {
        rule_off: "a refusal lowers next index",
        id: "next-never-lowered",
        rule: Rule::L6,
        breaks: None,
        summary: "A leader repeats a refused request at the same place.",
        story: "What happens if the answer to a refusal is merely to try again.",
        expect: "A follower that diverged never catches up. With a majority like it, nothing is ever \
                 committed again; all properties hold.",
    }
}
