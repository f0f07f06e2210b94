//! A screen as a vector picture: cell by cell what the terminal shows.
//!
//! Text stays text, each run of it in the place and width of its cells whatever font is there. Lines, blocks and
//! symbols are drawn as shapes: fonts disagree about them, and a line of glyphs has seams. What has one colour is one
//! element.
//!
//! ```
//! use raftarium::export::svg::{Ground, svg};
//! let buffer = ratatui::buffer::Buffer::with_lines(["╭─ S1 ─╮"]);
//! let picture = svg(&buffer, "A card", "One server", Ground::DARK);
//! assert!(picture.starts_with("<svg ") && picture.contains(">S1</text>"));
//! ```

mod animation;
mod blocks;
mod grid;
mod ink;
mod lines;
mod paths;
mod shapes;
mod symbols;
mod words;
pub(in crate::export) mod xml;

pub use animation::{LONGEST, moving, moving_watched};
pub(in crate::export) use ink::palette;
pub use ink::{Ground, Ink, Rgb};

/// A colour of 24 bits, if it is not the terminal's own.
pub(in crate::export) fn colour(colour: Option<ratatui::style::Color>) -> Option<Rgb> {
    colour.and_then(ink::rgb)
}

use super::screen::Screen;
use crate::tui::app::{App, Shot};
use crate::untrusted::hidden;
use grid::Origin;
use paths::Paths;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use shapes::Shapes;
use std::fmt::Write as _;
use words::Words;
use xml::{Tenths, escaped};

/// The air around the screen, in tenths of a pixel.
const MARGIN: i32 = 120;
/// The fonts, the first that there is.
const FONTS: &str = "ui-monospace,'SF Mono',Menlo,'DejaVu Sans Mono',Consolas,'Liberation Mono',monospace";

/// The picture of what an application shows on a screen; described by its subtitle.
pub fn of_app(screen: &Screen, app: &App) -> String {
    let (title, description) = described(app);
    svg(&screen.draw(app), &title, &description, Ground::of(&screen.look))
}

/// What the picture of an application is called, and what it shows, in words.
fn described(app: &App) -> (String, String) {
    app.stage().map_or(("Raftarium".to_string(), String::new()), |stage| {
        let told = stage.captions.current();
        let place = if told.place.is_empty() { String::new() } else { format!(" ({})", told.place) };
        (format!("Raftarium: {}", stage.title), format!("{}{place}", told.sentence()))
    })
}

/// The picture of a screen as the program was asked to keep it.
pub fn of_shot(shot: &Shot) -> String {
    svg(&shot.cells, &shot.title, &shot.description, Ground::of(&shot.look))
}

/// The same screen as a text.
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.rows().map(|row| row.y) {
        let mut line = String::new();
        let mut wide = 0;
        for x in buffer.area.left()..buffer.area.right() {
            if wide > 0 {
                wide -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            wide = xml::width(symbol).saturating_sub(1);
            line.extend(symbol.chars().filter(|char| !hidden(*char)));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The picture of a screen. The title names it; the description says in words what it shows.
pub fn svg(buffer: &Buffer, title: &str, description: &str, ground: Ground) -> String {
    let drawing = Drawing::of(buffer, ground);
    let mut picture = frame(buffer.area.as_size(), title, description, ground);
    drawing.grounds.write(&mut picture);
    drawing.marks.write(&mut picture);
    drawing.words.write(&mut picture);
    picture.push_str("</svg>\n");
    picture
}

/// What is drawn of a screen, from the back to the front.
struct Drawing {
    grounds: Paths,
    marks: Paths,
    words: Words,
}

impl Drawing {
    fn of(buffer: &Buffer, ground: Ground) -> Drawing {
        let (mut shapes, mut words) = (Shapes::default(), Words::default());
        let area = buffer.area;
        for y in 0..area.height {
            let mut wide = 0;
            for x in 0..area.width {
                let cell = &buffer[(area.x + x, area.y + y)];
                let ink = Ink::of(cell, ground);
                let at = Origin::of(x, y);
                shapes.ground(at, ink.ground);
                // What lies under the second half of a wide character is not seen.
                let symbol = if wide > 0 { " " } else { cell.symbol() };
                wide = if wide > 0 { wide - 1 } else { xml::width(symbol).saturating_sub(1) };
                shapes.rules(at, &ink);
                let drawn = xml::only_char(symbol).is_some_and(|glyph| shapes.draw(glyph, at, &ink));
                words.put(if drawn { " " } else { symbol }, at, &ink);
            }
            shapes.end_row();
            words.end_row();
        }
        let (grounds, marks) = shapes.finish();
        Drawing { grounds, marks, words }
    }
}

/// How a picture of a screen of a size begins: with what it is called, and its background.
fn frame(size: Size, title: &str, description: &str, ground: Ground) -> String {
    let end = Origin::of(size.width, size.height);
    let (whole, tall) = (Tenths(end.x + 2 * MARGIN), Tenths(end.y + 2 * MARGIN));
    let edge = Tenths(-MARGIN);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"{tall}\" \
         viewBox=\"{edge} {edge} {whole} {tall}\" role=\"img\" font-family=\"{FONTS}\" font-size=\"15\">\n"
    );
    let _ = write!(picture, "<title>{}</title>\n<desc>{}</desc>\n", escaped(title), escaped(description));
    let _ = writeln!(
        picture,
        "<rect x=\"{edge}\" y=\"{edge}\" width=\"{whole}\" height=\"{tall}\" rx=\"8\" fill=\"{}\"/>",
        ground.back
    );
    picture
}
