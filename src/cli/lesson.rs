//! `raftarium lesson`: play lessons, write them, and tell whether they are true.

mod aloud;
mod check;
mod find;
mod grade;
mod list;
mod new;
mod play;

use super::{Exit, Format, print, screen};
use crate::lesson::FORMAT;
use anyhow::Result;
use clap::Subcommand;

/// Lessons: play one, present it, grade answers, list them, check them, start one
///
/// The program watches a lesson's file while it plays: the screen shows your changes as soon as you save them.
#[derive(clap::Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  raftarium lesson                          the next one for you
  raftarium lesson 18
  raftarium lesson 18 --present             for a class; `raftarium notes` follows in a second terminal
  raftarium lesson 30-my-lesson.md          your own lesson, reloaded when you change it
  raftarium lesson 18 --plain               line by line, for screen readers and pipes
  raftarium lesson run 18 --answers FILE    grade somebody's answers
  raftarium lesson list
  raftarium lesson new 30-my-lesson.md      create a lesson to start from
  raftarium lesson format                   how to write lessons, on one page
  raftarium lesson check 30-my-lesson.md    check whether all of it is true"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    play: play::Wanted,
}

#[derive(Subcommand, Debug)]
enum Command {
    List(list::Args),
    Check(check::Args),
    New(new::Args),
    Run(grade::Args),
    /// Describe how to write lessons, on one page
    Format,
}

/// A lesson by its id, its number, its words or its file.
pub(super) fn find(name: &str) -> Result<std::sync::Arc<crate::lesson::Lesson>> {
    find::find(name)
}

/// The questions that are due today, line by line.
pub(super) fn review() -> Result<Exit> {
    aloud::review()
}

pub(super) fn run(args: &Args, options: &screen::Options) -> Result<Exit> {
    let Some(command) = &args.command else { return play::run(&args.play, options) };
    match command {
        Command::List(args) => list::run(args),
        Command::Check(args) => check::run(args),
        Command::New(args) => new::run(args),
        Command::Run(args) => grade::run(args),
        Command::Format => {
            print(FORMAT)?;
            Ok(Exit::Good)
        }
    }
}
