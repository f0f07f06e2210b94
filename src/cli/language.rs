//! `raftarium language`: how scripts are written.

use super::{Exit, print};
use anyhow::Result;

/// The page of the language.
const PAGE: &str = include_str!("../../assets/language.md");

pub(super) fn run() -> Result<Exit> {
    print(PAGE)?;
    Ok(Exit::Good)
}
