//! What happened before: steps looked up, and told as evidence.

use crate::explain::answer::Evidence;
use crate::explain::tell;
use crate::history::Run;
use crate::raft::{Fact, Index, ServerId, Term};
use crate::sim::{Step, StepId, What};

/// The steps up to the cursor, latest first, as far back as they are at hand.
pub(super) struct Past<'a> {
    run: &'a Run,
}

impl<'a> Past<'a> {
    pub(super) fn of(run: &'a Run) -> Past<'a> {
        Past { run }
    }

    /// The latest step that fits.
    pub(super) fn last(&self, fits: impl Fn(&Step) -> bool) -> Option<&'a Step> {
        self.run.recent().iter().rev().find(|step| fits(step))
    }

    /// The latest step of a server with a fact that fits.
    pub(super) fn last_of(&self, server: ServerId, fits: impl Fn(&Fact) -> bool) -> Option<&'a Step> {
        self.last(|step| step.server() == Some(server) && step.facts.iter().any(&fits))
    }

    /// All steps that fit, earliest first, but no more than the latest few.
    pub(super) fn all(&self, most: usize, fits: impl Fn(&Step) -> bool) -> Vec<&'a Step> {
        let mut found: Vec<&Step> =
            self.run.recent().iter().rev().filter(|step| fits(step)).take(most).collect();
        found.reverse();
        found
    }

    /// A step by its number.
    pub(super) fn step(&self, number: StepId) -> Option<&'a Step> {
        let first = self.run.recent().first()?.number;
        let position = usize::try_from(number.checked_sub(first)?).ok()?;
        self.run.recent().get(position)
    }

    /// Whether the run goes further back than the steps at hand.
    pub(super) fn is_cut(&self) -> bool {
        self.run.recent().first().is_some_and(|step| step.number > 1)
    }

    /// A step as evidence, told as the subtitle tells it.
    pub(super) fn evidence(&self, step: &Step) -> Evidence {
        let told = tell(step, self.run.world().size());
        let text = if told.rest.is_empty() { told.head } else { format!("{}: {}", told.head, told.rest) };
        Evidence { step: step.number, at: step.at, text }
    }

    /// A step by its number as evidence. One that is not at hand any more is left out.
    pub(super) fn evidence_of(&self, number: StepId) -> Option<Evidence> {
        self.step(number).map(|step| self.evidence(step))
    }

    /// The step, if any, as evidence.
    pub(super) fn told(&self, step: Option<&Step>) -> Option<Evidence> {
        step.map(|step| self.evidence(step))
    }

    /// A step and the step that caused it, as evidence.
    pub(super) fn with_cause(&self, step: Option<&Step>) -> Vec<Evidence> {
        let Some(step) = step else { return Vec::new() };
        let cause = step.cause.and_then(|cause| self.step(cause));
        cause.into_iter().chain([step]).map(|step| self.evidence(step)).collect()
    }

    /// The step in which a server got the entry that it has at an index.
    pub(super) fn stored(&self, server: ServerId, index: Index) -> Option<&'a Step> {
        self.last_of(server, |fact| match *fact {
            Fact::Appended { first, last } => (first..=last).contains(&index),
            Fact::EntryAppended { index: at, .. } | Fact::NoOpAppended { index: at, .. } => at == index,
            _ => false,
        })
    }

    /// The step in which a server won a term.
    pub(super) fn won(&self, server: ServerId, term: Term) -> Option<&'a Step> {
        let won = |fact: &Fact| matches!(fact, Fact::BecameLeader { term: of, .. } if *of == term);
        self.last_of(server, won)
    }

    /// The last crash, or freezing, of a server.
    pub(super) fn stopped(&self, server: ServerId) -> Option<&'a Step> {
        use crate::sim::Action;
        let stops =
            |action: &Action| matches!(action, Action::Crash(of) | Action::Freeze(of) if *of == server);
        self.last(|step| matches!(&step.what, What::Acted(action) if stops(action)))
    }

    /// The last change of the network by a person.
    pub(super) fn cut(&self) -> Option<&'a Step> {
        use crate::sim::Action;
        self.last(|step| {
            matches!(
                &step.what,
                What::Acted(Action::Partition(_) | Action::Cut { .. } | Action::HoldLink { .. })
            )
        })
    }
}
