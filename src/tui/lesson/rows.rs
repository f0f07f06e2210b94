//! Rows of a lesson, and what of them can be chosen.

use crate::lesson::Prose;
use crate::tui::Look;
use crate::tui::prose::{self, Setting};
use crate::tui::sheet::{self, Sheet, SheetRow};
use crate::tui::typeset::{StyledLine, line_width};
use ratatui::style::Style;

/// Something of a lesson that can be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LessonTarget {
    /// A choice, by its position.
    Choice(usize),
    /// A log that is typed, by its position.
    Log(usize),
    /// A key with which a pointer types an answer.
    Key(TypingKey),
    /// A key in the last row, by its position.
    Foot(usize),
}

/// A key with which a pointer types an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypingKey {
    /// A digit.
    Digit(usize),
    /// Takes back the last digit.
    Delete,
    /// Asks for words.
    Words,
    /// Answers.
    Answer,
}

impl TypingKey {
    /// The keys for an answer of digits, in the order of a keyboard.
    pub const DIGITS: [TypingKey; 12] = {
        let mut keys = [TypingKey::Digit(0); 12];
        let mut digit = 1;
        while digit < 10 {
            keys[digit - 1] = TypingKey::Digit(digit);
            digit += 1;
        }
        keys[10] = TypingKey::Delete;
        keys[11] = TypingKey::Answer;
        keys
    };
    /// The keys for an answer in words.
    pub const WORDS: [TypingKey; 1] = [TypingKey::Words];

    /// What stands on it.
    pub fn name(self) -> String {
        match self {
            TypingKey::Digit(digit) => digit.to_string(),
            TypingKey::Delete => "delete".into(),
            TypingKey::Words => "type".into(),
            TypingKey::Answer => "answer".into(),
        }
    }
}

/// Puts prose on a sheet.
pub(super) fn put(sheet: &mut Sheet<LessonTarget>, prose: &Prose, style: Style) {
    for line in set(prose, style, sheet.width, sheet.look) {
        sheet.push(0, line, None);
    }
}

/// Puts prose on a sheet behind a mark; its further lines stand under its first word.
pub(super) fn put_behind(
    sheet: &mut Sheet<LessonTarget>,
    mark: &StyledLine,
    prose: &Prose,
    style: Style,
    target: Option<LessonTarget>,
) {
    let indent = line_width(mark, sheet.look);
    let inner = sheet.width.saturating_sub(indent).max(1);
    let mut lines = set(prose, style, inner, sheet.look);
    if lines.is_empty() {
        lines.push(StyledLine::new());
    }
    for (row, line) in lines.into_iter().enumerate() {
        let first = row == 0;
        let (indent, spans) =
            if first { (0, mark.iter().cloned().chain(line).collect()) } else { (indent, line) };
        let shape = sheet::Shape::Text { spans, right: None };
        sheet.rows.push(SheetRow { indent, shape, target, first });
    }
}

pub(super) fn set(prose: &Prose, style: Style, width: u16, look: &Look) -> Vec<StyledLine> {
    // Values are read by now; one that is not stands as it is written.
    let values = |live: &crate::lesson::Live| format!("{{{}}}", live.text);
    prose::lines(prose, width, Setting { look, style, values: &values })
}
