//! The list of the home screen.

/// What is listed beside the ways.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shelf {
    /// The lessons.
    #[default]
    Lessons,
    /// The scenarios.
    Scenarios,
}
