//! The screen without a terminal: what the program shows of a run, as cells.

use super::Subject;
use crate::history::Run;
use crate::tui::Look;
use crate::tui::app::{App, Input, Preferences};
use crate::tui::clock::Speed;
use ratatui::buffer::Buffer;

/// The narrowest and the widest screen, and the same for its height.
pub const LIMITS: (u16, u16) = (400, 200);

/// A screen to draw on.
#[derive(Clone, PartialEq, Debug)]
pub struct Screen {
    /// How wide it is, in cells.
    pub columns: u16,
    /// How high it is, in cells.
    pub rows: u16,
    /// How everything looks.
    pub look: Look,
}

impl Screen {
    /// A screen of a size between 1×1 and [`LIMITS`].
    pub fn new(columns: u16, rows: u16, look: Look) -> Screen {
        Screen { columns: columns.clamp(1, LIMITS.0), rows: rows.clamp(1, LIMITS.1), look }
    }

    /// The application that shows a run on this screen, as `raftarium open` does.
    pub fn open(&self, run: Run, title: &str) -> App {
        self.with(Speed::default(), |app| app.show(run, title))
    }

    /// The same, with what is said of the run.
    pub fn open_told(&self, run: Run, subject: &Subject) -> App {
        self.play(run, subject, Speed::default())
    }

    /// The same, to be played at a speed.
    pub fn play(&self, run: Run, subject: &Subject, speed: Speed) -> App {
        self.with(speed, |app| app.show_told(run, subject.title, subject.intro, subject.notes))
    }

    fn with(&self, speed: Speed, show: impl FnOnce(&mut App)) -> App {
        let preferences = Preferences {
            theme: Some(self.look.theme()),
            ascii: Some(self.look.is_ascii()),
            speed,
            ..Preferences::default()
        };
        let mut app = App::new(preferences, self.look.clone());
        show(&mut app);
        app.update(Input::Resize(self.columns, self.rows));
        app
    }

    /// What an application shows on this screen.
    pub fn draw(&self, app: &App) -> Buffer {
        app.cells(self.columns, self.rows)
    }
}
