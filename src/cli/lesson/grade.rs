//! `raftarium lesson run`: grade somebody's answers with no screen.

use super::super::{atomic_write, complain, file};
use super::find::find;
use super::{Exit, Format, print};
use crate::lesson::grade::{Answers, Grade, MOST_ANSWERS_BYTES, grade};
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Grade somebody's answers to a lesson, without a screen
///
/// Exit code 0: all answers are right and all challenges are solved; 1: not all; 2: a file cannot be read, and the
/// report says where it is wrong. `raftarium lesson format` describes the file of answers, under Grading.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium lesson run 18-partition --answers ada.txt
  raftarium lesson run 18 --answers ada.txt --report ada.json
  raftarium lesson run 18 --answers - --format json < ada.txt")]
pub(super) struct Args {
    /// The id or number of a lesson, or a file
    #[arg(value_name = "LESSON")]
    lesson: String,
    /// The answers; - is standard input
    #[arg(long, short, value_name = "FILE")]
    answers: PathBuf,
    /// Write the report to this file, as JSON; an existing file is replaced
    #[arg(long, short, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Text for people, or one JSON object
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let lesson = find(&args.lesson)?;
    let shown = file::shown(&args.answers);
    let bytes = file::read(&args.answers, MOST_ANSWERS_BYTES)?;
    let graded = Answers::parse_bytes(&bytes).and_then(|answers| grade(&lesson, &answers));
    let graded = match graded {
        Ok(graded) => graded,
        Err(problems) => {
            complain(&problems.render(&shown));
            return Ok(Exit::Bad);
        }
    };
    if let Some(path) = &args.report {
        let text = format!("{}\n", serde_json::to_string_pretty(&graded)?);
        atomic_write::write(path, text.as_bytes())
            .with_context(|| format!("cannot write {}", file::shown(path)))?;
    }
    print(&match args.format {
        Format::Text => text(&graded),
        Format::Json => format!("{}\n", serde_json::to_string(&graded)?),
    })?;
    Ok(if graded.is_full() { Exit::Good } else { Exit::DoesNotHold })
}

fn text(graded: &Grade) -> String {
    let mut text = format!("{}\n", graded.summary());
    // Writing into a string never fails.
    for question in &graded.questions {
        let (id, expected) = (question.question, &question.expected);
        let _ = match &question.given {
            Some(_) if question.right => writeln!(text, "  {id}  right"),
            Some(given) => writeln!(text, "  {id}  wrong: {given}, expected {expected}"),
            None => writeln!(text, "  {id}  not answered: expected {expected}"),
        };
        for believed in &question.misconceptions {
            let _ = writeln!(text, "       believes: {believed}");
        }
    }
    for challenge in &graded.challenges {
        let (id, actions, par) = (challenge.challenge, challenge.actions, challenge.par);
        let _ = match &challenge.why {
            _ if challenge.solved => writeln!(text, "  challenge {id}  solved in {actions}, par {par}"),
            Some(why) => writeln!(text, "  challenge {id}  not solved: {why}"),
            None => writeln!(text, "  challenge {id}  not tried"),
        };
    }
    text
}
