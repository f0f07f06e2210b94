//! A question and its answer: what was asked, where its answer leads, and how it is drawn.

mod execute;
mod hints;
pub mod open_answer;
mod rows;
pub(in crate::tui) mod short;
pub mod target;
pub mod view;
