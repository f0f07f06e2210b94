//! Leader Completeness (§5.4): every later leader has what was committed before. It is judged when a leader is elected,
//! and when something turns out to be committed in a term that was before a leader's.

use super::log::Slot;
use super::peer::Peer;
use super::{History, Ledger};
use crate::paper::Rule;
use crate::raft::{Index, Term};
use crate::trace::Node;

/// A leader, with its log as it was when it was first seen to lead.
#[derive(Clone, Copy, Debug)]
struct Election {
    term: Term,
    node: Node,
    line: u64,
    last: Option<Index>,
    last_term: Option<Term>,
}

/// Up to where the log was committed at the latest in a term.
#[derive(Clone, Copy, Debug)]
struct Stair {
    term: Term,
    index: Index,
    line: u64,
}

/// All leaders, and what was committed in which term.
#[derive(Clone, Debug, Default)]
pub(super) struct Completeness {
    /// By term.
    elections: Vec<Election>,
    /// By term, and with it by index: who is committed further was committed in a later term.
    stairs: Vec<Stair>,
}

impl Completeness {
    /// A node leads from now on, as far as is seen.
    pub(super) fn elected(
        &mut self,
        (node, line): (Node, u64),
        term: Term,
        peer: &Peer,
        history: &History,
        ledger: &mut Ledger,
    ) {
        let last = peer.log.last();
        let last_term = last.and_then(|last| peer.log.term(last));
        let at = self.elections.partition_point(|election| election.term <= term);
        self.elections.insert(at, Election { term, node, line, last, last_term });
        let below = self.stairs.partition_point(|stair| stair.term < term);
        let Some(stair) = below.checked_sub(1).map(|at| self.stairs[at]) else {
            if last.is_some() {
                ledger.judged(Rule::I4);
            }
            return;
        };
        let (slot, first) = history
            .chosen(stair.index)
            .map_or((Slot::UNKNOWN, stair.line), |chosen| (chosen.slot, chosen.line));
        let own = peer.log.get(stair.index);
        if peer.log.ends_before(stair.index) || own.differs(slot) {
            let here = Ledger::name(node);
            let has = match last {
                Some(last) if last < stair.index => format!("its log ends at {last}"),
                _ => format!("it has {own} there"),
            };
            ledger.judged(Rule::I4);
            ledger.fault(
                Rule::I4,
                format!(
                    "{here} leads term {term} without entry {}{} which was committed in term {} or earlier: \
                     {has}",
                    stair.index,
                    of_term(slot),
                    stair.term
                ),
                vec![first, stair.line],
            );
        } else if own.is_unknown() || slot.is_unknown() {
            ledger.lacks(Rule::I4, super::super::Lack::Entries);
        } else {
            ledger.judged(Rule::I4);
        }
    }

    /// All up to an index is committed, in this term at the latest. Leaders of later terms must have it.
    pub(super) fn committed(
        &mut self,
        (node, line): (Node, u64),
        term: Term,
        index: Index,
        peers: &[Peer],
        history: &History,
        ledger: &mut Ledger,
    ) {
        let at = self.stairs.partition_point(|stair| stair.term <= term);
        if at > 0 && self.stairs[at - 1].index >= index {
            return;
        }
        let implied = self.stairs[at..].iter().take_while(|stair| stair.index <= index).count();
        let stair = Stair { term, index, line };
        self.stairs.drain(at..at + implied);
        if at > 0 && self.stairs[at - 1].term == term {
            self.stairs[at - 1] = stair;
        } else {
            self.stairs.insert(at, stair);
        }
        let later = self.elections.partition_point(|election| election.term <= term);
        if later == self.elections.len() {
            return;
        }
        let Some(chosen) = history.chosen(index) else { return };
        for election in &self.elections[later..] {
            if held(election, index, chosen.slot, peers, history) == Some(false) {
                let (here, leader) = (Ledger::name(node), Ledger::name(election.node));
                ledger.fault(
                    Rule::I4,
                    format!(
                        "{here} knows that entry {index}{} is committed, in term {term} at the latest, but \
                         {leader}, which was elected in term {}, did not have it",
                        of_term(chosen.slot),
                        election.term
                    ),
                    vec![election.line, chosen.line],
                );
                return;
            }
        }
    }

    /// The first term in which an index is known to have been committed.
    pub(super) fn term_of(&self, index: Index) -> Option<Term> {
        let at = self.stairs.partition_point(|stair| stair.index < index);
        self.stairs.get(at).map(|stair| stair.term)
    }
}

/// Whether a leader had an entry when it was elected.
fn held(election: &Election, index: Index, slot: Slot, peers: &[Peer], history: &History) -> Option<bool> {
    let last = election.last?;
    if last < index {
        return Some(false);
    }
    let peer = &peers[election.node.position()];
    let own = if peer.leads && peer.leadership.term == election.term {
        peer.log.get(index)
    } else {
        Slot::of_term(history.term_below(last, election.last_term?, index)?)
    };
    (!own.is_unknown()).then(|| !own.differs(slot))
}

/// An entry's term, for a sentence.
pub(super) fn of_term(slot: Slot) -> String {
    slot.term().map_or_else(String::new, |term| format!(" of term {term}"))
}
