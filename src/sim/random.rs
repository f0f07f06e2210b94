//! The world's only source of chance. It is part of the world's state, so that a copy of the world has
//! the same future.

use super::{Span, SpanRange};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg32;

/// Random numbers that are the same on every platform and in every version of the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Random(Pcg32);

impl Random {
    /// The sequence of a seed.
    pub fn from_seed(seed: u64) -> Random {
        Random(Pcg32::seed_from_u64(seed))
    }

    /// A number below `bound`; 0 if the bound is 0.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        // Multiply and shift: no number is likelier than another by more than 2⁻³².
        ((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    /// True in so many of a thousand cases.
    #[inline]
    pub fn chance(&mut self, permille: u16) -> bool {
        permille > 0 && self.below(1000) < u32::from(permille)
    }

    /// A span within a range, ends included.
    #[inline]
    pub fn span(&mut self, range: SpanRange) -> Span {
        let width = range.max.0.saturating_sub(range.min.0).saturating_add(1);
        let width = u32::try_from(width).unwrap_or(u32::MAX);
        Span(range.min.0 + u64::from(self.below(width)))
    }

    /// The next 64 bits, for digests of the state.
    pub fn peek(&self) -> u64 {
        self.0.clone().next_u64()
    }
}
