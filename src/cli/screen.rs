//! What every command that shows something takes, and how a session on the screen begins.

use super::{Exit, log, plain, settings};
use crate::tui::app::{App, Preferences};
use crate::tui::clock::Speed;
use crate::tui::look::Theme;
use crate::tui::terminal::{self, Ended, Surroundings};
use anyhow::{Result, bail};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;

/// How the screen looks.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Options {
    /// Colours: for a dark background, for a light one (and projectors), or none
    #[arg(long, global = true, value_name = "THEME", value_parser = PossibleValuesParser::new(["dark", "light", "mono"]).map(|name| theme(&name)))]
    theme: Option<Theme>,
    /// Plain ASCII instead of glyphs
    #[arg(long, global = true)]
    ascii: bool,
    /// How fast to play: from 1/1000 to 10 (default 1/100: messages visibly travel)
    #[arg(long, global = true, value_name = "SPEED")]
    speed: Option<Speed>,
    /// Leave the mouse to the terminal
    #[arg(long, global = true)]
    no_mouse: bool,
    /// The same story line by line, for screen readers and pipes: commands are read from standard input
    #[arg(long, global = true)]
    plain: bool,
}

fn theme(name: &str) -> Theme {
    settings::theme(name).unwrap_or_default()
}

impl Options {
    fn over(&self, mut preferences: Preferences) -> Preferences {
        preferences.theme = self.theme.or(preferences.theme);
        if self.ascii {
            preferences.ascii = Some(true);
        }
        if self.no_mouse {
            preferences.mouse = false;
        }
        preferences.speed = self.speed.unwrap_or(preferences.speed);
        preferences
    }
}

/// Runs a session: at the home screen, or where `begin` takes the application.
pub(super) fn session(options: &Options, begin: impl FnOnce(&mut App) -> Result<()>) -> Result<Exit> {
    if !options.plain && !terminal::is_there() {
        bail!(
            "this needs a terminal to draw on and to read keys from; use --plain to be told the same story \
             line by line, or `raftarium run FILE` to play a script"
        );
    }
    let settings = settings::load();
    log::start();
    let preferences = options.over(settings.preferences);
    let look = terminal::look(&preferences, &Surroundings::of_process());
    let mut app = App::new(preferences, look);
    begin(&mut app)?;
    if let Some(problem) = settings.problem {
        tracing::warn!("{problem}");
        app.say("Your settings were not understood", &problem);
    }
    if options.plain {
        return plain::session(app);
    }
    match terminal::run(&mut app, &mut settings::keep)? {
        Ended::Quit | Ended::Gone => Ok(Exit::Good),
        Ended::Signal(number) => Ok(Exit::Signal(number)),
    }
}
