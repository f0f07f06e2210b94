//! `raftarium`: the home screen.

use super::{Exit, screen};
use anyhow::Result;

pub(super) fn run(options: &screen::Options) -> Result<Exit> {
    screen::session(options, |_| Ok(()))
}
