//! A playback without a terminal: the application plays a run in a time of its own, frame by frame.

use super::Subject;
use super::screen::Screen;
use crate::sim::StepId;
use crate::tui::app::App;
use crate::tui::clock::Speed;
use ratatui::buffer::Buffer;
use std::time::Duration;

/// How long the first frame is seen, and the last one.
const FIRST: Duration = Duration::from_millis(1_500);
const LAST: Duration = Duration::from_secs(3);

/// How a run is played.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Pace {
    /// How fast.
    pub speed: Speed,
    /// Between two frames.
    pub frame: Duration,
    /// The longest that it plays.
    pub longest: Duration,
}

/// A run that is being played.
pub(super) struct Playback<'a> {
    screen: &'a Screen,
    pace: Pace,
    app: App,
    /// The step at which it ends.
    last: StepId,
    now: Duration,
}

/// How long something plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    /// How long it plays.
    pub plays: Duration,
    /// Whether it comes to its last step; otherwise it ends where it would become too long.
    pub whole: bool,
}

impl<'a> Playback<'a> {
    /// At the first of the steps.
    pub fn new(subject: &Subject, screen: &'a Screen, pace: Pace) -> Playback<'a> {
        let (first, last) = (subject.steps.first, subject.steps.last);
        let mut run = subject.run.clone();
        run.seek(first.min(last).max(run.start()));
        let app = screen.play(run, subject, pace.speed);
        Playback { screen, pace, app, last, now: Duration::ZERO }
    }

    /// What is on the screen now.
    pub fn cells(&self) -> Buffer {
        self.screen.draw(&self.app)
    }

    /// The application that plays.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// How long it has played.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// The step that it has come to.
    pub fn cursor(&self) -> StepId {
        self.app.stage().map_or(self.last, |stage| stage.run.cursor())
    }

    /// Goes to the next frame. Says whether there is one.
    pub fn advance(&mut self) -> bool {
        if self.now.is_zero() {
            self.app.play_to(self.last);
            self.now = FIRST;
        }
        let goes_on = self.app.is_moving() && self.now + LAST < self.pace.longest;
        if goes_on {
            self.app.advance(self.pace.frame);
            self.now += self.pace.frame;
        }
        goes_on
    }

    /// How long it plays, if this is its last frame.
    pub fn length(&self) -> Length {
        let whole = self.app.stage().is_none_or(|stage| stage.run.cursor() >= self.last.min(stage.run.end()));
        Length { plays: self.now.max(FIRST) + LAST, whole }
    }
}
