//! What the terminal can show, and what its background is like.

/// What the background is like.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Theme {
    /// Light text on a dark background.
    #[default]
    Dark,
    /// Dark text on a light background: readable on a projector.
    Light,
    /// No colours at all: bold, reverse and dim alone.
    Mono,
}

impl Theme {
    /// The theme after this one, for a key that goes round.
    #[must_use]
    pub const fn next(self) -> Theme {
        match self {
            Theme::Dark => Theme::Light,
            Theme::Light => Theme::Mono,
            Theme::Mono => Theme::Dark,
        }
    }

    /// Its name, as in the settings.
    pub const fn name(self) -> &'static str {
        match self {
            Theme::Dark => "dark",
            Theme::Light => "light",
            Theme::Mono => "mono",
        }
    }
}

/// How many colours the terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Depth {
    /// 24 bits.
    #[default]
    True,
    /// The table of 256.
    Indexed256,
    /// The 16 that the terminal's owner chose; the background stays the terminal's own.
    Ansi16,
}
