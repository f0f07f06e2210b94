//! What is known of a node at a moment, from all that the trace has said about it.

use crate::raft::{Index, RoleKind, Term};
use crate::trace::{Body, Event, Kind, State};

/// What is known of one node.
#[derive(Clone, Debug, Default)]
pub struct NodeState {
    state: State,
    /// Whether it has occurred in the trace before.
    occurred: bool,
    down: bool,
}

/// One event of a node, with what is known of the node around it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Whether this is the first event of the node.
    pub first: bool,
    /// Whether the node was down before it.
    pub was_down: bool,
    /// Whether the node begins to run: for the first time in this trace, or again.
    pub boots: bool,
    /// What was known after the node's last event.
    pub last: State,
    /// Just before the event: `last`, and what the event says about it.
    pub before: State,
    /// Just after the event.
    pub after: State,
}

impl NodeState {
    /// Takes in an event.
    pub(super) fn advance(&mut self, event: &Event) -> Seen {
        let last = self.state;
        let first = !std::mem::replace(&mut self.occurred, true);
        let was_down = self.down;
        let boots = matches!(event.kind, Kind::Start | Kind::Restart);
        let before = last.with(event.before);
        let mut after = before.with(event.state);
        if event.kind == Kind::Crash {
            self.down = true;
        } else if boots {
            self.down = false;
            // A restart may forget these; only what the trace says is known.
            after.role = event.state.role;
            after.commit = event.state.commit;
            after.applied = event.state.applied;
        } else if event.state.term.is_none() && hears_of_a_later_term(event, before.term) {
            // It has adopted that term, or has ignored the message: it did not say.
            after.term = None;
            after.vote = event.state.vote;
            after.role = event.state.role.or(before.role.filter(|role| *role == RoleKind::Follower));
        }
        learn_end(&mut after, event);
        self.state = after;
        Seen { first, was_down, boots, last, before, after }
    }
}

/// Whether a message brings a term above this one.
fn hears_of_a_later_term(event: &Event, own: Option<Term>) -> bool {
    event.kind == Kind::Receive
        && event.message.as_ref().is_some_and(|message| {
            !matches!(message.body, Body::Other(_)) && message.term.is_some() && message.term > own
        })
}

/// Whether a message may have put other entries in the place of those that were there, and the line does not say.
fn may_replace_the_end(event: &Event) -> bool {
    let told = event.state.last_term.is_some() || !event.entries.is_empty() || event.snapshot.is_some();
    let brings = |body: &Body| match body {
        Body::AppendEntries { entries, .. } => !entries.is_empty(),
        Body::InstallSnapshot { .. } => true,
        _ => false,
    };
    let received = event.message.as_ref().filter(|_| event.kind == Kind::Receive);
    let end = event.state.last_index.is_some_and(|last| last != Index::ZERO);
    !told && end && received.is_some_and(|message| brings(&message.body))
}

/// Where the log ends, from what was written to it, if the state does not say it.
fn learn_end(after: &mut State, event: &Event) {
    if may_replace_the_end(event) {
        // It may be as long as it was, and end in another entry.
        after.last_term = None;
    }
    if let Some(tip) = event.entries.last()
        && event.state.last_term.is_none()
    {
        match (event.state.last_index, after.last_index) {
            (Some(told), _) if told == tip.index => after.last_term = tip.term,
            (Some(_), _) => {}
            (None, Some(last)) if last > tip.index => {
                // What followed may have been cut off.
                after.last_index = None;
                after.last_term = None;
            }
            (None, _) => {
                after.last_index = Some(tip.index);
                after.last_term = tip.term;
            }
        }
    }
    if let Some(snapshot) = event.snapshot
        && event.state.last_index.is_none()
        && after.last_index.is_none_or(|last| last < snapshot.index)
    {
        after.last_index = Some(snapshot.index);
        after.last_term = Some(snapshot.term);
    }
}
