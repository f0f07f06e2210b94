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

mod blocks;
mod ink;
mod lines;
mod shapes;
mod symbols;
mod words;
pub(in crate::export) mod xml;

pub(in crate::export) use ink::palette;
pub use ink::{Ground, Rgb};

use super::screen::Screen;
use crate::tui::app::App;
use ink::Ink;
use ratatui::buffer::Buffer;
use shapes::Shapes;
use words::Words;
use xml::{Tenths, escaped};

/// The width of a cell, in tenths of a pixel.
const WIDTH: i32 = 90;
/// The height of a cell, in tenths of a pixel: of whole and odd pixels, so that lines in the middle are sharp.
const HEIGHT: i32 = 190;
/// The air around the screen, in tenths of a pixel.
const MARGIN: i32 = 120;
/// The fonts, the first that there is.
const FONTS: &str = "ui-monospace,'SF Mono',Menlo,'DejaVu Sans Mono',Consolas,'Liberation Mono',monospace";

/// The picture of what an application shows on a screen; described by its subtitle.
pub fn of_app(screen: &Screen, app: &App) -> String {
    let (title, description) = app.stage().map_or(("Raftarium".to_string(), String::new()), |stage| {
        let told = stage.captions.current();
        let place = if told.place.is_empty() { String::new() } else { format!(" ({})", told.place) };
        (format!("Raftarium: {}", stage.title), format!("{}{place}", told.sentence()))
    });
    svg(&screen.draw(app), &title, &description, Ground::of(&screen.look))
}

/// The picture of a screen. The title names it; the description says in words what it shows.
pub fn svg(buffer: &Buffer, title: &str, description: &str, ground: Ground) -> String {
    let (mut shapes, mut words) = (Shapes::default(), Words::default());
    let area = buffer.area;
    for y in 0..area.height {
        let mut wide = 0;
        for x in 0..area.width {
            let cell = &buffer[(area.x + x, area.y + y)];
            let ink = Ink::of(cell, ground);
            let place = Place { x: i32::from(x) * WIDTH, y: i32::from(y) * HEIGHT };
            shapes.ground(place, ink.ground);
            // What lies under the second half of a wide character is not seen.
            let symbol = if wide > 0 { " " } else { cell.symbol() };
            wide = if wide > 0 { wide - 1 } else { xml::width(symbol).saturating_sub(1) };
            shapes.rules(place, &ink);
            let drawn = xml::only_char(symbol).is_some_and(|glyph| shapes.draw(glyph, place, &ink));
            words.put(if drawn { " " } else { symbol }, place, &ink);
        }
        shapes.end_row();
        words.end_row();
    }
    let (width, height) = (i32::from(area.width) * WIDTH, i32::from(area.height) * HEIGHT);
    let (whole, tall) = (Tenths(width + 2 * MARGIN), Tenths(height + 2 * MARGIN));
    let edge = Tenths(-MARGIN);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"{tall}\" \
         viewBox=\"{edge} {edge} {whole} {tall}\" role=\"img\" font-family=\"{FONTS}\" font-size=\"15\">\n"
    );
    picture.push_str(&format!("<title>{}</title>\n<desc>{}</desc>\n", escaped(title), escaped(description)));
    picture.push_str(&format!(
        "<rect x=\"{edge}\" y=\"{edge}\" width=\"{whole}\" height=\"{tall}\" rx=\"8\" fill=\"{}\"/>\n",
        ground.back
    ));
    shapes.write(&mut picture);
    words.write(&mut picture);
    picture.push_str("</svg>\n");
    picture
}

/// The upper left corner of a cell, in tenths of a pixel.
#[derive(Clone, Copy)]
struct Place {
    x: i32,
    y: i32,
}
