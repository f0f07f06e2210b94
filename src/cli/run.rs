//! `raftarium run FILE`: play scripts with no screen.

use super::{Exit, Format, complain, export, file, print};
use crate::explain;
use crate::language::{self, Known, MOST_BYTES};
use crate::raft::MAX_SERVERS;
use crate::script::{self, PlayOptions, View};
use anyhow::{Result, bail};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Play scripts without a screen, and check their expectations
///
/// This tells the story step by step. Exit code 0: every expectation holds; 1: one fails, and the report names the
/// line, the step and the values that matter; 2: a file is not a script, and the report names line, column and what
/// was expected there. `raftarium language` describes how to write scripts.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium run election.raft
  raftarium run election.raft --seed 9 --verbose
  raftarium run assets/scenarios/*.raft --brief
  raftarium run election.raft --brief --explain \"why is index 3 not committed on S1\"
  raftarium run election.raft --brief --trace election.jsonl
  raftarium run - --format json < election.raft")]
pub(super) struct Args {
    /// The scripts; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Text for people, or one JSON object per line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The number of servers, instead of the one in the script
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u8).range(1..=MAX_SERVERS as i64))]
    servers: Option<u8>,
    /// The seed, instead of the one in the script
    #[arg(long, short, value_name = "S")]
    seed: Option<u64>,
    /// Tell every step, including heartbeats
    #[arg(long, short)]
    verbose: bool,
    /// Leave out the story: one line per script, and what failed
    #[arg(long, short, conflicts_with = "verbose")]
    brief: bool,
    /// Answer this question at the end; can be given several times
    #[arg(long = "explain", short = 'e', value_name = "QUESTION")]
    questions: Vec<String>,
    /// Write the run to a new trace file: `raftarium check` judges it, `raftarium open` plays it
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    if let Some(path) = &args.trace {
        if args.files.len() > 1 {
            bail!("--trace writes one run: give one script");
        }
        export::new_trace(path)?;
    }
    let mut worst = Exit::Good;
    for path in &args.files {
        worst = worst.max(one(path, args)?);
    }
    Ok(worst)
}

/// Plays one script. A file that cannot be read or is no script does not keep the others from being played.
fn one(path: &Path, args: &Args) -> Result<Exit> {
    let name = file::shown(path);
    let bytes = match file::read(path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return broken(&name, &format!("{error:#}"), args, &json!([])),
    };
    if let Some(why) = file::is_no_script(&bytes, &name) {
        return broken(&name, &why, args, &json!([]));
    }
    let script = match language::parse_bytes(&bytes) {
        Ok(script) => script,
        Err(problems) => return broken(&name, &problems.render(&name), args, &json!(problems.list)),
    };
    let known =
        Known { servers: args.servers.map_or(script.setup().servers, usize::from), names: script.names() };
    for question in &args.questions {
        if let Err(problem) = language::check_question(question, &known) {
            return broken(&name, &problem.render("--explain"), args, &json!([problem]));
        }
    }
    let options = PlayOptions { name, servers: args.servers, seed: args.seed, verbose: args.verbose };
    let (mut report, end) = script::play_named(&script, &options);
    let exit = match report.exit_code() {
        0 => Exit::Good,
        1 => Exit::DoesNotHold,
        _ => Exit::Bad,
    };
    if args.brief {
        report.story.clear();
    }
    match args.format {
        Format::Text if args.brief => print(&format!("{}\n", report.summary()))?,
        Format::Text => print(&report.to_string())?,
        Format::Json => print(&format!("{}\n", serde_json::to_string(&report)?))?,
    }
    let Some((run, names)) = end else { return Ok(exit) };
    if let Some(path) = &args.trace {
        let title = if report.title.is_empty() { &report.name } else { &report.title };
        export::trace(&run, title, path)?;
    }
    let mut worst = exit;
    for question in &args.questions {
        worst = worst.max(ask(question, View { run: &run, names: &names }, args)?);
    }
    Ok(worst)
}

/// Answers a question about the end of a run. Words such as `leader` may mean nobody then.
fn ask(question: &str, view: View<'_>, args: &Args) -> Result<Exit> {
    let question = match script::parse_question(question, view) {
        Ok(question) => question,
        Err(problem) => return broken("--explain", &problem.render("--explain"), args, &json!([problem])),
    };
    let answer = explain::answer(&question, view.run);
    match args.format {
        Format::Text => print(&format!("\n{answer}"))?,
        Format::Json => print(&format!("{}\n", serde_json::to_string(&answer)?))?,
    }
    Ok(Exit::Good)
}

fn broken(name: &str, message: &str, args: &Args, problems: &serde_json::Value) -> Result<Exit> {
    if args.format == Format::Json {
        let report = json!({ "name": name, "verdict": "invalid", "error": message, "problems": problems });
        print(&format!("{report}\n"))?;
    } else {
        complain(message);
    }
    Ok(Exit::Bad)
}
