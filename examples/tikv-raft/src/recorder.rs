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
    pub node: String,
    #[serde(rename = "event")]
    pub kind: &'static str,
    /// What the node is like after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A node's state, with the names of Figure 2.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    pub term: u64,
    pub voted_for: Option<String>,
    pub role: &'static str,
    pub last_index: u64,
    pub last_term: u64,
    pub commit_index: u64,
    pub last_applied: u64,
}

/// A log entry. The empty command is a new leader's own entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Entry {
    pub index: u64,
    pub term: u64,
    pub command: String,
}

/// A place in a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Place {
    pub index: u64,
    pub term: u64,
}

/// A message. A copy that the network makes has the same `id`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Message {
    pub id: u64,
    pub from: String,
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<u64>,
    #[serde(flatten)]
    pub body: Body,
}

/// What a message says. The last five are not the paper's: they are judged only for having been sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum Body {
    RequestVote {
        last_log_index: u64,
        last_log_term: u64,
    },
    RequestVoteReply {
        vote_granted: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        request_term: Option<u64>,
    },
    AppendEntries {
        #[serde(skip_serializing_if = "Option::is_none")]
        prev_log_index: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        prev_log_term: Option<u64>,
        entries: Vec<Entry>,
        leader_commit: u64,
    },
    AppendEntriesReply {
        success: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        match_index: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        request_term: Option<u64>,
    },
    InstallSnapshot {
        last_index: u64,
        last_term: u64,
    },
    HeartbeatReply,
    PreVote,
    PreVoteReply,
    TimeoutNow,
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
