//! What the state itself rules out, whatever may have happened: logs that contradict each other, and numbers that
//! contradict a log.

use super::reason::Impossible;
use super::situation::{Part, Situation};
use super::tree::{Node, Tree};
use crate::raft::{Index, ServerId, ServerSet, Term};
use std::collections::BTreeMap;

/// The first thing that cannot be.
pub(super) fn contradiction(situation: &Situation, tree: &Tree) -> Option<Impossible> {
    situation
        .named()
        .find_map(|(server, _)| alone(situation, server))
        .or_else(|| logs(tree))
        .or_else(|| votes(situation))
        .or_else(|| leaders(situation, tree))
        .or_else(|| commits(situation, tree))
}

/// A server by itself.
fn alone(situation: &Situation, server: ServerId) -> Option<Impossible> {
    let state = &situation.servers[server.position()];
    let mut places = Index::FIRST.next().onwards().zip(state.log.windows(2));
    if let Some((index, pair)) = places.find(|(_, pair)| pair[1].term < pair[0].term) {
        return Some(Impossible::TermsGoDown { server, index, earlier: pair[0].term, later: pair[1].term });
    }
    let last = state.log.last().map_or(Term::ZERO, |entry| entry.term);
    let term = state.term?;
    if term < last {
        return Some(Impossible::TermBelowLog { server, term, last });
    }
    if let Some(Some(vote)) = state.vote {
        if term == Term::ZERO {
            return Some(Impossible::VoteInTermZero { server });
        }
        if state.part != Part::Any && vote != server {
            return Some(Impossible::VoteOfAnother { server, vote, term });
        }
    }
    if state.part == Part::Candidate && last == term {
        let index = Index::ZERO.plus(state.log.len());
        return Some(Impossible::CandidateWrote { server, term, index });
    }
    None
}

/// Log Matching (§5.3), and what it comes from: all entries of a term are from one leader, which puts one entry at each
/// index.
fn logs(tree: &Tree) -> Option<Impossible> {
    let mut nodes: Vec<Node> = tree.nodes().collect();
    nodes.sort_by_key(|node| tree.length(*node));
    let mut known: BTreeMap<(Term, usize), Node> = BTreeMap::new();
    let mut firsts: BTreeMap<Term, Node> = BTreeMap::new();
    for node in nodes {
        let (term, length) = tree.recency(node);
        let first = *firsts.entry(term).or_insert(node);
        if let Some(other) = known.insert((term, length), node) {
            return Some(part(tree, other, node));
        }
        if first != node && tree.last_term(tree.before(node)) != term {
            return Some(part(tree, first, node));
        }
    }
    None
}

/// What contradicts each other in two logs that end with entries of one term, the shorter one first.
fn part(tree: &Tree, one: Node, other: Node) -> Impossible {
    let term = tree.last_term(one);
    let (a, b) = (tree.on(one), tree.on(other));
    let index = tree.last_index(one);
    let there = tree.beginning(other, tree.length(one));
    if tree.last_term(there) != term {
        let (instead, later) = (tree.last_term(there), tree.last_index(other));
        return Impossible::TwoBeginnings { term, one: a, other: b, index, instead, later };
    }
    if tree.before(one) == tree.before(there) {
        return Impossible::TwoCommands { term, index, one: a, other: b };
    }
    let parts = tree.agreement(one, there) + 1;
    let term_at = |node: Node| tree.last_term(tree.beginning(node, parts));
    let terms = [term_at(one), term_at(there)];
    Impossible::LogsPart { term, index, one: a, other: b, parts: Index::ZERO.plus(parts), terms }
}

/// A vote goes to a candidate of the term.
fn votes(situation: &Situation) -> Option<Impossible> {
    situation.named().find_map(|(voter, state)| {
        let (Some(term), Some(Some(candidate))) = (state.term, state.vote) else { return None };
        let other = situation.servers.get(candidate.position())?;
        let stood = match other.term {
            Some(its_term) if its_term < term => false,
            // It was a candidate in this term with its own vote, or not at all.
            Some(its_term) if its_term == term => other.vote.is_none_or(|vote| vote == Some(candidate)),
            _ => true,
        };
        (!stood).then_some(Impossible::VoteForNoCandidate { voter, candidate, term })
    })
}

/// One leader a term, which has all entries of its term.
fn leaders(situation: &Situation, tree: &Tree) -> Option<Impossible> {
    let leaders: Vec<(ServerId, Term)> = situation
        .named()
        .filter(|(_, state)| state.part == Part::Leader)
        .filter_map(|(server, state)| Some((server, state.term?)))
        .collect();
    for (position, (leader, term)) in leaders.iter().enumerate() {
        if let Some((other, _)) = leaders[..position].iter().find(|(_, other)| other == term) {
            return Some(Impossible::TwoLeaders { one: *other, other: *leader, term: *term });
        }
        let own = tree.log(*leader);
        let mut lacking = tree.nodes().filter(|node| tree.last_term(*node) == *term);
        if let Some(node) = lacking.find(|node| !tree.begins_with(own, *node)) {
            return Some(Impossible::LeaderLacks {
                leader: *leader,
                term: *term,
                index: tree.last_index(node),
                on: tree.on(node),
            });
        }
    }
    None
}

/// What is committed is on a majority, and nothing else is committed in its place (§5.4.3).
fn commits(situation: &Situation, tree: &Tree) -> Option<Impossible> {
    let mut most: Option<(ServerId, Node)> = None;
    for (server, state) in situation.named().filter(|(_, state)| state.commit > Index::ZERO) {
        let entries = state.log.len();
        if state.commit > Index::ZERO.plus(entries) {
            return Some(Impossible::CommitBeyondLog { server, commit: state.commit, entries });
        }
        let node = tree.beginning(tree.log(server), state.commit.0 as usize);
        if let Some((other, known)) = most {
            let agreed = tree.agreement(node, known);
            if agreed < tree.length(node).min(tree.length(known)) {
                let index = Index::ZERO.plus(agreed + 1);
                return Some(Impossible::CommitsDisagree { one: other, other: server, index });
            }
        }
        let holders: ServerSet = situation
            .named()
            .map(|(other, _)| other)
            .filter(|other| tree.begins_with(tree.log(*other), node))
            .collect();
        if holders.len() < situation.majority() {
            return Some(Impossible::CommittedOnFew {
                server,
                index: state.commit,
                holders,
                servers: situation.servers.len(),
            });
        }
        if most.is_none_or(|(_, known)| tree.length(node) > tree.length(known)) {
            most = Some((server, node));
        }
    }
    None
}
