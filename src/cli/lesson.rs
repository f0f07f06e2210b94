//! `raftarium lesson`: write lessons, and tell whether they are true.

mod check;
mod list;
mod new;

use super::{Exit, Format, print};
use crate::lesson::FORMAT;
use anyhow::Result;
use clap::Subcommand;

/// Lessons: list them, check them, start one
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium lesson list
  raftarium lesson new 30-my-lesson.md      a lesson to begin with
  raftarium lesson format                   how lessons are written, on one page
  raftarium lesson check 30-my-lesson.md    whether all of it is true")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    List(list::Args),
    Check(check::Args),
    New(new::Args),
    /// How lessons are written, on one page
    Format,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    match &args.command {
        Command::List(args) => list::run(args),
        Command::Check(args) => check::run(args),
        Command::New(args) => new::run(args),
        Command::Format => {
            print(FORMAT)?;
            Ok(Exit::Good)
        }
    }
}
