//! Claims about what servers have on their disks and in their memories.

use crate::explain::words::{count, servers};
use crate::raft::{Index, Payload, ServerId, ServerSet, Term};

/// A part of what is on a disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiskPart {
    /// The current term.
    Term,
    /// The vote of that term.
    Vote,
    /// The log.
    Log,
}

/// A statement about what a server has stored or executed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServerClaim {
    /// A server has applied an entry, and all that precede it.
    HasApplied {
        /// The server.
        server: ServerId,
        /// The entry.
        index: Index,
    },
    /// The last entry that a server has applied; 0 while it is down.
    LastApplied {
        /// The server.
        server: ServerId,
        /// Its last applied index.
        index: Index,
    },
    /// A server has executed a command at an index since it started.
    HasExecuted {
        /// The server.
        server: ServerId,
        /// Where.
        index: Index,
        /// What.
        payload: Payload,
    },
    /// The commit index of a server reaches an index.
    CommitReaches {
        /// The server.
        server: ServerId,
        /// Where.
        index: Index,
    },
    /// The log of a server has this entry.
    Has {
        /// The server.
        server: ServerId,
        /// Where.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// The log of a server has this entry, and all that precedes it as this digest says.
    HasExactly {
        /// The server.
        server: ServerId,
        /// Where.
        index: Index,
        /// Its term.
        term: Term,
        /// A digest of the log up to it.
        digest: u64,
    },
    /// The entry at an index of a server's log.
    Stores {
        /// The server.
        server: ServerId,
        /// Where.
        index: Index,
        /// Its term.
        term: Term,
        /// What it holds.
        payload: Payload,
    },
    /// The entry at an index of a leader's log is of its own term.
    IsOfOwnTerm {
        /// The leader.
        leader: ServerId,
        /// Where.
        index: Index,
        /// The term of the entry.
        term: Term,
    },
    /// What a server has on its disk.
    OnDisk {
        /// The server.
        server: ServerId,
        /// Its current term.
        term: Term,
        /// Its vote of that term.
        vote: Option<ServerId>,
        /// Its last entry.
        last: Index,
    },
    /// A server that crashed now would still have this on its disk.
    KeepsOverCrash {
        /// The server.
        server: ServerId,
        /// What.
        part: DiskPart,
    },
    /// So many clients wait for this leader's answers.
    ClientsWait {
        /// The leader.
        leader: ServerId,
        /// How many.
        clients: usize,
    },
    /// If this server crashed now, exactly these could win an election, with the servers that run and the links as they
    /// are.
    CouldLeadWithout {
        /// The server that is missing.
        server: ServerId,
        /// All that could win.
        able: ServerSet,
    },
    /// Exactly these lead a term, running or frozen.
    LeadersOf {
        /// The term.
        term: Term,
        /// All its leaders.
        servers: ServerSet,
    },
    /// What two logs share is the same: where they have an entry of one index and term, all before it is equal.
    LogsAgree {
        /// One server.
        one: ServerId,
        /// The other.
        other: ServerId,
    },
    /// The same of all pairs of logs.
    AllLogsAgree,
    /// A server has all that was committed in terms older than this one.
    HasAllBefore {
        /// The server.
        server: ServerId,
        /// The term.
        term: Term,
    },
}

impl ServerClaim {
    /// In words, as a part of a sentence.
    pub(super) fn words(self, yes: bool) -> String {
        let (not, has, does) = if yes { ("", "has", "") } else { ("not ", "has not", "does not ") };
        match self {
            ServerClaim::HasApplied { server, index } => format!("{server} {has} applied entry {index}"),
            ServerClaim::LastApplied { server, index: Index::ZERO } if yes => {
                format!("{server} has applied nothing")
            }
            ServerClaim::LastApplied { server, index } => {
                format!("{server} {has} applied the entries up to {index}")
            }
            ServerClaim::HasExecuted { server, index, payload } => {
                format!("{server} {has} executed {payload} at index {index}")
            }
            ServerClaim::CommitReaches { server, index } => {
                let reaches = if yes { "reaches" } else { "does not reach" };
                format!("the commit index of {server} {reaches} {index}")
            }
            ServerClaim::Has { server, index, term } => {
                let has = if yes { "has" } else { "does not have" };
                format!("{server} {has} entry {index} of term {term}")
            }
            ServerClaim::HasExactly { server, index, term, .. } => {
                let has = if yes { "has" } else { "does not have" };
                format!("{server} {has} entry {index} of term {term} with the same log before it")
            }
            ServerClaim::Stores { server, index, term, payload } => {
                let has = if yes { "has" } else { "does not have" };
                format!("{server} {has} {payload} of term {term} at index {index}")
            }
            ServerClaim::IsOfOwnTerm { leader, index, term } if yes => {
                format!("entry {index} is of term {term}, in which {leader} leads")
            }
            ServerClaim::IsOfOwnTerm { leader, index, term } => {
                format!("entry {index} is of term {term}, in which {leader} does not lead")
            }
            ServerClaim::OnDisk { server, term, vote, last } => {
                let has = if yes { "has" } else { "does not have" };
                let vote =
                    vote.map_or_else(|| "a vote that is free".to_owned(), |to| format!("its vote for {to}"));
                let entries = count(last.since(Index::ZERO), "entry");
                format!("{server} {has} on its disk: term {term}, {vote}, and {entries}")
            }
            ServerClaim::KeepsOverCrash { server, part } => {
                let part = match part {
                    DiskPart::Term => "term",
                    DiskPart::Vote => "vote",
                    DiskPart::Log => "log",
                };
                let keeps = if yes { "keeps" } else { "does not keep" };
                format!("{server} {keeps} its {part} over a crash")
            }
            ServerClaim::ClientsWait { leader, clients } => {
                let wait = if clients == 1 { "waits" } else { "wait" };
                format!("{} {does}{wait} for the answer of {leader}", count(clients, "client"))
            }
            ServerClaim::CouldLeadWithout { server, able } => {
                let could = if yes { "could" } else { "could not just" };
                format!("without {server}, {} {could} win an election", servers(able))
            }
            ServerClaim::LeadersOf { term, servers: set } => {
                let lead = if set.len() == 1 { "leads" } else { "lead" };
                format!("{} {does}{lead} term {term}", servers(set))
            }
            ServerClaim::LogsAgree { one, other } if yes => {
                format!("what the logs of {one} and {other} share is the same")
            }
            ServerClaim::LogsAgree { one, other } => {
                format!("the logs of {one} and {other} share an entry and differ before it")
            }
            ServerClaim::AllLogsAgree => {
                format!("what any two logs share is {not}the same")
            }
            ServerClaim::HasAllBefore { server, term } => {
                let has = if yes { "has" } else { "does not have" };
                format!("{server} {has} all that was committed before term {term}")
            }
        }
    }
}
