//! Recording what a Raft does, as Raftarium's trace. This file knows nothing of any Raft: take it along.
//!
//! Three rules make a trace true, and they are all there is to it:
//!
//! 1. **What a node is, is what it would be after a crash.** Nobody else may learn of a vote, a term or an entry that
//!    the node could still forget. So what a node does is held back ([`Recorder::note`]) until the disk has it, then
//!    written in one go ([`Recorder::saved`]), and only then may its messages leave. If it crashes before, it is as if
//!    all of that had never happened, and the trace says nothing of it ([`Recorder::crash`]). The one exception that
//!    Raft allows is a leader that sends its entries while its disk still writes them: see `work` in `server.rs`.
//! 2. **A message is written down where it was made**, between what its sender did before and after, even if the
//!    network takes it later. A reply "you have my vote of term 5" is true where it was made; a moment later its
//!    sender may be in term 6.
//! 3. **The order of the lines is the order of the events.** Here one recorder sees all nodes. With a recorder for
//!    each node, merge the files so that each message is sent before it is received.

use serde::Serialize;

/// One line of the trace. What is empty is not written: a trace says only what is known.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Event {
    /// In milliseconds.
    pub time: f64,
    /// The name of the node where it happened.
    pub node: String,
    /// What kind of event: `send`, `crash`, …, as the page on traces lists them.
    #[serde(rename = "event")]
    pub kind: &'static str,
    /// What the node is like after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// The message that was sent, received or lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// What was written to the log.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// What the state machine executed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applied: Vec<Entry>,
    /// The log up to here has become a snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Place>,
    /// What a client asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// In words, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A node's state, with the names of Figure 2.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// currentTerm.
    pub term: u64,
    /// votedFor.
    pub voted_for: Option<String>,
    /// `follower`, `candidate` or `leader`.
    pub role: &'static str,
    /// The index of the last entry of the log.
    pub last_index: u64,
    /// The term of that entry.
    pub last_term: u64,
    /// commitIndex.
    pub commit_index: u64,
    /// lastApplied.
    pub last_applied: u64,
}

/// A log entry. The empty command is a new leader's own entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Entry {
    /// Its index.
    pub index: u64,
    /// The term in which a leader received it.
    pub term: u64,
    /// What the state machine is to do.
    pub command: String,
}

/// A place in a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Place {
    /// The index of an entry.
    pub index: u64,
    /// The term of that entry.
    pub term: u64,
}

/// A message. A copy that the network makes has the same `id`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Message {
    /// Its number in the trace.
    pub id: u64,
    /// The name of its sender.
    pub from: String,
    /// The name of its receiver.
    pub to: String,
    /// Its sender's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<u64>,
    /// What it says.
    #[serde(flatten)]
    pub body: Body,
}

/// What a message says. The last five are not the paper's: they are judged only for having been sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum Body {
    /// A candidate asks for a vote.
    RequestVote {
        /// The index of its last entry.
        last_log_index: u64,
        /// The term of that entry.
        last_log_term: u64,
    },
    /// The answer to a candidate.
    RequestVoteReply {
        /// Whether it has the vote.
        vote_granted: bool,
        /// The term of the request that is answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        request_term: Option<u64>,
    },
    /// A leader sends entries, or none as a heartbeat.
    AppendEntries {
        /// The index of the entry before the new ones.
        #[serde(skip_serializing_if = "Option::is_none")]
        prev_log_index: Option<u64>,
        /// The term of that entry.
        #[serde(skip_serializing_if = "Option::is_none")]
        prev_log_term: Option<u64>,
        /// The new ones.
        entries: Vec<Entry>,
        /// The leader's commitIndex.
        leader_commit: u64,
    },
    /// The answer to a leader's entries.
    AppendEntriesReply {
        /// Whether the logs agree there.
        success: bool,
        /// Up to which index they agree.
        #[serde(skip_serializing_if = "Option::is_none")]
        match_index: Option<u64>,
        /// The term of the request that is answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        request_term: Option<u64>,
    },
    /// A leader sends a snapshot in place of entries that it no longer has.
    InstallSnapshot {
        /// The index of the last entry that it replaces.
        last_index: u64,
        /// The term of that entry.
        last_term: u64,
    },
    /// The crate answers heartbeats with a message of their own.
    HeartbeatReply,
    /// Whether an election could be won (§9.6 of the dissertation).
    PreVote,
    /// The answer to that.
    PreVoteReply,
    /// A leader hands over: stand for election at once (§3.10 of the dissertation).
    TimeoutNow,
    /// A follower forwards a client's command.
    Propose,
}

/// The trace so far, and what each node has done that its disk does not have yet.
#[derive(Debug, Default)]
pub struct Recorder {
    /// The time now, in milliseconds.
    pub time: f64,
    events: Vec<Event>,
    held: Vec<Event>,
    last_message: u64,
}

impl Recorder {
    /// A number for a new message.
    pub fn number(&mut self) -> u64 {
        self.last_message += 1;
        self.last_message
    }

    /// Something happened at a node. It counts once the node's disk has what it changed.
    pub fn note(&mut self, event: Event) {
        self.held.push(event);
    }

    /// The disk of a node has everything that it did so far: now it has happened.
    pub fn saved(&mut self, node: &str) {
        for event in self.held.extract_if(.., |event| event.node == node) {
            self.events.push(Event { time: self.time, ..event });
        }
    }

    /// A node stops. What its disk does not have is gone, and nobody has heard of it.
    pub fn crash(&mut self, node: &str) {
        self.held.retain(|event| event.node != node);
        self.now(Event { node: node.to_owned(), kind: "crash", ..Event::default() });
    }

    /// A message to a node will never arrive.
    pub fn lose(&mut self, message: Message) {
        let node = message.to.clone();
        self.now(Event { node, kind: "lose", message: Some(message), ..Event::default() });
    }

    fn now(&mut self, event: Event) {
        self.events.push(Event { time: self.time, ..event });
    }

    /// All that has happened.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The same, at the end.
    pub fn into_events(self) -> Vec<Event> {
        self.events
    }
}
