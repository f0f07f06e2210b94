//! `raftarium language`: how scripts are written.

use super::{Exit, print};
use anyhow::Result;

pub(super) fn run() -> Result<Exit> {
    print("language")?;
    Ok(Exit::Good)
}
