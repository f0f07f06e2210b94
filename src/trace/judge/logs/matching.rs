//! Log Matching (§5.3): one index and term, one entry, and one log before it. Entries in messages are held to it too.

use super::history::Clash;
use super::log::Slot;
use super::{Ledger, Logs};
use crate::paper::Rule;
use crate::raft::{Index, Term};
use crate::trace::Node;

impl Logs {
    /// A node has an entry, or a message brings it, behind one of this term.
    pub(super) fn note(
        &mut self,
        index: Index,
        slot: Slot,
        before: Option<Term>,
        here: (Node, u64),
        ledger: &mut Ledger,
    ) {
        let Some(term) = slot.term() else { return };
        ledger.judged(Rule::I3);
        let Some(clash) = self.history.note(index, slot, before, here) else { return };
        let node = Ledger::name(here.0);
        let (says, line) = match clash {
            Clash::Content(other) => (
                format!(
                    "entry {index} of term {term} has another command here than at {}: only one leader \
                     creates it, and only once",
                    Ledger::name(other.node)
                ),
                other.line,
            ),
            Clash::Before(other, before) => (
                format!(
                    "{node} has entry {index} of term {term} after an entry of term {before}, and {} has it \
                     after one of term {}: logs that share an entry are the same before it",
                    Ledger::name(other.node),
                    other.before()
                ),
                other.line,
            ),
        };
        ledger.fault(Rule::I3, says, vec![line]);
    }
}
