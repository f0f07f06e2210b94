//! What makes a situation worth going on from.
//!
//! The features come from Raft's own proof (§5.4.3): what cannot be while every rule is obeyed, and what can but seldom
//! is. Situations are told apart by their features, and a hunt goes on most from those that it has seen least.

use super::cluster::Cluster;
use super::logs::LogId;
use super::model::{KnownServer, Model};
use crate::raft::{AppendOutcome, Index, Message, Role, ServerId, majority};

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
    fn enough(&self) -> usize {
        majority(self.known.len())
    }

    /// How new a log is (§5.4.1).
    fn age(&self, log: LogId) -> (u8, u8) {
        (self.model.logs.last_term(log), self.model.logs.length(log))
    }

    fn of_commitment(&self, features: &mut Features) {
        let committed = self.cluster.history.committed();
        let logs = &self.model.logs;
        let holders = self.known.iter().filter(|server| logs.contains(server.log, committed)).count();
        // A committed entry on fewer than a majority, …
        features.danger(holders < self.enough());
        // … and a server without it whose log is new enough for a majority.
        let electable = |log: LogId| {
            let voters = self.known.iter().filter(|voter| self.age(log) >= self.age(voter.log));
            voters.count() >= self.enough()
        };
        features.danger(
            self.known.iter().any(|server| !logs.contains(server.log, committed) && electable(server.log)),
        );
        features.flag(logs.length(committed) > 0 && holders == self.enough());
    }

    fn of_leaders(&self, features: &mut Features) {
        let logs = &self.model.logs;
        let too_far = |at: &KnownServer, matched: &[Index]| {
            matched
                .iter()
                .zip(self.known)
                .any(|(matched, other)| matched.0 > u32::from(logs.length(logs.common(at.log, other.log))))
        };
        let mut leaders = 0;
        let (mut deceived, mut unelected, mut old, mut nearly) = (false, false, false, false);
        let (mut misled, mut acknowledged) = (false, false);
        for (position, server) in self.known.iter().enumerate() {
            misled |= too_far(server, server.server.remembered_match());
            let ahead = |matched: &[Index]| {
                matched
                    .iter()
                    .enumerate()
                    .any(|(at, matched)| at != position && matched.0 > u32::from(server.commit))
            };
            acknowledged |= ahead(server.server.remembered_match());
            match server.server.role() {
                Role::Leader(state) => {
                    leaders += 1;
                    deceived |= too_far(server, &state.match_index);
                    acknowledged |= ahead(&state.match_index);
                    let voted = self.known.iter().filter(|other| {
                        other.term > server.term
                            || other.term == server.term
                                && other.server.persistent().voted_for == Some(ServerId::at(position))
                    });
                    unelected |= voted.count() < self.enough();
                    old |=
                        server.commit < logs.length(server.log) && logs.last_term(server.log) < server.term;
                }
                Role::Candidate(candidate) => nearly |= candidate.votes.len() + 1 == self.enough(),
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
        let mut late = [false; 4];
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
                if match_index.0 > u32::from(logs.length(logs.common(from.log, to.log))) {
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
