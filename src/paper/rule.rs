//! The rules of Raft, each with a short id that everything else refers to.

use serde::{Serialize, Serializer};

macro_rules! rules {
    ($($(#[$doc:meta])* $id:ident),+ $(,)?) => {
        /// A rule of the Raft paper (or, where marked, of practice). Every fact names one.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Rule { $($(#[$doc])* $id),+ }

        impl Rule {
            /// Every rule, in the order of the catalogue.
            pub const ALL: &'static [Rule] = &[$(Rule::$id),+];

            /// The short id, as written on screen and in scripts: `V2`.
            pub const fn id(self) -> &'static str {
                match self { $(Rule::$id => stringify!($id)),+ }
            }
        }
    };
}

rules! {
    /// Term, vote and log are durable before anything that depends on them is visible.
    P1,
    /// Commit index and last applied restart at 0.
    P2,
    /// A higher term in any request or reply: adopt it, clear the vote, become follower.
    T1,
    /// A request of an older term is refused.
    T2,
    /// A reply that belongs to an older term is ignored.
    T3,
    /// Committed entries are applied, in order.
    A1,
    /// Start as a follower and only answer.
    E0,
    /// No word of the current leader, no vote granted, for a timeout: stand for election.
    E1,
    /// Next term, vote for self, reset the timer, ask everyone.
    E2,
    /// Votes of a majority of the whole cluster: leader.
    E3,
    /// `AppendEntries` of a term at least as new: another leader exists, yield.
    E4,
    /// Time runs out with no winner: a new election.
    E5,
    /// Election timeouts are random within a range.
    E6,
    /// At most one vote a term, first come first served.
    V1,
    /// No vote for a log less up to date: last term first, then length.
    V2,
    /// Empty `AppendEntries` on winning and when idle.
    L1,
    /// next = last + 1, match = 0 for every follower.
    L2,
    /// A command is appended, and answered after it was applied.
    L3,
    /// Last index at or above next: send from next.
    L4,
    /// Success: raise match and next.
    L5,
    /// Mismatch: lower next and retry.
    L6,
    /// Commit N if a majority matches it and it is of the current term.
    L7,
    /// Earlier entries commit along with it.
    L8,
    /// Unanswered requests are retried for ever.
    L9,
    /// A follower points the client at the leader.
    L10,
    /// No entry at prev index with prev term: refuse.
    R1,
    /// Only a real conflict truncates, and all that follows it.
    R2,
    /// Append what is missing; repeats are harmless.
    R3,
    /// commit = min(leader's commit, index of the last new entry).
    R4,
    /// Election Safety.
    I1,
    /// Leader Append-Only.
    I2,
    /// Log Matching.
    I3,
    /// Leader Completeness.
    I4,
    /// State Machine Safety.
    I5,
    /// The commit quorum and the vote quorum share a server.
    S1,
    /// Followers and candidates crash and come back.
    C1,
    /// Broadcast time ≪ election timeout ≪ MTBF; only liveness needs it.
    C2,
    /// A no-op on election tells a new leader what is committed.
    K2,
}

impl Rule {
    /// The rule with this id, in any case: `v2`, `V2`.
    pub fn parse(id: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|rule| rule.id().eq_ignore_ascii_case(id))
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
