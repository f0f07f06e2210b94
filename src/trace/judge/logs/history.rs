//! What was ever written and what was ever committed, by index, over all nodes and their messages.
//!
//! An entry's index and term are its name: only one leader creates entries of a term, and it creates one at an index.
//! So under one name stands one content, and one entry before it; by induction that is all of Log Matching.

use super::log::{Slot, apart};
use crate::raft::{Index, Term};
use crate::trace::Node;
use std::collections::BTreeMap;

/// How many rows are kept together.
const ROWS: u32 = 32;

/// An entry under its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// 0 if there is none.
    term: Term,
    /// The term of the entry before it; 0 if that is unknown, and before the first entry.
    before: Term,
    /// Where the entries of its term begin, before it and without a gap; 0 if that is unknown.
    run: Index,
    payload: u64,
    /// Who had it first, and in which line.
    pub(super) node: Node,
    pub(super) line: u64,
}

impl Default for Record {
    fn default() -> Record {
        let (term, before) = (Term::ZERO, Term::ZERO);
        Record { term, before, run: Index::ZERO, payload: 0, node: Node(0), line: 0 }
    }
}

/// An entry that was committed or applied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    pub(super) slot: Slot,
    /// Who said so first, and in which line.
    pub(super) node: Node,
    pub(super) line: u64,
}

/// What is known of one index.
#[derive(Clone, Debug, Default)]
struct Row {
    /// Nearly always there is one.
    first: Record,
    others: Vec<Record>,
    chosen: Option<Chosen>,
}

impl Row {
    fn find(&self, term: Term) -> Option<&Record> {
        std::iter::once(&self.first).chain(&self.others).find(|record| record.term == term)
    }
}

/// How two entries of one name are not the same.
#[derive(Clone, Copy, Debug)]
pub(super) enum Clash {
    /// They hold something else.
    Content(Record),
    /// What stands before them is of other terms.
    Before(Record, Term),
}

/// What was ever written and committed.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// By chunks of rows: a trace may begin anywhere, and its nodes be far apart.
    chunks: BTreeMap<u32, Box<[Row; ROWS as usize]>>,
}

impl History {
    fn row(&mut self, index: Index) -> &mut Row {
        let chunk = self.chunks.entry(index.0 / ROWS).or_default();
        &mut chunk[(index.0 % ROWS) as usize]
    }

    fn look(&self, index: Index) -> Option<&Row> {
        self.chunks.get(&(index.0 / ROWS)).map(|chunk| &chunk[(index.0 % ROWS) as usize])
    }

    /// The entry of a name.
    pub(super) fn record(&self, index: Index, term: Term) -> Option<&Record> {
        self.look(index)?.find(term)
    }

    /// Where and when an entry was seen first.
    pub(super) fn line_of(&self, index: Index, slot: Slot) -> u64 {
        slot.term().and_then(|term| self.record(index, term)).map_or(0, |record| record.line)
    }

    /// Takes in an entry that a node has, or a message, with the term of the one before it. Says how it differs from
    /// the entry of the same name.
    pub(super) fn note(
        &mut self,
        index: Index,
        slot: Slot,
        before: Option<Term>,
        (node, line): (Node, u64),
    ) -> Option<Clash> {
        let term = slot.term()?;
        let before = before.unwrap_or_default();
        let row = self.row(index);
        let known = if row.first.term == term || row.first.term == Term::ZERO {
            Some(&mut row.first)
        } else {
            row.others.iter_mut().find(|record| record.term == term)
        };
        if let Some(known) = known
            && known.term == term
        {
            if known.payload == 0 {
                known.payload = slot.payload();
            }
            if apart(slot.payload(), known.payload) {
                return Some(Clash::Content(*known));
            }
            if before != Term::ZERO && known.before == Term::ZERO && index > Index(1) {
                known.before = before;
                let run = self.run(index, term, before);
                if let Some(record) = self.row(index).others.iter_mut().find(|record| record.term == term) {
                    record.run = run;
                } else {
                    self.row(index).first.run = run;
                }
                return None;
            }
            let apart = before != Term::ZERO && known.before != Term::ZERO && known.before != before;
            return apart.then_some(Clash::Before(*known, before));
        }
        let run = self.run(index, term, before);
        let record = Record { term, before, run, payload: slot.payload(), node, line };
        let row = self.row(index);
        if row.first.term == Term::ZERO {
            row.first = record;
        } else {
            row.others.push(record);
        }
        None
    }

    fn run(&self, index: Index, term: Term, before: Term) -> Index {
        if index == Index(1) || before != Term::ZERO && before != term {
            index
        } else if before == term {
            self.record(index.previous(), term).map_or(Index::ZERO, |record| record.run)
        } else {
            Index::ZERO
        }
    }

    /// The term that stands at an index in the log that ends in `tip` of `term`, if that is known: from term to term.
    pub(super) fn term_below(&self, mut tip: Index, mut term: Term, index: Index) -> Option<Term> {
        if index > tip {
            return None;
        }
        loop {
            let run = self.record(tip, term)?.run;
            if run == Index::ZERO {
                return None;
            }
            if index >= run {
                return Some(term);
            }
            (tip, term) = (run.previous(), self.record(run, term)?.before);
        }
    }

    /// What was committed at an index.
    pub(super) fn chosen(&self, index: Index) -> Option<Chosen> {
        self.look(index)?.chosen
    }

    /// An entry is committed or applied. Returns what was so before, if that is another one.
    pub(super) fn choose(&mut self, index: Index, slot: Slot, node: Node, line: u64) -> Option<Chosen> {
        if slot.is_unknown() {
            return None;
        }
        match &mut self.row(index).chosen {
            Some(chosen) if chosen.slot.differs(slot) => Some(*chosen),
            Some(chosen) => {
                chosen.slot = chosen.slot.and(slot);
                None
            }
            none => {
                *none = Some(Chosen { slot, node, line });
                None
            }
        }
    }
}

impl Record {
    pub(super) fn before(&self) -> Term {
        self.before
    }
}
