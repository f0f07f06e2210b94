//! Presses keys and looks at the screen.

use raftarium::history::Run;
use raftarium::sim::Setup;
use raftarium::tui::Look;
use raftarium::tui::app::{App, Button, Effect, Input, Mouse, Preferences, Screen, Stage};
use raftarium::tui::keymap::Key;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::time::Duration;

/// An application on a screen of its own.
pub struct Runner {
    pub app: App,
    size: (u16, u16),
}

impl Runner {
    /// At the home screen.
    pub fn home() -> Runner {
        Runner::with(App::new(Preferences::default(), Look::default()))
    }

    /// In a sandbox.
    pub fn sandbox(servers: usize, seed: u64) -> Runner {
        let mut runner = Runner::home();
        runner.app.show(Run::new(Setup::of(servers, seed)).unwrap(), "sandbox");
        runner
    }

    pub fn with(app: App) -> Runner {
        Runner { app, size: (80, 24) }.sized(80, 24)
    }

    pub fn sized(mut self, width: u16, height: u16) -> Runner {
        self.size = (width, height);
        self.app.update(Input::Resize(width, height));
        self
    }

    /// Presses keys, by name with spaces between; `"…"` types what is between the quotes.
    pub fn keys(mut self, keys: &str) -> Runner {
        let mut rest = keys.trim();
        while !rest.is_empty() {
            if let Some((typed, after)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
                for char in typed.chars() {
                    self.app.update(Input::Key(Key::char(char)));
                }
                rest = after.trim_start();
            } else {
                let (key, after) = rest.split_once(' ').unwrap_or((rest, ""));
                self.app.update(Input::Key(key.parse().unwrap()));
                rest = after.trim_start();
            }
            self.screen();
        }
        self
    }

    /// Presses a key, and does not look.
    pub fn press(&mut self, key: &str) {
        self.app.update(Input::Key(key.parse().unwrap()));
    }

    /// Types a command into the palette.
    pub fn command(self, command: &str) -> Runner {
        self.keys(&format!(": \"{command}\" Enter"))
    }

    /// Types into a palette that is open, over what is marked in it.
    pub fn command_at_hand(self, text: &str) -> Runner {
        self.keys(&format!("\"{text}\" Enter"))
    }

    pub fn mouse(mut self, button: Button, x: u16, y: u16) -> Runner {
        self.app.update(Input::Mouse(Mouse { button, x, y }));
        self.screen();
        self
    }

    /// Clicks on the first place of the screen that shows a text.
    pub fn click(self, button: Button, text: &str) -> Runner {
        let (x, y) = self.find(text);
        self.mouse(button, x, y)
    }

    /// Where the screen shows a text.
    pub fn find(&self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        let found = screen.lines().enumerate().find_map(|(y, line)| {
            line.find(text).map(|byte| (line[..byte].chars().count() as u16, y as u16))
        });
        found.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{screen}"))
    }

    /// Lets the viewer's time pass, in frames.
    pub fn wait(mut self, ms: u64) -> Runner {
        for _ in 0..ms / 30 {
            self.app.advance(Duration::from_millis(30));
        }
        self
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        let buffer = self.cells();
        let mut text = String::new();
        for y in 0..self.size.1 {
            for x in 0..self.size.0 {
                text.push_str(buffer[(x, y)].symbol());
            }
            text.push('\n');
        }
        text
    }

    /// The cells of the screen.
    pub fn cells(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| self.app.view(frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    #[track_caller]
    pub fn shows(self, text: &str) -> Runner {
        let screen = self.screen();
        assert!(screen.contains(text), "{text:?} is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub fn hides(self, text: &str) -> Runner {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} is on the screen:\n{screen}");
        self
    }

    pub fn stage(&self) -> &Stage {
        self.app.stage().expect("a run is on the screen")
    }

    pub fn run(&self) -> &Run {
        &self.stage().run
    }

    pub fn cursor(&self) -> u64 {
        self.run().cursor()
    }

    pub fn on_screen(&self) -> &Screen {
        self.app.screen()
    }

    pub fn effects(&mut self) -> Vec<Effect> {
        self.app.take_effects()
    }
}
