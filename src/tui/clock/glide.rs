//! Gliding: quiet stretches pass faster, and the next event comes at the usual speed.

use crate::sim::Span;
use std::time::Duration;

/// How much faster time passes than it was set to, in thousandths: it grows and shrinks smoothly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Glide {
    thousandths: u32,
}

const ONE: u32 = 1_000;
/// The fastest.
const MOST: u32 = 10 * ONE;
/// What is nearer than this, in the viewer's time, is waited for.
const NEAR: Duration = Duration::from_millis(500);
/// How much of the way ahead, in the viewer's time, makes time pass as fast again.
const BRAKE: Duration = Duration::from_millis(350);
/// How long it takes to get from one to the fastest.
const GATHER: Duration = Duration::from_millis(800);

impl Default for Glide {
    fn default() -> Self {
        Glide { thousandths: ONE }
    }
}

impl Glide {
    /// How many times as fast, rounded; 1 when it does not glide.
    pub fn times(self) -> u32 {
        (self.thousandths + ONE / 2) / ONE
    }

    /// So much of the viewer's time as it counts now.
    pub fn of(self, elapsed: Duration) -> Duration {
        elapsed.saturating_mul(self.thousandths) / ONE
    }

    /// Some of the viewer's time passes. `ahead` is how much of it, at the speed that was set, lies before the next
    /// event; none if something is going on that one wants to see.
    pub fn advance(&mut self, elapsed: Duration, ahead: Option<Duration>) {
        let Some(ahead) = ahead else {
            *self = Glide::default();
            return;
        };
        let free = ahead.saturating_sub(NEAR).as_micros();
        let most =
            (u128::from(ONE) + free * u128::from(ONE) / BRAKE.as_micros()).min(u128::from(MOST)) as u32;
        let gain = u128::from(MOST) * elapsed.as_micros() / GATHER.as_micros();
        let gained = self.thousandths.saturating_add(gain.min(u128::from(MOST)) as u32);
        self.thousandths = gained.min(most);
    }
}

/// So much simulated time, at a speed, in the viewer's time.
pub(super) fn viewed(span: Span, speed: super::Speed) -> Duration {
    // How much simulated time a second of the viewer's time brings.
    let a_second = speed.of(1_000_000).max(1);
    Duration::from_micros((u128::from(span.0) * 1_000_000 / u128::from(a_second)).min(1 << 60) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Duration = Duration::from_millis(30);

    #[test]
    fn it_gathers_speed_and_slows_down_before_the_next_event() {
        let (mut glide, mut ahead) = (Glide::default(), Duration::from_secs(16));
        let mut fastest = 1;
        let mut frames = 0;
        while ahead > Duration::ZERO {
            glide.advance(FRAME, Some(ahead));
            let passed = glide.of(FRAME);
            if ahead < NEAR {
                assert_eq!(glide.times(), 1, "what is near is waited for");
            }
            assert!(glide.times() < fastest + 2, "no jump");
            fastest = fastest.max(glide.times());
            ahead = ahead.saturating_sub(passed);
            frames += 1;
        }
        assert_eq!(fastest, 10);
        assert!((60..150).contains(&frames), "16 s took {frames} frames of 30 ms");
    }

    #[test]
    fn it_stops_at_once_when_something_happens() {
        let mut glide = Glide { thousandths: MOST };
        glide.advance(FRAME, None);
        assert_eq!(glide, Glide::default());
        glide.advance(FRAME, Some(Duration::from_millis(100)));
        assert_eq!(glide.times(), 1);
    }

    #[test]
    fn a_span_is_as_long_for_the_viewer_as_the_speed_makes_it() {
        assert_eq!(viewed(Span::from_ms(160), "1/100".parse().unwrap()), Duration::from_secs(16));
        assert_eq!(viewed(Span::from_ms(160), "10".parse().unwrap()), Duration::from_millis(16));
    }
}
