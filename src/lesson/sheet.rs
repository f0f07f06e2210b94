//! What a teacher sees in a second terminal while the first one presents: one moment of a lesson, whole in itself.
//!
//! It travels as one line of JSON over a local socket. Whoever receives it trusts nothing: lines are bounded, and
//! what a terminal would obey is taken out.

use crate::language::printable;
use serde::{Deserialize, Serialize};

/// The version of the form: whoever reads another one says so.
const VERSION: u32 = 1;
/// The longest line that is taken, in bytes.
pub const MOST_SHEET_BYTES: usize = 256 * 1024;
/// The longest text in it, in characters.
const LONGEST: usize = 4_000;
/// The most items of a list.
const MOST: usize = 200;

/// A moment of a lesson, as the teacher sees it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// The version of the form. [`Sheet::line`] writes the one that is.
    pub version: u32,
    /// The lesson: `18 · Partition`.
    pub lesson: String,
    /// The step, counted from 1.
    pub step: u32,
    /// How many steps there are.
    pub steps: u32,
    /// The heading of the step.
    pub title: String,
    /// The heading of the next one.
    pub next: Option<String>,
    /// The teacher's notes, a paragraph each.
    pub notes: Vec<String>,
    /// What is asked.
    pub question: Option<SheetQuestion>,
    /// What is to be done.
    pub challenge: Option<SheetChallenge>,
    /// What is prepared: its key, and what it is called.
    pub demos: Vec<(char, String)>,
    /// The screen is black.
    pub black: bool,
    /// What is left of a discussion, in ms.
    pub discussion_ms: Option<u64>,
}

/// A question, with what the class does not see yet.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SheetQuestion {
    /// What is asked.
    pub ask: String,
    /// What can be answered.
    pub answers: Vec<SheetAnswer>,
    /// The class has seen the right answer.
    pub revealed: bool,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SheetAnswer {
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// The misconception that it stands for.
    pub believes: Option<String>,
}

/// A challenge, with its way out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SheetChallenge {
    /// The task.
    pub ask: String,
    /// How many actions a good solution takes.
    pub par: u32,
    /// The solution, a command a line.
    pub solution: Vec<String>,
}

/// Why a line is no sheet.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SheetError {
    /// Too long.
    #[error("a line of more than {MOST_SHEET_BYTES} bytes")]
    TooLong,
    /// Another version.
    #[error("the presentation is from another version of Raftarium")]
    OtherVersion,
    /// No sheet at all.
    #[error("this is not a presentation of Raftarium")]
    Garbage,
}

impl Sheet {
    /// As one line, its end included.
    pub fn line(&self) -> String {
        let sheet = Sheet { version: VERSION, ..self.clone() };
        // A sheet is made of texts and numbers: writing it cannot fail.
        let mut line = serde_json::to_string(&sheet).unwrap_or_default();
        line.push('\n');
        line
    }

    /// The sheet of a line. Nothing in it can do anything to a terminal.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(line: &[u8]) -> Result<Sheet, SheetError> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        if line.len() > MOST_SHEET_BYTES {
            return Err(SheetError::TooLong);
        }
        let Version { version } = serde_json::from_slice(line).map_err(|_| SheetError::Garbage)?;
        if version != VERSION {
            return Err(SheetError::OtherVersion);
        }
        let mut sheet: Sheet = serde_json::from_slice(line).map_err(|_| SheetError::Garbage)?;
        sheet.clean();
        Ok(sheet)
    }

    fn clean(&mut self) {
        let clean = |text: &mut String| *text = printable(text, LONGEST);
        let clean_all = |texts: &mut Vec<String>| {
            texts.truncate(MOST);
            texts.iter_mut().for_each(clean);
        };
        clean(&mut self.lesson);
        clean(&mut self.title);
        self.next.iter_mut().for_each(clean);
        clean_all(&mut self.notes);
        if let Some(question) = &mut self.question {
            clean(&mut question.ask);
            question.answers.truncate(MOST);
            for answer in &mut question.answers {
                clean(&mut answer.text);
                answer.believes.iter_mut().for_each(clean);
            }
        }
        if let Some(challenge) = &mut self.challenge {
            clean(&mut challenge.ask);
            clean_all(&mut challenge.solution);
        }
        self.demos.truncate(MOST);
        for (key, title) in &mut self.demos {
            clean(title);
            if !key.is_ascii_graphic() {
                *key = '?';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            lesson: "18 · Partition".into(),
            step: 2,
            steps: 8,
            title: "The cable is pulled".into(),
            notes: vec!["Let the class vote.".into()],
            demos: vec![('1', "A split vote".into())],
            question: Some(SheetQuestion {
                ask: "What does S1 do?".into(),
                answers: vec![SheetAnswer {
                    text: "It steps down".into(),
                    right: false,
                    believes: Some("It can tell.".into()),
                }],
                revealed: false,
            }),
            ..Sheet::default()
        }
    }

    #[test]
    fn a_sheet_travels_as_one_line() {
        let line = sheet().line();
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(Sheet::read(line.trim_end().as_bytes()), Ok(Sheet { version: VERSION, ..sheet() }));
    }

    #[test]
    fn what_a_terminal_would_obey_does_not_get_through() {
        let hostile = Sheet { title: "a\u{1b}[2Jb".into(), demos: vec![('\u{7}', "x".into())], ..sheet() };
        let read = Sheet::read(hostile.line().trim_end().as_bytes()).unwrap();
        assert_eq!(read.title, "a?[2Jb");
        assert_eq!(read.demos[0].0, '?');
    }

    #[test]
    fn what_is_no_sheet_is_refused() {
        assert_eq!(Sheet::read(b"hello"), Err(SheetError::Garbage));
        assert_eq!(Sheet::read(b"{\"version\":9}"), Err(SheetError::OtherVersion));
        assert_eq!(Sheet::read(b"{\"version\":1}"), Err(SheetError::Garbage));
        assert_eq!(Sheet::read(&vec![b' '; MOST_SHEET_BYTES + 1]), Err(SheetError::TooLong));
    }
}
