//! Pieces of printed commands.

use crate::raft::{BackUp, Choice};
use std::fmt::{Display, Formatter, Result};

/// A share of a thousand as a percentage.
pub(super) struct Share(pub u16);

impl Display for Share {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0.is_multiple_of(10) {
            write!(f, "{}%", self.0 / 10)
        } else {
            write!(f, "{}.{}%", self.0 / 10, self.0 % 10)
        }
    }
}

/// A choice in the words with which it is made.
pub(super) struct Chosen(pub Choice);

impl Display for Chosen {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let on_or_off = |on| if on { "on" } else { "off" };
        match self.0 {
            Choice::NoOp(on) => write!(f, "no-op {}", on_or_off(on)),
            Choice::BackUp(BackUp::OneByOne) => f.write_str("back-up one-by-one"),
            Choice::BackUp(BackUp::ByTerm) => f.write_str("back-up by-term"),
            Choice::MaxEntries(most) => write!(f, "max-entries {most}"),
            Choice::ProbeEmpty(on) => write!(f, "probe-empty {}", on_or_off(on)),
        }
    }
}

/// Prints a list with something between.
pub(super) fn separated<T: Display>(f: &mut Formatter<'_>, items: &[T], between: &str) -> Result {
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            f.write_str(between)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}
