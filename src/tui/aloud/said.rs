//! What is said.

use super::text::sentence;

/// What a line is answered with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// What to say.
    pub lines: Vec<String>,
    /// Whether the line could not be carried out.
    pub refused: bool,
    /// Whether to end.
    pub quit: bool,
}

impl Said {
    pub(super) fn of(lines: Vec<String>) -> Said {
        Said { lines, ..Said::default() }
    }

    pub(super) fn refused(why: &str) -> Said {
        Said { lines: sentence(why, ""), refused: true, quit: false }
    }
}
