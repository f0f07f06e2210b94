//! What state machines execute: what is committed, in order, each entry once since the node started (A1), and all the
//! same (State Machine Safety).

use super::log::Slot;
use super::peer::{NodeEvent, Peer};
use super::{Lack, Ledger, Logs};
use crate::paper::Rule;
use crate::raft::Index;
use crate::trace::{Entry, Kind};

impl Logs {
    /// What the node's state machine was handed.
    pub(super) fn apply(&mut self, peer: &mut Peer, case: &NodeEvent, ledger: &mut Ledger) {
        let event = case.event;
        let told = event.state.applied;
        if told.is_none() && event.applied.is_empty() {
            return;
        }
        let here = Ledger::name(case.here.0);
        let boots = case.seen.boots || event.kind == Kind::Crash;
        if let (Some(told), Some(old), false) = (told, peer.applied, boots)
            && told < old
        {
            ledger.judged(Rule::A1);
            ledger.fault(
                Rule::A1,
                format!(
                    "{here} had applied up to {old}, and now only up to {told}: an executed command \
                         cannot be undone"
                ),
                Vec::new(),
            );
        }
        if !boots && peer.handed.is_none() {
            // Where its state machine stands is known from what it said about itself.
            peer.handed = peer.applied;
        }
        for entry in &event.applied {
            self.hand_over(peer, case, entry, ledger);
        }
        peer.applied = told.or(peer.handed);
        let Some(done) = peer.applied else { return };
        match peer.commit {
            Some(commit) if done > commit => {
                ledger.judged(Rule::A1);
                ledger.fault(
                    Rule::A1,
                    format!("{here} has applied up to {done}, but its commit index is only {commit}"),
                    Vec::new(),
                );
            }
            Some(_) => ledger.judged(Rule::A1),
            None => ledger.lacks(Rule::A1, Lack::Commit),
        }
        self.compare(peer, case, Some(done), ledger);
        if boots {
            return;
        }
        if let (Some(told), Some(handed)) = (told, peer.handed)
            && event.applied.is_empty()
            && told > handed
        {
            // What it does not list it may have handed over all the same.
            peer.handed = Some(told);
        }
    }

    fn hand_over(&mut self, peer: &mut Peer, case: &NodeEvent, entry: &Entry, ledger: &mut Ledger) {
        let (index, slot) = (entry.index, Slot::of(entry));
        let here = Ledger::name(case.here.0);
        ledger.judged(Rule::A1);
        if let Some(handed) = peer.handed {
            if index <= handed {
                ledger.fault(
                    Rule::A1,
                    format!(
                        "{here} applies entry {index}, but has already applied up to {handed} since it \
                             started: each entry is executed once, in order"
                    ),
                    Vec::new(),
                );
            } else if index > handed.next() && for_the_state_machine(peer, handed.next()) {
                ledger.fault(
                    Rule::A1,
                    format!(
                        "{here} applies entry {index} after entry {handed}: it skips the entries in \
                             between"
                    ),
                    vec![self.history.line_of(handed.next(), peer.log.get(handed.next()))],
                );
            }
        }
        let own = peer.log.get(index);
        if own.differs(slot) {
            let apart = if own.conflicts(slot) { "" } else { " with another command" };
            ledger.fault(
                Rule::A1,
                format!("{here} applies {slot} at {index}, but its log has {own} there{apart}"),
                vec![self.history.line_of(index, own)],
            );
        }
        ledger.judged(Rule::I5);
        if let Some(other) = self.history.choose(index, slot, case.here.0, case.here.1) {
            self.contradicted(case, (index, slot, "applies"), other, ledger);
        }
        peer.handed = Some(peer.handed.map_or(index, |handed| handed.max(index)));
    }
}

/// Whether an entry is certainly one that a state machine is handed: a no-op of a new leader and a change of members
/// need not be.
fn for_the_state_machine(peer: &Peer, index: Index) -> bool {
    let slot = peer.log.get(index);
    let before = peer.log.term(index.previous());
    slot.payload() != 0 && slot.term().is_some() && before == slot.term()
}
