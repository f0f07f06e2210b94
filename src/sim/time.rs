//! Virtual time, in microseconds. People read and write milliseconds.

use serde::Serialize;
use std::fmt;
use std::ops::{Add, Sub};

/// The number of a step, counted from 1. 0 stands before the first.
pub type StepId = u64;

/// The last of the steps with which a cluster of so many servers begins: each of them starts in one.
pub const fn boot_steps(servers: usize) -> StepId {
    servers as StepId
}

/// A moment: µs since the world began.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Time(pub u64);

/// A length of time, in µs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Span(pub u64);

/// From a shortest to a longest span, both included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SpanRange {
    /// The shortest.
    pub min: Span,
    /// The longest; never below `min`.
    pub max: Span,
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// The longest span that a setup or an action accepts: an hour.
    pub const LONGEST: Span = Span::from_ms(3_600_000);

    /// So many milliseconds.
    pub const fn from_ms(ms: u64) -> Span {
        Span(ms * 1000)
    }

    /// In milliseconds, cut off.
    pub const fn ms(self) -> u64 {
        self.0 / 1000
    }
}

impl Time {
    /// The beginning.
    pub const ZERO: Time = Time(0);

    /// In milliseconds, cut off.
    pub const fn ms(self) -> u64 {
        self.0 / 1000
    }

    /// How long after an earlier moment; zero if it is not earlier.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl SpanRange {
    /// From `min` to `max` milliseconds.
    pub const fn from_ms(min: u64, max: u64) -> SpanRange {
        SpanRange { min: Span::from_ms(min), max: Span::from_ms(max) }
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Time {
    type Output = Time;
    fn sub(self, span: Span) -> Time {
        Time(self.0.saturating_sub(span.0))
    }
}

/// `150ms`, `1.5ms`, `2s`: as scripts write it.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if self.0.is_multiple_of(1_000_000) && self.0 > 0 {
            format!("{}s", self.0 / 1_000_000)
        } else if self.0.is_multiple_of(1000) {
            format!("{}ms", self.0 / 1000)
        } else {
            let digits = format!("{:03}", self.0 % 1000);
            format!("{}.{}ms", self.0 / 1000, digits.trim_end_matches('0'))
        };
        f.pad(&text)
    }
}

impl fmt::Display for SpanRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min == self.max {
            write!(f, "{}", self.min)
        } else if self.min.0.is_multiple_of(1000) && self.max.0.is_multiple_of(1000) {
            write!(f, "{}..{}ms", self.min.ms(), self.max.ms())
        } else {
            write!(f, "{}..{}", self.min, self.max)
        }
    }
}
