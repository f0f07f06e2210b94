//! Vectors in pieces: a copy shares all pieces but the last with what it was copied from. A checkpoint of a world
//! with long logs so costs what has changed since the one before it.

use std::ops::Index;
use std::sync::Arc;

/// How many elements a piece has.
const PIECE: usize = 32;

/// A vector that mostly grows at its end and is copied often.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pieces<T> {
    /// All full: an element is found by dividing.
    full: Arc<Vec<Arc<[T]>>>,
    /// What does not fill a piece yet.
    last: Vec<T>,
}

impl<T> Default for Pieces<T> {
    fn default() -> Self {
        Pieces { full: Arc::default(), last: Vec::new() }
    }
}

impl<T> Pieces<T> {
    /// How many elements there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.full.len() * PIECE + self.last.len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at a position.
    #[inline]
    pub fn get(&self, position: usize) -> Option<&T> {
        match self.full.get(position / PIECE) {
            Some(piece) => Some(&piece[position % PIECE]),
            None => self.last.get(position - self.full.len() * PIECE),
        }
    }

    /// The last element.
    #[inline]
    pub fn last(&self) -> Option<&T> {
        self.last.last().or_else(|| self.full.last()?.last())
    }

    /// All elements, from the first.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { pieces: self, from: 0, to: self.len() }
    }

    /// At most so many elements from a position on.
    pub fn range(&self, from: usize, most: usize) -> Iter<'_, T> {
        let from = from.min(self.len());
        Iter { pieces: self, from, to: from.saturating_add(most).min(self.len()) }
    }

    /// The first position of which something does not hold, which holds of all before it and of none after it.
    pub fn partition_point(&self, holds: impl Fn(&T) -> bool) -> usize {
        let full = self.full.partition_point(|piece| holds(&piece[PIECE - 1]));
        match self.full.get(full) {
            Some(piece) => full * PIECE + piece.partition_point(holds),
            None => full * PIECE + self.last.partition_point(holds),
        }
    }
}

impl<T: Clone> Pieces<T> {
    /// An element, to be changed: copies keep what they have.
    pub fn get_mut(&mut self, position: usize) -> Option<&mut T> {
        let before = self.full.len() * PIECE;
        if position >= before {
            return self.last.get_mut(position - before);
        }
        let piece = &mut Arc::make_mut(&mut self.full)[position / PIECE];
        Arc::make_mut(piece).get_mut(position % PIECE)
    }

    /// Adds an element at the end.
    #[inline]
    pub fn push(&mut self, element: T) {
        self.last.push(element);
        if self.last.len() == PIECE {
            Arc::make_mut(&mut self.full).push(self.last.drain(..).collect());
        }
    }

    /// Puts an element before the one at a position. What follows is built again: this is for places near the end.
    pub fn insert(&mut self, position: usize, element: T) {
        if position == self.len() {
            return self.push(element);
        }
        let later: Vec<T> = self.range(position, usize::MAX).cloned().collect();
        self.truncate(position);
        self.push(element);
        self.extend(later);
    }

    /// Takes out all elements that match, in order. What follows the first of them is built again.
    pub fn extract(&mut self, matches: impl Fn(&T) -> bool) -> Vec<T> {
        let Some(first) = self.iter().position(&matches) else { return Vec::new() };
        let later: Vec<T> = self.range(first, usize::MAX).cloned().collect();
        self.truncate(first);
        let (taken, stay): (Vec<T>, Vec<T>) = later.into_iter().partition(|element| matches(element));
        self.extend(stay);
        taken
    }

    /// Keeps only so many elements.
    pub fn truncate(&mut self, length: usize) {
        let before = self.full.len() * PIECE;
        if length >= before {
            self.last.truncate(length - before);
            return;
        }
        // The piece that is cut is the last one from now on.
        self.last.clear();
        self.last.extend_from_slice(&self.full[length / PIECE][..length % PIECE]);
        Arc::make_mut(&mut self.full).truncate(length / PIECE);
    }
}

impl<T> Index<usize> for Pieces<T> {
    type Output = T;

