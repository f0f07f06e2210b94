//! `raftarium arise`: whether logs can stand side by side in a cluster that obeys every rule.

use super::{Exit, Format, file, print};
use crate::arise::Situation;
use crate::explain::{Answer, can_arise};
use crate::language::{
    Command, Condition, EntrySpec, Known, Line, Question, Script, default_command, parse_condition, printable,
};
use crate::raft::{Entry, Index, MAX_SERVERS};
use crate::script::{self, PlayOptions, session};
use anyhow::{Result, anyhow, bail};
use serde_json::json;
use std::path::PathBuf;

/// Tell whether logs can exist together in a cluster that obeys every rule
///
/// Give one argument per server: the terms of its entries, as in a script, or `empty`. The answer is yes, with a run
/// from empty logs that ends with exactly these logs, or no, with the rule that they would break. Exit code 1: no, or
/// unknown. For a state with terms, votes and roles, ask in a script: `raftarium run FILE --explain "can this
/// arise"`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium arise '1 1 2' '1 1' '1 3'              three servers
  raftarium arise '1' '2' '3'                      three leaders, each elected with an empty log
  raftarium arise '1 1 2' '1 1' '1 3' --save there.raftarium
  raftarium open there.raftarium                   watch how that can happen")]
pub(super) struct Args {
    /// The logs, S1's first: '1 1 2', '1:x=3 2', empty
    #[arg(required = true, value_name = "LOG")]
    logs: Vec<String>,
    /// Write the run that leads there to a new session file: `raftarium open FILE` shows it
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    if let Some(path) = args.save.as_deref().filter(|path| path.exists()) {
        bail!("{} already exists: --save writes a new file", file::shown(path));
    }
    let answer = can_arise(Question::SideBySide, &situation(&args.logs)?);
    let saved = match (&args.save, commands(&answer)) {
        (Some(path), Some(commands)) => Some(save(path, commands)?),
        _ => None,
    };
    print(&match args.format {
        Format::Json => format!("{}\n", json!({ "answer": answer, "saved": saved })),
        Format::Text => match &saved {
            Some(name) => format!("{answer}\nSaved: raftarium open {name} shows it.\n"),
            None => answer.to_string(),
        },
    })?;
    Ok(if answer.verdict == Some(true) { Exit::Good } else { Exit::DoesNotHold })
}

/// The logs, as the language reads them. They may be such that no cluster could begin with them.
fn situation(logs: &[String]) -> Result<Situation> {
    if !(1..=MAX_SERVERS).contains(&logs.len()) {
        bail!("a cluster has 1 to {MAX_SERVERS} servers, not {}", logs.len());
    }
    let known = Known { servers: logs.len(), names: Vec::new() };
    let read = |log: &String| {
        let condition = format!("log of S1 = {log}");
        let problem = |what: String| anyhow!("'{}': {what}", printable(log, 60));
        match parse_condition(&condition, &known).map_err(|found| problem(found.short()))? {
            Condition::LogIs { entries, .. } => Ok(Index::FIRST.onwards().zip(entries).map(entry).collect()),
            _ => Err(problem("expected the terms of a log, such as 1 1 2".to_owned())),
        }
    };
    Ok(Situation::of_logs(logs.iter().map(read).collect::<Result<Vec<Vec<Entry>>>>()?))
}

fn entry((index, EntrySpec { term, payload }): (Index, EntrySpec)) -> Entry {
    Entry { term, payload: payload.unwrap_or_else(|| default_command(term, index).into()) }
}

fn commands(answer: &Answer) -> Option<&[Command]> {
    answer.remedies.first().map(|remedy| remedy.commands.as_slice())
}

fn save(path: &std::path::Path, commands: &[Command]) -> Result<String> {
    let lines = (1..).zip(commands).map(|(number, command)| Line { number, command: command.clone() });
    let script = Script { head: Vec::new(), lines: lines.collect() };
    let (report, run) = script::play_through(&script, &PlayOptions::default());
    let mut run = run
        .filter(|_| report.held())
        .ok_or_else(|| anyhow!("the run does not play: {}", report.summary()))?;
    run.seek(run.start());
    file::write_new(path, &session::write(&run))
}
