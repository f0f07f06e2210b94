//! What the tests of several rooms need.

pub mod grid;
pub mod random_actions;
pub mod silence;
pub mod stage;
pub mod wild;

use std::fmt::Debug;

/// A text has these words; if it has not, it is shown.
#[track_caller]
pub fn assert_contains(text: &str, words: &str) {
    assert!(text.contains(words), "no {words:?} in:\n{text}");
}

/// Something holds of a value; if it does not, the value is shown.
#[track_caller]
pub fn assert_that<T: Debug + ?Sized>(value: &T, holds: impl FnOnce(&T) -> bool) {
    assert!(holds(value), "it does not hold of {value:#?}");
}
