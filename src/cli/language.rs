//! `raftarium language`: how scripts are written.

use super::{Exit, print};
use anyhow::Result;

pub(super) fn run() -> Result<Exit> {
    print(crate::script::PAGE)?;
    Ok(Exit::Good)
}
