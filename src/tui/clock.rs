//! Playback: how the viewer's time becomes simulated time, and how long a subtitle stays.
//!
//! Nothing here reads a clock: time is told to it.

mod captions;
mod glide;
mod speed;

pub use captions::{Captions, Moment};
pub use glide::Glide;
pub use speed::{Speed, SpeedError};

use crate::sim::{Span, Time};
use std::time::Duration;

/// The most steps that one frame may take. When that is not enough, the run falls behind its speed instead of
/// freezing the screen.
pub const MOST_STEPS_A_FRAME: usize = 2_000;

/// Turns the viewer's time into simulated time.
#[derive(Clone, Debug, Default)]
pub struct Playback {
    /// Whether time passes.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// What the last frame could not keep up with.
    pub behind: bool,
    /// How much faster than `speed` time passes now, as nothing happens.
    pub glide: Glide,
    /// The speed before time was hastened, and the one that it was hastened to.
    hastened: Option<(Speed, Speed)>,
    /// Simulated time that is less than a microsecond, in nanoseconds.
    rest: u64,
}

/// The longest that a scene is played, in ms of the viewer's time, where nothing is quiet; longer ones are played faster.
const LONGEST_MS: u64 = 30_000;

impl Playback {
    /// Standing still, at a speed.
    pub fn at(speed: Speed) -> Playback {
        Playback { speed, ..Playback::default() }
    }

    /// A scene that takes long is played faster, until [`Playback::restore`].
    pub fn hasten(&mut self, span: Span) {
        self.restore();
        let before = self.speed;
        let takes = |speed: Speed| span.0.saturating_mul(1_000) / speed.of(1_000_000).max(1);
        let mut speed = before;
        while takes(speed) > LONGEST_MS && speed.faster() != speed {
            speed = speed.faster();
        }
        if speed != before {
            self.hastened = Some((before, speed));
            self.speed = speed;
        }
    }

    /// Back to the speed that was set before, if nobody has set another one since.
    pub fn restore(&mut self) {
        if let Some((before, _)) = self.hastened.take().filter(|(_, set)| *set == self.speed) {
            self.speed = before;
        }
    }

    /// Until which moment the run goes when so much of the viewer's time has passed. If it is quiet until some
    /// moment, time glides there; it never glides beyond.
    pub fn until(&mut self, now: Time, elapsed: Duration, quiet: Option<Time>) -> Time {
        // A laptop that was asleep, or a terminal that was stopped, must not be made up for.
        let elapsed = elapsed.min(Duration::from_millis(250));
        let ahead = quiet.map(|until| glide::viewed(until.since(now), self.speed));
        self.glide.advance(elapsed, ahead);
        let elapsed = self.glide.of(elapsed).min(ahead.map_or(Duration::MAX, |ahead| ahead.max(elapsed)));
        let elapsed = elapsed.as_nanos() as u64;
        let nanos = self.speed.of(elapsed) + self.rest;
        self.rest = nanos % 1_000;
        now + Span(nanos / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_lost_between_frames() {
        let mut playback = Playback { speed: "1/1000".parse().unwrap(), ..Playback::default() };
        let mut now = Time::ZERO;
        for _ in 0..1_000 {
            now = playback.until(now, Duration::from_micros(33_333), None);
        }
        // 33.333 s of the viewer's time, a thousandth of it.
        assert_eq!(now, Time(33_333));
    }

    #[test]
    fn a_long_sleep_is_not_made_up_for() {
        let mut playback = Playback { speed: "1".parse().unwrap(), ..Playback::default() };
        assert_eq!(playback.until(Time::ZERO, Duration::from_hours(1), None), Time(250_000));
    }
}
