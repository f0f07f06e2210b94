//! `raftarium completions SHELL`.

use super::{Cli, Exit, print};
use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

/// Print the completion script for your shell
///
/// For example: `raftarium completions bash > ~/.local/share/bash-completion/completions/raftarium`
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Which shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "raftarium", &mut text);
    print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Good)
}
