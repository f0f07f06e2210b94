//! From a cell of ratatui to what is painted of it: two colors, and how the glyph is drawn.

use raftarium::tui::Theme;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// A color: red, green and blue.
pub type Rgb = [u8; 3];

/// The sixteen colors that have names, as xterm shows them.
const NAMED: [Rgb; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The colors of a cell that asks for none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Of glyphs.
    pub text: Rgb,
    /// Of what is behind them.
    pub background: Rgb,
}

impl Ground {
    /// What is under a theme. `dark`: whether the system is dark, which decides where the theme leaves it open.
    pub const fn of(theme: Theme, dark: bool) -> Ground {
        let dark = match theme {
            Theme::Dark => true,
            Theme::Light => false,
            Theme::Mono => dark,
        };
        if dark {
            Ground { text: [229, 229, 229], background: [16, 16, 16] }
        } else {
            Ground { text: [16, 16, 16], background: [255, 255, 255] }
        }
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
    /// What is painted of a cell on this ground.
    pub fn of(cell: &Cell, ground: Ground) -> Paint {
        let mut text = rgb(cell.fg).unwrap_or(ground.text);
        let mut background = rgb(cell.bg).unwrap_or(ground.background);
        let modifier = cell.modifier;
        if modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut text, &mut background);
        }
        if modifier.contains(Modifier::DIM) {
            text = between(text, background);
        }
        if modifier.contains(Modifier::HIDDEN) {
            text = background;
        }
        let bold = modifier.contains(Modifier::BOLD);
        Paint { text, background, bold, underlined: modifier.contains(Modifier::UNDERLINED) }
    }
}

/// Two parts of the first, one of the second.
fn between(one: Rgb, other: Rgb) -> Rgb {
    [0, 1, 2].map(|at| ((2 * u16::from(one[at]) + u16::from(other[at])) / 3) as u8)
}

/// The color, if it is one and not whatever is there.
fn rgb(color: Color) -> Option<Rgb> {
    let number = match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some([red, green, blue]),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(number) => number,
    };
    Some(indexed(number))
}

/// One of the 256 colors: those with names, a cube of six levels each way, and a row of grays.
fn indexed(number: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match number {
        0..=15 => NAMED[usize::from(number)],
        16..=231 => {
            let at = number - 16;
            [level(at / 36), level(at / 6 % 6), level(at % 6)]
        }
        232..=255 => [8 + 10 * (number - 232); 3],
    }
}

/// A color as a style sheet has it.
pub fn css([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DARK: Ground = Ground::of(Theme::Dark, true);

    fn painted(fg: Color, bg: Color, modifier: Modifier) -> Paint {
        let mut cell = Cell::new("x");
        (cell.fg, cell.bg, cell.modifier) = (fg, bg, modifier);
        Paint::of(&cell, DARK)
    }

    #[test]
    fn colors_are_what_they_say_and_the_ground_where_they_say_nothing() {
        let paint = painted(Color::Rgb(1, 2, 3), Color::Reset, Modifier::BOLD);
        assert_eq!((paint.text, paint.background, paint.bold), ([1, 2, 3], DARK.background, true));
        assert_eq!(painted(Color::Indexed(208), Color::Indexed(234), Modifier::empty()).text, [255, 135, 0]);
        assert_eq!(painted(Color::Reset, Color::Indexed(234), Modifier::empty()).background, [28, 28, 28]);
    }

    #[test]
    fn modifiers_change_the_colors() {
        let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
        let reversed = painted(white, black, Modifier::REVERSED);
        assert_eq!((reversed.text, reversed.background), ([0; 3], [255; 3]));
        assert_eq!(painted(white, black, Modifier::DIM).text, [170; 3]);
        assert_eq!(painted(white, black, Modifier::HIDDEN).text, [0; 3]);
    }
}
