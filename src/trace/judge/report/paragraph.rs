//! Text set in lines of 80 columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide a line may be.
const WIDTH: usize = 80;

/// Words in lines.
pub(super) struct Paragraph {
    text: String,
    /// How far the last line reaches.
    column: usize,
    indent: usize,
    /// Whether the next word begins a line.
    fresh: bool,
}

impl Paragraph {
    /// A paragraph that begins like this, and whose further lines are indented so far.
    pub(super) fn new(head: &str, indent: usize) -> Paragraph {
        let column = head.rsplit('\n').next().unwrap_or_default().width();
        Paragraph { text: head.to_owned(), column, indent, fresh: true }
    }

    /// Adds words, and begins a new line where one no longer fits.
    pub(super) fn words(&mut self, words: &str) {
        for word in words.split_whitespace() {
            let width = word.width();
            if self.fresh {
                self.fresh = false;
            } else if self.column + 1 + width > WIDTH {
                self.text.push('\n');
                self.text.push_str(&" ".repeat(self.indent));
                self.column = self.indent;
            } else {
                self.text.push(' ');
                self.column += 1;
            }
            self.text.push_str(word);
            self.column += width;
        }
    }

    /// The paragraph, its last line ended.
    pub(super) fn end(mut self) -> String {
        self.text.push('\n');
        self.text
    }
}

/// A text in rows of at most so many columns, and in at most so many rows.
pub(super) fn rows(text: &str, (width, most): (usize, usize)) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut column = 0;
    for letter in text.chars() {
        let wide = letter.width().unwrap_or_default();
        if column + wide > width {
            if rows.len() == most {
                if let Some(last) = rows.last_mut() {
                    last.pop();
                    last.push('…');
                }
                break;
            }
            rows.push(String::new());
            column = 0;
        }
        if let Some(last) = rows.last_mut() {
            last.push(letter);
        }
        column += wide;
    }
    rows
}