    /// # Panics
    /// Beyond the end.
    #[inline]
    fn index(&self, position: usize) -> &T {
        match self.full.get(position / PIECE) {
            Some(piece) => &piece[position % PIECE],
            None => &self.last[position - self.full.len() * PIECE],
        }
    }
}

/// Elements in order, from both ends.
#[derive(Clone, Debug)]
pub struct Iter<'a, T> {
    pieces: &'a Pieces<T>,
    from: usize,
    to: usize,
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    #[inline]
    fn next(&mut self) -> Option<&'a T> {
        if self.from == self.to {
            return None;
        }
        self.from += 1;
        self.pieces.get(self.from - 1)
    }

    /// Without looking at what is skipped.
    fn nth(&mut self, skipped: usize) -> Option<&'a T> {
        self.from = self.from.saturating_add(skipped).min(self.to);
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.to - self.from, Some(self.to - self.from))
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.from == self.to {
            return None;
        }
        self.to -= 1;
        self.pieces.get(self.to)
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

impl<'a, T> IntoIterator for &'a Pieces<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: Clone> Extend<T> for Pieces<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        for element in elements {
            self.push(element);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(length: usize) -> Pieces<usize> {
        let mut pieces = Pieces::default();
        pieces.extend(0..length);
        pieces
    }

    #[test]
    fn it_is_a_vector_at_every_length() {
        for length in 0..=3 * PIECE + 1 {
            let pieces = of(length);
            let vector: Vec<usize> = (0..length).collect();
            assert_eq!(pieces.len(), length);
            assert_eq!(pieces.last(), vector.last());
            assert!(pieces.iter().eq(&vector) && pieces.iter().rev().eq(vector.iter().rev()));
            assert_eq!((pieces.get(length), pieces.get(length + PIECE)), (None, None));
            for position in 0..length {
                assert_eq!(pieces.get(position), Some(&position));
                assert!(pieces.range(position, 40).eq(vector[position..].iter().take(40)));
                assert_eq!(pieces.partition_point(|element| *element < position), position);
                let mut shorter = pieces.clone();
                shorter.truncate(position);
                assert_eq!(shorter, of(position));
            }
            assert_eq!(pieces.range(length, 3).next(), None);
            assert_eq!(pieces.partition_point(|_| true), length);
        }
    }

    #[test]
    fn a_change_leaves_copies_as_they_are() {
        let before = of(100);
        for position in [0, 31, 32, 99] {
            let mut after = before.clone();
            *after.get_mut(position).unwrap() = 7000;
            after.push(1);
            assert_eq!((after.get(position), before.get(position)), (Some(&7000), Some(&position)));
            assert_eq!((after.len(), &before), (101, &of(100)));
        }
        assert_eq!(before.clone().get_mut(100), None);
    }

    #[test]
    fn elements_go_in_and_out_anywhere() {
        for position in [0, 31, 32, 33, 99, 100] {
            let mut pieces = of(100);
            pieces.insert(position, 7000);
            let mut vector: Vec<usize> = (0..100).collect();
            vector.insert(position, 7000);
            assert!(pieces.iter().eq(&vector), "{position}");
            assert_eq!(pieces.extract(|element| *element == 7000), [7000]);
            assert_eq!(pieces, of(100));
        }
        let mut pieces = of(100);
        let taken = pieces.extract(|element| element % 3 == 0);
        assert_eq!((taken.len(), pieces.len()), (34, 66));
        assert!(pieces.iter().eq((0..100).filter(|element| element % 3 != 0).collect::<Vec<_>>().iter()));
        assert!(pieces.extract(|element| *element == 3).is_empty());
    }

    #[test]
    fn copies_share_full_pieces() {
        let (before, mut after) = (of(100), of(0));
        after.clone_from(&before);
        after.push(100);
        assert!(Arc::ptr_eq(&before.full, &after.full));
        after.extend(101..200);
        assert!(Arc::ptr_eq(&before.full[2], &after.full[2]));
        *after.get_mut(40).unwrap() = 1;
        assert!(
            Arc::ptr_eq(&before.full[0], &after.full[0]) && !Arc::ptr_eq(&before.full[1], &after.full[1])
        );
    }
}
