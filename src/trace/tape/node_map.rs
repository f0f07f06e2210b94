//! Who is S1: the nodes of a trace as servers of a cluster.

use super::TapeError;
use crate::raft::{Configuration, MAX_SERVERS, ServerId, ServerSet};
use crate::trace::{Body, Footage, Name, Node, Vote};
use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// The servers that stand for the nodes of a trace.
#[derive(Debug)]
pub(super) struct NodeMap {
    /// By node.
    servers: Vec<Option<ServerId>>,
    /// S1 first.
    names: Vec<Name>,
}

impl NodeMap {
    /// Gives every node that occurs a number: its own, if all names end in the numbers from 1 on and are the same before;
    /// else by the order of the header, and then by name.
    pub fn of(footage: &Footage) -> Result<NodeMap, TapeError> {
        let mut nodes = occurring(footage);
        let name = |node: &Node| footage.names.get(*node);
        let members = footage.members.first().map_or(&footage.header.members, |(_, members)| members);
        let listed = |node: &Node| members.iter().position(|member| member == node).unwrap_or(usize::MAX);
        nodes.sort_by(|a, b| listed(a).cmp(&listed(b)).then_with(|| natural(name(a), name(b))));
        if nodes.is_empty() {
            return Err(TapeError::Empty);
        }
        if nodes.len() > MAX_SERVERS {
            return Err(TapeError::TooManyNodes(nodes.len()));
        }
        if let Some(numbers) = own_numbers(nodes.iter().map(name)) {
            let mut numbered: Vec<(usize, Node)> = numbers.into_iter().zip(nodes).collect();
            numbered.sort_unstable();
            nodes = numbered.into_iter().map(|(_, node)| node).collect();
        }
        let most = nodes.iter().map(|node| node.position() + 1).max().unwrap_or_default();
        let mut servers = vec![None; most];
        for (position, node) in nodes.iter().enumerate() {
            servers[node.position()] = Some(ServerId::at(position));
        }
        Ok(NodeMap { servers, names: nodes.iter().map(|node| name(node).into()).collect() })
    }

    /// How many servers there are.
    pub fn size(&self) -> usize {
        self.names.len()
    }

    /// Who counts: everyone, for all that a trace tells.
    pub fn configuration(&self) -> Configuration {
        Configuration::of(ServerSet::up_to(self.size()))
    }

    /// The names of the nodes, S1's first.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// The server that stands for a node that occurs.
    pub fn server(&self, node: Node) -> Option<ServerId> {
        self.servers.get(node.position()).copied().flatten()
    }
}

/// All nodes that a trace speaks of, each once.
fn occurring(footage: &Footage) -> Vec<Node> {
    let mut found: Vec<bool> = Vec::new();
    let mut add = |node: Node| {
        if found.len() <= node.position() {
            found.resize(node.position() + 1, false);
        }
        found[node.position()] = true;
    };
    let members = footage.members.iter().flat_map(|(_, members)| members);
    footage.header.members.iter().chain(members).copied().for_each(&mut add);
    for event in &footage.events {
        add(event.node);
        for state in [&event.before, &event.state] {
            if let Some(Vote::For(node)) = state.vote {
                add(node);
            }
        }
        if let Some(message) = &event.message {
            add(message.from);
            // Who sends to nobody in particular may say so by a name of its own.
            if !matches!(message.body, Body::Other(_)) {
                add(message.to);
            }
        }
    }
    (0..).map(Node).zip(found).filter(|(_, found)| *found).map(|(node, _)| node).collect()
}

/// The numbers that names end in, if these are 1, 2, 3 … in some order and what stands before them is always the same.
fn own_numbers<'a>(names: impl Iterator<Item = &'a str>) -> Option<Vec<usize>> {
    let mut numbers = Vec::new();
    let mut stem = None;
    for name in names {
        let start = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        let (before, digits) = name.split_at(start);
        if *stem.get_or_insert(before) != before {
            return None;
        }
        numbers.push(digits.parse::<usize>().ok()?);
    }
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    sorted.iter().copied().eq(1..=numbers.len()).then_some(numbers)
}

/// In the order of the alphabet, but numbers by what they count: `n2` before `n10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = number(&mut left).cmp(&number(&mut right));
                if order != Ordering::Equal {
                    return order;
                }
            }
            (Some(x), Some(y)) => {
                if x != y {
                    return x.cmp(&y);
                }
                left.next();
                right.next();
            }
            (None, None) => return a.cmp(b),
            (x, y) => return x.is_some().cmp(&y.is_some()),
        }
    }
}

/// The digits that come next: how many count, and which they are.
fn number(chars: &mut Peekable<Chars<'_>>) -> (usize, String) {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        if !(digits.is_empty() && digit == '0') {
            digits.push(digit);
        }
    }
    (digits.len(), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_people_count() {
        let mut names = vec!["n10", "n2", "b", "n1", "a"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["a", "b", "n1", "n2", "n10"]);
    }

    #[test]
    fn numbers_are_kept_where_they_are_those_of_a_cluster() {
        assert_eq!(own_numbers(["n3", "n1", "n2"].into_iter()), Some(vec![3, 1, 2]));
        assert_eq!(own_numbers(["2", "1"].into_iter()), Some(vec![2, 1]));
        assert_eq!(own_numbers(["n0", "n1"].into_iter()), None);
        assert_eq!(own_numbers(["a1", "b2"].into_iter()), None);
        assert_eq!(own_numbers(["a", "b"].into_iter()), None);
    }
}
