//! The smallest change that makes a state possible.

use super::decide::{Effort, Verdict, decide};
use super::reason::Impossible;
use super::situation::{Part, Situation};
use crate::raft::{Entry, Index, ServerId, ServerSet, Term};
use std::fmt;

/// A change to the description of a cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A server has not voted, or its vote is not given.
    NoVote(ServerId),
    /// A server knows fewer entries to be committed.
    Commit(ServerId, Index),
    /// A server is neither a leader nor a candidate.
    Follower(ServerId),
    /// Servers are in another term.
    Term(ServerSet, Term),
    /// A server has another log.
    Log(ServerId, Vec<Entry>),
}

/// As a command, if it is one.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::NoVote(server) => write!(f, "without {server}'s vote"),
            Change::Commit(server, index) => write!(f, "with `commit {server} {index}`"),
            Change::Follower(server) => write!(f, "with `role {server} follower`"),
            Change::Term(servers, term) => write!(f, "with `term {servers} {term}`"),
            Change::Log(server, entries) if entries.is_empty() => write!(f, "with `log {server} empty`"),
            Change::Log(server, entries) => {
                write!(f, "with `log {server}")?;
                for entry in entries {
                    write!(f, " {}", entry.term)?;
                }
                f.write_str("`")
            }
        }
    }
}

impl Change {
    fn apply(&self, situation: &mut Situation) {
        let mut at = |server: ServerId, change: &dyn Fn(&mut super::Server)| {
            if let Some(server) = situation.servers.get_mut(server.position()) {
                change(server);
            }
        };
        match self {
            Change::NoVote(server) => at(*server, &|server| server.vote = None),
            Change::Commit(server, index) => at(*server, &|server| server.commit = *index),
            Change::Follower(server) => at(*server, &|server| {
                server.part = Part::Any;
                server.vote = None;
            }),
            Change::Term(servers, term) => {
                for server in servers.iter() {
                    at(server, &|server| server.term = Some(*term));
                }
            }
            Change::Log(server, entries) => at(*server, &|server| server.log.clone_from(entries)),
        }
        let highest = situation.servers.iter().filter_map(|server| server.term).max();
        situation.highest = situation.highest.map(|before| before.max(highest.unwrap_or(before)));
    }
}

/// The most changes that are tried.
const MOST_CHANGES: usize = 400;
/// The most entries that all tried changes look at: rejecting a file must not take long.
const MOST_ENTRIES: usize = 40_000;

/// The smallest change to one part of the description that makes a state possible. None if no change that was tried
/// does.
pub fn smallest_change(situation: &Situation, reason: &Impossible) -> Option<Change> {
    let works = |change: &Change| {
        let mut changed = situation.clone();
        change.apply(&mut changed);
        matches!(decide(&changed, Effort::QUICK), Verdict::Possible(_))
    };
    let entries: usize = situation.servers.iter().map(|server| server.log.len()).sum();
    let most = MOST_CHANGES.min(MOST_ENTRIES / entries.max(1)).max(1);
    candidates(situation, reason).take(most).find(works)
}

/// What can be changed, the smallest first.
fn candidates<'a>(situation: &'a Situation, reason: &Impossible) -> impl Iterator<Item = Change> + use<'a> {
    let votes =
        situation.named().filter(|(_, state)| state.vote.flatten().is_some() && state.part == Part::Any);
    let votes = votes.map(|(server, _)| Change::NoVote(server));
    let commits = situation.named().flat_map(|(server, state)| {
        (0..state.commit.0).rev().map(move |index| Change::Commit(server, Index(index)))
    });
    let roles = situation.named().filter(|(_, state)| state.part != Part::Any);
    let roles = roles.map(|(server, _)| Change::Follower(server));
    votes.chain(commits).chain(terms(situation, reason)).chain(roles).chain(logs(situation))
}

/// Other terms.
fn terms(situation: &Situation, reason: &Impossible) -> Vec<Change> {
    match reason {
        Impossible::TermBelowLog { server, last, .. } => vec![Change::Term(ServerSet::only(*server), *last)],
        Impossible::Unelected { term, majority, .. } => {
            let below =
                |server: &ServerId| situation.servers[server.position()].term.is_some_and(|own| own < *term);
            let there = situation.roster().len() - situation.roster().iter().filter(below).count();
            let missing = majority.saturating_sub(there);
            // A server with a shorter log can have voted for more candidates.
            let mut few: Vec<ServerId> = situation.roster().iter().filter(below).collect();
            few.sort_by_key(|server| {
                let log = &situation.servers[server.position()].log;
                (log.last().map_or(Term::ZERO, |entry| entry.term), log.len())
            });
            let enough: ServerSet = few.iter().copied().take(missing).collect();
            let sets = [enough, few.into_iter().collect()].into_iter().filter(|set| !set.is_empty());
            sets.map(|set| Change::Term(set, *term)).collect()
        }
        _ => Vec::new(),
    }
}

/// Other logs: shorter ones, and those of other servers.
fn logs(situation: &Situation) -> impl Iterator<Item = Change> {
    let longest = situation.servers.iter().map(|server| server.log.len()).max().unwrap_or(0);
    let shorter = move |removed: usize| {
        let long = situation.named().filter(move |(_, state)| state.log.len() >= removed);
        long.map(move |(server, state)| Change::Log(server, state.log[..state.log.len() - removed].to_vec()))
    };
    let others = situation.named().flat_map(|(server, state)| {
        let others = situation.servers.iter().filter(|other| other.log != state.log);
        others.map(move |other| Change::Log(server, other.log.clone()))
    });
    shorter(1).filter(move |_| longest > 0).chain(others).chain((2..=longest).flat_map(shorter))
}
