//! `raftarium run FILE`: play scripts with no screen.

use super::{Exit, Format, complain, file, print};
use crate::raft::MAX_SERVERS;
use crate::script::{self, MOST_BYTES, PlayOptions};
use anyhow::Result;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Play scripts with no screen, and check what they expect
///
/// The story is told step by step. Exit code 0: everything was as the scripts expect; 1: something was not, and
/// the line, the step and the values that make it so are said; 2: a file is not a script, with line, column and
/// what was expected there. `raftarium language` tells how scripts are written.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium run election.raft
  raftarium run election.raft --seed 9 --verbose
  raftarium run assets/scenarios/*.raft --brief
  raftarium run - --format json < election.raft")]
pub(super) struct Args {
    /// The scripts; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Text for people, or one JSON object a line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// So many servers, whatever the script says
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u8).range(1..=MAX_SERVERS as i64))]
    servers: Option<u8>,
    /// This seed, whatever the script says
    #[arg(long, short, value_name = "S")]
    seed: Option<u64>,
    /// Tell every step, heartbeats too
    #[arg(long, short)]
    verbose: bool,
    /// Leave the story out: one line a script, and what went wrong
    #[arg(long, short, conflicts_with = "verbose")]
    brief: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
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
    let script = match script::parse_bytes(&bytes) {
        Ok(script) => script,
        Err(problems) => return broken(&name, &problems.render(&name), args, &json!(problems.list)),
    };
    let options = PlayOptions { name, servers: args.servers, seed: args.seed, verbose: args.verbose };
    let mut report = script::play(&script, &options);
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
    Ok(exit)
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
