//! Whether a lesson is true: everything in it is played with no screen, and held against the run.
//!
//! | file | what is looked at |
//! |-|-|
//! | `lint` | what has to be there, whatever the run does |
//! | `rehearsal` | one playing from beginning to end, with one seed |
//! | `questions`, `challenges` | what is asked and what is to be done in it |
//! | `prose`, `claims`, `live` | the prose beside the run: sentences that claim a number, and live values |
//! | `fairness` | whether a question can be answered without knowing anything |
//! | `thumb`, `chance` | rules of thumb, and whether they are right more often than chance |
//! | `guessing` | how well lessons can be guessed |
//! | `coverage` | which rules fire in which lessons |
//! | `source` | where in the file a mistake stands |
//! | `report` | what came of it |

mod challenges;
mod chance;
mod claims;
mod coverage;
mod fairness;
mod guessing;
mod lint;
mod live;
mod prose;
mod questions;
mod rehearsal;
mod report;
mod source;
mod thumb;

pub use chance::Spread;
pub use coverage::Coverage;
pub use guessing::Guessing;
pub use report::{CheckOptions, Checked, Seen};
pub use thumb::{Luck, OneOf, Thumb};

use super::parse_bytes;
use source::Source;
use std::sync::Arc;

/// The other seeds with which a lesson is played that does not pin its own.
const OTHER_SEEDS: std::ops::RangeInclusive<u64> = 2..=21;

/// The most steps of the cluster in a lesson that is played with other seeds too.
const LONGEST: u64 = 100_000;

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
    let mut own = rehearsal::play(&lesson, None, None, &mut source);
    let mut given_away = Source::new(&text);
    own.give_aways(&lesson, &mut given_away);
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
        give_aways: given_away.problems(),
        seen,
        choices: own.choices,
        rules: own.fired.rules.into_iter().collect(),
        breaks: own.fired.breaks.into_iter().collect(),
    }
}
