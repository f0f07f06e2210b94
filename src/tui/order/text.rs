//! Pieces of an order as it is typed.

use std::fmt::{self, Display, Formatter};

/// A word, with a number behind it unless that is 1.
pub(super) fn counted(word: &str, number: u64, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(word)?;
    if number == 1 { Ok(()) } else { write!(f, " {number}") }
}

/// A word with what follows it, if anything does.
pub(in crate::tui) fn optional(
    word: &str,
    follows: Option<impl Display>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    f.write_str(word)?;
    follows.map_or(Ok(()), |follows| write!(f, " {follows}"))
}
