//! Two branches side by side: where they part, and what is different then.

use super::{BranchId, Run, Watched};
use crate::raft::{Index, Log, RoleKind, ServerId, Term};
use crate::sim::{LifeKind, Node, Step, StepId, Time};
use serde::Serialize;

/// The same thing on one side and on the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Sides<T> {
    /// On the first.
    pub a: T,
    /// On the second.
    pub b: T,
}

impl<T: PartialEq> Sides<T> {
    /// Whether the two are different.
    pub fn differ(&self) -> bool {
        self.a != self.b
    }
}

impl<T> Sides<T> {
    fn map<U>(self, change: impl Fn(T) -> U) -> Sides<U> {
        Sides { a: change(self.a), b: change(self.b) }
    }

    fn as_ref(&self) -> Sides<&T> {
        Sides { a: &self.a, b: &self.b }
    }
}

/// Where two branches part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Parting {
    /// The last step that both have.
    pub after: StepId,
    /// When it happened.
    pub at: Time,
    /// What happened next on each.
    pub next: Sides<Step>,
}

/// Two branches, each at one of its steps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Comparison {
    /// Where they part; none if they are the same branch.
    pub parting: Option<Parting>,
    /// The steps that are compared.
    pub steps: Sides<StepId>,
    /// When those happened.
    pub times: Sides<Time>,
    /// The highest term.
    pub term: Sides<Term>,
    /// Who leads.
    pub leader: Sides<Option<ServerId>>,
    /// The last entry that was ever committed.
    pub commit: Sides<Index>,
    /// Each server, S1 first, whether it differs or not.
    pub servers: Vec<ServerDifference>,
}

/// One server on two branches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ServerDifference {
    /// The server, on both branches.
    pub server: ServerId,
    /// Whether it runs.
    pub life: Sides<LifeKind>,
    /// Its role; none if it is down.
    pub role: Sides<Option<RoleKind>>,
    /// Its current term.
    pub term: Sides<Term>,
    /// Its vote, which belongs to its term.
    pub vote: Sides<VoteIn>,
    /// The last index of its log.
    pub last_index: Sides<Index>,
    /// The first index at which its logs differ; none if they are the same.
    pub log: Option<Index>,
    /// Its commit index; none if it is down.
    pub commit: Sides<Option<Index>>,
}

/// A vote: for the same server in another term it is another vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct VoteIn {
    /// The term.
    pub term: Term,
    /// For whom, if it was given.
    pub vote: Option<ServerId>,
}

impl ServerDifference {
    fn of(a: &Node, b: &Node) -> ServerDifference {
        let nodes = Sides { a, b };
        let persistent = nodes.map(Node::persistent);
        ServerDifference {
            server: a.id,
            life: nodes.map(Node::kind),
            role: nodes.map(|node| node.server().map(|server| server.role().kind())),
            term: persistent.map(|persistent| persistent.current_term),
            vote: persistent.map(|state| VoteIn { term: state.current_term, vote: state.voted_for }),
            last_index: persistent.map(|persistent| persistent.log.last_index()),
            log: first_difference(&a.persistent().log, &b.persistent().log),
            commit: nodes.map(|node| node.server().map(|server| server.volatile().commit_index)),
        }
    }

    /// Whether anything is different.
    pub fn any(&self) -> bool {
        self.life.differ()
            || self.role.differ()
            || self.term.differ()
            || self.vote.differ()
            || self.log.is_some()
            || self.commit.differ()
    }
}

/// Where two logs part.
fn first_difference(a: &Log, b: &Log) -> Option<Index> {
    let same = a.agreement(b);
    (same < a.last_index().max(b.last_index())).then(|| same.next())
}

/// The servers of two states, S1 first.
pub fn compare_states(a: &Watched, b: &Watched) -> Vec<ServerDifference> {
    a.world.nodes().iter().zip(b.world.nodes()).map(|(a, b)| ServerDifference::of(a, b)).collect()
}

impl Run {
    /// Where two branches part. None if there is no such branch, or they are the same one.
    pub fn parting(&self, a: BranchId, b: BranchId) -> Option<Parting> {
        let after = self.tree().shared(self.branch(a)?.id(), self.branch(b)?.id());
        let next = Sides { a: self.step_on(a, after + 1)?, b: self.step_on(b, after + 1)? };
        let at = self.state_on(a, after)?.world.now();
        Some(Parting { after, at, next })
    }

    /// Two branches side by side, each right after one of its steps. None if there is no such branch or step.
    pub fn compare(&self, a: (BranchId, StepId), b: (BranchId, StepId)) -> Option<Comparison> {
        let states = Sides { a: self.state_on(a.0, a.1)?, b: self.state_on(b.0, b.1)? };
        let seen = states.as_ref();
        Some(Comparison {
            parting: self.parting(a.0, b.0),
            steps: Sides { a: a.1, b: b.1 },
            times: seen.map(|state| state.world.now()),
            term: seen.map(|state| super::Ending::of(state, state.world.now()).term),
            leader: seen.map(|state| state.world.leader()),
            commit: seen.map(|state| state.checker.committed_index()),
            servers: compare_states(&states.a, &states.b),
        })
    }
}
