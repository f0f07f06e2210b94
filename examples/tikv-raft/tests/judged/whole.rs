//! A trace as a whole, to look into before something in it is changed.

use std::collections::BTreeMap;
use tikv_raft::recorder::{Body, Entry, Event, Message, State};

/// A trace of a run.
pub struct Trace {
    pub names: Vec<String>,
    pub events: Vec<Event>,
}

/// A node's log: term and command by index.
pub type Log = BTreeMap<u64, (u64, String)>;

impl Trace {
    /// The event at a position.
    pub fn event(&self, at: usize) -> &Event {
        &self.events[at]
    }

    /// What the node of an event was like just before it.
    pub fn before(&self, at: usize) -> Option<&State> {
        let node = &self.events[at].node;
        self.events[..at]
            .iter()
            .rev()
            .filter(|event| event.node == *node)
            .find_map(|event| event.state.as_ref())
    }

    /// What that node's log was just before the event, with entries that are a snapshot by now, unless that was a leader's.
    pub fn log(&self, at: usize) -> Log {
        let node = &self.events[at].node;
        let mut log = Log::new();
        for event in self.events[..at].iter().filter(|event| event.node == *node) {
            if event.kind == "receive" && event.snapshot.is_some() {
                log.clear();
            }
            log.extend(event.entries.iter().map(|entry| (entry.index, (entry.term, entry.command.clone()))));
            if let Some(state) = &event.state {
                log.retain(|index, _| *index <= state.last_index);
            }
        }
        log
    }

    /// The events, with one of them changed.
    pub fn changed(&self, at: usize, change: impl FnOnce(&mut Event)) -> Vec<Event> {
        let mut events = self.events.clone();
        change(&mut events[at]);
        events
    }

    /// The events, with one more after one of them.
    pub fn inserted(&self, at: usize, event: Event) -> Vec<Event> {
        let mut events = self.events.clone();
        events.insert(at + 1, event);
        events
    }
}

/// The message that an event receives, and the states around it.
pub struct Received<'a> {
    pub message: &'a Message,
    pub before: &'a State,
    pub after: &'a State,
}

impl Trace {
    /// What is received in an event, if anything is.
    pub fn received(&self, at: usize) -> Option<Received<'_>> {
        let event = &self.events[at];
        if event.kind != "receive" {
            return None;
        }
        Some(Received {
            message: event.message.as_ref()?,
            before: self.before(at)?,
            after: event.state.as_ref()?,
        })
    }

    /// What is sent in an event, and what its sender is like.
    pub fn sent(&self, at: usize) -> Option<(&Message, &State)> {
        let event = &self.events[at];
        if event.kind != "send" {
            return None;
        }
        Some((event.message.as_ref()?, self.before(at)?))
    }

    /// An event that changes nothing, of a running node.
    pub fn idle(&self, at: usize) -> Option<&State> {
        let before = self.before(at)?;
        let event = &self.events[at];
        let quiet = !matches!(event.kind, "start" | "restart" | "crash" | "send" | "lose")
            && event.entries.is_empty()
            && event.applied.is_empty()
            && event.snapshot.is_none();
        (quiet && event.state.as_ref() == Some(before)).then_some(before)
    }
}

/// What can be changed in an event.
pub trait Change {
    /// Its state, to be changed.
    fn state_mut(&mut self) -> &mut State;

    /// What its message says, to be changed.
    fn body_mut(&mut self) -> &mut Body;
}

impl Change for Event {
    fn state_mut(&mut self) -> &mut State {
        self.state.as_mut().expect("looked for an event with a state")
    }

    fn body_mut(&mut self) -> &mut Body {
        &mut self.message.as_mut().expect("looked for an event with a message").body
    }
}

/// An append request as it is on the way.
pub struct Append<'a> {
    pub prev: (u64, u64),
    pub entries: &'a [Entry],
    pub commit: u64,
}

/// Messages that may be append requests.
pub trait MaybeAppend {
    /// What an append request that has a place in the log says.
    fn append(&self) -> Option<Append<'_>>;
}

impl MaybeAppend for Message {
    fn append(&self) -> Option<Append<'_>> {
        match &self.body {
            Body::AppendEntries {
                prev_log_index: Some(index),
                prev_log_term: Some(term),
                entries,
                leader_commit,
            } => Some(Append { prev: (*index, *term), entries, commit: *leader_commit }),
            _ => None,
        }
    }
}
