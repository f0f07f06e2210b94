//! Who and what is meant: servers, links, messages. By name, or in words that are resolved when they are
//! carried out.

use crate::raft::{AppendOutcome, Index, MessageKind, SeenMessage, ServerId, ServerSet, Term};
use crate::sim::{Contents, MessageId};

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
    /// Those that lead, of the latest term first; frozen or not, as the other roles.
    Leader,
    /// Those that follow.
    Follower,
    /// Those that start an election.
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
    /// `last vote`: the one that was sent last among those that fit.
    Last(Pattern),
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
    /// What it says.
    pub says: Says,
}

/// What a message says: the fields of Figure 2, as far as they matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Says {
    /// `of term 3`: its term.
    pub term: Option<Term>,
    /// `prev 2`, `prev 2 of term 1`: the entry that precedes those of an `AppendEntries`.
    pub prev: Option<EntryAt>,
    /// `with index 3`: one of the entries of an `AppendEntries`.
    pub with: Option<EntryAt>,
    /// `commit 2`: the commit index of the leader that has sent an `AppendEntries`.
    pub commit: Option<Index>,
    /// `last 4`, `last 4 of term 2`: the last entry of a candidate that asks for a vote.
    pub last: Option<EntryAt>,
    /// `granted`, `success`, `refused`: whether a reply says yes.
    pub answer: Option<bool>,
    /// `match 3`: up to where the follower that answers agrees with the leader.
    pub agrees: Option<Index>,
}

/// `3`, `3 of term 2`: where an entry stands, and its term if that matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryAt {
    /// Its index.
    pub index: Index,
    /// Its term.
    pub term: Option<Term>,
}

impl EntryAt {
    /// Whether that entry is meant too.
    pub fn includes(self, other: EntryAt) -> bool {
        self.index == other.index && (self.term.is_none() || self.term == other.term)
    }
}

impl Says {
    /// All that is known of what a message says; of its entries the first.
    pub fn of(message: &SeenMessage) -> Says {
        let said = Says { term: message.term(), answer: message.answer(), ..Says::default() };
        let at = |index: Option<Index>, term| index.map(|index| EntryAt { index, term });
        match message {
            SeenMessage::RequestVote(request) => {
                Says { last: at(request.last_log_index, request.last_log_term), ..said }
            }
            SeenMessage::AppendEntries(request) => Says {
                prev: at(request.prev_log_index, request.prev_log_term),
                with: request.iter().next().and_then(|(index, entry)| at(Some(index), entry.term)),
                commit: request.leader_commit,
                ..said
            },
            SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
                AppendOutcome::Success { match_index } => Says { agrees: match_index, ..said },
                AppendOutcome::Mismatch { .. } | AppendOutcome::StaleTerm => said,
            },
            SeenMessage::RequestVoteReply(_) => said,
        }
    }
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

    /// The word for several. `entries` are those of one message.
    pub(super) const fn plural(self) -> Option<&'static str> {
        match self {
            Kind::Message => Some("messages"),
            Kind::Vote => Some("votes"),
            Kind::VoteReply => Some("vote-replies"),
            Kind::Append => Some("appends"),
            Kind::Entries => None,
            Kind::Heartbeat => Some("heartbeats"),
            Kind::AppendReply => Some("append-replies"),
        }
    }

    /// Other words for it that are understood.
    pub(super) const fn also(self) -> &'static [&'static str] {
        match self {
            Kind::Vote => &["RequestVote", "vote-request"],
            Kind::VoteReply => &["RequestVoteReply"],
            Kind::Append => &["AppendEntries"],
            Kind::AppendReply => &["AppendEntriesReply"],
            Kind::Message | Kind::Entries | Kind::Heartbeat => &[],
        }
    }

    /// What a reply of this kind says if it says yes.
    pub(super) const fn word_for_yes(self) -> &'static str {
        if matches!(self, Kind::AppendReply) { "success" } else { "granted" }
    }

    /// What a message is, so closely as that can be told.
    pub fn of(message: &Contents) -> Kind {
        match message.kind() {
            MessageKind::RequestVote => Kind::Vote,
            MessageKind::RequestVoteReply => Kind::VoteReply,
            MessageKind::AppendEntries if message.is_heartbeat() => Kind::Heartbeat,
            MessageKind::AppendEntries => Kind::Entries,
            MessageKind::AppendEntriesReply => Kind::AppendReply,
        }
    }

    /// Whether every message of that kind is one of this.
    pub const fn includes(self, other: Kind) -> bool {
        match self {
            Kind::Message => true,
            Kind::Append => matches!(other, Kind::Append | Kind::Entries | Kind::Heartbeat),
            _ => self as u8 == other as u8,
        }
    }

    /// Whether one of this kind can be one of that.
    pub(super) const fn can_be(self, other: Kind) -> bool {
        self.includes(other) || other.includes(self)
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
