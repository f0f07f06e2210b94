//! `raftarium check TRACE`: was it Raft?

use super::progress_line::ProgressLine;
use super::{Exit, Format, complain, file, print};
use crate::explain::grouped;
use crate::trace::check::{self, Checked, Outcome};
use crate::trace::judge::report::{self, Detail};
use anyhow::{Context, Result};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How much of a file is read at once.
const BUFFER: usize = 1 << 16;

/// Judge a trace of any implementation of Raft: was it Raft?
///
/// A trace is a file in which an implementation logs what happened, one event per line: see `raftarium language
/// traces`. The program recognizes three formats by itself: JSON Lines as described there, bare lines with `time term
/// node role`, and the state trace of etcd's Raft library. The verdict for each property of Figure 3 and each rule of
/// the paper is legal, illegal (with the line, what was expected and why), or not observable in this trace (with what
/// to log). What is illegal is shown with the lines that decide it; the last sentence is the verdict; -v shows all else.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium check trace.jsonl
  raftarium check trace.jsonl -v
  raftarium check node-*.log --format json
  grep raft: server.log | raftarium check -

Exit codes:
  0  nothing in the trace is illegal
  1  something in the trace is illegal
  2  the file is not a trace; or nothing is illegal, but some lines could not be read. The verdict is printed
     in any case. An incomplete last line, as after a crash, is no mistake")]
pub(super) struct Args {
    /// The traces; - is standard input
    #[arg(required = true, value_name = "TRACE")]
    traces: Vec<PathBuf>,
    /// The verdict on each property and rule, and what else to log so that more rules can be judged
    #[arg(long, short)]
    verbose: bool,
    /// Text for people, or one JSON object per trace
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let mut worst = Exit::Good;
    let detail = if args.verbose { Detail::Full } else { Detail::Brief };
    for (position, path) in args.traces.iter().enumerate() {
        if position > 0 && args.format == Format::Text {
            print("\n")?;
        }
        worst = worst.max(one(path, args.format, detail)?);
    }
    // The hint stands once, after all verdicts.
    if args.format == Format::Text && detail == Detail::Brief && worst != Exit::Bad {
        print("-v shows the verdict on each rule, and what else to log so that more rules can be judged.\n")?;
    }
    Ok(worst)
}

/// Judges one trace. One that cannot be read does not keep the others from being judged.
fn one(path: &Path, format: Format, detail: Detail) -> Result<Exit> {
    let name = if path == Path::new("-") { "standard input".into() } else { file::shown(path) };
    let started = Instant::now();
    let checked = match read(path, format) {
        Ok(checked) if checked.outcome() == Outcome::Unreadable => {
            return unreadable(&name, &format!("{name}: {}", checked.complaint()), format, Some(&checked));
        }
        Ok(checked) => checked,
        Err(error) => return unreadable(&name, &format!("{error:#}"), format, None),
    };
    // The lines that are quoted are looked up afterwards: where nothing is found, that costs nothing.
    let cited = checked.cited();
    let again = !cited.is_empty() && path != Path::new("-");
    let quotes = if again { check::quote(open(path)?, &cited)? } else { BTreeMap::new() };
    match format {
        Format::Json => print(&format!("{}\n", checked.json(&name, &quotes)))?,
        Format::Text => {
            let Checked { judgement, names, tally, .. } = &checked;
            let mut text = checked.head(&name);
            text += &report::text(judgement, names, &quotes, detail);
            text.push('\n');
            text += &report::verdict(judgement, names, tally.broken);
            print(&text)?;
        }
    }
    tracing::debug!("{name}: {} events in {:.3} s", checked.tally.events, started.elapsed().as_secs_f64());
    Ok(match checked.outcome() {
        Outcome::Legal => Exit::Good,
        Outcome::Illegal => Exit::DoesNotHold,
        Outcome::Incomplete | Outcome::Unreadable => Exit::Bad,
    })
}

fn read(path: &Path, format: Format) -> Result<Checked> {
    let mut line = ProgressLine::new(format);
    let hear = |tally: &crate::trace::read::Tally| line.show(|| format!("{} events", grouped(tally.events)));
    let checked = if path == Path::new("-") {
        check::check(BufReader::with_capacity(BUFFER, io::stdin().lock()), hear)
    } else {
        check::check(open(path)?, hear)
    };
    line.clear();
    checked.with_context(|| format!("cannot read {}", file::shown(path)))
}

fn open(path: &Path) -> Result<BufReader<std::fs::File>> {
    Ok(BufReader::with_capacity(BUFFER, file::open(path)?))
}

fn unreadable(name: &str, message: &str, format: Format, checked: Option<&Checked>) -> Result<Exit> {
    match format {
        Format::Text => complain(message),
        Format::Json => {
            let broken = checked.map_or(&[][..], |checked| &checked.broken);
            let object =
                json!({"name": name, "outcome": Outcome::Unreadable, "error": message, "broken": broken});
            print(&format!("{object}\n"))?;
        }
    }
    Ok(Exit::Bad)
}
