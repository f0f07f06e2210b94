//! Terms and indexes, the two counters of Raft. All arithmetic on an index is done here: what would go below 0 stops there,
//! and what would go beyond the highest number stays at that.

use serde::Serialize;
use std::fmt;

macro_rules! counter {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Before the first.
            pub const ZERO: $name = $name(0);

            /// The one after this. It cannot overflow: a run starts far below the highest number, which stays.
            #[must_use]
            pub const fn next(self) -> $name { $name(self.0.saturating_add(1)) }

            /// The one before this; zero stays zero.
            #[must_use]
            pub const fn previous(self) -> $name { $name(self.0.saturating_sub(1)) }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

counter! {
    /// Raft's logical clock: terms are numbered with consecutive integers (§5.1).
    Term
}

counter! {
    /// The position of an entry in the log; the first is 1, and 0 stands before it (§5.3).
    Index
}

impl Index {
    /// Of the first entry of all.
    pub const FIRST: Index = Index(1);

    /// So many entries further.
    #[must_use]
    #[inline]
    pub const fn plus(self, entries: usize) -> Index {
        if entries >= (u32::MAX - self.0) as usize { Index(u32::MAX) } else { Index(self.0 + entries as u32) }
    }

    /// So many entries back.
    #[must_use]
    #[inline]
    pub const fn minus(self, entries: usize) -> Index {
        if entries >= self.0 as usize { Index::ZERO } else { Index(self.0 - entries as u32) }
    }

    /// How many entries follow on another index, up to this one; 0 if this is not after that.
    #[must_use]
    #[inline]
    pub const fn since(self, before: Index) -> usize {
        self.0.saturating_sub(before.0) as usize
    }

    /// Where an entry stands among those that follow on `before`: the first of them is at 0. `None` if it is none of
    /// them.
    #[must_use]
    #[inline]
    pub const fn position_after(self, before: Index) -> Option<usize> {
        if self.0 > before.0 { Some((self.0 - before.0 - 1) as usize) } else { None }
    }

    /// This index and all up to `last`, which is among them; none if `last` is before it.
    #[inline]
    pub fn through(self, last: Index) -> impl DoubleEndedIterator<Item = Index> + Clone + use<> {
        (self.0..=last.0).map(Index)
    }

    /// This index and all after it.
    #[inline]
    pub fn onwards(self) -> impl Iterator<Item = Index> + Clone + use<> {
        (self.0..=u32::MAX).map(Index)
    }

    /// The last index from `from` to `to` of which something holds, if it holds of `from` and, once it no longer does,
    /// of none that follows: found by halving.
    pub fn last_of(from: Index, to: Index, holds: impl Fn(Index) -> bool) -> Index {
        let (mut good, mut bad) = (from, to.next());
        while bad.since(good) > 1 {
            let middle = Index(u32::midpoint(good.0, bad.0));
            if holds(middle) { good = middle } else { bad = middle }
        }
        good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_stops_at_both_ends() {
        let highest = Index(u32::MAX);
        assert_eq!((highest.next(), highest.plus(7), Index(3).plus(usize::MAX)), (highest, highest, highest));
        assert_eq!((Index(3).plus(4), Index(3).minus(2)), (Index(7), Index(1)));
        assert_eq!((Index::ZERO.previous(), Index(3).minus(9)), (Index::ZERO, Index::ZERO));
        assert_eq!((Index(7).since(Index(5)), Index(5).since(Index(7))), (2, 0));
    }

    #[test]
    fn positions_count_from_what_stands_before_them() {
        assert_eq!(Index::FIRST.position_after(Index::ZERO), Some(0));
        assert_eq!(Index(8).position_after(Index(5)), Some(2));
        assert_eq!(Index(5).position_after(Index(5)), None);
        assert_eq!(Index::ZERO.position_after(Index::ZERO), None);
    }

    #[test]
    fn a_range_has_both_its_ends() {
        assert!(Index(2).through(Index(4)).eq([Index(2), Index(3), Index(4)]));
        assert_eq!(Index(2).through(Index(1)).next(), None);
        assert!(Index(u32::MAX - 1).onwards().eq([Index(u32::MAX - 1), Index(u32::MAX)]));
    }

    #[test]
    fn the_last_of_which_something_holds_is_found_by_halving() {
        for end in 0..9 {
            assert_eq!(Index::last_of(Index::ZERO, Index(8), |index| index <= Index(end)), Index(end.min(8)));
        }
        assert_eq!(Index::last_of(Index(5), Index(5), |_| false), Index(5));
    }
}
