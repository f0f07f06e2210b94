//! Steps and states told in words.
//!
//! A [`Told`] is what the subtitle shows: who does what, why, and where the paper says so. It is made from the
//! facts of one step alone, so that any step can be told at any time; [`tell_within`] adds what its run knows.
//! [`fact_line`] tells a single fact, for lists that show them all.

mod fact_line;
mod tell;
mod words;

pub use fact_line::fact_line;
pub use tell::{Told, tell, tell_within};
pub use words::grouped;
