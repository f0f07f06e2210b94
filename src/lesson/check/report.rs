//! What is known before a check, and what comes of it.

use super::thumb::OneOf;
use crate::language::Problems;
use crate::lesson::{Lesson, LessonId, PartKind};
use crate::paper::{Property, Rule};

/// What a check is told beforehand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckOptions {
    /// Lessons that there are, for those that say what they build on.
    pub lessons: Vec<LessonId>,
}

/// What came of checking a lesson.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The lesson; none if it could not be read.
    pub lesson: Option<Lesson>,
    /// What is not as it should be, from the top.
    pub problems: Problems,
    /// What can be answered without knowing anything, from the top.
    pub give_aways: Problems,
    /// What was looked at.
    pub seen: Seen,
    /// Its questions that are answered with one choice.
    pub choices: Vec<OneOf>,
    /// The rules that fired in its runs as they are written, challenges' solutions included.
    pub rules: Vec<Rule>,
    /// The properties that are to break in it, because a rule is off.
    pub breaks: Vec<Property>,
}

/// What was looked at in a lesson.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Seen {
    /// Steps of the lesson.
    pub steps: usize,
    /// Questions.
    pub questions: usize,
    /// Challenges.
    pub challenges: usize,
    /// Expectations of its scripts.
    pub expectations: usize,
    /// Steps of the clusters, in copies, solutions and demos too.
    pub cluster_steps: u64,
    /// Other seeds with which everything was played again.
    pub seeds: u32,
}

impl Checked {
    /// Whether nothing is wrong in it.
    pub fn holds(&self) -> bool {
        self.problems.list.is_empty()
    }

    /// Whether no question gives its answer away.
    pub fn is_fair(&self) -> bool {
        self.give_aways.list.is_empty()
    }
}

impl Seen {
    /// The parts of a lesson; nothing of it was played yet.
    pub(super) fn of(lesson: &Lesson) -> Seen {
        let mut seen = Seen { steps: lesson.steps.len(), ..Seen::default() };
        for part in lesson.steps.iter().flat_map(|step| &step.parts) {
            match &part.kind {
                PartKind::Script(script) => seen.expectations += script.expectations(),
                PartKind::Question(_) => seen.questions += 1,
                PartKind::Challenge(_) => seen.challenges += 1,
                PartKind::Prose(_) | PartKind::Logs(_) | PartKind::Show(_) => {}
            }
        }
        seen
    }
}
