//! Where a player can jump to: elections, commitments, crashes, and what breaks.

use crate::history::{Mark, MarkKind, Run};
use crate::sim::StepId;
use std::iter::Peekable;

/// The most that a player is given.
const MOST: usize = 1_000;

/// The chapters of a run that are still to come.
pub(super) struct Chapters<'a> {
    marks: Peekable<Box<dyn Iterator<Item = &'a Mark> + 'a>>,
}

impl<'a> Chapters<'a> {
    /// Those after a step.
    pub fn after(run: &'a Run, step: StepId) -> Chapters<'a> {
        let marks = run.marks().iter().filter(move |mark| mark.step > step && name(mark).is_some());
        let marks: Box<dyn Iterator<Item = &Mark>> = Box::new(marks.take(MOST));
        Chapters { marks: marks.peekable() }
    }

    /// Those up to a step that were not told yet.
    pub fn until(&mut self, step: StepId) -> Vec<String> {
        let mut names = Vec::new();
        while let Some(mark) = self.marks.next_if(|mark| mark.step <= step) {
            names.extend(name(mark));
        }
        names
    }
}

fn name(mark: &Mark) -> Option<String> {
    let server = mark.server;
    Some(match (mark.kind, server) {
        (MarkKind::Leader(term), Some(server)) => format!("{server} wins the election for term {term}"),
        (MarkKind::Commit(index), Some(server)) => format!("{server} commits up to {index}"),
        (MarkKind::Crash, Some(server)) => format!("{server} crashes"),
        (MarkKind::Restart, Some(server)) => format!("{server} restarts"),
        (MarkKind::Network, _) => "The network changes".to_string(),
        (MarkKind::Violation, _) => "A property of Figure 3 breaks".to_string(),
        _ => return None,
    })
}
