//! `raftarium notes`: the teacher's second terminal.

#[cfg(unix)]
mod follow;

use super::{Exit, screen};
use anyhow::Result;

/// Show the teacher's notes in a second terminal while a lesson is presented in the first
///
/// Start `raftarium lesson ID --present` in the terminal that the class sees, and this command in the one that you
/// see. It shows the notes for the step, the right answers and the misconceptions behind the others, the prepared
/// demos, and the next step.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium lesson 18 --present        in the terminal that the class sees
  raftarium notes                      in yours
  raftarium notes --plain              the same line by line")]
pub(super) struct Args {}

#[cfg(unix)]
pub(super) fn run(_: &Args, options: &screen::Options) -> Result<Exit> {
    follow::run(options)
}

#[cfg(not(unix))]
pub(super) fn run(_: &Args, _: &screen::Options) -> Result<Exit> {
    anyhow::bail!("notes follow a presentation over a Unix socket, and this system has none")
}
