//! The command line. Each subcommand is a file of a few lines that calls a room of the library.
//!
//! Exit codes are the same everywhere: 0 good, 1 what was asked does not hold, 2 bad usage or file.

mod arise;
mod atomic_write;
mod cards;
mod check;
mod completions;
mod demo;
mod dialogue;
mod export;
mod file;
mod folders;
mod fuzz;
mod home;
mod hunt;
mod language;
mod lesson;
mod log;
mod man;
mod notes;
mod open;
mod picture_file;
mod plain;
mod progress;
mod progress_line;
mod publisher;
mod review;
mod rules;
mod run;
mod sandbox;
mod screen;
mod session_file;
mod web;

use crate::untrusted::hidden;
use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use std::process::ExitCode;

/// What `raftarium --help` says below the options.
const EXAMPLES: &str = "\
Examples:
  raftarium                                 the home screen
  raftarium lesson 14                       lesson 14: Figure 8
  raftarium lesson 14 --present             the same for a class; `raftarium notes` in a second terminal
  raftarium demo split-vote                 a short run for a class, to go through with PageDown
  raftarium review                          the questions of lessons that are due today
  raftarium cards --html --out cards.html   what to remember from the lessons, on one page
  raftarium sandbox --servers 3             a cluster of three servers to play with
  raftarium sandbox --plain                 the same, told line by line
  raftarium open                            continue the last session
  raftarium run election.raft               play a script without a screen, check its expectations
  raftarium arise '1 1 2' '1 1' '1 3'       can these logs exist in one cluster?
  raftarium hunt --without vote-twice       search for a short run with two leaders in one term
  raftarium export election.raft --to text  the story as text; there are pictures and diagrams too
  raftarium check trace.jsonl               was it Raft? A trace of any implementation
  raftarium rules V2                        why a vote is denied if the log is less up-to-date
  raftarium language                        how to write scripts
  raftarium web                             the same program in a browser

In the program: Space lets time pass, ← and → step, : takes any command, ? shows all keys, q quits.
Exit codes: 0 success, 1 a check failed, 2 wrong usage or a bad file.
Settings: ~/.config/raftarium/config.toml (theme, ascii, speed, mouse, still, [keys]).";

/// Watch, control, question and break a Raft cluster until you understand why Raft is safe.
#[derive(Parser, Debug)]
#[command(name = "raftarium", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    screen: screen::Options,
}

#[derive(Subcommand, Debug)]
enum Command {
    Sandbox(sandbox::Args),
    Demo(demo::Args),
    Open(open::Args),
    Run(run::Args),
    Fuzz(fuzz::Args),
    Hunt(hunt::Args),
    Arise(arise::Args),
    Check(check::Args),
    Lesson(lesson::Args),
    Review(review::Args),
    Cards(cards::Args),
    Export(export::Args),
    Rules(rules::Args),
    Notes(notes::Args),
    Language(language::Args),
    Web(web::Args),
    Completions(completions::Args),
    /// Print the manual page: raftarium man | man -l -
    Man,
}

/// How results are printed.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How it went, from good to bad.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Exit {
    /// Good.
    Good,
    /// What was asked does not hold.
    DoesNotHold,
    /// Bad usage or file; it was said already.
    Bad,
    /// A signal asked us to end: its number.
    Signal(u8),
}

/// Runs what the command line asks for.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // A mistake quotes what was typed, which may hold anything.
        Err(error) if error.use_stderr() => {
            complain_of(error.render().to_string().trim_end());
            return ExitCode::from(2);
        }
        // Help and version are what was asked for.
        Err(help) => return code(help.print().map(|()| Exit::Good).map_err(Into::into)),
    };
    code(obey(cli))
}

fn code(result: Result<Exit>) -> ExitCode {
    match result {
        Ok(Exit::Good) => ExitCode::SUCCESS,
        Ok(Exit::DoesNotHold) => ExitCode::from(1),
        Ok(Exit::Bad) => ExitCode::from(2),
        Ok(Exit::Signal(number)) => ExitCode::from(128u8.saturating_add(number)),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn obey(cli: Cli) -> Result<Exit> {
    let screen = cli.screen;
    match cli.command {
        None => home::run(&screen),
        Some(Command::Sandbox(args)) => sandbox::run(&args, &screen),
        Some(Command::Demo(args)) => demo::run(&args, &screen),
        Some(Command::Open(args)) => open::run(&args, &screen),
        Some(Command::Run(args)) => run::run(&args),
        Some(Command::Fuzz(args)) => fuzz::run(&args),
        Some(Command::Hunt(args)) => hunt::run(&args),
        Some(Command::Arise(args)) => arise::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Lesson(args)) => lesson::run(&args, &screen),
        Some(Command::Review(args)) => review::run(&args, &screen),
        Some(Command::Cards(args)) => cards::run(&args),
        Some(Command::Export(args)) => export::run(&args, &screen),
        Some(Command::Rules(args)) => rules::run(&args),
        Some(Command::Notes(args)) => notes::run(&args, &screen),
        Some(Command::Language(args)) => language::run(&args),
        Some(Command::Web(args)) => web::run(&args),
        Some(Command::Completions(args)) => completions::run(&args),
        Some(Command::Man) => man::run(),
    }
}

/// Says on standard error what went wrong. That it cannot be said is nobody's business any more.
fn complain(text: &str) {
    complain_of(&format!("raftarium: {text}"));
}

fn complain_of(text: &str) {
    use std::io::Write;
    let clean: String = text.chars().filter(|char| *char == '\n' || !hidden(*char)).collect();
    let _ = writeln!(std::io::stderr(), "{clean}");
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Prints a result. If its reader has gone away, the command ends there, and [`main`] takes that for good.
fn print(text: &str) -> Result<()> {
    Ok(crate::tui::terminal::say(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
