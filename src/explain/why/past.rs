//! What happened before: steps are looked up and cited as evidence.

use crate::explain::answer::Evidence;
use crate::explain::claim::{Cited, PastClaim};
use crate::explain::tell;
use crate::history::{Direction, Run, Watched};
use crate::raft::{Fact, Index, ServerId, Term};
use crate::sim::{SeenFact, Span, Step, StepId, What};

/// The steps up to the cursor, latest first.
pub(super) struct Past<'a> {
    run: &'a Run,
}

/// How many steps before those in memory are searched. The search for a fact that never happened has to end.
const FURTHER: u64 = 20_000;

impl<'a> Past<'a> {
    pub(super) fn of(run: &'a Run) -> Past<'a> {
        Past { run }
    }

    /// Whether all steps from the start on are searched.
    pub(super) fn is_whole(&self) -> bool {
        self.run.cursor() < FURTHER
    }

    /// The latest step that fits.
    pub(super) fn last(&self, fits: impl Fn(&Step) -> bool) -> Option<Step> {
        let recent = self.run.recent();
        if let Some(step) = recent.iter().rev().find(|step| fits(step)) {
            return Some(step.clone());
        }
        let first = recent.first()?.number;
        let limit = first.saturating_sub(FURTHER);
        if first <= 1 {
            return None;
        }
        let found = self.run.find(first, Direction::Backward, |step| step.number < limit || fits(step));
        found.filter(|step| fits(step))
    }

    /// The latest step of a server with a fact that fits.
    pub(super) fn last_of(&self, server: ServerId, fits: impl Fn(SeenFact) -> bool) -> Option<Step> {
        self.last(|step| step.server() == Some(server) && step.seen().any(&fits))
    }

    /// The latest few steps in memory that fit, earliest first.
    pub(super) fn all(&self, most: usize, fits: impl Fn(&Step) -> bool) -> Vec<Step> {
        let recent = self.run.recent().iter().rev();
        let mut found: Vec<Step> = recent.filter(|step| fits(step)).take(most).cloned().collect();
        found.reverse();
        found
    }

    /// A step by its number, if it lies before the cursor.
    pub(super) fn step(&self, number: StepId) -> Option<Step> {
        if number > self.run.cursor() { None } else { self.run.step_at(number) }
    }

    /// The state right before a step.
    pub(super) fn before(&self, number: StepId) -> Option<Watched> {
        self.run.state_at(number.checked_sub(1)?)
    }

    /// A step as evidence, in the words of its caption.
    pub(super) fn evidence(&self, step: &Step) -> Evidence {
        let told = tell(step, self.run.world().configuration());
        let text = if told.rest.is_empty() { told.head } else { format!("{}: {}", told.head, told.rest) };
        Evidence { step: step.number, at: step.at, text, cited: Cited::Step }
    }

    /// A step as evidence for a fact of it that fits.
    pub(super) fn cited(&self, step: &Step, fits: impl Fn(SeenFact) -> bool) -> Evidence {
        let fact = step.seen().find(|fact| fits(*fact));
        Evidence { cited: fact.map_or(Cited::Step, Cited::Fact), ..self.evidence(step) }
    }

    /// A step by its number as evidence. One that is no longer available is left out.
    pub(super) fn evidence_of(&self, number: StepId) -> Option<Evidence> {
        self.step(number).map(|step| self.evidence(&step))
    }

    /// The step, if any, as evidence.
    pub(super) fn told(&self, step: Option<&Step>) -> Option<Evidence> {
        step.map(|step| self.evidence(step))
    }

    /// Steps as evidence.
    pub(super) fn tell_all(&self, steps: impl IntoIterator<Item = Step>) -> Vec<Evidence> {
        steps.into_iter().map(|step| self.evidence(&step)).collect()
    }

    /// A step and the step that caused it, as evidence.
    pub(super) fn with_cause(&self, step: Option<&Step>) -> Vec<Evidence> {
        let Some(step) = step else { return Vec::new() };
        let cause = step.cause.and_then(|cause| self.evidence_of(cause));
        cause.into_iter().chain([self.evidence(step)]).collect()
    }

    /// The step in which a server got the entry that it has at an index.
    pub(super) fn stored(&self, server: ServerId, index: Index) -> Option<Step> {
        self.last_of(server, |fact| match fact {
            Fact::Appended { first, last } => (first..=last).contains(&index),
            Fact::EntryAppended { index: at, .. } | Fact::NoOpAppended { index: at, .. } => at == index,
            _ => false,
        })
    }

    /// The step in which a server won a term.
    pub(super) fn won(&self, server: ServerId, term: Term) -> Option<Step> {
        let won = |fact: SeenFact| matches!(fact, Fact::BecameLeader { term: of, .. } if of == term);
        self.last_of(server, won)
    }

    /// The last crash, or freezing, of a server.
    pub(super) fn stopped(&self, server: ServerId) -> Option<Step> {
        use crate::sim::Action;
        let stops =
            |action: &Action| matches!(action, Action::Crash(of) | Action::Freeze(of) if *of == server);
        self.last(|step| matches!(&step.what, What::Acted(action) if stops(action)))
    }

    /// The last crash of a server that is down.
    pub(super) fn crashed(&self, server: ServerId) -> Option<Step> {
        use crate::sim::Action;
        self.last(|step| matches!(&step.what, What::Acted(Action::Crash(of)) if *of == server))
    }

    /// The last time that a person cut or held links.
    pub(super) fn cut(&self) -> Option<Step> {
        use crate::sim::Action;
        let cuts = |action: &Action| {
            matches!(
                action,
                Action::Partition(_) | Action::Cut { .. } | Action::HoldLink { .. } | Action::Tune { .. }
            )
        };
        self.last(|step| matches!(&step.what, What::Acted(action) if cuts(action)))
    }
}

/// How a server became a candidate.
pub(super) fn started(server: ServerId, step: &Step) -> Option<PastClaim> {
    let term = step.seen().find_map(|fact| match fact {
        Fact::ElectionStarted { term } => Some(term),
        _ => None,
    })?;
    let (by_hand, waited) = match &step.what {
        What::TimerFired { waited, .. } => (step.forced, *waited),
        What::Acted(_) => (true, Span::ZERO),
        _ => return None,
    };
    Some(PastClaim::StartedElection { server, term, step: step.number, by_hand, waited })
}
