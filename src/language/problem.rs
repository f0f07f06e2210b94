//! A mistake in a script: where it is, what was expected there, and the nearest right word.

use crate::nearest::did_you_mean;
use crate::untrusted::hidden;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::fmt;

/// How many mistakes are listed.
pub(crate) const MOST_PROBLEMS: usize = 20;

/// A mistake in one line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, in characters, counted from 1.
    pub column: u32,
    /// What is wrong, in one sentence that stands alone.
    pub message: String,
    /// What could stand there instead.
    pub expected: String,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// The line itself; empty if it cannot be shown.
    #[serde(skip)]
    pub source: String,
    /// From which byte of the line.
    #[serde(skip)]
    pub start: usize,
    /// To which byte of the line, that one excluded.
    #[serde(skip)]
    pub end: usize,
}

/// The mistakes of a text. Shown one below the other, each with its line.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Problems {
    /// The mistakes, from the top.
    pub list: Vec<Problem>,
    /// How many more there are that are not listed.
    pub more: usize,
}

impl Problem {
    /// A mistake between two bytes of a line.
    pub(crate) fn at(line: &str, start: usize, end: usize, message: impl Into<String>) -> Problem {
        let column = line.get(..start).map_or(start, |before| before.chars().count()) + 1;
        Problem {
            line: 1,
            column: column as u32,
            message: message.into(),
            expected: String::new(),
            nearest: None,
            source: line.to_owned(),
            start,
            end,
        }
    }

    /// A mistake of a line, or of a whole text, that is not shown.
    pub(crate) fn unseen(line: u32, column: u32, message: impl Into<String>) -> Problem {
        Problem { line, column, ..Problem::at("", 0, 0, message) }
    }

    /// Says what was expected.
    pub(crate) fn expecting(mut self, expected: impl Into<String>) -> Problem {
        self.expected = expected.into();
        self
    }

    /// Says what was probably meant.
    pub(crate) fn meaning(mut self, nearest: Option<impl Into<String>>) -> Problem {
        self.nearest = nearest.map(Into::into);
        self
    }

    /// Message and advice on one line, for the palette.
    pub fn short(&self) -> String {
        let colon = if self.expected.is_empty() { "" } else { ": " };
        let nearest = self.nearest.as_ref();
        let nearest =
            nearest.map_or(String::new(), |nearest| format!(" ({})", did_you_mean(&format!("`{nearest}`"))));
        format!("{}{colon}{}{nearest}", self.message, self.expected)
    }

    /// The mistake with its line drawn, without colour.
    pub fn render(&self, name: &str) -> String {
        let name = printable(name, 200);
        let title = Level::ERROR.primary_title(self.message.as_str());
        let help = self.nearest.as_ref().map(|nearest| did_you_mean(&format!("`{nearest}`")));
        let source = shown(&self.source);
        let mut report = if source.is_empty() {
            let origin =
                Origin::path(name.as_str()).line(self.line as usize).char_column(self.column as usize);
            let report = title.element(origin);
            if self.expected.is_empty() {
                report
            } else {
                report.element(Level::NOTE.message(self.expected.as_str()))
            }
        } else {
            let (source, start, end) = excerpt(&source, self.start, self.end);
            let mut mark = AnnotationKind::Primary.span(start..end);
            if !self.expected.is_empty() {
                mark = mark.label(self.expected.as_str());
            }
            let snippet = Snippet::source(source).line_start(self.line as usize).path(name.as_str());
            title.element(snippet.annotation(mark))
        };
        if let Some(help) = &help {
            report = report.element(Level::HELP.message(help.as_str()));
        }
        Renderer::plain().render(&[report])
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems { list: vec![problem], more: 0 }
    }
}

impl Problems {
    /// Lists one more, or counts it if there are many already.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.list.len() < MOST_PROBLEMS {
            self.list.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// All of them with their lines drawn, without colour.
    pub fn render(&self, name: &str) -> String {
        let mut text: Vec<String> = self.list.iter().map(|problem| problem.render(name)).collect();
        if self.more > 0 {
            text.push(format!("… and {} more lines with mistakes", self.more));
        }
        text.join("\n\n")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.short())
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render("script"))
    }
}

impl std::error::Error for Problems {}

/// Whether a character could do something to a terminal, or hide what a line says.
pub(crate) fn is_hostile(character: char) -> bool {
    character != '\t' && hidden(character)
}

/// Text of a person, made safe to show: no more than so many characters, nothing that a terminal obeys.
pub(crate) fn printable(text: &str, most: usize) -> String {
    let clean = |character: char| if is_hostile(character) || character == '\t' { '?' } else { character };
    let mut shown: String = text.chars().take(most).map(clean).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

/// A line with every hostile character replaced by as many `?` as it has bytes, so that places stay right.
fn shown(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for character in line.chars() {
        if is_hostile(character) || character == '\t' {
            let mark = if character == '\t' { ' ' } else { '?' };
            shown.extend(std::iter::repeat_n(mark, character.len_utf8()));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The widest part of a line that is drawn.
const WIDEST: usize = 160;

/// A long line is drawn only around its mistake.
fn excerpt(line: &str, start: usize, end: usize) -> (String, usize, usize) {
    let start = start.min(line.len());
    let end = end.clamp(start, line.len());
    if line.len() <= WIDEST {
        return (line.to_owned(), start, end.max(start + usize::from(start < line.len())));
    }
    let mut from = start.saturating_sub(WIDEST / 2);
    while !line.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (from + WIDEST).min(line.len());
    while !line.is_char_boundary(to) {
        to -= 1;
    }
    let before = if from > 0 { "… " } else { "" };
    let after = if to < line.len() { " …" } else { "" };
    let shift = |place: usize| place.clamp(from, to) - from + before.len();
    (format!("{before}{}{after}", &line[from..to]), shift(start), shift(end))
}
