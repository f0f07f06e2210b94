//! What a line of a trace says. Everything that an implementation may leave out is an option: a trace is judged and
//! shown as far as it can be observed.

use crate::raft::{Index, RoleKind, Term};

/// A node of a trace: a position in the reader's table of names. Traces name their nodes as they like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Node(pub u16);

impl Node {
    /// Its position in the table of names.
    pub const fn position(self) -> usize {
        self.0 as usize
    }
}

/// The name of a node as the trace has it, bounded in length and without control characters.
pub type Name = Box<str>;

/// What a trace may say about itself, in its first line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Header {
    /// All members of the cluster: quorums are counted of these. Empty if it does not say.
    pub members: Vec<Node>,
    /// What the trace is called.
    pub title: Option<Box<str>>,
}

/// One thing that happened at one node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Its line in the file, counted from 1.
    pub line: u64,
    /// When it happened, in µs since the beginning of the trace's clock. Nothing is judged by it: the order of the
    /// lines is the order of the events.
    pub at: Option<u64>,
    /// Where it happened.
    pub node: Node,
    /// What it was.
    pub kind: Kind,
    /// What the node was like just before, if the trace says so: else it is what it was after its last event.
    pub before: State,
    /// What the node is like just after.
    pub state: State,
    /// The message that was sent, received or lost.
    pub message: Option<Message>,
    /// What was written to the node's log, in order of index. What lies beyond `state.last` after that is gone.
    pub entries: Vec<Entry>,
    /// What was handed to the node's state machine, in order.
    pub applied: Vec<Entry>,
    /// The node's log up to here has become a snapshot, made by itself or installed from a leader's.
    pub snapshot: Option<EntryId>,
    /// The command that a client brought.
    pub command: Option<Payload>,
    /// What the implementation has to say about it.
    pub note: Option<Box<str>>,
}

impl Event {
    /// An event of which nothing more is told.
    pub(super) fn new(line: u64, at: Option<u64>, node: Node, kind: Kind) -> Event {
        Event {
            line,
            at,
            node,
            kind,
            before: State::default(),
            state: State::default(),
            message: None,
            entries: Vec::new(),
            applied: Vec::new(),
            snapshot: None,
            command: None,
            note: None,
        }
    }
}

/// What kind of event it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The node runs for the first time in this trace, with what is on its disk.
    Start,
    /// The node stops. What it keeps is what is on its disk.
    Crash,
    /// The node runs again.
    Restart,
    /// Its election timer expired.
    Timeout,
    /// Its heartbeat timer expired.
    Heartbeat,
    /// A message left the node.
    Send,
    /// A message reached the node, which has dealt with it.
    Receive,
    /// A message to this node is lost: it never arrives.
    Lose,
    /// A client brought a command.
    Client,
    /// Anything else that changed the node.
    Change,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::Start,
        Kind::Crash,
        Kind::Restart,
        Kind::Timeout,
        Kind::Heartbeat,
        Kind::Send,
        Kind::Receive,
        Kind::Lose,
        Kind::Client,
        Kind::Change,
    ];

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Start => "start",
            Kind::Crash => "crash",
            Kind::Restart => "restart",
            Kind::Timeout => "timeout",
            Kind::Heartbeat => "heartbeat",
            Kind::Send => "send",
            Kind::Receive => "receive",
            Kind::Lose => "lose",
            Kind::Client => "client",
            Kind::Change => "change",
        }
    }
}

/// A node's state as far as the trace tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// Its current term.
    pub term: Option<Term>,
    /// Its vote in that term.
    pub vote: Option<Vote>,
    /// Its role.
    pub role: Option<RoleKind>,
    /// Index of the last entry of its log.
    pub last_index: Option<Index>,
    /// Term of that entry; 0 for an empty log.
    pub last_term: Option<Term>,
    /// The last entry that it knows to be committed.
    pub commit: Option<Index>,
    /// The last entry that its state machine has executed.
    pub applied: Option<Index>,
}

