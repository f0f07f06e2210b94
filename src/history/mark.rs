//! The steps that one would want to find again.

use crate::raft::{Fact, Index, RoleKind, ServerId, Term};
use crate::sim::{Action, SeenFact, Step, StepId, Time, What};
use serde::Serialize;

/// An interesting step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Mark {
    /// Its number.
    pub step: StepId,
    /// Its time.
    pub at: Time,
    /// The server, if it is about one.
    pub server: Option<ServerId>,
    /// What makes it interesting.
    pub kind: MarkKind,
}

/// What makes a step interesting, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// A follower learned that the log is committed up to here.
    Learned(Index),
    /// The network was changed by a person.
    Network,
    /// A server refused a vote or an `AppendEntries`.
    Refusal,
    /// A server came back, or went on.
    Restart,
    /// A client submitted a command.
    Submit,
    /// A leader committed.
    Commit(Index),
    /// A leader of this term found that a later one has begun.
    SteppedDown(Term),
    /// A server crashed or was frozen.
    Crash,
    /// A server started an election in this term.
    Candidate(Term),
    /// A server gave up entries from here on: a leader has others in their place.
    Truncated(Index),
    /// A server won this term.
    Leader(Term),
    /// A property of Figure 3 broke.
    Violation,
}

impl Mark {
    /// What makes this step interesting, if anything does: the most interesting of its facts.
    pub fn of(step: &Step) -> Option<Mark> {
        let acted = match &step.what {
            What::Acted(action) => of_action(action),
            _ => None,
        };
        let illegal = step.is_illegal().then_some(MarkKind::Violation);
        let kind = step.seen().filter_map(of_fact).chain(acted).chain(illegal).max()?;
        Some(Mark { step: step.number, at: step.at, server: step.server(), kind })
    }
}

/// Which marks one would stop at, asked from the first to the last: each server learns of a commit in a step of
/// its own, and only the first of them is news.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stops {
    learned: Index,
}

impl Stops {
    /// Whether to stop at the next mark.
    pub fn at(&mut self, mark: &Mark) -> bool {
        match mark.kind {
            MarkKind::Learned(index) => {
                let news = index > self.learned;
                self.learned = self.learned.max(index);
                news
            }
            _ => true,
        }
    }
}

fn of_fact(fact: SeenFact) -> Option<MarkKind> {
    match fact {
        Fact::PropertyViolated { .. } => Some(MarkKind::Violation),
        Fact::BecameLeader { term, .. } => Some(MarkKind::Leader(term)),
        Fact::ElectionStarted { term } => Some(MarkKind::Candidate(term)),
        Fact::Crashed { .. } => Some(MarkKind::Crash),
        Fact::CommitAdvanced { to, .. } => Some(MarkKind::Commit(to)),
        Fact::SteppedDown { was: RoleKind::Leader, of, .. } => Some(MarkKind::SteppedDown(of)),
        Fact::Truncated { first, .. } => Some(MarkKind::Truncated(first)),
        Fact::FollowerCommitAdvanced { to, .. } => Some(MarkKind::Learned(to)),
        Fact::Restarted { .. } => Some(MarkKind::Restart),
        Fact::VoteDenied { .. }
        | Fact::RejectedMismatch { .. }
        | Fact::RejectedStaleTerm { .. }
        | Fact::CommitWithheld { .. } => Some(MarkKind::Refusal),
        _ => None,
    }
}

fn of_action(action: &Action) -> Option<MarkKind> {
    match action {
        Action::Freeze(_) | Action::Wipe(_) => Some(MarkKind::Crash),
        Action::Thaw(_) => Some(MarkKind::Restart),
        Action::Submit { .. } => Some(MarkKind::Submit),
        Action::Partition(_) | Action::Heal | Action::Cut { .. } | Action::Mend { .. } => {
            Some(MarkKind::Network)
        }
        _ => None,
    }
}
