//! Steps and states told in words.
//!
//! A [`Told`] is what the subtitle shows: who does what, why, and where the paper says so. It is made from the
//! facts of one step alone, so that any step can be told at any time.

mod tell;

pub use tell::{Told, tell};
