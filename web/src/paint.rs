//! From a cell of ratatui to what is painted of it: two colors, and how the glyph is drawn.

use raftarium::export::svg::{self, Ground, Ink};
use raftarium::tui::Theme;
use ratatui::buffer::Cell;
use ratatui::style::Modifier;

/// A color: red, green and blue.
pub type Rgb = [u8; 3];

const WHITE: svg::Rgb = svg::Rgb(255, 255, 255);
const LIGHT_GRAY: svg::Rgb = svg::Rgb(229, 229, 229);
const NEARLY_BLACK: svg::Rgb = svg::Rgb(16, 16, 16);

/// What is under a theme. `dark`: whether the system is dark, which decides where the theme leaves it open.
pub fn ground(theme: Theme, dark: bool) -> Ground {
    match (theme, dark) {
        (Theme::Dark, _) | (Theme::Mono, true) => Ground { text: LIGHT_GRAY, back: NEARLY_BLACK },
        (Theme::Light, _) | (Theme::Mono, false) => Ground { text: NEARLY_BLACK, back: WHITE },
    }
}

/// What is painted of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paint {
    /// The color of the glyph.
    pub text: Rgb,
    /// The color behind it.
    pub background: Rgb,
    /// Heavier strokes.
    pub bold: bool,
    /// A line under the glyph.
    pub underlined: bool,
}

impl Paint {
    /// What is painted of a cell on this ground: the same as in an exported picture.
    pub fn of(cell: &Cell, ground: Ground) -> Paint {
        let ink = Ink::of(cell, ground);
        let [text, background] = [ink.colour, ink.back].map(|color| [color.0, color.1, color.2]);
        Paint { text, background, bold: ink.bold(), underlined: ink.has(Modifier::UNDERLINED) }
    }
}

/// A color as a style sheet has it.
pub fn css([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    fn painted(fg: Color, bg: Color, modifier: Modifier) -> Paint {
        let mut cell = Cell::new("x");
        (cell.fg, cell.bg, cell.modifier) = (fg, bg, modifier);
        Paint::of(&cell, ground(Theme::Dark, true))
    }

    #[test]
    fn colors_are_what_they_say_and_the_ground_where_they_say_nothing() {
        let paint = painted(Color::Rgb(1, 2, 3), Color::Reset, Modifier::BOLD);
        assert_eq!((paint.text, paint.background, paint.bold), ([1, 2, 3], [16; 3], true));
        assert_eq!(painted(Color::Indexed(208), Color::Indexed(234), Modifier::empty()).text, [255, 135, 0]);
        assert_eq!(painted(Color::Reset, Color::Indexed(234), Modifier::empty()).background, [28, 28, 28]);
    }

    #[test]
    fn modifiers_change_the_colors() {
        let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
        let reversed = painted(white, black, Modifier::REVERSED);
        assert_eq!((reversed.text, reversed.background), ([0; 3], [255; 3]));
        assert_eq!(painted(white, black, Modifier::DIM).text, [140; 3]);
        assert_eq!(painted(white, black, Modifier::HIDDEN).text, [0; 3]);
    }
}
