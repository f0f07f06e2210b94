//! How a run came to break a property of Figure 3: which steps mattered, what each did for it, and at which of them
//! the rule that was off would have had it otherwise.
//!
//! All of it is read off the run: what mattered lies in the past of the violation and of its evidence (see [`Cone`]),
//! and what the rule would have done is found by putting it back right before a step and taking that step again.

mod objection;

pub use objection::Objection;

use super::{Narration, tell_within};
use crate::history::{BranchId, Cone, MarkKind, Run};
use crate::paper::BugSet;
use crate::raft::{Fact, ServerId, Term};
use crate::safety::Violation;
use crate::sim::{SeenFact, Step, StepId, Time};

/// How far back from the violation steps are looked at.
const FARTHEST: usize = 600;

/// A property broken while rules were off, and how it came to this.
#[derive(Clone, Debug)]
pub struct Disaster {
    /// The branch on which it happened.
    pub branch: BranchId,
    /// The rules that were off.
    pub bugs: BugSet,
    /// What broke.
    pub violation: Violation,
    /// What it means, with the values of this run.
    pub meaning: String,
    /// How many steps the run took until then, without the servers' starts.
    pub length: u64,
    /// The steps that mattered, earliest first; the last is the one in which it broke.
    pub steps: Vec<KeyStep>,
}

/// A step that mattered.
#[derive(Clone, Debug)]
pub struct KeyStep {
    /// Its number.
    pub step: StepId,
    /// What it did for the disaster.
    pub role: Role,
    /// The server that acted, if one did.
    pub server: Option<ServerId>,
    /// The term that gives it its colour.
    pub term: Option<Term>,
    /// The virtual time of the step.
    pub at: Time,
    /// What happened, in words.
    pub told: Narration,
    /// What the rule would have done instead, if anything else.
    pub objection: Option<Objection>,
}

/// What a step did for the disaster, from the least to the most telling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// A follower learned of a commitment.
    Learned,
    /// A follower stored entries.
    Stored,
    /// A server came back with what was on its disk.
    Restarted,
    /// A leader appended a command.
    Appended,
    /// A server crashed.
    Crashed,
    /// Nothing of all this, but the rule would have had it otherwise.
    Bent,
    /// Entries were given up.
    GaveUp,
    /// A server was elected.
    Elected,
    /// A leader committed.
    Committed,
    /// A property broke.
    Broke,
}

impl Role {
    /// It in a word or two, for a narrow column.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Learned => "learns",
            Role::Stored => "copies",
            Role::Restarted => "restarts",
            Role::Appended => "appends",
            Role::Crashed => "crashes",
            Role::Bent => "rule off",
            Role::GaveUp => "deletes",
            Role::Elected => "elects",
            Role::Committed => "commits",
            Role::Broke => "breaks",
        }
    }

    /// What a step did, by its facts.
    fn of(step: &Step) -> Option<Role> {
        step.seen().filter_map(Role::of_fact).max()
    }

    fn of_fact(fact: SeenFact) -> Option<Role> {
        Some(match fact {
            Fact::PropertyViolated { .. } => Role::Broke,
            Fact::CommitAdvanced { .. } => Role::Committed,
            Fact::BecameLeader { .. } => Role::Elected,
            Fact::Truncated { .. } => Role::GaveUp,
            Fact::Crashed { .. } => Role::Crashed,
            Fact::Restarted { .. } => Role::Restarted,
            Fact::EntryAppended { .. } | Fact::NoOpAppended { .. } => Role::Appended,
            Fact::Appended { .. } => Role::Stored,
            Fact::FollowerCommitAdvanced { .. } => Role::Learned,
            _ => return None,
        })
    }
}

impl Disaster {
    /// Where the branch that is looked at first breaks a property, as far as it was played: the branch to which that
    /// step belongs, and the step. Cheap enough to be asked often.
    pub fn place(run: &Run) -> Option<(BranchId, StepId)> {
        run.current().ending().violation?;
        let mark = run.marks().iter().find(|mark| mark.kind == MarkKind::Violation)?;
        Some((run.owner(mark.step).id(), mark.step))
    }

    /// How the branch that is looked at came to break a property. None if it breaks none, or if no rule was off then.
    pub fn of(run: &Run) -> Option<Disaster> {
        let (branch, last) = Disaster::place(run)?;
        let mut run = run.clone();
        run.seek(last);
        let bugs = run.world().options().bugs;
        if bugs.is_empty() {
            return None;
        }
        let violation = run.checker().violations().iter().find(|violation| violation.step == last)?.clone();
        let meaning = run.step().map(|step| tell_within(step, &run).rest).unwrap_or_default();
        let recent = run.recent();
        let steps: Vec<Step> = recent[recent.len().saturating_sub(FARTHEST)..].to_vec();
        let cones: Vec<Cone> =
            violation.evidence.iter().chain([&last]).filter_map(|step| Cone::of(&steps, *step)).collect();
        let first = steps.first()?.number.max(run.start() + 1);
        run.seek(first - 1);
        let mut keys = Vec::new();
        while run.cursor() < last {
            let before = run.world().clone();
            let Some(step) = run.forward().cloned() else { break };
            if !cones.iter().any(|cone| cone.in_past(step.number)) {
                continue;
            }
            let by_hand = run.actions().binary_search_by_key(&(step.number - 1), |placed| placed.after);
            let by_hand = by_hand.ok().map(|position| &run.actions()[position].action);
            let objection = Objection::to(&step, by_hand, before, run.world());
            let Some(role) = Role::of(&step).or(objection.is_some().then_some(Role::Bent)) else { continue };
            let told = tell_within(&step, &run);
            keys.push(KeyStep {
                step: step.number,
                role,
                server: step.server(),
                term: step.term,
                at: step.at,
                told,
                objection,
            });
        }
        let length = last - run.start();
        Some(Disaster { branch, bugs, violation, meaning, length, steps: keys })
    }

    /// The step that mattered at which the rule would first have had it otherwise: where it went wrong.
    pub fn went_wrong(&self) -> Option<&KeyStep> {
        self.steps.iter().find(|key| key.objection.is_some())
    }

    /// The step that mattered that has this number.
    pub fn at(&self, step: StepId) -> Option<&KeyStep> {
        self.steps.iter().find(|key| key.step == step)
    }

    /// No more than so many of the steps that mattered, the most telling, in their order.
    pub fn most_telling(&self, most: usize) -> Vec<&KeyStep> {
        let mut ranked: Vec<&KeyStep> = self.steps.iter().collect();
        let wrong = self.went_wrong().map(|key| key.step);
        // Of equals the later: what is nearer to the end.
        ranked.sort_by_key(|key| std::cmp::Reverse((Some(key.step) == wrong, key.role, key.step)));
        ranked.truncate(most);
        ranked.sort_by_key(|key| key.step);
        ranked
    }
}
