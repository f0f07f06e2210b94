//! `raftarium language`: how scripts are written.

use super::{Exit, print};
use crate::script::LANGUAGE;
use anyhow::Result;

pub(super) fn run() -> Result<Exit> {
    print(LANGUAGE)?;
    Ok(Exit::Good)
}
