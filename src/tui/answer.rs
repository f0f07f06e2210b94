//! A question and its answer: what was asked, where its answer leads, and how it is drawn.

mod execute;
pub mod open_answer;
mod rows;
pub mod target;
pub mod view;
