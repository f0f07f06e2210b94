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
    /// All of them.
    pub const ALL: [Shelf; 3] = [Shelf::Lessons, Shelf::Scenarios, Shelf::Demos];

    /// What the list is called.
    pub const fn title(self) -> &'static str {
        match self {
            Shelf::Lessons => "Lessons",
            Shelf::Scenarios => "Scenarios",
            Shelf::Demos => "Demos",
        }
    }
}
