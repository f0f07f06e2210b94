//! What makes a situation worth going on from.
//!
//! The signs come from Raft's own proof (§5.4.3): what cannot be while every rule is obeyed, and what can but seldom
//! is. Situations are told apart by their signs, and a hunt goes on most from those that it has seen least.

use super::cluster::Cluster;
use super::logs::LogId;
use super::model::{Known, Model};
use crate::raft::{AppendOutcome, Index, Message, MessageKind, Role, ServerId, ServerSet};

/// The signs of a situation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Signs {
    /// All of them, as bits.
    pub bits: u32,
    /// How many of them there are that cannot be while every rule is obeyed.
    pub dangers: u32,
    count: u32,
}

/// The signs of a situation.
pub(super) fn signs(model: &Model, cluster: &Cluster) -> Signs {
    let known: arrayvec::ArrayVec<&Known, 5> =
        cluster.servers.iter().map(|state| model.server(*state)).collect();
    let view = View { model, cluster, known: &known };
    let mut signs = Signs::default();
    view.of_commitment(&mut signs);
    view.of_leaders(&mut signs);
    view.of_logs(&mut signs);
    view.of_flights(&mut signs);
    let terms = known.iter().map(|server| server.term).max().unwrap_or(0);
    signs.number(u32::from(terms.min(7)), 3);
    signs
}

impl Signs {
    fn sign(&mut self, is: bool) {
        self.number(u32::from(is), 1);
    }

    /// Never while every rule is obeyed.
    fn danger(&mut self, is: bool) {
        self.dangers += u32::from(is);
        self.sign(is);
    }

    fn number(&mut self, value: u32, bits: u32) {
        self.bits |= value << self.count;
        self.count += bits;
    }
}

struct View<'a> {
    model: &'a Model,
    cluster: &'a Cluster,
    known: &'a [&'a Known],
}

impl View<'_> {
    /// The servers of which something holds.
    fn which(&self, holds: impl Fn(&Known) -> bool) -> ServerSet {
        let those = self.known.iter().enumerate().filter(|(_, known)| holds(known));
        those.map(|(position, _)| ServerId::at(position)).collect()
    }

    fn is_quorum(&self, servers: ServerSet) -> bool {
        self.model.configuration().is_quorum(servers)
    }

    /// Whether a leader believes that a server has more of its log than they have in common.
    fn too_far(&self, leader: &Known, matched: impl Iterator<Item = Index>) -> bool {
        let logs = &self.model.logs;
        matched
            .zip(self.known)
            .any(|(matched, other)| matched.0 > u32::from(logs.length(logs.common(leader.log, other.log))))
    }

    /// How new a log is (§5.4.1).
    fn age(&self, log: LogId) -> (u8, u8) {
        (self.model.logs.last_term(log), self.model.logs.length(log))
    }

    fn of_commitment(&self, signs: &mut Signs) {
        let committed = self.cluster.memory.committed();
        let logs = &self.model.logs;
        let holders = self.which(|server| logs.contains(server.log, committed));
        // A committed entry on fewer than a majority, …
        signs.danger(!self.is_quorum(holders));
        // … and a server without it whose log is new enough for a majority.
        let electable = |log: LogId| self.is_quorum(self.which(|voter| self.age(log) >= self.age(voter.log)));
        signs.danger(
            self.known.iter().any(|server| !logs.contains(server.log, committed) && electable(server.log)),
        );
        let least = self.model.configuration().quorums().least();
        signs.sign(logs.length(committed) > 0 && holders.len() == least);
    }

    fn of_leaders(&self, signs: &mut Signs) {
        let logs = &self.model.logs;
        let least = self.model.configuration().quorums().least();
        let mut leaders = 0;
        let (mut deceived, mut unelected, mut old, mut nearly) = (false, false, false, false);
        let (mut misled, mut acknowledged) = (false, false);
        for (position, server) in self.known.iter().enumerate() {
            let remembered = || server.server.old_match().iter().copied();
            misled |= self.too_far(server, remembered());
            acknowledged |= is_ahead(server, position, remembered());
            match server.server.role() {
                Role::Leader(state) => {
                    leaders += 1;
                    let matched = || state.everyone().map(|(_, progress)| progress.match_index);
                    deceived |= self.too_far(server, matched());
                    acknowledged |= is_ahead(server, position, matched());
                    let voted = self.which(|other| {
                        other.term > server.term
                            || other.term == server.term
                                && other.server.persistent().voted_for == Some(ServerId::at(position))
                    });
                    unelected |= !self.is_quorum(voted);
                    old |=
                        server.commit < logs.length(server.log) && logs.last_term(server.log) < server.term;
                }
                Role::Candidate(candidate) => nearly |= candidate.votes.len() + 1 == least,
                Role::Follower { .. } => {}
            }
        }
        // A match index beyond what the logs have in common, a leader without the votes of a majority.
        signs.danger(deceived);
        signs.sign(misled);
        signs.danger(unelected);
        signs.sign(acknowledged);
        signs.sign(leaders > 1);
        signs.sign(old);
        signs.sign(nearly);
    }

    fn of_logs(&self, signs: &mut Signs) {
        let logs = &self.model.logs;
        // An entry of a term that its holder has not heard of.
        signs.danger(self.known.iter().any(|server| logs.last_term(server.log) > server.term));
        let conflict = |a: &Known, b: &Known| {
            let common = logs.length(logs.common(a.log, b.log));
            common < logs.length(a.log).min(logs.length(b.log))
        };
        let mut pairs = self
            .known
            .iter()
            .enumerate()
            .flat_map(|(at, a)| self.known[at + 1..].iter().map(move |b| (*a, *b)));
        signs.sign(pairs.any(|(a, b)| conflict(a, b)));
    }

    fn of_flights(&self, signs: &mut Signs) {
        let logs = &self.model.logs;
        let mut late = [false; MessageKind::ALL.len()];
        let (mut lies, mut lies_to_leader) = (false, false);
        for flight in &self.cluster.flights {
            let letter = self.model.letter(flight.letter);
            let to = self.known[letter.to.position()];
            if letter.message.request_term().0 < u32::from(to.term) {
                late[letter.message.kind() as usize] = true;
            }
            if let Message::AppendEntriesReply(reply) = &letter.message
                && let AppendOutcome::Success { match_index } = reply.outcome
            {
                let from = self.known[letter.from.position()];
                if match_index.0 > u32::from(logs.length(logs.common(from.log, to.log))) {
                    lies = true;
                    lies_to_leader |= to.leads;
                }
            }
        }
        for late in late {
            signs.sign(late);
        }
        signs.sign(lies);
        signs.sign(lies_to_leader);
    }
}

/// Whether a leader believes that another server has more than the leader knows to be committed.
fn is_ahead(leader: &Known, position: usize, matched: impl Iterator<Item = Index>) -> bool {
    matched.enumerate().any(|(at, matched)| at != position && matched.0 > u32::from(leader.commit))
}
