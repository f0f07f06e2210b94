//! What is known of a node at a moment, from all that the trace has said about it.

use crate::raft::Index;
use crate::trace::{Event, Kind, State};

/// What is known of one node.
#[derive(Clone, Debug, Default)]
pub struct Known {
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
    /// What was known after the node's last event.
    pub last: State,
    /// Just before the event: `last`, and what the event says about it.
    pub before: State,
    /// Just after the event.
    pub after: State,
}

impl Known {
    /// Takes in an event.
    pub(super) fn advance(&mut self, event: &Event) -> Seen {
        let last = self.state;
        let first = !std::mem::replace(&mut self.occurred, true);
        let was_down = self.down;
        let before = merged(last, event.before);
        let mut after = merged(before, event.state);
        match event.kind {
            Kind::Crash => self.down = true,
            Kind::Start | Kind::Restart => {
                self.down = false;
                // A restart may forget these; only what the trace says is known.
                after.role = event.state.role;
                after.commit = event.state.commit;
                after.applied = event.state.applied;
            }
            _ => {}
        }
        if event.state.last_term.is_none()
            && let Some(tip) = event.entries.last()
            && after.last_index.is_none_or(|last| last == tip.index || event.state.last_index.is_none())
        {
            after.last_index = Some(tip.index);
            after.last_term = tip.term;
        }
        self.state = after;
        Seen { first, was_down, last, before, after }
    }
}

/// A state with what is said anew. What hangs on something that has changed is unknown unless it is said too.
fn merged(old: State, new: State) -> State {
    let same_term = new.term.is_none() || new.term == old.term;
    let same_last = new.last_index.is_none() || new.last_index == old.last_index;
    let empty = new.last_index == Some(Index::ZERO);
    State {
        term: new.term.or(old.term),
        vote: new.vote.or(if same_term { old.vote } else { None }),
        role: new.role.or(old.role),
        last_index: new.last_index.or(old.last_index),
        last_term: new
            .last_term
            .or(if same_last { old.last_term } else { None })
            .or(empty.then_some(crate::raft::Term::ZERO)),
        commit: new.commit.or(old.commit),
        applied: new.applied.or(old.applied),
    }
}
