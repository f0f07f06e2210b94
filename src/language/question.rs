//! What can be asked.

use crate::paper::Property;
use crate::raft::{Command, Index, ServerId, Term};
use crate::sim::{MessageId, StepId};
use serde::{Serialize, Serializer};
use std::fmt;

/// A question about the state at the cursor, or about what led to it. Its text is one that can be asked again:
/// `why is S1 not leader`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Question {
    /// Why a server is what it is, or is not something else.
    Role {
        /// Whom it is about.
        server: ServerId,
        /// What it is said to be.
        being: Being,
        /// Whether it is said not to be that.
        not: bool,
    },
    /// Why there is no leader.
    NoLeader,
    /// Whether a server could win an election now.
    CanWin(ServerId),
    /// Why a vote was granted, or refused.
    Vote {
        /// The voter.
        voter: ServerId,
        /// The candidate; whoever it was, if not said.
        candidate: Option<ServerId>,
        /// Whether it is said to have been refused.
        refused: bool,
    },
    /// Why a message was sent, and what became of it or will.
    Message(MessageId),
    /// Why an entry is committed, or is not.
    Committed {
        /// Where it stands.
        index: Index,
        /// On which server it is known; anywhere, if not said.
        server: Option<ServerId>,
        /// Whether it is said not to be.
        not: bool,
    },
    /// Why an entry is applied, or is not.
    Applied {
        /// Where it stands.
        index: Index,
        /// On which server; on the leader or anywhere, if not said.
        server: Option<ServerId>,
        /// Whether it is said not to be.
        not: bool,
    },
    /// Whether an entry can still be lost.
    CanBeLost {
        /// Where it stands.
        index: Index,
        /// Its term; that of the entry that is best known there, if not said.
        term: Option<Term>,
    },
    /// Up to which index entries can be applied safely.
    Safe,
    /// Where an entry is, or where it went.
    Where {
        /// Where it stands, or stood.
        index: Index,
        /// Its term, if several entries have stood there.
        term: Option<Term>,
    },
    /// Why a number of a server changed last.
    Changed {
        /// Which number.
        what: Number,
        /// The server that has it.
        server: ServerId,
    },
    /// Why nothing moves.
    Stuck,
    /// Which quorum elected a leader, and who of it vouches for what was committed before (Figure 9).
    Elected {
        /// The leader; whoever led last, if not said.
        server: Option<ServerId>,
        /// The term that it won; the last one, if not said.
        term: Option<Term>,
    },
    /// Which quorum committed an entry.
    CommittedBy(Index),
    /// What a server will remember if it crashes now.
    Crash(ServerId),
    /// Why a property holds, or is broken.
    Property(Property),
    /// Why a step went as it did.
    Step(StepId),
    /// Whether the present state can arise in a cluster that obeys every rule.
    CanArise,
    /// Whether the logs, as they are, can stand side by side, whatever the terms.
    SideBySide,
    /// Who can have led a term, as far as the logs tell.
    CouldHaveLed(Term),
    /// Who leads.
    WhoLeads,
    /// How many leaders there can be at once.
    HowManyLeaders,
    /// How many attempts it took until the log of a follower agreed with its leader's; of each, if none is named.
    HowManyAttempts(Option<ServerId>),
    /// Whether a leader can still commit.
    CanCommit {
        /// The leader.
        leader: ServerId,
        /// Which entry; whatever it has or appends next, if not said.
        index: Option<Index>,
    },
    /// Whether a server would grant another one its vote.
    WouldVote {
        /// Who is asked for its vote.
        voter: ServerId,
        /// Who asks.
        candidate: ServerId,
    },
    /// What became of what a client asked.
    Request(Asked),
    /// Whether something is so now.
    Whether(Whether),
    /// Whatever is most worth asking now.
    Best,
}

/// A request of a client.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Asked {
    /// By its number, counted from 1.
    Number(u32),
    /// The last one.
    Last,
    /// The last one that asked for this.
    Command(Command),
}

/// What may be so, or not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Whether {
    /// A server is this.
    Being {
        /// The server.
        server: ServerId,
        /// What it may be.
        being: Being,
    },
    /// An entry is committed.
    Committed {
        /// Where it stands.
        index: Index,
        /// Who may know of it; anybody, if not said.
        server: Option<ServerId>,
    },
    /// An entry is applied.
    Applied {
        /// Where it stands.
        index: Index,
        /// On which server; on the leader or anywhere, if not said.
        server: Option<ServerId>,
    },
}

/// What a server can be said to be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Being {
    /// A leader.
    Leader,
    /// A candidate.
    Candidate,
    /// A follower.
    Follower,
    /// Down.
    Down,
}

/// A number of a server, or the timer that it waits for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Number {
    /// The current term.
    Term,
    /// The vote of the current term.
    Vote,
    /// The election timer.
    Timer,
    /// A leader's next index for this server.
    Next,
    /// A leader's match index for this server.
    Match,
    /// The commit index.
    Commit,
}

