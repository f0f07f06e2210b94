//! Runs as files for other tools.

pub mod screen;
pub mod svg;
