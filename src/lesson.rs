//! Lessons: the file format, its checker, the player, questions, challenges, progress.
//!
//! A lesson is a Markdown file (`assets/lesson-format.md`). Its steps are headings, and what a step holds plays in the
//! order in which it is written. Nothing here knows of a terminal, a file or a clock.
//!
//! | file | what is there |
//! |-|-|
//! | `model`, `step` | a lesson as data, and a step of it |
//! | `prose` | text for people: Markdown with live values |
//! | `parser` | text to data; every mistake with its place |
//! | `check` | whether a lesson is true |
//! | `shipped`, `template` | the lessons that are built into the program, and one to begin with |
//! | `question`, `challenge` | what is asked, and what is to be done |
//! | `card` | what is to be kept of a lesson |
//! | `log_table` | the logs of all servers, as a small table |
//! | `sheet` | what a teacher sees in a second terminal |
//! | `live` | values of the cluster in the middle of a sentence |
//! | [`play`] | a lesson while it is played |
//! | [`progress`] | what a learner has done |
//! | [`grade`] | grading with no screen |
//! | [`review`], `schedule`, `day` | what was missed comes back, and when |

mod card;
mod challenge;
mod check;
mod day;
pub mod grade;
mod live;
mod log_table;
mod model;
mod pane;
mod parser;
pub mod play;
pub mod progress;
mod prose;
mod question;
pub mod review;
mod schedule;
mod sheet;
mod shipped;
mod step;
mod steps;
mod template;

pub use card::{Card, FEWEST_SENTENCES, MOST_SENTENCES};
pub use challenge::{Challenge, Goal};
pub use check::{CheckOptions, Checked, Coverage, Guessing, Luck, OneOf, Seen, Spread, Thumb, check};
pub use day::{Day, NotADay};
pub use live::{LiveError, resolve};
pub use log_table::{LogCell, LogCellKind, LogTable};
pub use model::{Lesson, LessonId, LessonPart, TaskId};
pub use pane::Pane;
pub use parser::{MOST_LESSON_BYTES, is_id, parse, parse_bytes};
pub use prose::{Block, Inline, Item, Live, LiveValue, Prose, Style, spoken};
pub use question::{
    Answering, Choice, Correctness, Event, Lookahead, Number, PointTarget, Question, Replies, RightRule,
    SaidToAnswers, TypedLog, Wrong,
};
pub use sheet::{MOST_SHEET_BYTES, Sheet, SheetAnswer, SheetChallenge, SheetError, SheetQuestion};
pub use shipped::{shipped, shipped_lesson, shipped_lessons};
pub use step::{Demo, Lit, Part, PartKind, Show, Step};
pub use steps::Steps;
pub use template::template;

/// How lessons are written, on one page, as Markdown.
pub const FORMAT: &str = include_str!("../assets/lesson-format.md");
