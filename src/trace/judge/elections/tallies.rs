//! Who has voted for whom in each term, as the voters tell it.

use crate::raft::Term;
use crate::trace::Node;
use crate::trace::judge::NodeSet;
use std::collections::BTreeMap;

/// How many terms are remembered: the latest.
const MOST_TERMS: usize = 1 << 16;

/// Votes by term and candidate.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    terms: BTreeMap<Term, Vec<(Node, NodeSet)>>,
}

impl Tallies {
    /// A vote is told.
    pub(super) fn add(&mut self, voter: Node, term: Term, candidate: Node) {
        let candidates = self.terms.entry(term).or_default();
        match candidates.iter_mut().find(|(other, _)| *other == candidate) {
            Some((_, voters)) => {
                voters.insert(voter);
            }
            None => candidates.push((candidate, NodeSet::from_iter([voter]))),
        }
        if self.terms.len() > MOST_TERMS {
            self.terms.pop_first();
        }
    }

    /// Who has voted for a candidate, and who for others; nothing of a term that is too long ago.
    pub(super) fn of(&self, term: Term, candidate: Node) -> (NodeSet, NodeSet) {
        let (mut own, mut others) = (NodeSet::default(), NodeSet::default());
        for (whom, voters) in self.terms.get(&term).into_iter().flatten() {
            let side = if *whom == candidate { &mut own } else { &mut others };
            for voter in voters.iter() {
                side.insert(voter);
            }
        }
        (own, others)
    }
}
