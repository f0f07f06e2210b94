//! What makes a situation worth going on from.
//!
//! The features come from Raft's own proof (§5.4.3): what cannot be while every rule is obeyed, and what can but seldom
//! is. Situations are told apart by their features, and a hunt goes on most from those that it has seen least.

use super::cluster::Cluster;
use super::logs::LogId;
use super::model::{KnownServer, Model};
use crate::raft::{AppendOutcome, Index, Message, MessageKind, Role, ServerId, ServerSet};

/// The features of a situation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Features {
    /// All of them, as bits.
    pub bits: u32,
    /// How many of them there are that cannot be while every rule is obeyed.
    pub dangers: u32,
    count: u32,
}

/// The features of a situation.
pub(super) fn features(model: &Model, cluster: &Cluster) -> Features {
    let known: arrayvec::ArrayVec<&KnownServer, 5> =
        cluster.servers.iter().map(|state| model.server(*state)).collect();
    let view = View { model, cluster, known: &known };
    let mut features = Features::default();
    view.of_commitment(&mut features);
    view.of_leaders(&mut features);
    view.of_logs(&mut features);
    view.of_flights(&mut features);
    let terms = known.iter().map(|server| server.term).max().unwrap_or(0);
    features.number(u32::from(terms.min(7)), 3);
    features
}

impl Features {
    fn flag(&mut self, is: bool) {
        self.number(u32::from(is), 1);
    }

    /// Never while every rule is obeyed.
    fn danger(&mut self, is: bool) {
        self.dangers += u32::from(is);
        self.flag(is);
    }

    fn number(&mut self, value: u32, bits: u32) {
        self.bits |= value << self.count;
        self.count += bits;
    }
}

struct View<'a> {
    model: &'a Model,
    cluster: &'a Cluster,
    known: &'a [&'a KnownServer],
}

impl View<'_> {
    /// The servers of which something holds.
    fn which(&self, holds: impl Fn(&KnownServer) -> bool) -> ServerSet {
        let those = self.known.iter().enumerate().filter(|(_, known)| holds(known));
        those.map(|(position, _)| ServerId::at(position)).collect()
    }

    fn is_quorum(&self, servers: ServerSet) -> bool {
        self.model.configuration().is_quorum(servers)
    }

    /// Whether a leader believes that a server has more of its log than they have in common.
    fn too_far(&self, leader: &KnownServer, matched: impl Iterator<Item = Index>) -> bool {
        let logs = &self.model.logs;
        matched
            .zip(self.known)
            .any(|(matched, other)| matched > logs.last_index(logs.common(leader.log, other.log)))
    }

    /// How new a log is (§5.4.1).
    fn age(&self, log: LogId) -> (u8, u8) {
        (self.model.logs.last_term(log), self.model.logs.length(log))
    }

    fn of_commitment(&self, features: &mut Features) {
        let committed = self.cluster.history.committed();
        let logs = &self.model.logs;
        let holders = self.which(|server| logs.contains(server.log, committed));
        // A committed entry on fewer than a majority, …
        features.danger(!self.is_quorum(holders));
        // … and a server without it whose log is new enough for a majority.
        let electable = |log: LogId| self.is_quorum(self.which(|voter| self.age(log) >= self.age(voter.log)));
        features.danger(
            self.known.iter().any(|server| !logs.contains(server.log, committed) && electable(server.log)),
        );
        let least = self.model.configuration().quorums().least();
        features.flag(logs.length(committed) > 0 && holders.len() == least);
    }

    fn of_leaders(&self, features: &mut Features) {
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
        features.danger(deceived);
        features.flag(misled);
        features.danger(unelected);
        features.flag(acknowledged);
        features.flag(leaders > 1);
        features.flag(old);
        features.flag(nearly);
    }

    fn of_logs(&self, features: &mut Features) {
        let logs = &self.model.logs;
        // An entry of a term that its holder has not heard of.
        features.danger(self.known.iter().any(|server| logs.last_term(server.log) > server.term));
        let conflict = |a: &KnownServer, b: &KnownServer| {
            let common = logs.length(logs.common(a.log, b.log));
            common < logs.length(a.log).min(logs.length(b.log))
        };
        let mut pairs = self
            .known
            .iter()
            .enumerate()
            .flat_map(|(at, a)| self.known[at + 1..].iter().map(move |b| (*a, *b)));
        features.flag(pairs.any(|(a, b)| conflict(a, b)));
    }

    fn of_flights(&self, features: &mut Features) {
        let logs = &self.model.logs;
        let mut late = [false; MessageKind::ALL.len()];
        let (mut lies, mut lies_to_leader) = (false, false);
        for flight in &self.cluster.flights {
            let envelope = self.model.envelope(flight.envelope);
            let to = self.known[envelope.to.position()];
            if envelope.message.request_term().0 < u32::from(to.term) {
                late[envelope.message.kind() as usize] = true;
            }
            if let Message::AppendEntriesReply(reply) = &envelope.message
                && let AppendOutcome::Success { match_index } = reply.outcome
            {
                let from = self.known[envelope.from.position()];
                if match_index > logs.last_index(logs.common(from.log, to.log)) {
                    lies = true;
                    lies_to_leader |= to.leads;
                }
            }
        }
        for late in late {
            features.flag(late);
        }
        features.flag(lies);
        features.flag(lies_to_leader);
    }
}

/// Whether a leader believes that another server has more than the leader knows to be committed.
fn is_ahead(leader: &KnownServer, position: usize, matched: impl Iterator<Item = Index>) -> bool {
    matched.enumerate().any(|(at, matched)| at != position && matched.0 > u32::from(leader.commit))
}
