//! The checker: watches a world step by step and remembers what Figure 3 speaks of.

mod application;
mod by_index;
mod commitment;
mod elections;
mod logs;
mod since_election;
mod tails;
#[cfg(test)]
mod tests;

use crate::paper::Property;
use crate::raft::{Entry, Fact, Index, Log, ServerId, ServerSet, Term};
use crate::sim::{Finding, Node, Step, StepId, What, World};
use application::Applications;
use commitment::Commitments;
use elections::Elections;
use logs::Logs;
use serde::Serialize;
pub use since_election::SinceElection;

/// A property of Figure 3 that does not hold, with its evidence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Violation {
    /// The property that is violated.
    pub property: Property,
    /// The step in which it broke.
    pub step: StepId,
    /// The servers whose states contradict each other.
    pub servers: ServerSet,
    /// The term that it is about: of the leader, or of the entry.
    pub term: Term,
    /// The entry that it is about, if it is about one.
    pub index: Option<Index>,
    /// The steps that together prove it, earliest first: an election, a commitment, an application.
    pub evidence: Vec<StepId>,
}

/// An entry that some leader has committed: history, not a server's field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Committed {
    /// The entry.
    pub entry: Entry,
    /// A digest of the log up to it.
    pub digest: u64,
    /// The leader that committed it first.
    pub by: ServerId,
    /// That leader's term.
    pub in_term: Term,
    /// The step in which it did.
    pub step: StepId,
}

/// Watches a world.
///
/// It compares each server's state with what it was after the last step that concerned it, so that a
/// step costs what it changed. No property is judged by the facts that servers report: a server that does
/// something other than it says is caught all the same. In a world that plays a recording it only remembers: there the
/// findings are those of the recording's judge. Only the witness of Figure 9, which judges nothing, takes
/// the voters from the new leader's own report.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    before: Vec<Shadow>,
    logs: Logs,
    elections: Elections,
    commitments: Commitments,
    applications: Applications,
    since_election: SinceElection,
    violations: Vec<Violation>,
    /// How many of the violations were reported in a step's facts.
    reported: usize,
    ignored: Vec<Property>,
    /// Whether it only remembers and judges nothing: what happens was recorded elsewhere, where not all is told.
    silent: bool,
}

/// What a server was like when the checker last looked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Shadow {
    term: Term,
    leads: bool,
    stands: bool,
    last: Index,
    /// The digest of the whole log.
    tip: u64,
    commit: Index,
    applied: Index,
}

impl Shadow {
    #[inline]
    fn of(node: &Node) -> Shadow {
        let persistent = node.persistent();
        let server = node.server();
        Shadow {
            term: persistent.current_term,
            leads: server.is_some_and(|server| server.leader().is_some()),
            stands: server.is_some_and(|server| server.candidate().is_some()),
            last: persistent.log.last_index(),
            tip: persistent.log.last_digest(),
            commit: server.map_or(Index::ZERO, |server| server.volatile().commit_index),
            applied: server.map_or(Index::ZERO, |server| server.volatile().last_applied),
        }
    }
}

impl Checker {
    /// A checker for a world that has not taken a step yet.
    pub fn new(world: &World) -> Checker {
        let silent = !world.driver().knows_all();
        let mut checker =
            Checker { before: vec![Shadow::default(); world.size()], silent, ..Checker::default() };
        // Logs that the setup has put on the disks exist before the first step.
        for node in world.nodes() {
            checker.look_at_log(node, world.last_step());
        }
        checker
    }

    /// Leaves a property unwatched from now on: to see that a finding depends on that property alone.
    pub fn ignore(&mut self, property: Property) {
        self.ignored.push(property);
    }

    /// Looks at the world after a step, and adds to the step's facts what it finds: a property violated, the
    /// servers shared by two quorums.
    pub fn observe(&mut self, world: &World, step: &mut Step) {
        match step.what {
            // A person may do something to any number of servers; all else is done by one.
            What::Acted(_) => {
                for node in world.nodes() {
                    self.look(node, step);
                }
            }
            _ => {
                if let Some(server) = step.server() {
                    self.look(world.node(server), step);
                }
            }
        }
        for found in world.driver().findings_at(step.number).iter().filter_map(of_finding) {
            if !self.violations.iter().any(|known| known.property == found.property) {
                self.violations.push(found);
            }
        }
        for violation in &self.violations[self.reported..] {
            step.facts.push(Fact::PropertyViolated { property: violation.property });
        }
        self.reported = self.violations.len();
    }

    /// What one server's state says, now that the step is over.
    fn look(&mut self, node: &Node, step: &mut Step) {
        let before = self.before[node.id.position()];
        let now = Shadow::of(node);
        if before == now && !matches!(step.what, What::Booted(_)) {
            return;
        }
        let log = &node.persistent().log;
        let same_leadership = before.leads && now.leads && before.term == now.term;
        if (before.last, before.tip) != (now.last, now.tip) {
            if same_leadership && log.digest_at(before.last) != Some(before.tip) {
                self.leader_changed_its_log(node.id, before, log, step.number);
            }
            self.look_at_log(node, step.number);
        }
        if now.stands {
            self.since_election.stood(node.id, now.term);
        }
        if now.leads && !same_leadership {
            self.since_election.elected(step.at);
            self.elected(node, step);
        }
        // What a setup declares to be committed is so from the boot of the server that knows it.
        if now.commit > before.commit && (now.leads || matches!(step.what, What::Booted(_))) {
            self.since_election.committed();
            let range = (before.commit.next(), now.commit);
            let found = self.commitments.commit(node.id, now.term, range, log, step.number, &self.elections);
            self.report(found);
        }
        if now.applied > before.applied {
            let range = (before.applied.next(), now.applied);
            let found = self.applications.apply(node.id, range, log, step.number);
            self.report(found);
        }
        self.before[node.id.position()] = now;
    }

