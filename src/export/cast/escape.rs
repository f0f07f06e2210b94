//! From one screen to the next in the language of terminals.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// An empty screen without a cursor.
pub(super) const BEGIN: &str = "\u{1b}[?25l\u{1b}[0m\u{1b}[2J\u{1b}[H";
/// Nothing to be seen, so that the last screen stays as long as it should.
pub(super) const END: &str = "\u{1b}[0m";

/// What the terminal has in its hand: where the next character goes, and how it looks.
#[derive(Default)]
pub(super) struct Pen {
    place: Option<(u16, u16)>,
    look: Style,
}

impl Pen {
    /// What a terminal that shows one screen must be told to show another.
    pub fn change(&mut self, from: &Buffer, to: &Buffer) -> String {
        let mut told = String::new();
        for (x, y, cell) in from.diff(to) {
            if self.place != Some((x, y)) {
                let _ = write!(told, "\u{1b}[{};{}H", y + 1, x + 1);
            }
            self.dip(cell, &mut told);
            let symbol = cell.symbol();
            told.push_str(symbol);
            let next = x + symbol.width().max(1) as u16;
            // At the edge of the screen terminals differ in where they are.
            self.place = (next < to.area.width).then_some((next, y));
        }
        told
    }

    /// Takes the colours of a cell.
    fn dip(&mut self, cell: &Cell, told: &mut String) {
        let look = Style { fg: Some(cell.fg), bg: Some(cell.bg), ..Style::new().add_modifier(cell.modifier) };
        if look == self.look {
            return;
        }
        let mut codes = String::new();
        let mut before = self.look;
        if look.add_modifier != before.add_modifier {
            codes.push_str("0;");
            before = Style { fg: Some(Color::Reset), bg: Some(Color::Reset), ..Style::new() };
            for (modifier, code) in [
                (Modifier::BOLD, 1),
                (Modifier::DIM, 2),
                (Modifier::ITALIC, 3),
                (Modifier::UNDERLINED, 4),
                (Modifier::REVERSED, 7),
                (Modifier::CROSSED_OUT, 9),
            ] {
                if cell.modifier.contains(modifier) {
                    let _ = write!(codes, "{code};");
                }
            }
        }
        if look.fg != before.fg {
            ink(cell.fg, 30, &mut codes);
        }
        if look.bg != before.bg {
            ink(cell.bg, 40, &mut codes);
        }
        codes.pop();
        let _ = write!(told, "\u{1b}[{codes}m");
        self.look = look;
    }
}

/// A colour, of text from 30 on, of the background from 40 on.
fn ink(colour: Color, base: u8, codes: &mut String) {
    let bright = base + 60;
    let _ = match colour {
        Color::Reset => write!(codes, "{};", base + 9),
        Color::Rgb(red, green, blue) => write!(codes, "{};2;{red};{green};{blue};", base + 8),
        Color::Indexed(number) => write!(codes, "{};5;{number};", base + 8),
        Color::Black => write!(codes, "{base};"),
        Color::Red => write!(codes, "{};", base + 1),
        Color::Green => write!(codes, "{};", base + 2),
        Color::Yellow => write!(codes, "{};", base + 3),
        Color::Blue => write!(codes, "{};", base + 4),
        Color::Magenta => write!(codes, "{};", base + 5),
        Color::Cyan => write!(codes, "{};", base + 6),
        Color::Gray => write!(codes, "{};", base + 7),
        Color::DarkGray => write!(codes, "{bright};"),
        Color::LightRed => write!(codes, "{};", bright + 1),
        Color::LightGreen => write!(codes, "{};", bright + 2),
        Color::LightYellow => write!(codes, "{};", bright + 3),
        Color::LightBlue => write!(codes, "{};", bright + 4),
        Color::LightMagenta => write!(codes, "{};", bright + 5),
        Color::LightCyan => write!(codes, "{};", bright + 6),
        Color::White => write!(codes, "{};", bright + 7),
    };
}