impl Being {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Being::Leader => "leader",
            Being::Candidate => "candidate",
            Being::Follower => "follower",
            Being::Down => "down",
        }
    }

    /// All of them.
    pub const ALL: [Being; 4] = [Being::Leader, Being::Candidate, Being::Follower, Being::Down];
}

impl Number {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Number::Term => "term",
            Number::Vote => "vote",
            Number::Timer => "timer",
            Number::Next => "next",
            Number::Match => "match",
            Number::Commit => "commit",
        }
    }

    /// All of them.
    pub const ALL: [Number; 6] =
        [Number::Term, Number::Vote, Number::Timer, Number::Next, Number::Match, Number::Commit];
}

impl Question {
    /// The servers that it speaks of.
    pub fn servers(&self) -> impl Iterator<Item = ServerId> {
        let pair = match *self {
            Question::Role { server, .. }
            | Question::CanWin(server)
            | Question::Changed { server, .. }
            | Question::Crash(server)
            | Question::CanCommit { leader: server, .. }
            | Question::Whether(Whether::Being { server, .. }) => [Some(server), None],
            Question::WouldVote { voter, candidate } => [Some(voter), Some(candidate)],
            Question::Vote { voter, candidate, .. } => [Some(voter), candidate],
            Question::Committed { server, .. }
            | Question::Applied { server, .. }
            | Question::Elected { server, .. }
            | Question::Whether(Whether::Committed { server, .. } | Whether::Applied { server, .. }) => {
                [server, None]
            }
            _ => [None, None],
        };
        pair.into_iter().flatten()
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let no = |not: bool| if not { "not " } else { "" };
        let on = |server: Option<ServerId>| server.map_or(String::new(), |server| format!(" on {server}"));
        let of = |term: Option<Term>| term.map_or(String::new(), |term| format!(" of term {term}"));
        match *self {
            Question::Role { server, being, not } => write!(f, "why is {server} {}{}", no(not), being.word()),
            Question::NoLeader => f.write_str("why is there no leader"),
            Question::CanWin(server) => write!(f, "can {server} win"),
            Question::Vote { voter, candidate, refused } => {
                let did = if refused { "deny" } else { "grant" };
                match candidate {
                    Some(candidate) => write!(f, "why did {voter} {did} {candidate} its vote"),
                    None => write!(f, "why did {voter} {did} its vote"),
                }
            }
            Question::Message(id) => write!(f, "why message {id}"),
            Question::Committed { index, server, not } => {
                write!(f, "why is index {index} {}committed{}", no(not), on(server))
            }
            Question::Applied { index, server, not } => {
                write!(f, "why is index {index} {}applied{}", no(not), on(server))
            }
            Question::CanBeLost { index, term } => write!(f, "can index {index}{} be lost", of(term)),
            Question::Safe => f.write_str("what is safe"),
            Question::Where { index, term } => write!(f, "where is index {index}{}", of(term)),
            Question::Changed { what, server } => {
                write!(f, "why did the {} of {server} change", what.word())
            }
            Question::Stuck => f.write_str("why does nothing move"),
            Question::Elected { server, term } => {
                f.write_str("who elected ")?;
                match (server, term) {
                    (None, None) => f.write_str("the leader"),
                    (None, Some(term)) => write!(f, "the leader in term {term}"),
                    (Some(server), None) => write!(f, "{server}"),
                    (Some(server), Some(term)) => write!(f, "{server} in term {term}"),
                }
            }
            Question::CommittedBy(index) => write!(f, "who committed index {index}"),
            Question::Crash(server) => write!(f, "what if {server} crashes"),
            Question::Property(property) => write!(f, "why {property}"),
            Question::Step(step) => write!(f, "why step {step}"),
            Question::CanArise => f.write_str("can this arise"),
            Question::SideBySide => f.write_str("can these logs stand side by side"),
            Question::CouldHaveLed(term) => write!(f, "who can have led term {term}"),
            Question::WhoLeads => f.write_str("who leads"),
            Question::HowManyLeaders => f.write_str("how many leaders can there be at once"),
            Question::HowManyAttempts(None) => f.write_str("how many attempts"),
            Question::HowManyAttempts(Some(server)) => write!(f, "how many attempts for {server}"),
            Question::CanCommit { leader, index } => {
                write!(f, "can {leader} still commit")?;
                index.map_or(Ok(()), |index| write!(f, " index {index}"))
            }
            Question::WouldVote { voter, candidate } => write!(f, "would {voter} vote for {candidate}"),
            Question::Request(Asked::Number(number)) => write!(f, "what became of request {number}"),
            Question::Request(Asked::Last) => f.write_str("what became of the last request"),
            Question::Request(Asked::Command(command)) => write!(f, "what became of {command}"),
            Question::Whether(Whether::Being { server, being }) => write!(f, "is {server} {}", being.word()),
            Question::Whether(Whether::Committed { index, server }) => {
                write!(f, "is index {index} committed{}", on(server))
            }
            Question::Whether(Whether::Applied { index, server }) => {
                write!(f, "is index {index} applied{}", on(server))
            }
            Question::Best => f.write_str("why"),
        }
    }
}

impl Serialize for Question {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
