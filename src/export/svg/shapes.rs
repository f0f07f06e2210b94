//! Everything of a screen that is no text: backgrounds, lines, blocks and symbols, by colour.

use super::grid::{HEIGHT, Origin, WIDTH};
use super::ink::{Ink, Rgb};
use super::lines::Lines;
use super::paths::{Paint, Paths};
use super::{blocks, symbols};
use ratatui::style::Modifier;

/// A background from a column up to another, in rows that have it alike.
#[derive(Clone, Copy)]
struct Patch {
    colour: Rgb,
    from: i32,
    to: i32,
    top: i32,
    bottom: i32,
}

/// The shapes of a screen.
#[derive(Default)]
pub(super) struct Shapes {
    grounds: Paths,
    marks: Paths,
    lines: Lines,
    /// The patches of the row.
    row: Vec<Patch>,
    /// Those that end at the row above.
    above: Vec<Patch>,
}

impl Shapes {
    /// The background of a cell.
    pub fn ground(&mut self, at: Origin, colour: Option<Rgb>) {
        let Some(colour) = colour else { return };
        let to = at.x + WIDTH;
        match self.row.last_mut() {
            Some(last) if last.colour == colour && last.to == at.x => last.to = to,
            _ => self.row.push(Patch { colour, from: at.x, to, top: at.y, bottom: at.y + HEIGHT }),
        }
    }

    /// The lines under and through a cell's text.
    pub fn rules(&mut self, at: Origin, ink: &Ink) {
        let bold = i32::from(ink.bold()) * 4;
        for (wanted, y) in [(Modifier::UNDERLINED, 162), (Modifier::CROSSED_OUT, 100)] {
            if ink.has(wanted) {
                let fill = Paint::Fill(ink.colour, 100);
                self.marks.rect(fill, (at.x, at.y + y), (WIDTH, 10 + bold));
            }
        }
    }

    /// Draws a glyph, if it is one that is drawn.
    pub fn draw(&mut self, glyph: char, at: Origin, ink: &Ink) -> bool {
        !glyph.is_ascii()
            && (self.lines.draw(glyph, at, ink, &mut self.marks)
                || blocks::draw(glyph, at, ink, &mut self.marks)
                || symbols::draw(glyph, at, ink, &mut self.marks))
    }

    /// A row is over.
    pub fn end_row(&mut self) {
        self.lines.end_row(&mut self.marks);
        for patch in &mut self.row {
            let same = |above: &Patch| {
                (above.colour, above.from, above.to, above.bottom)
                    == (patch.colour, patch.from, patch.to, patch.top)
            };
            if let Some(position) = self.above.iter().position(same) {
                patch.top = self.above.swap_remove(position).top;
            }
        }
        let row = std::mem::take(&mut self.row);
        let ended = std::mem::replace(&mut self.above, row);
        self.put(ended);
    }

    fn put(&mut self, mut ended: Vec<Patch>) {
        ended.sort_by_key(|patch| (patch.top, patch.from));
        for Patch { colour, from, to, top, bottom } in ended {
            self.grounds.rect(Paint::Fill(colour, 100), (from, top), (to - from, bottom - top));
        }
    }

    /// The backgrounds, and everything that is drawn over them.
    pub fn finish(mut self) -> (Paths, Paths) {
        let last = std::mem::take(&mut self.above);
        self.put(last);
        self.lines.end(&mut self.marks);
        (self.grounds, self.marks)
    }
}
