//! How far a presentation is: what is hidden, what is shown, and the time to talk it over.

use crate::history::Run;
use crate::language::Names;
use std::time::Duration;

/// A presentation.
#[derive(Clone, Debug, Default)]
pub struct Presenting {
    /// The screen is black.
    pub black: bool,
    /// The right answer is shown.
    pub revealed: bool,
    /// What is left of the time to talk it over.
    pub left: Option<Duration>,
    /// What was on the stage before a demo.
    pub(super) before: Option<Box<Before>>,
}

/// What was on the stage before a demo.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub(super) run: Run,
    pub(super) names: Names,
    pub(super) title: String,
}

impl Presenting {
    /// At another segment nothing is revealed.
    pub(super) fn arrive(&mut self) {
        *self = Presenting { black: self.black, ..Presenting::default() };
    }

    /// Lets the viewer's time pass. Says whether the seconds that are left have changed.
    pub(super) fn advance(&mut self, elapsed: Duration) -> bool {
        let before = self.seconds_left();
        self.left = self.left.map(|left| left.saturating_sub(elapsed));
        self.seconds_left() != before
    }

    /// Whether time passes for a discussion.
    pub fn counts_down(&self) -> bool {
        self.left.is_some_and(|left| !left.is_zero())
    }

    /// The seconds that are left: the last one is a second until it is over.
    pub(super) fn seconds_left(&self) -> Option<u64> {
        self.left.map(|left| left.as_millis().div_ceil(1_000) as u64)
    }

    /// `1:05 to talk it over`
    pub(super) fn time_left(&self) -> String {
        let Some(seconds) = self.seconds_left() else { return String::new() };
        if seconds == 0 {
            return "time is up".into();
        }
        format!("{}:{:02} to discuss", seconds / 60, seconds % 60)
    }
}
