//! What the cluster has done, entry by entry: a value for each index, from the first of which anything is known.

use crate::pieces::Pieces;
use crate::raft::Index;

/// Values of consecutive indexes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ByIndex<T> {
    /// The index before the first value's.
    before: Index,
    values: Pieces<T>,
}

impl<T> Default for ByIndex<T> {
    fn default() -> Self {
        ByIndex { before: Index::ZERO, values: Pieces::default() }
    }
}

impl<T> ByIndex<T> {
    /// The last index that has a value.
    #[inline]
    pub(super) fn last_index(&self) -> Index {
        self.before.plus(self.values.len())
    }

    #[inline]
    pub(super) fn get(&self, index: Index) -> Option<&T> {
        self.values.get(index.position_after(self.before)?)
    }

    /// All values from an index on.
    pub(super) fn from(&self, first: Index) -> impl DoubleEndedIterator<Item = (Index, &T)> {
        let skipped = first.position_after(self.before).unwrap_or(0);
        let before = self.before.plus(skipped);
        self.values
            .range(skipped, usize::MAX)
            .enumerate()
            .map(move |(position, value)| (before.plus(position).next(), value))
    }
}

impl<T: Clone> ByIndex<T> {
    #[inline]
    pub(super) fn get_mut(&mut self, index: Index) -> Option<&mut T> {
        self.values.get_mut(index.position_after(self.before)?)
    }

    /// Adds the value of the index that follows on the last. Of logs that begin later nothing is known of what was
    /// before: a value that does not follow begins again.
    #[inline]
    pub(super) fn push(&mut self, index: Index, value: T) {
        if index != self.last_index().next() {
            *self = ByIndex { before: index.previous(), values: Pieces::default() };
        }
        self.values.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(first: u32, values: &[char]) -> ByIndex<char> {
        let mut all = ByIndex::default();
        for (index, value) in Index(first).onwards().zip(values) {
            all.push(index, *value);
        }
        all
    }

    #[test]
    fn values_stand_at_their_indexes_wherever_they_begin() {
        for first in [1, 7] {
            let mut all = of(first, &['a', 'b', 'c']);
            assert_eq!(all.last_index(), Index(first + 2));
            assert_eq!(all.get(Index(first)), Some(&'a'));
            assert_eq!((all.get(Index(first - 1)), all.get(Index(first + 3))), (None, None));
            *all.get_mut(Index(first + 1)).unwrap() = 'x';
            assert!(all.from(Index(first + 1)).eq([(Index(first + 1), &'x'), (Index(first + 2), &'c')]));
            assert!(all.from(Index::FIRST).eq(all.from(Index(first))));
            assert_eq!(all.from(Index(first + 3)).next(), None);
        }
    }

    #[test]
    fn what_does_not_follow_begins_anew() {
        let mut all = of(1, &['a', 'b']);
        all.push(Index(5), 'e');
        assert_eq!((all.get(Index(2)), all.get(Index(5)), all.last_index()), (None, Some(&'e'), Index(5)));
    }
}
