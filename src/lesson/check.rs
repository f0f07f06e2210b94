//! Whether a lesson is true: everything in it is played with no screen, and held against the run.
//!
//! | file | what is looked at |
//! |-|-|
//! | `lint` | what has to be there, whatever the run does |
//! | `rehearsal` | one playing from beginning to end, with one seed |
//! | `asked`, `tried` | questions and challenges in it |
//! | `told`, `claims` | the prose beside the run: sentences that claim a number |
//! | `coverage` | which rules fire in which lessons |
//! | `source` | where in the file a mistake stands |

mod asked;
mod claims;
mod coverage;
mod lint;
mod live;
mod rehearsal;
mod source;
mod told;
mod tried;

pub use coverage::Coverage;

use super::{Lesson, LessonId, PartKind, parse_bytes};
use crate::language::Problems;
use crate::paper::{Property, Rule};
use source::Source;
use std::sync::Arc;

/// The other seeds with which a lesson is played that does not pin its own.
const OTHER_SEEDS: std::ops::RangeInclusive<u64> = 2..=21;

/// The most steps of the cluster in a lesson that is played with other seeds too.
const LONGEST: u64 = 100_000;

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
    /// What was looked at.
    pub seen: Seen,
    /// The rules that fired in its runs as they are written, challenges' solutions included.
    pub rules: Vec<Rule>,
    /// The properties that are to break in it, because a rule is set aside.
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

/// Checks a lesson. `name` is what its file is called without `.md`; empty if it has no file.
pub fn check(bytes: &[u8], name: &str, options: &CheckOptions) -> Checked {
    let lesson = match parse_bytes(bytes, name) {
        Ok(lesson) => lesson,
        Err(problems) => return Checked { problems, ..Checked::default() },
    };
    let text = String::from_utf8_lossy(bytes);
    let mut source = Source::new(&text);
    lint::lint(&lesson, options, &mut source);
    let lesson = Arc::new(lesson);
    let mut seen = Seen::of(&lesson);
    let own = rehearsal::play(&lesson, None, None, &mut source);
    seen.cluster_steps = own.steps;
    if !lesson.pinned && own.steps > LONGEST {
        let line = lesson.steps.first().map_or(1, |step| step.line);
        let message = format!("the cluster takes {} steps in this lesson", own.steps);
        source.say(
            line,
            message,
            format!("at most {LONGEST}, so that it can be played with 20 other seeds; or `seed: pinned`"),
        );
    }
    // What is wrong already is not looked at with other seeds.
    if source.is_clean() && !lesson.pinned {
        for seed in OTHER_SEEDS {
            rehearsal::play(&lesson, Some(seed), Some(&own.answers), &mut source);
            seen.seeds += 1;
        }
    }
    Checked {
        lesson: Some(Arc::unwrap_or_clone(lesson)),
        problems: source.problems(),
        seen,
        rules: own.fired.rules.into_iter().collect(),
        breaks: own.fired.breaks.into_iter().collect(),
    }
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
