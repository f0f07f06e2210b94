//! Who and what is meant: servers, links, messages. By name, or in words that are resolved when they are
//! carried out.

use crate::raft::{ServerId, ServerSet};
use crate::sim::MessageId;

/// Stands for what is chosen on the screen.
pub const CHOSEN: &str = "chosen";

/// Servers, named one after another. Never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Targets(pub Vec<Target>);

/// One way to name servers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// `S3`
    Server(ServerId),
    /// `leader`, `follower:2`, `crashed`
    Of(Group, Pick),
    /// A name that was given with `call`.
    Named(String),
    /// `others`: all who are not named elsewhere in the same command.
    Others,
    /// `chosen`: who is chosen on the screen. Only keys say so; what is chosen takes its place before anything is
    /// carried out.
    Chosen,
}

/// A group of servers that have something in common now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Those that run and lead, of the latest term first.
    Leader,
    /// Those that run and follow.
    Follower,
    /// Those that run and stand for election.
    Candidate,
    /// Those that are down.
    Crashed,
    /// Those that are frozen.
    Frozen,
    /// Those that are neither down nor frozen.
    Running,
    /// All servers.
    All,
}

/// Which of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    /// The first: `leader`.
    First,
    /// This one, counted from 1: `follower:2`.
    Nth(u8),
    /// Each of them: `followers`.
    Each,
}

/// `S1 -> S2 S3`, or with `<->` both ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Links {
    /// The servers that send.
    pub from: Targets,
    /// The servers at the far ends.
    pub to: Targets,
    /// And back.
    pub both: bool,
}

/// Which messages in flight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Which {
    /// `#12`
    Number(MessageId),
    /// The one that arrives next.
    Next,
    /// `chosen`: the one that is chosen on the screen. Only keys say so, as of servers.
    Chosen,
    /// The one that was sent first among those that fit.
    First(Pattern),
    /// Every one that fits.
    All(Pattern),
}

/// What a message must be like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    /// What it is.
    pub kind: Kind,
    /// From whom; from anybody, if not said.
    pub from: Option<Targets>,
    /// To whom; to anybody, if not said.
    pub to: Option<Targets>,
}

/// Kinds of messages, in the words of the language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Any message.
    Message,
    /// `RequestVote`
    Vote,
    /// The answer to `RequestVote`.
    VoteReply,
    /// `AppendEntries`, empty or not.
    Append,
    /// `AppendEntries` that carries entries.
    Entries,
    /// `AppendEntries` that carries none.
    Heartbeat,
    /// The answer to `AppendEntries`.
    AppendReply,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 7] = [
        Kind::Message,
        Kind::Vote,
        Kind::VoteReply,
        Kind::Append,
        Kind::Entries,
        Kind::Heartbeat,
        Kind::AppendReply,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Message => "message",
            Kind::Vote => "vote",
            Kind::VoteReply => "vote-reply",
            Kind::Append => "append",
            Kind::Entries => "entries",
            Kind::Heartbeat => "heartbeat",
            Kind::AppendReply => "append-reply",
        }
    }

    /// Other words for it that are understood.
    pub(super) const fn also(self) -> &'static [&'static str] {
        match self {
            Kind::Message => &["messages"],
            Kind::Vote => &["votes", "RequestVote", "vote-request"],
            Kind::VoteReply => &["vote-replies", "RequestVoteReply"],
            Kind::Append => &["appends", "AppendEntries"],
            Kind::Entries => &[],
            Kind::Heartbeat => &["heartbeats"],
            Kind::AppendReply => &["append-replies", "AppendEntriesReply"],
        }
    }
}

impl Group {
    /// All groups with their words: for one of it, and for each of it.
    pub(super) const WORDS: [(Group, &'static str, &'static str); 7] = [
        (Group::Leader, "leader", "leaders"),
        (Group::Follower, "follower", "followers"),
        (Group::Candidate, "candidate", "candidates"),
        (Group::Crashed, "crashed", "crashed"),
        (Group::Frozen, "frozen", "frozen"),
        (Group::Running, "running", "running"),
        (Group::All, "all", "all"),
    ];

    /// The words for one of it and for each of it.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        let found = Group::WORDS.iter().find(|words| words.0 == self);
        found.map_or(("all", "all"), |words| (words.1, words.2))
    }
}

impl Targets {
    /// One server.
    pub fn server(server: ServerId) -> Targets {
        Targets(vec![Target::Server(server)])
    }

    /// `chosen`
    pub fn chosen() -> Targets {
        Targets(vec![Target::Chosen])
    }

    /// `all`
    pub fn all() -> Targets {
        Targets(vec![Target::Of(Group::All, Pick::Each)])
    }
}

impl From<ServerSet> for Targets {
    /// Each of these by number.
    fn from(servers: ServerSet) -> Targets {
        Targets(servers.iter().map(Target::Server).collect())
    }
}

impl Links {
    /// `S1 -> S2 S3`
    pub fn between(from: impl Into<Targets>, to: impl Into<Targets>) -> Links {
        Links { from: from.into(), to: to.into(), both: false }
    }

    /// `all -> all`
    pub fn all() -> Links {
        Links::between(Targets::all(), Targets::all())
    }
}

/// Names that were given to servers with `call`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names(Vec<(String, ServerId)>);

impl Names {
    /// Whom a name means.
    pub fn get(&self, name: &str) -> Option<ServerId> {
        self.0.iter().find(|known| known.0 == name).map(|known| known.1)
    }

    /// Gives a name to a server; it may have been another one's.
    pub fn give(&mut self, name: &str, server: ServerId) {
        self.0.retain(|known| known.0 != name);
        self.0.push((name.to_owned(), server));
    }

    /// All names, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, ServerId)> {
        self.0.iter().map(|known| (known.0.as_str(), known.1))
    }
}