impl State {
    /// This state, and what is said again. What hangs on something that has changed is unknown unless it is said too.
    #[must_use]
    pub fn with(self, said: State) -> State {
        let same_term = said.term.is_none() || said.term == self.term;
        let same_last = said.last_index.is_none() || said.last_index == self.last_index;
        let empty = said.last_index == Some(Index::ZERO);
        // Nobody takes office along into the next term.
        let role = self.role.filter(|role| same_term || *role == RoleKind::Follower);
        let last_term = said.last_term.or(if same_last { self.last_term } else { None });
        State {
            term: said.term.or(self.term),
            vote: said.vote.or(if same_term { self.vote } else { None }),
            role: said.role.or(role),
            last_index: said.last_index.or(self.last_index),
            last_term: last_term.or(empty.then_some(Term::ZERO)),
            commit: said.commit.or(self.commit),
            applied: said.applied.or(self.applied),
        }
    }

    /// Where the log ends, if that is known.
    pub fn log_end(&self) -> Option<EntryId> {
        let index = self.last_index?;
        let term = self.last_term.or((index == Index::ZERO).then_some(Term::ZERO))?;
        Some(EntryId { index, term })
    }
}

/// Who has a node's vote of its term.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Vote {
    /// Nobody.
    Nobody,
    /// This node.
    For(Node),
}

/// A place in a log: an index, and the term of the entry there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryId {
    /// The index; 0 stands before the first entry.
    pub index: Index,
    /// The term there; 0 at index 0.
    pub term: Term,
}

/// A log entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Where it stands.
    pub index: Index,
    /// Its term, if the trace tells it.
    pub term: Option<Term>,
    /// What it holds, if the trace tells it.
    pub what: Option<Payload>,
}

/// What an entry holds. Two entries hold the same if their digests are equal. Digests of commands are even and those of
/// hashes odd: a command and a hash say nothing about each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payload {
    /// A digest of its command, or of the hash that the trace gives instead.
    pub digest: u64,
    /// The command as the trace writes it, bounded in length and without control characters.
    pub text: Option<Box<str>>,
}

/// A message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// What tells it from other messages with the same content, if the trace numbers its messages.
    pub id: Option<u64>,
    /// Who sent it.
    pub from: Node,
    /// Who is to get it.
    pub to: Node,
    /// The sender's term.
    pub term: Option<Term>,
    /// What it says.
    pub body: Body,
}

/// What a message says: the paper's two RPCs, their replies, and what implementations add.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// A candidate asks for a vote.
    RequestVote {
        /// The end of the candidate's log.
        last: Option<EntryId>,
    },
    /// A voter answers.
    RequestVoteReply {
        /// Whether the vote is given.
        granted: Option<bool>,
        /// The term of the request that it answers.
        request_term: Option<Term>,
    },
    /// A leader replicates, or beats.
    AppendEntries {
        /// Where the new entries are to follow. A heartbeat of some implementations has none.
        prev: Option<EntryId>,
        /// The new entries.
        entries: Entries,
        /// The leader's commit index.
        commit: Option<Index>,
    },
    /// A follower answers.
    AppendEntriesReply {
        /// Whether the follower's log agrees.
        success: Option<bool>,
        /// Up to where it agrees, after a success.
        match_index: Option<Index>,
        /// The term of the request that it answers.
        request_term: Option<Term>,
    },
    /// A leader sends its snapshot (§7).
    InstallSnapshot {
        /// The last entry that the snapshot stands for.
        snapshot: Option<EntryId>,
    },
    /// Anything else, by its name: it is not judged but for having been sent.
    Other(Box<str>),
}

impl Body {
    /// Whether it asks for an answer.
    pub const fn is_request(&self) -> bool {
        matches!(self, Body::RequestVote { .. } | Body::AppendEntries { .. } | Body::InstallSnapshot { .. })
    }
}

/// The entries of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entries {
    /// One by one.
    Listed(Vec<Entry>),
    /// Only how many there are.
    Counted(u32),
}

impl Entries {
    /// How many there are.
    pub fn len(&self) -> u32 {
        match self {
            Entries::Listed(entries) => entries.len() as u32,
            Entries::Counted(count) => *count,
        }
    }

    /// Whether there are none: a heartbeat.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
