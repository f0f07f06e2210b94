//! The one command language, as values and as text; nothing here runs anything.
//!
//! Text becomes a [`Script`] of typed [`Command`]s ([`parse`]), and every command, condition, target and question
//! prints its canonical text, which parses to the same value. What carries commands out is
//! [`script`](crate::script). The page for people is `assets/language.md`.
//!
//! | file | what is in it |
//! |-|-|
//! | `act` | the actions, each with all that the language knows of it |
//! | `command`, `condition`, `target`, `question` | the language as data |
//! | `spell`, `pieces` | the language printed: canonical text that parses to the same data |
//! | `lexer`, `parser`, `problem` | text to data; every mistake with its place and the nearest right word |
//! | `usage`, `vocabulary`, `complete` | what there is to say, for help and completion: from the parser itself |
//! | `begin` | the cluster that setup commands describe |
//! | `recorded` | a cluster and what was done to it, as commands |

mod act;
mod begin;
mod command;
mod complete;
mod condition;
mod digits;
mod entry;
mod lexer;
mod parser;
mod pieces;
mod problem;
mod question;
mod recorded;
mod spell;
mod target;
mod usage;
mod vocabulary;

pub use act::{Act, MessageVerb};
pub(crate) use begin::check_setup;
pub use begin::default_command;
pub use command::{Command, InitialRole, Line, Script, SetupCommand, Whom};
pub use complete::{Completion, complete, complete_question, complete_with};
pub(crate) use condition::cause_word;
pub use condition::{
    Amount, Condition, Count, DetailValue, FactDetail, Leaders, Op, Quantity, RequestIs, WhichRequest,
};
pub use entry::EntrySpec;
pub use parser::{
    Known, MOST_BYTES, check_question, parse, parse_bytes, parse_command, parse_condition, parse_key_command,
    parse_pattern, parse_quantity, parse_targets, read_question,
};
pub(crate) use parser::{Parsed, Parser, SessionLine, not_text, parse_part, parse_session_line};
pub(crate) use problem::{MOST_PROBLEMS, is_hostile, printable};
pub use problem::{Problem, Problems};
pub use question::{Asked, Being, Number, Question, Whether};
pub(crate) use recorded::spell_setup_briefly;
pub use recorded::{spell_placed, spell_setup};
pub use target::{CHOSEN, EntryAt, Group, Kind, Links, Names, Pattern, Pick, Says, Target, Targets, Which};
pub use usage::{Place, Usage, conditions, questions, targets};
pub use vocabulary::commands;

/// A moment as people write it, counted from the beginning of a run: `150ms`, `1.5s`. None if the text is none.
pub fn parse_moment(text: &str) -> Option<crate::sim::Time> {
    digits::moment(text).ok().map(|span| crate::sim::Time::ZERO + span)
}

/// The language on one page, as Markdown: part of the program, so that it is at hand wherever it runs.
pub const LANGUAGE: &str = include_str!("../assets/language.md");
