//! A mistake in a command of the program.

/// A mistake in a command of the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// Where: characters before it.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

/// A mistake that is about the command as a whole.
pub(in crate::tui) fn refused(why: &dyn std::fmt::Display) -> Mistake {
    Mistake { column: 0, message: why.to_string() }
}
