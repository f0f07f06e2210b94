//! Vectors in pieces: a copy shares all pieces but the last with what it was copied from. A checkpoint of a world
//! with long logs so costs what has changed since the one before it.

use std::ops::Index;
use std::sync::Arc;

/// How many elements a piece has, and how many pieces a block.
const PIECE: usize = 32;
/// How many elements a block has.
const BLOCK: usize = PIECE * PIECE;

type Piece<T> = Arc<[T]>;

/// A vector that mostly grows at its end and is copied often.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pieces<T> {
    /// Full pieces, in blocks that are full too: an element is found by dividing.
    blocks: Arc<Vec<Arc<[Piece<T>]>>>,
    /// Full pieces that do not fill a block yet.
    full: Arc<Vec<Piece<T>>>,
    /// What does not fill a piece yet.
    last: Vec<T>,
}

impl<T> Default for Pieces<T> {
    fn default() -> Self {
        Pieces { blocks: Arc::default(), full: Arc::default(), last: Vec::new() }
    }
}

impl<T> Pieces<T> {
    /// How many elements there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.in_full() + self.last.len()
    }

    /// How many elements are in full pieces.
    #[inline]
    fn in_full(&self) -> usize {
        self.blocks.len() * BLOCK + self.full.len() * PIECE
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The full piece that an element is in.
    #[inline]
    fn piece(&self, position: usize) -> Option<&Piece<T>> {
        match self.blocks.get(position / BLOCK) {
            Some(block) => Some(&block[position % BLOCK / PIECE]),
            None => self.full.get((position - self.blocks.len() * BLOCK) / PIECE),
        }
    }

    /// The element at a position.
    #[inline]
    pub fn get(&self, position: usize) -> Option<&T> {
        match self.piece(position) {
            Some(piece) => Some(&piece[position % PIECE]),
            None => self.last.get(position - self.in_full()),
        }
    }

    /// The last element.
    #[inline]
    pub fn last(&self) -> Option<&T> {
        self.last.last().or_else(|| self.get(self.len().checked_sub(1)?))
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
        let holds_at_end = |piece: &Piece<T>| holds(&piece[PIECE - 1]);
        let blocks = self.blocks.partition_point(|block| holds_at_end(&block[PIECE - 1]));
        let pieces = self.blocks.get(blocks).map_or(&self.full[..], |block| block);
        let full = pieces.partition_point(holds_at_end);
        let elements = pieces.get(full).map_or(&self.last[..], |piece| piece);
        blocks * BLOCK + full * PIECE + elements.partition_point(holds)
    }
}

impl<T: Clone> Pieces<T> {
    /// An element, to be changed: copies keep what they have.
    pub fn get_mut(&mut self, position: usize) -> Option<&mut T> {
        let (in_blocks, in_full) = (self.blocks.len() * BLOCK, self.in_full());
        if position >= in_full {
            return self.last.get_mut(position - in_full);
        }
        let piece = if position < in_blocks {
            let block = &mut Arc::make_mut(&mut self.blocks)[position / BLOCK];
            &mut Arc::make_mut(block)[position % BLOCK / PIECE]
        } else {
            &mut Arc::make_mut(&mut self.full)[(position - in_blocks) / PIECE]
        };
        Arc::make_mut(piece).get_mut(position % PIECE)
    }

    /// Adds an element at the end.
    #[inline]
    pub fn push(&mut self, element: T) {
        self.last.push(element);
        if self.last.len() == PIECE {
            self.close_piece();
        }
    }

    fn close_piece(&mut self) {
        let full = Arc::make_mut(&mut self.full);
        full.push(self.last.drain(..).collect());
        if full.len() == PIECE {
            Arc::make_mut(&mut self.blocks).push(full.drain(..).collect());
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
        let (in_blocks, in_full) = (self.blocks.len() * BLOCK, self.in_full());
        if length >= in_full {
            self.last.truncate(length - in_full);
            return;
        }
        // The piece that is cut is the last one from now on, and so is the block that it was in.
        self.last.clear();
        if let Some(piece) = self.piece(length).cloned() {
            self.last.extend_from_slice(&piece[..length % PIECE]);
        }
        if length < in_blocks {
            let pieces = self.blocks[length / BLOCK][..length % BLOCK / PIECE].to_vec();
            self.full = Arc::new(pieces);
            Arc::make_mut(&mut self.blocks).truncate(length / BLOCK);
        } else {
            Arc::make_mut(&mut self.full).truncate((length - in_blocks) / PIECE);
        }
    }
}

impl<T> Index<usize> for Pieces<T> {
    type Output = T;

    /// # Panics
    /// Beyond the end.
    #[inline]
    fn index(&self, position: usize) -> &T {
        match self.piece(position) {
            Some(piece) => &piece[position % PIECE],
            None => &self.last[position - self.in_full()],
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
        let near_blocks = (BLOCK - 1..=BLOCK + 1).chain([2 * BLOCK - 1, 2 * BLOCK + PIECE + 3]);
        for length in (0..=3 * PIECE + 1).chain(near_blocks) {
            let pieces = of(length);
            let vector: Vec<usize> = (0..length).collect();
            assert_eq!(pieces.len(), length);
            assert_eq!(pieces.last(), vector.last());
            assert!(pieces.iter().eq(&vector) && pieces.iter().rev().eq(vector.iter().rev()));
            assert_eq!((pieces.get(length), pieces.get(length + PIECE)), (None, None));
            let step = if length < BLOCK { 1 } else { 7 };
            for position in (0..length).step_by(step) {
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
        let length = BLOCK + 100;
        let before = of(length);
        for position in [0, 31, 32, 99, BLOCK - 1, BLOCK, BLOCK + 40, BLOCK + 99] {
            let mut after = before.clone();
            *after.get_mut(position).unwrap() = 7000;
            after.push(1);
            assert_eq!((after.get(position), before.get(position)), (Some(&7000), Some(&position)));
            assert_eq!((after.len(), &before), (length + 1, &of(length)));
        }
        assert_eq!(before.clone().get_mut(length), None);
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
    fn copies_share_full_pieces_and_blocks() {
        let (before, mut after) = (of(BLOCK + 100), of(0));
        after.clone_from(&before);
        after.push(100);
        assert!(Arc::ptr_eq(&before.blocks, &after.blocks) && Arc::ptr_eq(&before.full, &after.full));
        after.extend(101..200);
        assert!(Arc::ptr_eq(&before.full[2], &after.full[2]));
        *after.get_mut(BLOCK + 40).unwrap() = 1;
        assert!(Arc::ptr_eq(&before.blocks, &after.blocks) && Arc::ptr_eq(&before.full[0], &after.full[0]));
        assert!(!Arc::ptr_eq(&before.full[1], &after.full[1]));
        *after.get_mut(40).unwrap() = 1;
        assert!(Arc::ptr_eq(&before.blocks[0][0], &after.blocks[0][0]));
        assert!(!Arc::ptr_eq(&before.blocks[0][1], &after.blocks[0][1]));
        after.extend(0..BLOCK);
        after.truncate(BLOCK + 70);
        assert!(Arc::ptr_eq(&before.full[0], &after.full[0]), "a cut keeps what is before it");
    }
}
