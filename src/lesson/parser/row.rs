//! Pieces of the file that know where they stand.

use crate::language::Problem;

/// A line of the file, or the part of one from some byte on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// Its number, counted from 1.
    pub number: u32,
    /// The whole line.
    whole: &'a str,
    /// The part that is meant: from this byte to that one.
    start: usize,
    end: usize,
}

impl<'a> Row<'a> {
    pub fn new(number: u32, whole: &'a str) -> Row<'a> {
        Row { number, whole, start: 0, end: whole.len() }
    }

    /// What it says.
    pub fn text(&self) -> &'a str {
        &self.whole[self.start..self.end]
    }

    /// The part between two bytes of the text, which must be its own.
    pub fn part(self, from: usize, to: usize) -> Row<'a> {
        Row { start: self.start + from, end: self.start + to, ..self }
    }

    /// Without so many bytes at the beginning.
    pub fn after(self, bytes: usize) -> Row<'a> {
        self.part(bytes, self.text().len())
    }

    /// Without spaces at both ends.
    pub fn trim(self) -> Row<'a> {
        let text = self.text();
        let from = text.len() - text.trim_start().len();
        self.part(from, from + text.trim().len())
    }

    /// Without up to so many spaces at the beginning.
    pub fn outdented(self, most: usize) -> Row<'a> {
        self.after(indent(self.text()).min(most))
    }

    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// The column of a byte of the text, in characters, counted from 1.
    pub fn column(&self, byte: usize) -> u32 {
        let before = self.whole.get(..self.start + byte).unwrap_or(self.whole);
        before.chars().count() as u32 + 1
    }

    /// A mistake between two bytes of the text.
    pub fn problem_at(&self, from: usize, to: usize, message: impl Into<String>) -> Problem {
        let problem = Problem::at(self.whole, self.start + from, self.start + to, message);
        Problem { line: self.number, ..problem }
    }

    /// A mistake of all of it.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        self.problem_at(0, self.text().len(), message)
    }

    /// A mistake that was found in the text alone, put where it stands in the file.
    pub fn place(&self, problem: &Problem) -> Problem {
        let length = self.text().len();
        let (start, end) = (problem.start.min(length), problem.end.min(length));
        Problem {
            message: problem.message.clone(),
            expected: problem.expected.clone(),
            nearest: problem.nearest.clone(),
            ..self.problem_at(start, end, "")
        }
    }

    /// The pieces between some character, each where it stands.
    pub fn split(self, at: char) -> impl Iterator<Item = Row<'a>> {
        let text = self.text();
        text.split(at).map(move |piece| {
            let from = piece.as_ptr() as usize - text.as_ptr() as usize;
            self.part(from, from + piece.len())
        })
    }
}

/// How many spaces a line begins with.
pub(super) fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Rows as one text, and at which byte of it each begins.
pub(super) fn joined(rows: &[Row<'_>]) -> (String, Vec<usize>) {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for row in rows {
        starts.push(text.len());
        text.push_str(row.text());
        text.push('\n');
    }
    (text, starts)
}

/// Without empty rows at the end.
pub(super) fn without_end<'r, 'a>(mut rows: &'r [Row<'a>]) -> &'r [Row<'a>] {
    while let Some((last, before)) = rows.split_last() {
        if !last.is_blank() {
            break;
        }
        rows = before;
    }
    rows
}
