//! Commands as data.

use super::{Act, Condition, EntrySpec, Targets};
use crate::raft::{Choice, Index, ServerId, ServerSet, Term};
use crate::sim::{Span, SpanRange, StepId};

/// A script: commands, each with its line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Script {
    /// The comment that it begins with, line by line: what it is called, then what it shows.
    pub head: Vec<String>,
    /// The commands, in order.
    pub lines: Vec<Line>,
}

/// A command and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The line, counted from 1.
    pub number: u32,
    /// What it says.
    pub command: Command,
}

/// One command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Words for the reader.
    Note(String),
    /// A demo stops here until it is told to go on; with words for the reader, which may be empty.
    Pause(String),
    /// Something about how the cluster begins.
    Set(SetupCommand),
    /// Something done to the cluster.
    Act(Act),
    /// Something done right after a step: how saved sessions are written.
    At {
        /// The last step before it.
        step: StepId,
        /// The moment, counted from the beginning; that of the step, if not said.
        time: Option<Span>,
        /// What is done.
        act: Act,
    },
    /// Gives a server a name, so that a script can speak of it later.
    Call {
        /// Whom: one server.
        target: Targets,
        /// The name.
        name: String,
    },
    /// Lets time pass.
    Run(Span),
    /// Takes so many steps.
    Step(u32),
    /// Lets time pass until something holds.
    RunUntil {
        /// What is to hold.
        condition: Condition,
        /// For how long at most; [`Command::DEFAULT_WITHIN`] if not said.
        within: Option<Span>,
    },
    /// Says that something holds now.
    Expect(Condition),
}

impl Command {
    /// What it says of the cluster.
    pub(crate) fn condition(&self) -> Option<&Condition> {
        match self {
            Command::RunUntil { condition, .. } | Command::Expect(condition) => Some(condition),
            _ => None,
        }
    }

    /// How long `run until` waits if nothing is said.
    pub const DEFAULT_WITHIN: Span = Span::from_ms(10_000);
}

/// How the cluster begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SetupCommand {
    /// How many servers.
    Servers(u8),
    /// Where the random numbers begin.
    Seed(u64),
    /// The range of election timeouts.
    ElectionTimeout(SpanRange),
    /// The heartbeat interval.
    Heartbeat(Span),
    /// How long messages travel.
    Latency(SpanRange),
    /// How many of a thousand messages are lost.
    Loss(u16),
    /// How many of a thousand messages arrive twice.
    Duplicate(u16),
    /// What servers do differently within the paper.
    Choice(Choice),
    /// It is played though it begins in a state that cannot arise.
    Assume,
    /// What is in a log.
    Log {
        /// The servers that have it.
        of: Whom,
        /// Its entries, the first of index 1.
        entries: Vec<EntrySpec>,
    },
    /// A current term.
    Term {
        /// The servers that begin in it.
        of: Whom,
        /// The term itself.
        term: Term,
    },
    /// A vote of the current term.
    Vote {
        /// The servers that gave it.
        of: Whom,
        /// For whom.
        to: ServerId,
    },
    /// A role.
    Role {
        /// The servers that begin in it.
        of: Whom,
        /// The role itself.
        role: InitialRole,
    },
    /// A commit index.
    Commit {
        /// The servers that know it.
        of: Whom,
        /// The index up to which is committed.
        index: Index,
    },
}

/// Servers, named before there is a cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whom {
    /// All of them.
    All,
    /// These.
    Only(ServerSet),
}

/// What a server can begin as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InitialRole {
    /// A follower.
    Follower,
    /// A candidate that has just stood.
    Candidate,
    /// A leader that has just won.
    Leader,
    /// Down.
    Down,
}

impl InitialRole {
    /// All of them.
    pub(super) const ALL: [InitialRole; 4] =
        [InitialRole::Follower, InitialRole::Candidate, InitialRole::Leader, InitialRole::Down];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            InitialRole::Follower => "follower",
            InitialRole::Candidate => "candidate",
            InitialRole::Leader => "leader",
            InitialRole::Down => "down",
        }
    }
}

impl Script {
    /// What it is called: the first line of its head, without a full stop. Empty if it has no head.
    pub fn title(&self) -> &str {
        self.head.first().map_or("", |line| line.trim_end_matches('.'))
    }

    /// What it shows: the rest of its head.
    pub fn intro(&self) -> String {
        self.head.get(1..).unwrap_or_default().join(" ")
    }

    /// Whether the script chooses its own seed: others may not play out as it says.
    pub fn pins_seed(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.command, Command::Set(SetupCommand::Seed(_))))
    }
}
