//! The bug lab: the rules that can be switched off. Each is a mistake that implementers make, or are tempted to
//! make.

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
    /// The bug in a short phrase, as a programmer would put it: what this server does and a correct one does not.
    pub title: &'static str,
    /// The rule that is off, in a short phrase: what a correct server does and this one does not.
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
    ($($variant:ident { title: $title:literal, rule_off: $rule_off:literal, $($field:ident: $value:expr),+ $(,)? })+) => {
        /// One rule of Raft that is off. A server asks `has(Bug::…)` where it would obey the rule.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Bug { $(#[doc = concat!("Off: ", $rule_off, ".")] $variant),+ }

        impl Bug {
            /// Every bug, in the order of the lab.
            pub const ALL: &'static [Bug] = &[$(Bug::$variant),+];
        }

        /// By bug.
        static ARTICLES: &[BugArticle] =
            &[$(BugArticle { bug: Bug::$variant, title: $title, rule_off: $rule_off, $($field: $value),+ }),+];
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

    /// The bug in a short phrase: what this server does and a correct one does not.
    pub const fn title(self) -> &'static str {
        self.article().title
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

    /// Whether this rule is off.
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
        title: "a majority is half or more",
        rule_off: "a majority is more than half",
        id: "majority-half",
        rule: Rule::E3,
        breaks: Some(Property::ElectionSafety),
        summary: "Half of the servers are enough to elect a leader or to commit an entry: 2 of 4.",
        story: "The code says n / 2, rounded up, where it should say n / 2 + 1. With an odd number of \
                servers both are the same, so tests with three or five servers never notice.",
        expect: "In a cluster of four servers, each half elects a leader in the same term.",
    }

    VoteTwice {
        title: "a server may vote twice in a term",
        rule_off: "one vote per term",
        id: "vote-twice",
        rule: Rule::V1,
        breaks: Some(Property::ElectionSafety),
        summary: "A server grants its vote to every candidate with an up-to-date log.",
        story: "A classic mistake in a first implementation: the server sends its vote and does not \
                remember it.",
        expect: "Two candidates of the same term both collect a majority, with one voter in common.",
    }

    VoteForgotten {
        title: "the vote is not saved to disk",
        rule_off: "the vote survives a crash",
        id: "vote-forgotten",
        rule: Rule::P1,
        breaks: Some(Property::ElectionSafety),
        summary: "A server keeps its vote only in memory: a crash erases it.",
        story: "A classic mistake of implementers: they do not write the vote to disk, or they write it \
                after the reply has left. It shows only if a server crashes between two vote requests.",
        expect: "A server votes, crashes, restarts in the same term and votes for another candidate: two \
                 leaders in one term.",
    }

    TermForgotten {
        title: "the term is not saved to disk",
        rule_off: "the term survives a crash",
        id: "term-forgotten",
        rule: Rule::P1,
        breaks: Some(Property::ElectionSafety),
        summary: "A server keeps its current term only in memory: it restarts in term 0.",
        story: "The same mistake as with the vote. Heartbeats soon tell the server the current term, which \
                hides the mistake in most runs.",
        expect: "A server votes in term 1, crashes and restarts. Then it learns of term 1 as if it were a \
                 new term, and votes in it again.",
    }

    VoteClearedByAppend {
        title: "AppendEntries clears the vote",
        rule_off: "only a higher term clears the vote",
        id: "vote-cleared-by-append",
        rule: Rule::V1,
        breaks: Some(Property::ElectionSafety),
        summary: "A server forgets its vote when it hears from the leader of its own term, as if the term \
                  had changed.",
        story: "One function resets everything when a server becomes a follower, and the code calls it both \
                for a new term and for a message from the leader.",
        expect: "After the first heartbeat, the followers can vote again in the leader's term: they elect a \
                 late candidate of the same term as a second leader.",
    }

    StaleVoteCounted {
        title: "a vote from an older term is counted",
        rule_off: "a vote reply of an older term is ignored",
        id: "stale-vote-counted",
        rule: Rule::T3,
        breaks: Some(Property::ElectionSafety),
        summary: "A candidate counts a vote that was granted in an earlier term.",
        story: "The paper describes procedure calls, where each reply returns to its caller. With plain \
                messages, the code must check the term of the request. The Students' Guide to Raft (Jon \
                Gjengset, 2016) warns that implementers forget this check.",
        expect: "S1 starts two elections. Votes from the first arrive during the second, and S1 wins a term \
                 that another server wins too.",
    }

    StaleRequestVoteJudged {
        title: "RequestVote of an older term is not rejected",
        rule_off: "RequestVote of an older term is rejected",
        id: "stale-request-vote-judged",
        rule: Rule::T2,
        breaks: Some(Property::ElectionSafety),
        summary: "A server handles a RequestVote of an older term like any other, and replies in that older \
                  term.",
        story: "A classic mistake: the first line of the receiver's part of RequestVote is left out, \
                because the code already seems to handle terms elsewhere.",
        expect: "A server in a later term still grants a vote in an earlier term in which it already voted: \
                 that term has two leaders.",
    }

    VotesAreACount {
        title: "the same vote is counted twice",
        rule_off: "each voter counts only once",
        id: "votes-are-a-count",
        rule: Rule::E3,
        breaks: Some(Property::ElectionSafety),
        summary: "A candidate counts the replies that grant a vote, not the servers that sent them.",
        story: "A counter is the obvious solution, and it works on a network that never duplicates a \
                message. It fails with retried requests and duplicated replies.",
        expect: "One vote arrives twice and elects a candidate that only a minority voted for. The majority \
                 elects another candidate in the same term.",
    }

    NoLogCheck {
        title: "voters do not compare logs",
        rule_off: "no vote for a less up-to-date log",
        id: "no-log-check",
        rule: Rule::V2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A server grants its vote without comparing the candidate's log with its own.",
        story: "This is an election without §5.4.1: it elects only one leader, but that leader may lack \
                committed entries.",
        expect: "A server that missed a committed entry is elected and makes the others delete it.",
    }

    LengthOnly {
        title: "voters compare only the length of the logs",
        rule_off: "the last term decides first, then the length",
        id: "length-only",
        rule: Rule::V2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "Servers take the longer log for the more up-to-date one, whatever its terms are.",
        story: "Nearly everyone who has not read §5.4.1 expects this: the log with more entries is the \
                better one.",
        expect: "A server with many uncommitted entries of an old term wins against a server with few \
                 entries of a newer term that are committed.",
    }

    LastTermOnly {
        title: "voters compare only the last terms",
        rule_off: "if the last terms are equal, the longer log wins",
        id: "last-term-only",
        rule: Rule::V2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "Servers compare only the last terms: if they are equal, any log is up-to-date enough.",
        story: "This is half of the rule, and easy to remember after one has learned that terms matter more \
                than length.",
        expect: "A server that has only half of a leader's entries is elected by servers that have all of \
                 them.",
    }

    CommitByCount {
        title: "entries of older terms are committed by counting",
        rule_off: "a leader counts only entries of its own term",
        id: "commit-by-count",
        rule: Rule::L7,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A leader commits any entry that a majority stores, whatever the term of the entry is.",
        story: "The rule looks unnecessary, and Figure 8 shows why it is needed. Random tests hardly ever \
                find this bug: it takes four elections in the right order.",
        expect: "Figure 8: a leader commits an entry of term 2 that is stored on 3 of 5 servers, and the \
                 leader of a later term, whose log has a different entry there, overwrites it.",
    }

    AckBeforeDurable {
        title: "entries are acknowledged before they are on disk",
        rule_off: "entries are on disk before they are acknowledged",
        id: "ack-before-durable",
        rule: Rule::P1,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower acknowledges entries that are not on its disk yet.",
        story: "Real systems offer this as an option, because a commit mostly waits for writes to disk. \
                MongoDB and many others leave the choice to the client.",
        expect: "A leader commits an entry, and a follower that acknowledged it loses it in a crash. Now \
                 the servers that lack the entry are a majority, and elect one of them.",
    }

    StaleAppendReplyCounted {
        title: "an AppendEntries reply of an older term is counted",
        rule_off: "an AppendEntries reply of an older term is ignored",
        id: "stale-append-reply-counted",
        rule: Rule::T3,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A leader counts an acknowledgement for a request that it sent when it led an earlier term.",
        story: "As with votes, procedure calls would hide this mistake. It takes a server that becomes \
                leader twice, and a reply that is delayed.",
        expect: "A follower acknowledged an entry that was overwritten later. The leader counts the old \
                 acknowledgement and commits an entry that only a minority stores.",
    }

    MatchNotReset {
        title: "match index is not reset on election",
        rule_off: "match index starts at 0 on election",
        id: "match-not-reset",
        rule: Rule::L2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A server that becomes leader again keeps its old match index instead of starting at 0.",
        story: "A classic mistake: the code creates the leader's state once, when the program starts, and \
                not at each election.",
        expect: "Between the two terms, another leader made a follower delete entries; the leader still \
                 counts them.",
    }

    MatchIsLeadersLog {
        title: "match index is set to the leader's last index",
        rule_off: "match index covers only what the request carried",
        id: "match-is-leaders-log",
        rule: Rule::L5,
        breaks: Some(Property::LeaderCompleteness),
        summary: "On success, the leader records that the follower stores its whole log, not only what the \
                  request carried.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) describes it: the log may have grown \
                between the request and the reply. The mistake never shows if commands arrive one at a \
                time.",
        expect: "A command arrives between request and reply. The leader counts it as replicated, commits \
                 it without a majority, and crashes: the entry is lost.",
    }

    AckOwnLength {
        title: "a follower acknowledges its whole log",
        rule_off: "a follower acknowledges only what was checked",
        id: "ack-own-length",
        rule: Rule::R3,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower acknowledges entries up to the end of its own log, not up to the last one that \
                  was checked.",
        story: "It seems to be the more informative reply, and it is the same as long as no old entries \
                follow those of the leader.",
        expect: "A heartbeat matches in the middle of a log, and entries from a deposed leader follow. The \
                 leader counts these entries as if they were its own.",
    }

    CommitUncapped {
        title: "a follower commits what was not checked",
        rule_off: "a follower commits only what was checked",
        id: "commit-uncapped",
        rule: Rule::R4,
        breaks: Some(Property::StateMachineSafety),
        summary: "A follower adopts the leader's commit index up to the end of its own log.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) explains it: the code computes the minimum \
                in AppendEntries 5 with the wrong number.",
        expect: "A follower applies old entries that no other server has: two state machines differ at the \
                 same index.",
    }

    TruncateAlways {
        title: "every AppendEntries truncates the log",
        rule_off: "only a conflict truncates the log",
        id: "truncate-always",
        rule: Rule::R2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower truncates its log after prevLogIndex before it stores the new entries.",
        story: "The simplest way to store entries, and a mistake that the Students' Guide to Raft (Jon \
                Gjengset, 2016) describes: it is correct as long as messages arrive in order.",
        expect: "A delayed request with few entries deletes entries that the follower has acknowledged and \
                 that the leader has committed.",
    }

    OverwriteKeepsTail {
        title: "only the conflicting entry is replaced",
        rule_off: "a conflict deletes all entries that follow",
        id: "overwrite-keeps-tail",
        rule: Rule::R2,
        breaks: Some(Property::LogMatching),
        summary: "A follower replaces a conflicting entry and keeps the entries that follow it.",
        story: "Writing to an array at an index does exactly this, unless the code also truncates the array.",
        expect: "Old entries follow the new one. Another log has the same last entry, and the two logs \
                 differ before it.",
    }

    PrevTermUnchecked {
        title: "the term of the preceding entry is not checked",
        rule_off: "the term of the preceding entry must match",
        id: "prev-term-unchecked",
        rule: Rule::R1,
        breaks: Some(Property::LogMatching),
        summary: "A follower accepts entries if it has any entry at prevLogIndex, whatever its term is.",
        story: "This is half of the consistency check: it checks the length and not the term. It works as \
                long as logs never diverge.",
        expect: "A follower with a wrong entry appends the right entries after it: two logs have the same \
                 entry, and different entries before it.",
    }

    StaleAppendAccepted {
        title: "AppendEntries of an older term is accepted",
        rule_off: "AppendEntries of an older term is rejected",
        id: "stale-append-accepted",
        rule: Rule::T2,
        breaks: Some(Property::LeaderCompleteness),
        summary: "A follower obeys a leader of an older term.",
        story: "A classic mistake: the first line of the receiver's part of AppendEntries is left out. It \
                shows only if an old leader is cut off and reconnects.",
        expect: "A deposed leader reconnects and overwrites an entry that the new leader has committed.",
    }

    LeaderOverwrites {
        title: "a new leader deletes uncommitted entries",
        rule_off: "a leader only appends to its own log",
        id: "leader-overwrites",
        rule: Rule::I2,
        breaks: Some(Property::LeaderAppendOnly),
        summary: "A new leader deletes uncommitted entries of older terms before it appends its first entry.",
        story: "It is tempting to start with a clean log, but Raft does the opposite with such entries.",
        expect: "The leader's log becomes shorter during its term. Among the deleted entries may be one \
                 that the previous leader had committed.",
    }

    FixedTimeouts {
        title: "all election timeouts are the same",
        rule_off: "election timeouts are random",
        id: "fixed-timeouts",
        rule: Rule::E6,
        breaks: None,
        summary: "All election timeouts are the same.",
        story: "The simplest code, written before one has read why §5.2 makes timeouts random.",
        expect: "Servers start elections at the same moment and split the vote, term after term. All \
                 properties hold; no server becomes the leader.",
    }

    TimerResetByAny {
        title: "any message restarts the election timer",
        rule_off: "only a granted vote or the leader restarts the timer",
        id: "timer-reset-by-any",
        rule: Rule::E1,
        breaks: None,
        summary: "Any message restarts the election timer, even a vote request that the server rejects.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) describes this livelock: here the prose of \
                §5.2 is less strict than Figure 2.",
        expect: "A candidate that cannot win keeps the servers that could win from starting an election. \
                 All properties hold; it takes long to elect a leader, or never succeeds.",
    }

    TimerResetByStale {
        title: "a stale AppendEntries restarts the election timer",
        rule_off: "a stale AppendEntries does not restart the timer",
        id: "timer-reset-by-stale",
        rule: Rule::E1,
        breaks: None,
        summary: "An AppendEntries of an older term restarts the election timer.",
        story: "The Students' Guide to Raft (Jon Gjengset, 2016) warns of it: the code resets the timer \
                before it checks the term.",
        expect: "A deposed leader can send but not receive. Its heartbeats keep its old followers from \
                 starting an election, and the newer term has no leader. All properties hold.",
    }

    NextNeverLowered {
        title: "a rejection does not lower next index",
        rule_off: "a rejection lowers next index",
        id: "next-never-lowered",
        rule: Rule::L6,
        breaks: None,
        summary: "A leader retries a rejected request at the same index.",
        story: "The code handles a rejection like a lost message: it only retries.",
        expect: "A follower whose log diverged never catches up. If a majority is like this, no entry is \
                 ever committed again; all properties hold.",
    }
}
