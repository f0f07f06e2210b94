//! Claims about entries.

use crate::explain::words::{of, servers};
use crate::paper::Bug;
use crate::raft::{Index, Payload, ServerId, ServerSet, Term};

/// An entry is named by its index and its term: in any two logs these two are the same entry (Log Matching).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryClaim {
    /// Entries are committed up to this index, or further.
    CommittedUpTo(Index),
    /// Some leader has committed this very entry.
    IsCommitted {
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// The commit index of a server reaches an entry of its log.
    IsKnownCommitted {
        /// The server.
        server: ServerId,
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// Exactly these servers have it in their logs.
    IsOn {
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
        /// All that have it.
        servers: ServerSet,
    },
    /// Exactly these servers have one of several entries with the same index and term: Log Matching is broken, or a disk was
    /// wiped.
    IsOnAmongSeveral {
        /// The entry's index.
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
        /// The entry's index.
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
    /// A leader can still commit what is in its log, or what it appends next, in its term: enough servers are not in a newer
    /// one.
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
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// A server without it can still become the leader and replace it.
    CanBeLost {
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// Something else is committed in its place, or before it.
    IsLost {
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// A leader did not have an entry that was committed in an older term.
    LedWithout {
        /// The leader.
        leader: ServerId,
        /// Its term.
        in_term: Term,
        /// The entry's index.
        index: Index,
    },
    /// A server does not have an entry, and wins an election in a newer term with exactly these votes, if all servers are
    /// running and connected.
    CanWinWithout {
        /// The server.
        server: ServerId,
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
        /// Whose votes it gets.
        votes: ServerSet,
    },
    /// What an entry contains.
    Holds {
        /// The entry's index.
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
    /// No log has the entry that was committed at an index anymore.
    CommittedIsGone(Index),
    /// The last index of the longest log.
    LongestLog(Index),
    /// Every log without this entry is less up-to-date than one that ends with it, as a voter compares them (§5.4.1).
    NoneReaches {
        /// The entry's index.
        index: Index,
        /// Its term.
        term: Term,
        /// Exactly these have it.
        on: ServerSet,
    },
    /// No two different entries were executed at the same index.
    ExecutedAlike,
    /// A rule is off now.
    IsOff(Bug),
}

impl EntryClaim {
    /// In words, as a part of a sentence.
    #[expect(clippy::too_many_lines, reason = "one arm for each claim")]
    pub(super) fn words(self, yes: bool) -> String {
        let is = if yes { "is" } else { "is not" };
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
                format!("entry {index} of term {term} {is} stored on {}", servers(set))
            }
            EntryClaim::IsOnAmongSeveral { index, term, servers: set, .. } => {
                let other = format!("other servers store a different entry {index} of term {term}");
                if set.is_empty() {
                    let log = if yes { "no log" } else { "a log" };
                    format!("{log} has this entry {index} of term {term}; {other}")
                } else {
                    format!("this entry {index} of term {term} {is} stored on {}; {other}", servers(set))
                }
            }
            EntryClaim::Counts { leader, index, on } => {
                let counts = if yes { "counts" } else { "does not count" };
                format!("{leader} {counts} the copies of entry {index} on {}", servers(on))
            }
            EntryClaim::Counted { by, in_term, index, term } => {
                let did = if yes { "counted" } else { "did not count" };
                let did = format!("{by} {did} the copies of entry {index} of term {term}");
                if term == in_term {
                    format!("{did}, its own term")
                } else {
                    format!("{did}, not its own term")
                }
            }
            EntryClaim::CanStillCommit { leader, term, index } => {
                let can = if yes { "can still" } else { "can no longer" };
                let what = index.map_or_else(String::new, |index| format!("entry {index} "));
                format!("{leader} {can} commit {what}in term {term}")
            }
            EntryClaim::Stays { index, term } if yes => {
                format!("entry {index} of term {term} is safe because every later leader will have it")
            }
            EntryClaim::Stays { index, term } => {
                format!("it is not certain that entry {index} of term {term} is safe")
            }
            EntryClaim::CanBeLost { index, term } => {
                format!("entry {index} of term {term} {} be lost", if yes { "can" } else { "cannot" })
            }
            EntryClaim::IsLost { index, term } => format!("entry {index} of term {term} {is} lost forever"),
            EntryClaim::LedWithout { leader, in_term, index } => {
                let did = if yes { "led" } else { "did not lead" };
                format!("{leader} {did} term {in_term} without entry {index}, which was already committed")
            }
            EntryClaim::CanWinWithout { server, index, term, votes } => {
                let (lacks, can) = if yes { ("lacks", "and can") } else { ("has", "or cannot") };
                let noun = if votes.len() == 1 { "vote" } else { "votes" };
                format!(
                    "{server} {lacks} entry {index} of term {term} {can} win an election in a newer term with the {noun} of {}",
                    servers(votes)
                )
            }
            EntryClaim::Holds { index, term, payload } => {
                format!("entry {index} of term {term} {is} {payload}")
            }
            EntryClaim::Exists { index, term } => {
                let of = term.map_or_else(String::new, |term| format!(" of term {term}"));
                let log = if yes { "a log has" } else { "no log has" };
                format!("{log} an entry{of} at index {index}")
            }
            EntryClaim::CommittedIsGone(index) => {
                let log = if yes { "no log has" } else { "a log still has" };
                format!("{log} the entry that was committed at index {index}")
            }
            EntryClaim::LongestLog(Index::ZERO) => {
                if yes { "all logs are empty" } else { "a log has an entry" }.to_owned()
            }
            EntryClaim::LongestLog(index) => {
                format!("the longest log {} at index {index}", if yes { "ends" } else { "does not end" })
            }
            EntryClaim::NoneReaches { index, term, on } => {
                let logs = match on.iter().collect::<Vec<_>>()[..] {
                    [only] => format!("{} log", of(only)),
                    _ => format!("the logs of {}", servers(on)),
                };
                let only = on.len() == 1;
                match (yes, only) {
                    (true, true) => format!(
                        "only {logs} is at least as up-to-date as a log that ends at index {index}, term {term}"
                    ),
                    (true, false) => format!(
                        "only {logs} are at least as up-to-date as a log that ends at index {index}, term {term}"
                    ),
                    (false, _) => format!(
                        "a log other than {logs} is as up-to-date as one that ends at index {index}, term {term}"
                    ),
                }
            }
            EntryClaim::ExecutedAlike if yes => {
                "no two different commands were executed at the same index".to_owned()
            }
            EntryClaim::ExecutedAlike => "two different commands were executed at the same index".to_owned(),
            EntryClaim::IsOff(bug) => {
                let is = if yes { "off" } else { "on" };
                format!("rule {} is {is} ({})", bug.rule(), bug.id())
            }
        }
    }
}
