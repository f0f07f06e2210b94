//! Colours and glyphs: dark, light, mono and plain ASCII.
//!
//! Colour means term, and nothing else but alarm: what is refused, lost, cut or broken. Everything is told a
//! second time by a glyph, a word or a number, so that no look loses anything.

pub mod glyph;
mod palette;
mod theme;

use crate::raft::Term;
use palette::Palette;
use ratatui::style::{Color, Modifier, Style};
pub use theme::{Depth, Theme};

/// How everything looks: styles by what they mean, and whether glyphs are plain ASCII.
#[derive(Clone, PartialEq, Debug)]
pub struct Look {
    theme: Theme,
    depth: Depth,
    ascii: bool,
    palette: Palette,
}

impl Default for Look {
    fn default() -> Self {
        Look::new(Theme::Dark, Depth::True, false)
    }
}

impl Look {
    /// A look.
    pub const fn new(theme: Theme, depth: Depth, ascii: bool) -> Look {
        Look { theme, depth, ascii, palette: Palette::of(theme, depth) }
    }

    /// Its theme.
    pub const fn theme(&self) -> Theme {
        self.theme
    }

    /// Its number of colours.
    pub const fn depth(&self) -> Depth {
        self.depth
    }

    /// Whether only ASCII is drawn.
    pub const fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// What stands before each line of a list: a mark before the one that is chosen.
    pub const fn list_mark(&self, chosen: bool) -> &'static str {
        match (chosen, self.ascii) {
            (false, _) => "  ",
            (true, true) => "> ",
            (true, false) => "▸ ",
        }
    }

    const fn is_mono(&self) -> bool {
        matches!(self.theme, Theme::Mono)
    }

    fn ink(&self, colour: Color) -> Style {
        if self.is_mono() { Style::new() } else { Style::new().fg(colour) }
    }

    /// The screen itself: its background and its ordinary text.
    pub fn base(&self) -> Style {
        if self.is_mono() { Style::new() } else { Style::new().fg(self.palette.text).bg(self.palette.bg) }
    }

    /// The background of the subtitle and of everything that lies above the panes.
    pub fn raised(&self) -> Style {
        if self.is_mono() { Style::new() } else { Style::new().fg(self.palette.text).bg(self.palette.raised) }
    }

    /// Whether [`Look::raised`] can be told from [`Look::base`]. If not, a rule must part them.
    pub const fn has_raised(&self) -> bool {
        !self.is_mono() && !matches!(self.depth, Depth::Ansi16)
    }

    /// What matters now.
    pub fn strong(&self) -> Style {
        let style = self.ink(self.palette.strong);
        if self.has_raised() { style } else { style.add_modifier(Modifier::BOLD) }
    }

    /// What matters now, in bold: names, keys, the first half of the subtitle.
    pub fn bold(&self) -> Style {
        self.strong().add_modifier(Modifier::BOLD)
    }

    /// For reading.
    pub fn text(&self) -> Style {
        self.ink(self.palette.text)
    }

    /// What can be skipped: titles, units, places, what was.
    pub fn dim(&self) -> Style {
        self.ink(self.palette.dim)
    }

    /// Outlines and paths; never text.
    pub fn line(&self) -> Style {
        if self.is_mono() { Style::new().add_modifier(Modifier::DIM) } else { self.ink(self.palette.line) }
    }

    /// Rules between panes, the outline of what is down; never text.
    pub fn faint(&self) -> Style {
        if self.is_mono() { Style::new().add_modifier(Modifier::DIM) } else { self.ink(self.palette.faint) }
    }

    /// Refused, lost, cut, broken. Never alone: always with a glyph or a word.
    pub fn alarm(&self) -> Style {
        if self.is_mono() { self.bold() } else { self.ink(self.palette.alarm) }
    }

    /// A filled cell in alarm.
    pub fn alarm_filled(&self) -> Style {
        self.fill(self.palette.alarm).add_modifier(Modifier::BOLD)
    }

    /// The colour of a term. Term 0 has none.
    pub fn term(&self, term: Term) -> Style {
        match term.0 {
            0 => self.dim(),
            // Term 2 of the light table of 256 has too little contrast on `raised`.
            number
                if (number - 1) % 6 == 1 && self.theme == Theme::Light && self.depth == Depth::Indexed256 =>
            {
                self.ink(self.palette.terms[1]).add_modifier(Modifier::BOLD)
            }
            number => self.ink(self.palette.terms[(number as usize - 1) % 6]),
        }
    }

    /// Settled: text on the colour of a term.
    pub fn filled(&self, term: Term) -> Style {
        match term.0 {
            0 => self.fill(self.palette.dim),
            number => self.fill(self.palette.terms[(number as usize - 1) % 6]),
        }
    }

    fn fill(&self, colour: Color) -> Style {
        match (self.theme, colour) {
            (Theme::Mono, _) | (_, Color::Reset) => Style::new().add_modifier(Modifier::REVERSED),
            _ => Style::new().fg(self.palette.ink).bg(colour),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_repeat_after_six_and_have_six_colours() {
        for theme in [Theme::Dark, Theme::Light] {
            for depth in [Depth::True, Depth::Indexed256, Depth::Ansi16] {
                let look = Look::new(theme, depth, false);
                assert_eq!(look.term(Term(1)), look.term(Term(7)));
                for first in 1..=6 {
                    for second in first + 1..=6 {
                        assert_ne!(look.term(Term(first)), look.term(Term(second)), "{theme:?} {depth:?}");
                        assert_ne!(
                            look.filled(Term(first)),
                            look.filled(Term(second)),
                            "{theme:?} {depth:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn mono_has_no_colours() {
        let look = Look::new(Theme::Mono, Depth::True, true);
        for style in [
            look.base(),
            look.raised(),
            look.strong(),
            look.bold(),
            look.text(),
            look.dim(),
            look.line(),
            look.faint(),
            look.alarm(),
            look.alarm_filled(),
            look.term(Term(2)),
            look.filled(Term(2)),
        ] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }

    #[test]
    fn text_is_readable_on_both_backgrounds() {
        for theme in [Theme::Dark, Theme::Light] {
            let palette = Palette::of(theme, Depth::True);
            let inks = [palette.strong, palette.text, palette.dim, palette.alarm];
            for ink in inks.into_iter().chain(palette.terms) {
                for ground in [palette.bg, palette.raised] {
                    assert!(contrast(ink, ground) >= 4.5, "{theme:?}: {ink} on {ground}");
                }
            }
            for fill in palette.terms.into_iter().chain([palette.alarm]) {
                assert!(contrast(palette.ink, fill) >= 4.5, "{theme:?}: ink on {fill}");
            }
        }
    }

    /// The contrast of two colours as WCAG 2 defines it.
    fn contrast(one: Color, other: Color) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(red, green, blue) = colour else { panic!("{colour} is not of 24 bits") };
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
