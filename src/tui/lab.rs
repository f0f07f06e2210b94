//! The bug lab on the screen: what its page lists, and what the panel beside a run with a rule off knows.

mod item;
mod panel;

pub use item::Item;
pub use panel::{Deed, Kind, Lab};
