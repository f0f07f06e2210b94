//! Which colours the terminal has, from what it says in the environment.

use crate::tui::app::preferences::Preferences;
use crate::tui::{Look, look::Depth, look::Theme};

/// What the environment says about the terminal.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Surroundings {
    /// `NO_COLOR` is set to something (<https://no-color.org>).
    pub no_color: bool,
    /// `COLORTERM`
    pub colorterm: String,
    /// `TERM`
    pub term: String,
    /// `COLORFGBG`: some terminals say the colours of text and background there, as `15;0`.
    pub colorfgbg: String,
}

impl Surroundings {
    /// What the environment of this process says.
    pub fn of_process() -> Surroundings {
        let text = |name| std::env::var(name).unwrap_or_default();
        Surroundings {
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            colorterm: text("COLORTERM"),
            term: text("TERM"),
            colorfgbg: text("COLORFGBG"),
        }
    }

    /// How many colours there are. Only what announces 24 bits gets them: some terminals garble them otherwise.
    pub fn depth(&self) -> Depth {
        if matches!(self.colorterm.as_str(), "truecolor" | "24bit") || self.term.ends_with("-direct") {
            Depth::True
        } else if self.term.contains("256color") {
            Depth::Indexed256
        } else {
            Depth::Ansi16
        }
    }

    /// The theme, if nobody has chosen one.
    pub fn theme(&self) -> Theme {
        let background = self.colorfgbg.rsplit(';').next().and_then(|number| number.parse::<u8>().ok());
        match background {
            _ if self.no_color || self.term.starts_with("vt") => Theme::Mono,
            Some(7 | 9..=15) => Theme::Light,
            _ => Theme::Dark,
        }
    }

    /// Whether the terminal is known to have few glyphs: the console of Linux.
    pub fn is_plain(&self) -> bool {
        self.term == "linux"
    }
}

/// How everything looks in this terminal, as far as the user leaves it open.
pub fn look(preferences: &Preferences, surroundings: &Surroundings) -> Look {
    let theme = preferences.theme.unwrap_or_else(|| surroundings.theme());
    let ascii = preferences.ascii.unwrap_or_else(|| surroundings.is_plain());
    Look::new(theme, surroundings.depth(), ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(colorterm: &str, term: &str, colorfgbg: &str) -> Surroundings {
        let [colorterm, term, colorfgbg] = [colorterm, term, colorfgbg].map(String::from);
        Surroundings { no_color: false, colorterm, term, colorfgbg }
    }

    #[test]
    fn colours_are_those_that_the_terminal_announces() {
        assert_eq!(of("truecolor", "xterm", "").depth(), Depth::True);
        assert_eq!(of("", "xterm-256color", "").depth(), Depth::Indexed256);
        assert_eq!(of("", "xterm", "").depth(), Depth::Ansi16);
        assert_eq!(of("", "", "").depth(), Depth::Ansi16);
    }

    #[test]
    fn the_theme_follows_the_background_and_what_was_chosen() {
        assert_eq!(of("", "xterm", "0;15").theme(), Theme::Light);
        assert_eq!(of("", "xterm", "15;0").theme(), Theme::Dark);
        assert_eq!(of("", "xterm", "15;default").theme(), Theme::Dark);
        let mono = Surroundings { no_color: true, ..of("truecolor", "xterm", "0;15") };
        assert_eq!(mono.theme(), Theme::Mono);
        let chosen = Preferences { theme: Some(Theme::Light), ..Preferences::default() };
        assert_eq!(look(&chosen, &mono).theme(), Theme::Light);
    }
}
