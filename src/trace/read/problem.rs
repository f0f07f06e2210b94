//! What is wrong with a line.

use crate::nearest::{did_you_mean, nearest};
use crate::trace::names::clean;
use serde::Serialize;
use std::fmt;

/// How much of a line is quoted.
const MOST_QUOTED: usize = 120;
/// The same of a line that is evidence.
const MOST_OF_EVIDENCE: usize = 680;

/// A line that could not be read. The others are read all the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Broken {
    /// Its number, counted from 1.
    pub line: u64,
    /// Where in it the mistake was noticed: a character, counted from 1.
    pub column: Option<u64>,
    /// What is wrong, what was expected, and perhaps the nearest right word.
    pub says: String,
    /// The line itself, shortened, with nothing in it that is not to be shown.
    pub quoted: Box<str>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.says)
    }
}

/// What is wrong with a line, before it is said which line it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Problem {
    /// How many bytes of the line come before the place where it was noticed.
    pub(super) at: Option<usize>,
    pub(super) says: String,
    /// Whether the line ends too early: if it is the last one, that is normal.
    pub(super) cut_off: bool,
}

impl Problem {
    pub(super) fn says(says: impl Into<String>) -> Problem {
        Problem { at: None, says: says.into(), cut_off: false }
    }

    /// A problem with the JSON of a line. It says its place itself, which is said otherwise here.
    pub(super) fn json(error: &serde_json::Error, text: &[u8]) -> Problem {
        let mut says = error.to_string();
        if let Some(place) = says.rfind(" at line ") {
            says.truncate(place);
        }
        let cut_off = error.is_eof();
        if cut_off {
            says = format!("the line ends too early ({})", says.replacen("EOF", "it ends", 1));
        }
        let at = error.column().checked_sub(1);
        Problem { at: if error.is_data() { at.map(|end| begin(text, end)) } else { at }, says, cut_off }
    }

    /// What is told of it.
    pub(super) fn broken(self, line: u64, text: &[u8]) -> Broken {
        let column = self.at.map(|at| {
            let before = &text[..at.min(text.len())];
            String::from_utf8_lossy(before).chars().count() as u64 + 1
        });
        Broken { line, column, says: clean(&self.says, 400).into(), quoted: quoted(text) }
    }
}

/// Where a text or a number begins that ends here.
fn begin(text: &[u8], end: usize) -> usize {
    let text = &text[..end.min(text.len())];
    let begin = match text {
        [rest @ .., b'"'] => rest.iter().rposition(|byte| *byte == b'"'),
        _ => text
            .iter()
            .rposition(|byte| !byte.is_ascii_alphanumeric() && !b"+-.".contains(byte))
            .map(|at| at + 1),
    };
    begin.unwrap_or(end)
}

/// A line as it can be quoted.
pub(super) fn quoted(text: &[u8]) -> Box<str> {
    beginning(text, MOST_QUOTED)
}

/// A line as evidence: what decides may well stand at its end.
pub(in crate::trace) fn excerpt(text: &[u8]) -> Box<str> {
    beginning(text, MOST_OF_EVIDENCE)
}

fn beginning(text: &[u8], most: usize) -> Box<str> {
    // A character has at most four bytes.
    let text = &text[..text.len().min(most * 4 + 4)];
    clean(String::from_utf8_lossy(text).trim(), most)
}

impl From<String> for Problem {
    fn from(says: String) -> Problem {
        Problem::says(says)
    }
}

/// `; did you mean X?`, if one of the words is near.
pub(super) fn hint(found: &str, words: &[&str]) -> String {
    nearest(found, words.iter().copied()).map(meant).unwrap_or_default()
}

/// ``; did you mean `X`?``
pub(super) fn meant(near: &str) -> String {
    format!("; {}", did_you_mean(&format!("`{near}`")))
}
