//! A question and its answer: what was asked, where its answer leads, and how it is drawn.

pub mod asked;
mod execute;
mod rows;
pub mod target;
pub mod view;
