//! Taking back: what was done last in a challenge has not been done.

use super::{Trial, is_one_command};
use crate::history::{PlacedAction, Run};

impl Trial {
    /// Whether something was done that can be taken back.
    pub fn has_done_something(&self, run: &Run) -> bool {
        !self.done(run).is_empty()
    }

    /// What was done before the cursor of the run, since the challenge began.
    fn done<'a>(&self, run: &'a Run) -> &'a [PlacedAction] {
        let own = run.actions().get(self.run.actions().len()..).unwrap_or_default();
        &own[..own.partition_point(|placed| placed.after < run.cursor())]
    }

    /// The run as it was before the last command that lies before its cursor. Nothing of that command is left, not in
    /// what is known of the future either: whoever lets time pass from there sees what happens without it. None if
    /// nothing was done.
    pub fn without_last(&self, run: &Run) -> Option<Run> {
        let done = self.done(run);
        let (mut first, mut kept) = done.split_last()?;
        // What one command did to several servers is taken back as one.
        while let Some((before, rest)) = kept.split_last().filter(|(before, _)| is_one_command(before, first))
        {
            (first, kept) = (before, rest);
        }
        let mut back = self.run.as_ref().clone();
        for placed in kept {
            reach(&mut back, placed.after, placed.at);
            back.act(&placed.action).ok()?;
        }
        reach(&mut back, first.after, first.at);
        Some(back)
    }
}

/// Lets time pass up to a moment behind a step.
fn reach(run: &mut Run, step: crate::sim::StepId, at: crate::sim::Time) {
    while run.cursor() < step && run.forward().is_some() {}
    run.pass(at);
}
