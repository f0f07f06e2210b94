//! The colours of a cell as they are seen: themes, tables of colours, reverse and dim resolved.

use crate::tui::{Look, Theme};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt;

/// A colour of 24 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Rgb {
    /// This colour, with so many hundredths of another one.
    #[must_use]
    pub fn mixed(self, other: Rgb, hundredths: u32) -> Rgb {
        let part = |one: u8, other: u8| {
            let sum = u32::from(one) * (100 - hundredths) + u32::from(other) * hundredths;
            ((sum + 50) / 100) as u8
        };
        Rgb(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }
}

/// What a terminal would have of its own: the colours of text and background that nobody chose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Of text.
    pub text: Rgb,
    /// Of the background.
    pub back: Rgb,
}

impl Ground {
    /// Light on dark.
    pub const DARK: Ground = Ground { text: Rgb(0xc6, 0xcc, 0xd6), back: Rgb(0x14, 0x17, 0x1c) };
    /// Dark on light.
    pub const LIGHT: Ground = Ground { text: Rgb(0x2b, 0x2f, 0x36), back: Rgb(0xfb, 0xfa, 0xf7) };
    /// Black on white: for print.
    pub const MONO: Ground = Ground { text: Rgb(0x1a, 0x1a, 0x1a), back: Rgb(0xff, 0xff, 0xff) };

    /// The ground of a look.
    pub fn of(look: &Look) -> Ground {
        let own = match look.theme() {
            Theme::Dark => Ground::DARK,
            Theme::Light => Ground::LIGHT,
            Theme::Mono => Ground::MONO,
        };
        let base = look.base();
        let text = base.fg.and_then(rgb).unwrap_or(own.text);
        Ground { text, back: base.bg.and_then(rgb).unwrap_or(own.back) }
    }
}

/// How a cell is inked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ink {
    /// The color of the glyph.
    pub colour: Rgb,
    /// The color behind it.
    pub back: Rgb,
    /// The background, where it is not that of the screen.
    pub(super) ground: Option<Rgb>,
    modifier: Modifier,
}

impl Ink {
    /// How a cell on this ground is inked.
    pub fn of(cell: &Cell, ground: Ground) -> Ink {
        let has = |modifier| cell.modifier.contains(modifier);
        let (mut colour, mut back) =
            (rgb(cell.fg).unwrap_or(ground.text), rgb(cell.bg).unwrap_or(ground.back));
        if has(Modifier::REVERSED) {
            std::mem::swap(&mut colour, &mut back);
        }
        if has(Modifier::DIM) {
            colour = colour.mixed(back, 45);
        }
        if has(Modifier::HIDDEN) {
            colour = back;
        }
        Ink { colour, back, ground: (back != ground.back).then_some(back), modifier: cell.modifier }
    }

    /// Heavier strokes.
    pub fn bold(&self) -> bool {
        self.has(Modifier::BOLD)
    }

    /// Whether it is modified in this way.
    pub fn has(&self, modifier: Modifier) -> bool {
        self.modifier.contains(modifier)
    }
}

/// The table of 16, as most terminals have it. The 256 begin with it.
const TABLE: [u32; 16] = [
    0x00_0000, 0xcd_3131, 0x0d_bc79, 0xe5_e510, 0x24_72c8, 0xbc_3fbc, 0x11_a8cd, 0xe5_e5e5, 0x66_6666,
    0xf1_4c4c, 0x23_d18b, 0xf5_f543, 0x3b_8eea, 0xd6_70d6, 0x29_b8db, 0xff_ffff,
];

/// The table of 16.
pub(in crate::export) fn palette() -> [Rgb; 16] {
    TABLE.map(|colour| {
        let [_, red, green, blue] = colour.to_be_bytes();
        Rgb(red, green, blue)
    })
}

/// A colour, if it is not the terminal's own.
pub(super) fn rgb(colour: Color) -> Option<Rgb> {
    let number = match colour {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some(Rgb(red, green, blue)),
        Color::Indexed(number) => number,
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
    };
    Some(match number {
        0..16 => palette()[usize::from(number)],
        16..232 => {
            let cube = number - 16;
            let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            Rgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        232.. => {
            let grey = 8 + 10 * (number - 232);
            Rgb(grey, grey, grey)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::Depth;

    #[test]
    fn the_256_are_a_table_a_cube_and_greys() {
        let hex = |number| rgb(Color::Indexed(number)).unwrap().to_string();
        assert_eq!([hex(15), hex(16), hex(117), hex(231)], ["#ffffff", "#000000", "#87d7ff", "#ffffff"]);
        assert_eq!([hex(232), hex(255)], ["#080808", "#eeeeee"]);
        assert_eq!(rgb(Color::Reset), None);
    }

    #[test]
    fn the_ground_is_that_of_the_look() {
        for (theme, ground) in
            [(Theme::Dark, Ground::DARK), (Theme::Light, Ground::LIGHT), (Theme::Mono, Ground::MONO)]
        {
            assert_eq!(Ground::of(&Look::new(theme, Depth::True, false)), ground);
        }
    }

    #[test]
    fn reverse_swaps_and_dim_pales() {
        let mut cell = Cell::new("x");
        cell.set_style(ratatui::style::Style::new().add_modifier(Modifier::REVERSED));
        let ink = Ink::of(&cell, Ground::MONO);
        assert_eq!((ink.colour, ink.ground), (Ground::MONO.back, Some(Ground::MONO.text)));
        cell.modifier = Modifier::DIM;
        let pale = Ink::of(&cell, Ground::MONO).colour;
        assert!(pale.0 > Ground::MONO.text.0 && pale.0 < Ground::MONO.back.0, "{pale:?}");
    }
}
