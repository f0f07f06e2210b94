//! When the events of a trace happened, as a clock that begins at 0 and never goes back.

use crate::sim::{Span, Time};
use crate::trace::Event;

/// How far events lie apart of which no time is told.
const APART: Span = Span::from_ms(10);
/// A pause that is longer than this is shortened to it: nobody would wait for its end.
const LONGEST_PAUSE: Span = Span::from_ms(3_600_000);

/// The moment of each event.
pub(super) fn moments(events: &[Event]) -> Vec<Time> {
    let timed = events.iter().any(|event| event.at.is_some());
    let mut now = Time::ZERO;
    // What the trace's own clock showed at `now`.
    let mut shown: Option<u64> = None;
    let moment = |event: &Event| {
        match (event.at, shown) {
            (Some(at), Some(before)) => {
                now = now + Span(at.saturating_sub(before).min(LONGEST_PAUSE.0));
                shown = Some(at.max(before));
            }
            (Some(at), None) => shown = Some(at),
            (None, _) if !timed => now = now + APART,
            (None, _) => {}
        }
        now
    };
    events.iter().map(moment).collect()
}
