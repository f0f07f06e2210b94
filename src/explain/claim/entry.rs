//! Claims about entries.

use crate::explain::words::servers;
use crate::paper::Bug;
use crate::raft::{Index, Payload, ServerId, ServerSet, Term};

/// An entry is named by its index and its term: in any two logs these two are the same entry (Log Matching).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryClaim {
    /// Entries are committed up to this index, or further.
    CommittedUpTo(Index),
    /// Some leader has committed this very entry.
    IsCommitted {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// The commit index of a server reaches an entry of its log.
    IsKnownCommitted {
        /// The server.
        server: ServerId,
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// Exactly these have it in their logs.
    IsOn {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
        /// All that have it.
        servers: ServerSet,
    },
    /// Exactly these have one of several entries of one index and term: Log Matching is broken, or a disk was wiped.
    IsOnAmongSeveral {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
        /// A digest of the log up to it.
        digest: u64,
        /// All that have it.
        servers: ServerSet,
    },
    /// By match index, a leader counts exactly these copies of an entry of its log, its own among them.
    Counts {
        /// The leader.
        leader: ServerId,
        /// Where it stands.
        index: Index,
        /// Whose copies.
        on: ServerSet,
    },
    /// The entry that a leader counted when it committed was of this term.
    Counted {
        /// The leader.
        by: ServerId,
        /// Its term.
        in_term: Term,
        /// The entry that it counted.
        index: Index,
        /// The term of that entry.
        term: Term,
    },
    /// A leader can still commit what it has in its log, or what it appends next, in its term: enough servers are in no
    /// newer one.
    CanStillCommit {
        /// The leader.
        leader: ServerId,
        /// Its term.
        term: Term,
        /// Which entry; whatever it has or appends next, if not said.
        index: Option<Index>,
    },
    /// Whatever happens, every later leader has it.
    Stays {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// A server without it can still lead and put something else in its place.
    CanBeLost {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// Something else is committed in its place, or before it.
    IsLost {
        /// Where it stood.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// A leader did not have what another one, or it itself, committed in an older term.
    LedWithout {
        /// The leader.
        leader: ServerId,
        /// Its term.
        in_term: Term,
        /// Where the entry stands.
        index: Index,
    },
    /// A server does not have an entry, and wins an election in a newer term with exactly these votes, if all servers run
    /// and hear each other.
    CanWinWithout {
        /// The server.
        server: ServerId,
        /// Where the entry stands.
        index: Index,
        /// Its term.
        term: Term,
        /// Whose votes it gets.
        votes: ServerSet,
    },
    /// What an entry holds.
    Holds {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
        /// The command, or that it is a no-op.
        payload: Payload,
    },
    /// Some log has an entry at this index, of this term if one is said.
    Exists {
        /// Where.
        index: Index,
        /// Its term.
        term: Option<Term>,
    },
    /// The entry that was committed at an index is in no log any more.
    CommittedIsGone(Index),
    /// The last index of the longest log.
    LongestLog(Index),
    /// No log without this entry reaches as far, as a voter compares them (§5.4.1).
    NoneReaches {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Term,
        /// Exactly these have it.
        on: ServerSet,
    },
    /// At no index were two different entries executed.
    ExecutedAlike,
    /// A rule is off now.
    IsOff(Bug),
}

impl EntryClaim {
    /// In words, as a part of a sentence.
    pub(super) fn words(self, yes: bool) -> String {
        let (not, is) = if yes { ("", "is") } else { ("not ", "is not") };
        match self {
            EntryClaim::CommittedUpTo(index) => {
                format!("entry {index} {is} committed")
            }
            EntryClaim::IsCommitted { index, term } => format!("entry {index} of term {term} {is} committed"),
            EntryClaim::IsKnownCommitted { server, index, term } => {
                let knows = if yes { "knows" } else { "does not know" };
                format!("{server} {knows} that entry {index} of term {term} is committed")
            }
            EntryClaim::IsOn { index, term, servers: set } if set.is_empty() => {
                format!("{} log has entry {index} of term {term}", if yes { "no" } else { "a" })
            }
            EntryClaim::IsOn { index, term, servers: set } => {
                format!("entry {index} of term {term} {is} on {}", servers(set))
            }
            EntryClaim::IsOnAmongSeveral { index, term, servers: set, .. } => {
                let other = format!("others have another entry {index} of term {term}");
                if set.is_empty() {
                    let log = if yes { "no log" } else { "a log" };
                    format!("{log} has this entry {index} of term {term}: {other}")
                } else {
                    format!("this entry {index} of term {term} {is} on {}: {other}", servers(set))
                }
            }
            EntryClaim::Counts { leader, index, on } => {
                let counts = if yes { "counts" } else { "does not count" };
                format!("{leader} {counts} the copies of entry {index} on {}", servers(on))
            }
            EntryClaim::Counted { by, in_term, index, term } => {
                let did = if yes { "counted" } else { "did not count" };
                let own = if term == in_term { ", its own" } else { ", not its own" };
                format!("{by} {did} entry {index} of term {term}{own}")
            }
            EntryClaim::CanStillCommit { leader, term, index } => {
                let can = if yes { "can still" } else { "can no longer" };
                let what = index.map_or_else(String::new, |index| format!("entry {index} "));
                format!("{leader} {can} commit {what}in term {term}")
            }
            EntryClaim::Stays { index, term } if yes => {
                format!("entry {index} of term {term} stays: every later leader has it")
            }
            EntryClaim::Stays { index, term } => {
                format!("that entry {index} of term {term} stays is not certain")
            }
            EntryClaim::CanBeLost { index, term } => {
                format!("entry {index} of term {term} {} be lost", if yes { "can" } else { "cannot" })
            }
            EntryClaim::IsLost { index, term } => format!("entry {index} of term {term} {is} lost forever"),
            EntryClaim::LedWithout { leader, in_term, index } => {
                let did = if yes { "led" } else { "did not lead" };
                format!("{leader} {did} term {in_term} without entry {index}, which was committed")
            }
            EntryClaim::CanWinWithout { server, votes, .. } => {
                let can = if yes { "lacks it and can" } else { "has it or cannot" };
                format!(
                    "{server} {can} win an election in a newer term, with the votes of {}",
                    servers(votes)
                )
            }
            EntryClaim::Holds { index, term, payload } => {
                format!("entry {index} of term {term} {is} {payload}")
            }
            EntryClaim::Exists { index, term } => {
                let of = term.map_or_else(String::new, |term| format!(" of term {term}"));
                let log = if yes { "a log has" } else { "no log has" };
                format!("{log} an entry {index}{of}")
            }
            EntryClaim::CommittedIsGone(index) => {
                let log = if yes { "no log has" } else { "a log still has" };
                format!("{log} the entry that was committed at index {index}")
            }
            EntryClaim::LongestLog(Index::ZERO) => {
                if yes { "all logs are empty" } else { "a log has an entry" }.to_owned()
            }
            EntryClaim::LongestLog(index) => {
                format!("the longest log {} at {index}", if yes { "ends" } else { "does not end" })
            }
            EntryClaim::NoneReaches { index, term, on } => {
                let log = if yes { "no log but those" } else { "a log other than those" };
                format!("{log} of {} reaches as far as (term {term}, index {index})", servers(on))
            }
            EntryClaim::ExecutedAlike if yes => {
                "no index was executed with two different commands".to_owned()
            }
            EntryClaim::ExecutedAlike => "an index was executed with two different commands".to_owned(),
            EntryClaim::IsOff(bug) => format!("rule {} is {not}off ({})", bug.rule(), bug.id()),
        }
    }
}
