//! What every command that shows something takes, and how a session on the screen begins.

use super::folders::{self, Folder};
use super::session_file::SessionFile;
use super::{Exit, log, plain, progress};
use crate::storage::{Settings, Store, load_settings, theme_called};
use crate::tui::Look;
use crate::tui::app::{App, Preferences};
use crate::tui::clock::Speed;
use crate::tui::look::Theme;
use crate::tui::terminal::{self, Ended, Surroundings};
use anyhow::{Result, anyhow, bail};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use std::io::IsTerminal;
use std::path::PathBuf;

/// How the screen looks.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Options {
    /// The colors: for a dark background, for a light one (and projectors), or none
    #[arg(long, global = true, value_name = "THEME", value_parser = PossibleValuesParser::new(["dark", "light", "mono"]).map(|name| theme(&name)))]
    theme: Option<Theme>,
    /// Plain ASCII instead of symbols
    #[arg(long, global = true)]
    ascii: bool,
    /// The speed of playback: from 1/1000 (1000 times slower than real time) to 10 (default 1/100: you can see messages move)
    #[arg(long, global = true, value_name = "SPEED")]
    speed: Option<Speed>,
    /// Leave the mouse to the terminal
    #[arg(long, global = true)]
    no_mouse: bool,
    /// Tell the same story line by line, for screen readers and pipes, and read commands from standard input
    #[arg(long, global = true)]
    plain: bool,
    /// Save the session to this file automatically, instead of the place for the last session
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) save: Option<PathBuf>,
}

fn theme(name: &str) -> Theme {
    theme_called(name).unwrap_or_default()
}

impl Options {
    /// Whether the story is told line by line.
    pub(super) fn is_plain(&self) -> bool {
        self.plain
    }

    /// The colours that were asked for.
    pub(super) fn theme(&self) -> Option<Theme> {
        self.theme
    }

    /// Whether plain ASCII was asked for.
    pub(super) fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The speed that was asked for.
    pub(super) fn speed(&self) -> Option<Speed> {
        self.speed
    }

    /// The preferences, with what the command line says of them.
    pub(super) fn over(&self, mut preferences: Preferences) -> Preferences {
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

/// What stands in the settings.
pub(super) fn settings() -> Settings {
    let folder = folders::config().map(Folder);
    load_settings(folder.as_ref().map(|folder| folder as &dyn Store))
}

/// How a session begins: its log, what the user prefers, and how it looks.
pub(super) struct Start {
    /// By the settings, and then by the command line.
    pub preferences: Preferences,
    /// The look, limited to what the terminal supports.
    pub look: Look,
    /// What in the settings was not understood.
    pub problem: Option<String>,
}

impl Start {
    /// Reads the settings, and starts the log.
    pub fn of(options: &Options) -> Start {
        let settings = settings();
        log::start();
        let preferences = options.over(settings.preferences);
        let look = terminal::look(&preferences, &Surroundings::of_process());
        Start { preferences, look, problem: settings.problem }
    }
}

impl From<Ended> for Exit {
    fn from(ended: Ended) -> Exit {
        match ended {
            Ended::Quit | Ended::Gone => Exit::Good,
            Ended::Signal(number) => Exit::Signal(number),
        }
    }
}

/// Runs a session: at the home screen, or where `begin` takes the application.
pub(super) fn session(options: &Options, begin: impl FnOnce(&mut App) -> Result<()>) -> Result<Exit> {
    let saves = SessionFile::new(options.save.as_deref(), None).map_err(|why| anyhow!("{why}"))?;
    session_saved(options, saves, begin)
}

/// As [`session`], saved in this way.
pub(super) fn session_saved(
    options: &Options,
    mut saves: SessionFile,
    begin: impl FnOnce(&mut App) -> Result<()>,
) -> Result<Exit> {
    let Start { preferences, look, problem } = Start::of(options);
    let mut app = App::new(preferences, look);
    let (kept, progress, notice) = progress::open();
    app.know_progress(progress, &progress::today());
    saves.keep_progress_in(kept);
    // What is wrong with what is asked for is said first: with a terminal it would be wrong too.
    begin(&mut app)?;
    if !options.plain && !terminal::is_there() {
        bail!(
            "this needs a terminal to draw on and to read keys from; use --plain for the same story line by \
             line, or `raftarium run FILE` to play a script"
        );
    }
    if let Some(notice) = notice {
        app.say(&notice, "");
    }
    if let Some(problem) = problem {
        tracing::warn!("{problem}");
        app.say("Your settings have a mistake", &problem);
    }
    let exit = if options.plain {
        // What comes from a pipe is not a person's session, unless it is said where it is to be kept.
        let person = std::io::stdin().is_terminal() || options.save.is_some();
        plain::session(app, &mut saves, person)?
    } else {
        terminal::run(&mut app, &mut saves)?.into()
    };
    saves.finish().map_err(|why| anyhow!("the session is not saved: {why}"))?;
    Ok(exit)
}
