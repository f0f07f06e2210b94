//! `raftarium man`: the manual page.

use super::{Cli, Exit, print};
use anyhow::Result;
use clap::CommandFactory;

pub(super) fn run() -> Result<Exit> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Good)
}
