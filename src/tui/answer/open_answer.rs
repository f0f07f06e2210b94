//! An answer on the screen: of which moment it speaks, what is chosen in it, how far it is scrolled.

use crate::explain::Answer;
use crate::history::{BranchId, Run};
use crate::sim::StepId;
use crate::tui::{AnswerScene, AnswerTarget, Look};

/// An answer on the screen. It goes on speaking of the step at which it was asked, wherever one goes from there:
/// so one can follow its evidence and come back.
#[derive(Clone, Debug)]
pub struct OpenAnswer {
    /// The answer.
    pub answer: Answer,
    /// The branch and the step that it speaks of.
    pub at: (BranchId, StepId),
    /// What is chosen in it.
    pub chosen: Option<AnswerTarget>,
    /// How many rows are scrolled away.
    pub scroll: u16,
    /// Nobody has read it yet: for those who have no screen.
    pub fresh: bool,
}

impl OpenAnswer {
    /// An answer about the moment at the cursor.
    pub fn new(answer: Answer, run: &Run) -> OpenAnswer {
        OpenAnswer { answer, at: (run.current().id(), run.cursor()), chosen: None, scroll: 0, fresh: true }
    }

    /// Whether the run stands where the answer was given.
    pub fn is_here(&self, run: &Run) -> bool {
        self.at == (run.current().id(), run.cursor())
    }

    /// As it is drawn.
    pub fn scene<'a>(&'a self, run: &Run, look: &'a Look) -> AnswerScene<'a> {
        let left = (!self.is_here(run)).then(|| run.cursor());
        AnswerScene { answer: &self.answer, left, chosen: self.chosen, scroll: self.scroll, look }
    }

    /// Of which step it speaks: said above it.
    pub fn moment(&self, run: &Run, ascii: bool) -> String {
        let (branch, step) = self.at;
        if self.is_here(run) {
            return format!("of step {step}");
        }
        let away = if branch == run.current().id() { String::new() } else { format!(" of branch {branch}") };
        let dot = if ascii { "-" } else { "·" };
        format!("of step {step}{away} {dot} you are at {}", run.cursor())
    }
}
