//! What makes a situation worth going on from.
//!
//! The signs come from Raft's own proof (§5.4.3): what cannot be while every rule is obeyed, and what can but seldom
//! is. Situations are told apart by their signs, and a hunt goes on most from those that it has seen least.

use super::cluster::Cluster;
use super::logs::LogId;
use super::model::{Known, Model};
use crate::raft::{AppendOutcome, Index, Message, Role, ServerId, majority};

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
    fn enough(&self) -> usize {
        majority(self.known.len())
    }

    /// How new a log is (§5.4.1).
    fn age(&self, log: LogId) -> (u8, u8) {
        (self.model.logs.last_term(log), self.model.logs.length(log))
    }

    fn of_commitment(&self, signs: &mut Signs) {
        let committed = self.cluster.memory.committed();
        let logs = &self.model.logs;
        let holders = self.known.iter().filter(|server| logs.contains(server.log, committed)).count();
        // A committed entry on fewer than a majority, …
        signs.danger(holders < self.enough());
        // … and a server without it whose log is new enough for a majority.
        let electable = |log: LogId| {
            let voters = self.known.iter().filter(|voter| self.age(log) >= self.age(voter.log));
            voters.count() >= self.enough()
        };
        signs.danger(
            self.known.iter().any(|server| !logs.contains(server.log, committed) && electable(server.log)),
        );
        signs.sign(logs.length(committed) > 0 && holders == self.enough());
    }

    fn of_leaders(&self, signs: &mut Signs) {
        let logs = &self.model.logs;
        let too_far = |at: &Known, matched: &[Index]| {
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
        let mut late = [false; 4];
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
