//! A slow checker: Figure 3 at its word, over whole logs and the whole history, with no digest and nothing
//! incremental. It sees the same states as the fast one.

use raftarium::paper::Property;
use raftarium::raft::{Entry, Index, Server, ServerId, Term};
use raftarium::sim::World;

/// What a server was like after the last step.
#[derive(Clone, Default)]
struct Seen {
    leads: Option<Term>,
    log: Vec<Entry>,
    commit: usize,
    applied: usize,
}

/// A log up to an index, committed by the leader of a term.
struct Commitment {
    term: Term,
    log: Vec<Entry>,
}

/// A leader's log at its election.
struct Election {
    term: Term,
    leader: ServerId,
    log: Vec<Entry>,
}

/// The slow checker.
pub struct Judge {
    seen: Vec<Seen>,
    elections: Vec<Election>,
    commitments: Vec<Commitment>,
    applied: Vec<Entry>,
    violated: Vec<Property>,
}

impl Judge {
    pub fn new(world: &World) -> Judge {
        Judge {
            seen: vec![Seen::default(); world.size()],
            elections: Vec::new(),
            commitments: Vec::new(),
            applied: Vec::new(),
            violated: Vec::new(),
        }
    }

    /// What is or was violated, in the order of Figure 3.
    pub fn violated(&self) -> Vec<Property> {
        let mut violated = self.violated.clone();
        violated.sort_unstable();
        violated.dedup();
        violated
    }

    pub fn look(&mut self, world: &World) {
        for node in world.nodes() {
            let was = self.seen[node.id.position()].clone();
            let number = |index: Index| index.0 as usize;
            let is = Seen {
                leads: node.server().filter(|server| server.leader().is_some()).map(Server::term),
                log: node.persistent().log.entries().copied().collect(),
                commit: node.server().map_or(0, |server| number(server.volatile().commit_index)),
                applied: node.server().map_or(0, |server| number(server.volatile().last_applied)),
            };
            self.append_only(&was, &is);
            if let Some(term) = is.leads.filter(|_| was.leads != is.leads) {
                self.elections.push(Election { term, leader: node.id, log: is.log.clone() });
            }
            if let Some(term) = is.leads.filter(|_| is.commit > was.commit) {
                let log = is.log[..is.commit.min(is.log.len())].to_vec();
                self.commitments.push(Commitment { term, log });
            }
            for (index, entry) in is.log.iter().enumerate().take(is.applied).skip(was.applied) {
                match self.applied.get(index) {
                    None => self.applied.push(*entry),
                    Some(first) if first != entry => self.violated.push(Property::StateMachineSafety),
                    Some(_) => {}
                }
            }
            self.seen[node.id.position()] = is;
        }
        self.election_safety();
        self.log_matching();
        self.leader_completeness();
    }

    /// A leader never overwrites or deletes entries in its log; it only appends new entries.
    fn append_only(&mut self, was: &Seen, is: &Seen) {
        if is.leads.is_some() && was.leads == is.leads && !is.log.starts_with(&was.log) {
            self.violated.push(Property::LeaderAppendOnly);
        }
    }

    /// At most one leader can be elected in a given term.
    fn election_safety(&mut self) {
        let Some(last) = self.elections.last() else { return };
        let others = self.elections.iter().filter(|other| other.term == last.term);
        if others.clone().any(|other| other.leader != last.leader) {
            self.violated.push(Property::ElectionSafety);
        }
    }

    /// If two logs contain an entry with the same index and term, then the logs are identical in all entries up
    /// through the given index.
    fn log_matching(&mut self) {
        for (position, one) in self.seen.iter().enumerate() {
            for other in &self.seen[..position] {
                let mut pairs = one.log.iter().zip(&other.log);
                let last_shared = pairs.clone().rposition(|(one, other)| one.term == other.term);
                let same = last_shared.is_none_or(|last| pairs.by_ref().take(last + 1).all(|(a, b)| a == b));
                if !same {
                    self.violated.push(Property::LogMatching);
                }
            }
        }
    }

    /// If a log entry is committed in a given term, then that entry will be present in the logs of the leaders for
    /// all higher-numbered terms: at their election, and in what they commit.
    fn leader_completeness(&mut self) {
        let broken = self.commitments.iter().any(|commitment| {
            let later = self.elections.iter().filter(|election| election.term > commitment.term);
            let mut later = later.clone();
            let contradicts = |other: &Commitment| {
                other.term > commitment.term && other.log.iter().zip(&commitment.log).any(|(a, b)| a != b)
            };
            later.any(|election| !election.log.starts_with(&commitment.log))
                || self.commitments.iter().any(contradicts)
        });
        if broken {
            self.violated.push(Property::LeaderCompleteness);
        }
    }
}
