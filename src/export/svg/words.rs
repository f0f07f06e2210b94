//! The text of a screen: runs of cells that look alike, each in the place and width of its cells.

use super::grid::{Origin, WIDTH};
use super::ink::{Ink, Rgb};
use super::xml::{self, Tenths, escaped};
use ratatui::style::Modifier;
use std::fmt::Write as _;

/// From the top of a cell to the line that letters stand on.
const BASELINE: i32 = 140;

/// How text looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    colour: Rgb,
    bold: bool,
    italic: bool,
}

/// A run in the making.
struct Run {
    style: Style,
    at: Origin,
    text: String,
    /// How many cells, with the spaces at its end, and without.
    cells: i32,
    inked: i32,
}

/// The text of a screen.
#[derive(Default)]
pub(super) struct Words {
    styles: Vec<(Style, String)>,
    run: Option<Run>,
}

impl Words {
    /// Puts the symbol of the next cell.
    pub fn put(&mut self, symbol: &str, at: Origin, ink: &Ink) {
        let style = Style { colour: ink.colour, bold: ink.bold(), italic: ink.has(Modifier::ITALIC) };
        if symbol.trim().is_empty() {
            match &mut self.run {
                // One space parts words, two part runs: a font that is a little wider or narrower drifts no further.
                Some(run) if run.cells == run.inked => run.cells += 1,
                _ => self.end_row(),
            }
            return;
        }
        let wide = i32::try_from(xml::width(symbol).max(1)).unwrap_or(1);
        // What few fonts have comes from another one, which may be wider: it stands for itself.
        let alone = wide > 1 || !xml::only_char(symbol).is_some_and(is_common);
        if alone || self.run.as_ref().is_none_or(|run| run.style != style) {
            self.end_row();
        }
        if alone {
            self.alone(symbol, at, style, wide);
            return;
        }
        let run = self.run.get_or_insert_with(|| Run { style, at, text: String::new(), cells: 0, inked: 0 });
        if run.cells > run.inked {
            run.text.push(' ');
        }
        run.text.push_str(symbol);
        run.cells += 1;
        run.inked = run.cells;
    }

    /// What comes next does not go on from here.
    pub fn end_row(&mut self) {
        let Some(Run { style, at, text, inked, .. }) = self.run.take() else { return };
        let (x, y, length) = (Tenths(at.x), Tenths(at.y + BASELINE), Tenths(inked * WIDTH));
        let text = escaped(&text);
        if text.is_empty() {
            return;
        }
        let out = self.of(style);
        let _ = if inked > 1 {
            writeln!(out, "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\">{text}</text>")
        } else {
            writeln!(out, "<text x=\"{x}\" y=\"{y}\">{text}</text>")
        };
    }

    fn alone(&mut self, symbol: &str, at: Origin, style: Style, wide: i32) {
        let text = escaped(symbol);
        if text.is_empty() {
            return;
        }
        let (x, y) = (Tenths(at.x + wide * WIDTH / 2), Tenths(at.y + BASELINE));
        let _ = writeln!(self.of(style), "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>");
    }

    fn of(&mut self, style: Style) -> &mut String {
        let known = self.styles.iter().position(|(known, _)| *known == style);
        let position = known.unwrap_or_else(|| {
            self.styles.push((style, String::new()));
            self.styles.len() - 1
        });
        &mut self.styles[position].1
    }

    /// Writes all of it.
    pub fn write(&self, picture: &mut String) {
        for (style, text) in &self.styles {
            let _ = write!(picture, "<g {}>\n{text}</g>\n", style.attributes());
        }
    }

    /// Each run by itself, with how it looks.
    pub fn runs(&self) -> impl Iterator<Item = (Style, &str)> {
        self.styles.iter().flat_map(|(style, text)| text.lines().map(|line| (*style, line)))
    }
}

impl Style {
    /// What a group has whose text looks so.
    pub fn attributes(self) -> String {
        let Style { colour, bold, italic } = self;
        let bold = if bold { " font-weight=\"bold\"" } else { "" };
        let italic = if italic { " font-style=\"italic\"" } else { "" };
        format!("fill=\"{colour}\"{bold}{italic}")
    }
}

/// Whether every font of one width has this: Latin letters, and what books are set with.
fn is_common(char: char) -> bool {
    matches!(char, ' '..='~' | '\u{a1}'..='\u{17f}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '•')
}
