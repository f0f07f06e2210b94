//! Claims about what servers have on their disks and in their memories.

use crate::explain::words::{count, of, servers};
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
    /// A server has applied an entry, and all entries before it.
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
    /// The log of a server has this entry, and up to it the log has this digest.
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
        /// What it contains.
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
    /// If the server crashed now, its disk would still have this.
    KeepsOverCrash {
        /// The server.
        server: ServerId,
        /// What.
        part: DiskPart,
    },
    /// So many clients wait for responses from this leader.
    ClientsWait {
        /// The leader.
        leader: ServerId,
        /// How many.
        clients: usize,
    },
    /// If this server crashed now, exactly these servers could win an election, with the running servers and the links as
    /// they are.
    CouldLeadWithout {
        /// The server that is missing.
        server: ServerId,
        /// All servers that could win.
        able: ServerSet,
    },
    /// Exactly these servers lead a term, running or frozen.
    LeadersOf {
        /// The term.
        term: Term,
        /// All its leaders.
        servers: ServerSet,
    },
    /// Wherever two logs have an entry with the same index and term, they are identical up to it.
    LogsAgree {
        /// One server.
        one: ServerId,
        /// The other.
        other: ServerId,
    },
    /// The same for every pair of logs.
    AllLogsAgree,
    /// A server has every entry that was committed in a term older than this one.
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
        let (has, stores) = if yes { ("has", "stores") } else { ("has not", "does not store") };
        match self {
            ServerClaim::HasApplied { server, index } => format!("{server} {has} applied entry {index}"),
            ServerClaim::LastApplied { server, index: Index::ZERO } if yes => {
                format!("{server} has applied no entries")
            }
            ServerClaim::LastApplied { server, index } => {
                format!("{server} {has} applied entries up to index {index}")
            }
            ServerClaim::HasExecuted { server, index, payload } => {
                format!("{server} {has} executed {payload} at index {index}")
            }
            ServerClaim::CommitReaches { server, index } => {
                let reaches = if yes { "reaches" } else { "does not reach" };
                format!("{} commit index {reaches} {index}", of(server))
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
                format!("{server} {stores} {payload} (term {term}) at index {index}")
            }
            ServerClaim::IsOfOwnTerm { leader, index, term } if yes => {
                format!("entry {index} is from term {term}, which {leader} leads")
            }
            ServerClaim::IsOfOwnTerm { leader, index, term } => {
                format!("entry {index} is from term {term}, which {leader} does not lead")
            }
            ServerClaim::OnDisk { server, term, vote, last } => {
                let vote = vote.map_or_else(|| "no vote".to_owned(), |to| format!("a vote for {to}"));
                let entries = match last {
                    Index::ZERO => "no entries".to_owned(),
                    last => count(last.since(Index::ZERO), "entry"),
                };
                format!("{} disk {stores} term {term}, {vote} and {entries}", of(server))
            }
            ServerClaim::KeepsOverCrash { server, part } => {
                let part = match part {
                    DiskPart::Term => "term",
                    DiskPart::Vote => "vote",
                    DiskPart::Log => "log",
                };
                let keeps = if yes { "keeps" } else { "does not keep" };
                format!("{server} {keeps} its {part} through a crash")
            }
            ServerClaim::ClientsWait { leader, clients } => {
                let wait = match (yes, clients) {
                    (true, 1) => "waits",
                    (true, _) => "wait",
                    (false, 1) => "does not wait",
                    (false, _) => "do not wait",
                };
                format!("{} {wait} for {} response", count(clients, "client"), of(leader))
            }
            ServerClaim::CouldLeadWithout { server, able } => {
                let able = servers(able);
                if yes {
                    format!("without {server}, {able} could win an election")
                } else {
                    format!("without {server}, it is not exactly {able} that could win an election")
                }
            }
            ServerClaim::LeadersOf { term, servers: set } => {
                let lead = match (yes, set.len()) {
                    (true, 0 | 1) => "leads",
                    (true, _) => "lead",
                    (false, 0 | 1) => "does not lead",
                    (false, _) => "do not lead",
                };
                format!("{} {lead} term {term}", servers(set))
            }
            ServerClaim::LogsAgree { one, other } if yes => {
                format!("wherever the logs of {one} and {other} share an entry, they are identical up to it")
            }
            ServerClaim::LogsAgree { one, other } => {
                format!("the logs of {one} and {other} share an entry but differ before it")
            }
            ServerClaim::AllLogsAgree if yes => {
                "any two logs that share an entry are identical up to it".to_owned()
            }
            ServerClaim::AllLogsAgree => "two logs share an entry but differ before it".to_owned(),
            ServerClaim::HasAllBefore { server, term } => {
                let has = if yes { "has every entry" } else { "lacks an entry" };
                format!("{server} {has} that was committed before term {term}")
            }
        }
    }
}
