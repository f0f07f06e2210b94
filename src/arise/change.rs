//! The smallest change that makes a state possible.

use super::decide::{Effort, Verdict, decide};
use super::reason::Impossible;
use super::situation::{Part, Situation};
use crate::raft::{Entry, Index, ServerId, ServerSet, Term};
use std::fmt;

/// A change of what is said of a cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A server has not voted, or it is not said for whom.
    NoVote(ServerId),
    /// A server knows less to be committed.
    Commit(ServerId, Index),
    /// A server neither leads nor stands.
    Follower(ServerId),
    /// Servers are in another term.
    Term(ServerSet, Term),
    /// A server has another log.
    Log(ServerId, Vec<Entry>),
}

/// As a command, where it is one.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::NoVote(server) => write!(f, "without the vote of {server}"),
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

/// The smallest change, of one thing that is said, that makes a state possible. None if it takes more.
pub fn smallest_change(situation: &Situation, reason: &Impossible) -> Option<Change> {
    let works = |change: &Change| {
        let mut changed = situation.clone();
        change.apply(&mut changed);
        matches!(decide(&changed, Effort::QUICK), Verdict::Possible(_))
    };
    candidates(situation, reason).into_iter().find(works)
}

/// What can be changed, the smallest first.
fn candidates(situation: &Situation, reason: &Impossible) -> Vec<Change> {
    let mut all = Vec::new();
    for (server, state) in situation.named() {
        if state.vote.flatten().is_some() && state.part == Part::Any {
            all.push(Change::NoVote(server));
        }
    }
    for (server, state) in situation.named() {
        all.extend((0..state.commit.0).rev().map(|index| Change::Commit(server, Index(index))));
    }
    if let Impossible::TermBelowLog { server, last, .. } = reason {
        all.push(Change::Term(ServerSet::only(*server), *last));
    }
    if let Impossible::Unelected { term, majority, .. } = reason {
        let below =
            |server: &ServerId| situation.servers[server.position()].term.is_some_and(|own| own < *term);
        let there = situation.roster().len() - situation.roster().iter().filter(below).count();
        let missing = majority.saturating_sub(there);
        // Who has less in its log can have voted for more.
        let mut few: Vec<ServerId> = situation.roster().iter().filter(below).collect();
        few.sort_by_key(|server| {
            let log = &situation.servers[server.position()].log;
            (log.last().map_or(Term::ZERO, |entry| entry.term), log.len())
        });
        if missing > 0 {
            all.push(Change::Term(few.iter().copied().take(missing).collect(), *term));
        }
        if !few.is_empty() {
            all.push(Change::Term(few.into_iter().collect(), *term));
        }
    }
    for (server, state) in situation.named() {
        if state.part != Part::Any {
            all.push(Change::Follower(server));
        }
    }
    let longest = situation.servers.iter().map(|server| server.log.len()).max().unwrap_or(0);
    for removed in 1..=longest {
        for (server, state) in situation.named().filter(|(_, state)| state.log.len() >= removed) {
            all.push(Change::Log(server, state.log[..state.log.len() - removed].to_vec()));
        }
        if removed == 1 {
            for (server, state) in situation.named() {
                let others = situation.servers.iter().filter(|other| other.log != state.log);
                all.extend(others.map(|other| Change::Log(server, other.log.clone())));
            }
        }
    }
    all
}
