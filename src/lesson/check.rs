//! Whether a lesson is true: everything in it is played with no screen, and held against the run.
//!
//! | file | what is looked at |
//! |-|-|
//! | `lint` | what has to be there, whatever the run does |
//! | `source` | where in the file a mistake stands |

mod lint;
mod source;

use super::{Lesson, LessonId, PartKind, parse_bytes};
use crate::script::Problems;
use source::Source;

/// What a check is told beforehand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckOptions {
    /// Lessons that there are, for those that say what they build on.
    pub lessons: Vec<LessonId>,
}

/// What came of checking a lesson.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The lesson; none if it could not be read.
    pub lesson: Option<Lesson>,
    /// What is not as it should be, from the top.
    pub problems: Problems,
    /// What was looked at.
    pub seen: Seen,
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
}

/// Checks a lesson. `name` is what its file is called without `.md`; empty if it has no file.
pub fn check(bytes: &[u8], name: &str, options: &CheckOptions) -> Checked {
    let lesson = match parse_bytes(bytes, name) {
        Ok(lesson) => lesson,
        Err(problems) => return Checked { lesson: None, problems, seen: Seen::default() },
    };
    let text = String::from_utf8_lossy(bytes);
    let mut source = Source::new(&text);
    lint::lint(&lesson, options, &mut source);
    let seen = Seen::of(&lesson);
    Checked { lesson: Some(lesson), problems: source.problems(), seen }
}

impl Checked {
    /// Whether nothing is wrong.
    pub fn holds(&self) -> bool {
        self.problems.list.is_empty()
    }
}

impl Seen {
    fn of(lesson: &Lesson) -> Seen {
        let mut seen = Seen { steps: lesson.steps.len(), ..Seen::default() };
        for part in lesson.steps.iter().flat_map(|step| &step.parts) {
            match &part.kind {
                PartKind::Script(script) => seen.expectations += script.expectations(),
                PartKind::Question(_) => seen.questions += 1,
                PartKind::Challenge(_) => seen.challenges += 1,
                PartKind::Prose(_) | PartKind::Show(_) => {}
            }
        }
        seen
    }
}