    /// Log Matching, and the record of who has which entry.
    fn look_at_log(&mut self, node: &Node, step: StepId) {
        let log = &node.persistent().log;
        let before = &mut self.before[node.id.position()];
        let found = self.logs.update(node.id, before.last, log, step);
        before.last = log.last_index();
        before.tip = log.last_digest();
        self.report(found);
    }

    /// Leader Append-Only (§5.3).
    fn leader_changed_its_log(&mut self, leader: ServerId, before: Shadow, log: &Log, step: StepId) {
        let index = self.logs.agreement(leader, before.last, log).next();
        let written = self.logs.since(leader, index);
        let elected = self.elections.won_by(leader, before.term);
        // Rule I2: what a leader has in its log stays there.
        self.report(Some(Violation {
            property: Property::LeaderAppendOnly,
            step,
            servers: ServerSet::only(leader),
            term: before.term,
            index: Some(index),
            evidence: steps(written.into_iter().chain(elected).chain([step])),
        }));
    }

    /// Election Safety (§5.2), Leader Completeness (§5.4), and the voters who vouch for it (Figure 9).
    fn elected(&mut self, node: &Node, step: &mut Step) {
        let persistent = node.persistent();
        let (term, log) = (persistent.current_term, &persistent.log);
        let missing = self.commitments.missing(node.id, term, log, step.number);
        let agreed = self.commitments.agreement(log);
        let two_leaders = self.elections.won(node.id, term, step.number, log, agreed);
        self.report(two_leaders);
        self.report(missing);
        let votes = step.seen().find_map(|fact| match fact {
            Fact::BecameLeader { votes, .. } => Some(votes),
            _ => None,
        });
        let (Some(votes), Some((index, committed))) = (votes, self.commitments.last_before(term)) else {
            return;
        };
        let servers = self.logs.holders(index, committed.digest).and(votes);
        // Rule Q1: a voter that holds the last committed entry.
        if !servers.is_empty() {
            step.facts.push(Fact::QuorumWitness { servers, index });
        }
    }

    /// Each property is reported once: what follows from a broken property is no news.
    fn report(&mut self, found: Option<Violation>) {
        let Some(found) = found else { return };
        let known = self.violations.iter().any(|violation| violation.property == found.property);
        if !known && !self.silent && !self.ignored.contains(&found.property) {
            self.violations.push(found);
        }
    }

    /// What was found so far.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// What was committed at an index. It is the cluster's history: no server need have it any more.
    #[inline]
    pub fn committed_at(&self, index: Index) -> Option<&Committed> {
        self.commitments.get(index)
    }

    /// Up to where entries were ever committed; 0 if none was.
    #[inline]
    pub fn committed_index(&self) -> Index {
        self.commitments.last()
    }

    /// All entries that were ever committed, from an index on.
    pub fn committed_from(&self, first: Index) -> impl DoubleEndedIterator<Item = (Index, &Committed)> {
        self.commitments.from(first)
    }

    /// What was executed first at each index, from an index on, with the step in which it was.
    pub fn executed_from(&self, first: Index) -> impl DoubleEndedIterator<Item = (Index, Entry, StepId)> {
        self.applications.from(first)
    }

    /// Whether the entry that a log has at an index is committed.
    pub fn is_committed(&self, log: &Log, index: Index) -> bool {
        self.commitments.get(index).is_some_and(|committed| log.digest_at(index) == Some(committed.digest))
    }

    /// Who won each term so far, lowest term first, with the step of the election.
    pub fn leaders(&self) -> impl Iterator<Item = (Term, ServerId, StepId)> {
        self.elections.leaders()
    }

    /// What has happened since a leader was last elected.
    pub fn since_election(&self) -> &SinceElection {
        &self.since_election
    }

    /// The servers whose logs, on disk or in memory, agree with this log up to an index.
    pub fn holders(&self, log: &Log, index: Index) -> ServerSet {
        log.digest_at(index).map_or(ServerSet::EMPTY, |digest| self.logs.holders(index, digest))
    }
}

/// What the judge of a recording has found, if it is about a property.
fn of_finding(finding: &Finding) -> Option<Violation> {
    let property = Property::ALL.into_iter().find(|property| Some(property.rule()) == finding.rule)?;
    Some(Violation {
        property,
        step: finding.step,
        servers: finding.servers,
        term: finding.term,
        index: None,
        evidence: steps(finding.evidence.iter().copied().chain([finding.step])),
    })
}

/// Steps as evidence: in order, each once.
fn steps(steps: impl IntoIterator<Item = StepId>) -> Vec<StepId> {
    let mut steps: Vec<_> = steps.into_iter().collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}
