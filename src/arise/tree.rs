//! The logs as one tree: a log is its last entry on top of the log before it. Two logs agree up to an index exactly if
//! they have the same node there.

use crate::raft::{Entry, Index, Payload, ServerId, Term};
use std::collections::BTreeMap;

/// A log, by number. 0 is the empty one.
pub(super) type Node = usize;

/// The empty log.
pub(super) const EMPTY: Node = 0;

#[derive(Clone, Copy, Debug)]
struct Place {
    before: Node,
    length: usize,
    /// None for the empty log.
    entry: Option<Entry>,
    /// The first server that has it.
    on: ServerId,
}

/// Every log of a situation, and all their beginnings.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    places: Vec<Place>,
    /// By log and further entry, the longer log.
    children: BTreeMap<(Node, Entry), Node>,
    /// By server, its whole log.
    logs: Vec<Node>,
}

impl Tree {
    pub fn of<'a>(logs: impl Iterator<Item = &'a [Entry]>) -> Tree {
        let root = Place { before: EMPTY, length: 0, entry: None, on: ServerId::at(0) };
        let mut tree = Tree { places: vec![root], children: BTreeMap::new(), logs: Vec::new() };
        for (on, log) in (0..).map(ServerId::at).zip(logs) {
            let end = log.iter().fold(EMPTY, |node, entry| tree.child(node, *entry, on));
            tree.logs.push(end);
        }
        tree
    }

    fn child(&mut self, before: Node, entry: Entry, on: ServerId) -> Node {
        let next = self.places.len();
        let node = *self.children.entry((before, entry)).or_insert(next);
        if node == next {
            let length = self.places[before].length + 1;
            self.places.push(Place { before, length, entry: Some(entry), on });
        }
        node
    }

    /// A log, and one more entry of a term that is not seen in any other.
    pub fn with_entry(&self, before: Node, term: Term) -> (Tree, Node) {
        let mut tree = self.clone();
        let entry = Entry { term, payload: Payload::NoOp };
        let node = tree.child(before, entry, self.on(before));
        (tree, node)
    }

    /// All logs and beginnings of logs but the empty one; what is before comes before.
    pub fn nodes(&self) -> std::ops::Range<Node> {
        1..self.places.len()
    }

    pub fn log(&self, server: ServerId) -> Node {
        self.logs[server.position()]
    }

    pub fn entry(&self, node: Node) -> Option<Entry> {
        self.places[node].entry
    }

    pub fn before(&self, node: Node) -> Node {
        self.places[node].before
    }

    pub fn length(&self, node: Node) -> usize {
        self.places[node].length
    }

    pub fn last_index(&self, node: Node) -> Index {
        Index::ZERO.plus(self.length(node))
    }

    /// A server that has it.
    pub fn on(&self, node: Node) -> ServerId {
        self.places[node].on
    }

    pub fn last_term(&self, node: Node) -> Term {
        self.entry(node).map_or(Term::ZERO, |entry| entry.term)
    }

    /// What a vote compares (§5.4.1): the term of the last entry, then the length.
    pub fn recency(&self, node: Node) -> (Term, usize) {
        (self.last_term(node), self.length(node))
    }

    /// Its beginning of this length, or all of it.
    pub fn beginning(&self, mut node: Node, length: usize) -> Node {
        while self.length(node) > length {
            node = self.before(node);
        }
        node
    }

    /// Up to where two logs agree.
    pub fn agreement(&self, one: Node, other: Node) -> usize {
        let most = self.length(one).min(self.length(other));
        let (mut one, mut other) = (self.beginning(one, most), self.beginning(other, most));
        while one != other {
            (one, other) = (self.before(one), self.before(other));
        }
        self.length(one)
    }

    /// Whether one log begins with another.
    pub fn begins_with(&self, log: Node, beginning: Node) -> bool {
        self.beginning(log, self.length(beginning)) == beginning
    }

    /// The entries of a log, from an index on.
    pub fn entries_after(&self, node: Node, length: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut at = node;
        while self.length(at) > length {
            entries.extend(self.entry(at));
            at = self.before(at);
        }
        entries.reverse();
        entries
    }

    /// Where a follower's log can get to when it takes entries of a leader with this log, one after the other (§5.3):
    /// where they part, the first new entry removes what follows.
    pub fn taken(&self, own: Node, leader: Node) -> impl Iterator<Item = Node> + '_ {
        let agreed = self.agreement(own, leader);
        let least = if self.length(own) == agreed { agreed } else { agreed + 1 };
        (least..=self.length(leader)).map(move |length| self.beginning(leader, length))
    }

    /// Whether the follower's log has to part with entries for that.
    pub fn parts(&self, own: Node, leader: Node) -> bool {
        let agreed = self.agreement(own, leader);
        self.length(own) > agreed && self.length(leader) > agreed
    }
}
