//! What the tests of several rooms need.

pub mod deeds;
pub mod grid;
pub mod stage;
pub mod wild;
