//! How far a long command is, in one line that is written over: on a terminal only.

use super::Format;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// How often it changes.
const BETWEEN: Duration = Duration::from_millis(400);

/// A line on standard error.
pub(super) struct ProgressLine {
    wanted: bool,
    shown: bool,
    next: Instant,
}

impl ProgressLine {
    /// For a command that prints its result so: programs are told nothing.
    pub fn new(format: Format) -> ProgressLine {
        let wanted = format == Format::Text && stderr().is_terminal();
        ProgressLine { wanted, shown: false, next: Instant::now() + BETWEEN }
    }

    /// Shows how far it is, if it is time to.
    pub fn show(&mut self, text: impl FnOnce() -> String) {
        if !self.wanted || Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + BETWEEN;
        self.shown = true;
        // Nobody is helped if it cannot be shown.
        let _ = write!(stderr(), "\r\x1b[K{}", text());
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
