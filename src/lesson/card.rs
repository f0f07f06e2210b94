//! What is to be kept of a lesson.

use super::Prose;

/// The fewest sentences of a card.
pub const FEWEST_SENTENCES: usize = 3;
/// The most sentences of a card.
pub const MOST_SENTENCES: usize = 5;

/// The card of a lesson: what is to be kept of it, in a few sentences. It is read without any cluster, so it has no live
/// values.
#[derive(Clone, PartialEq, Debug)]
pub struct Card {
    /// The line at which it begins, counted from 1.
    pub line: u32,
    /// Its sentences, at least one.
    pub sentences: Vec<Prose>,
}
