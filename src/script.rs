//! The one command language: the palette, scripts, headless runs, and later lessons and saved sessions.
//!
//! Text becomes a [`Script`] of typed [`Command`]s ([`parse`]), and every command prints its canonical text.
//! A [`Player`] carries commands out on a [`Run`](crate::history::Run), one at a time; [`play`] plays a whole
//! script with no screen and hands back a [`Report`]. The page for people is `assets/language.md`.
//!
//! | file | what is in it |
//! |-|-|
//! | `command`, `condition`, `target` | the language as data |
//! | `spell` | the language printed: canonical text that parses to the same data |
//! | `lexer`, `parser`, `problem` | text to data; every mistake with its place and the nearest right word |
//! | `usage`, `complete` | what there is to say, for help and completion: from the parser itself |
//! | `resolve`, `judge`, `live` | who is meant, whether a condition holds, and the values that make it so |
//! | `deeds`, `player` | what a command does to the world now, and doing it |
//! | `session` | a run with all its branches as text, and back |
//! | `question` | what can be asked, in words |
//! | `play`, `report` | a whole script with no screen, and its story |
//! | `recorded` | a run written as commands |

mod begin;
mod command;
mod complete;
mod condition;
mod deeds;
mod digits;
mod judge;
mod lexer;
mod live;
mod parser;
mod play;
mod player;
mod problem;
mod question;
mod recorded;
mod report;
mod resolve;
pub mod session;
mod spell;
mod target;
mod trouble;
mod usage;

pub use begin::default_command;
pub use command::{Act, Command, EntrySpec, InitialRole, Line, MessageVerb, Script, SetupCommand, Whom};
pub use complete::{Completion, complete, complete_with};
pub use condition::{Amount, Condition, Count, Leaders, Op, Quantity, RequestIs, WhichRequest};
pub use judge::{View, holds};
pub use live::live;
pub use parser::{
    Known, MOST_BYTES, parse, parse_bytes, parse_command, parse_condition, parse_pattern, parse_quantity,
    parse_targets,
};
pub(crate) use parser::{nearest_of, not_text, parse_part};
pub(crate) use play::told_violation;
pub use play::{PlayOptions, play, play_named, play_through};
pub use player::{Ended, MOST_IN_FLIGHT, Outcome, Player};
pub use problem::{Problem, Problems};
pub(crate) use problem::{is_hostile, printable};
pub use question::{check_question, complete_question, parse_question, questions};
pub use recorded::{spell_action, spell_recorded, spell_setup};
pub use report::{Expectation, Failure, Report, StoryLine, Verdict};
pub use target::{Group, Kind, Links, Names, Pattern, Pick, Target, Targets, Which};
pub use trouble::Trouble;
pub use usage::{Place, Usage, commands, conditions, targets};

/// A moment as people write it, counted from the beginning of a run: `150ms`, `1.5s`. None if the text is none.
pub fn parse_moment(text: &str) -> Option<crate::sim::Time> {
    digits::moment(text).ok().map(|span| crate::sim::Time::ZERO + span)
}

/// The language on one page, as Markdown: part of the program, so that it is at hand wherever it runs.
pub const LANGUAGE: &str = include_str!("../assets/language.md");
