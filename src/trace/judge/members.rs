//! Who the members of the cluster are, and how many are a majority.

use crate::trace::Node;

/// How many configurations are remembered: with more, the oldest are forgotten.
const MOST_CONFIGURATIONS: usize = 16;

/// A set of nodes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NodeSet(Vec<u64>);

impl NodeSet {
    /// Puts a node in. Whether it was not there before.
    pub fn insert(&mut self, node: Node) -> bool {
        let (word, bit) = (node.position() / 64, 1 << (node.position() % 64));
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    /// Takes a node out.
    pub fn remove(&mut self, node: Node) {
        if let Some(word) = self.0.get_mut(node.position() / 64) {
            *word &= !(1 << (node.position() % 64));
        }
    }

    /// Whether a node is in it.
    pub fn contains(&self, node: Node) -> bool {
        self.0.get(node.position() / 64).is_some_and(|word| word & 1 << (node.position() % 64) != 0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Empties it, and keeps its room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Node> {
        (0..self.0.len() * 64).map(|position| Node(position as u16)).filter(|node| self.contains(*node))
    }
}

impl FromIterator<Node> for NodeSet {
    fn from_iter<I: IntoIterator<Item = Node>>(nodes: I) -> NodeSet {
        let mut set = NodeSet::default();
        for node in nodes {
            set.insert(node);
        }
        set
    }
}

/// The members of a cluster, as far as they are known. The trace may say who they are, and say so again when they
/// change. If it does not, those count that are seen to take part in elections: a learner, which only listens, does
/// not make a majority larger.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// All configurations that the trace has told, the newest last.
    told: Vec<Vec<Node>>,
    voters: NodeSet,
    occurred: NodeSet,
}

impl Members {
    /// The trace says who the members are from now on.
    pub(super) fn tell(&mut self, members: &[Node]) {
        if members.is_empty() || self.told.last().is_some_and(|last| last == members) {
            return;
        }
        if self.told.len() == MOST_CONFIGURATIONS {
            self.told.remove(0);
        }
        self.told.push(members.to_vec());
    }

    /// A node occurs in the trace.
    pub(super) fn occurs(&mut self, node: Node) {
        self.occurred.insert(node);
    }

    /// A node is seen to be one of those who vote.
    pub(super) fn votes(&mut self, node: Node) {
        self.voters.insert(node);
    }

    /// The members as the trace has told them last; empty if it has not.
    pub fn told(&self) -> &[Node] {
        self.told.last().map_or(&[], Vec::as_slice)
    }

    /// Whether the trace has told them.
    pub fn are_told(&self) -> bool {
        !self.told.is_empty()
    }

    /// Who is known to vote: as told, or else as seen so far.
    pub fn len(&self) -> usize {
        self.told.last().map_or_else(|| self.voters.len(), Vec::len)
    }

    /// Whether nobody is known to.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether these are a majority of any configuration there has been: while members change, nodes learn of it at
    /// different times. If the trace has not told them, more of those who vote may turn up later: ask at the end.
    pub fn is_quorum(&self, nodes: &NodeSet) -> bool {
        let more_than_half = |members: &Vec<Node>| {
            2 * members.iter().filter(|member| nodes.contains(**member)).count() > members.len()
        };
        if self.are_told() {
            self.told.iter().any(more_than_half)
        } else {
            2 * nodes.len() > self.voters.len()
        }
    }

    /// Whether these are a majority even if everyone who occurs in the trace should have a vote.
    pub fn is_surely_quorum(&self, nodes: &NodeSet) -> bool {
        if self.are_told() { self.is_quorum(nodes) } else { 2 * nodes.len() > self.occurred.len() }
    }

    /// Everyone who may have a vote.
    pub fn everyone(&self) -> NodeSet {
        if self.are_told() { self.told.iter().flatten().copied().collect() } else { self.voters.clone() }
    }
}
