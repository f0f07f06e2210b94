//! The list of the home screen.

/// What is listed beside the ways.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shelf {
    /// The lessons.
    #[default]
    Lessons,
    /// The scenarios.
    Scenarios,
    /// The demos.
    Demos,
}

impl Shelf {
    /// What the list is called.
    pub const fn title(self) -> &'static str {
        match self {
            Shelf::Lessons => "Lessons",
            Shelf::Scenarios => "Scenarios",
            Shelf::Demos => "Demos",
        }
    }
}
