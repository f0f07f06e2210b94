//! Pieces of printed commands.

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
