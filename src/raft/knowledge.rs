//! What is known of facts, messages and entries: everything of our own servers, perhaps not everything of those of
//! somebody else. What is not known is none, told apart by its type.

use serde::Serialize;
use std::fmt;
use std::hash::Hash;

/// How much is known: our own servers know all of what they do and say, somebody else's trace perhaps does not tell it.
pub trait Knowledge: Copy + Eq + Hash + fmt::Debug {
    /// Something that may not be known.
    type Of<T: Content>: Content;

    /// What is known of it.
    fn get<T: Content>(of: Self::Of<T>) -> Option<T>;
}

/// What can be known or not.
pub trait Content: Copy + Eq + Hash + fmt::Debug + Serialize {}

impl<T: Copy + Eq + Hash + fmt::Debug + Serialize> Content for T {}

/// Whoever reports knows everything.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Whole {}

impl Knowledge for Whole {
    type Of<T: Content> = T;

    fn get<T: Content>(of: T) -> Option<T> {
        Some(of)
    }
}

/// Whoever reports knows a part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Partial {}

impl Knowledge for Partial {
    type Of<T: Content> = Option<T>;

    fn get<T: Content>(of: Option<T>) -> Option<T> {
        of
    }
}

/// From what our own servers know to what a viewer is told.
pub(super) trait Told<To> {
    fn told(self) -> To;
}

impl<T> Told<T> for T {
    fn told(self) -> T {
        self
    }
}

impl<T: Content> Told<Option<T>> for T {
    fn told(self) -> Option<T> {
        Some(self)
    }
}
