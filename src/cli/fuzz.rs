//! `raftarium fuzz`: random schedules with every kind of fault.

use super::progress_line::ProgressLine;
use super::{Exit, Format, file, print};
use crate::audit::{AuditOptions, audit};
use crate::fuzz::{self, Failure, FuzzOptions};
use crate::language;
use crate::nearest::{did_you_mean, nearest};
use crate::paper::{Bug, BugSet};
use crate::raft::MAX_SERVERS;
use anyhow::{Result, bail};
use serde_json::json;
use std::ops::{ControlFlow, Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Play random schedules with every kind of fault, and check all five properties of Figure 3 after every step
///
/// Each seed ends with a test of liveness: all faults stop, a majority is healed, and then it must elect a leader and
/// commit a command. A failure report says how to see the run again. Exit code 1: a seed failed.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium fuzz
  raftarium fuzz --servers 3..7 --seeds 0..1000 --steps 20000
  raftarium fuzz --without no-log-check         the bug lab: what breaks without a rule?
  raftarium fuzz --without vote-twice --save two-leaders.raft
  raftarium fuzz --claims --seeds 0..500        are answers true? tries every claim
  raftarium fuzz --unchecked                    what the checks cost: compare the steps per second")]
pub(super) struct Args {
    /// How many servers: 5, or from 3 to 7: 3..7
    #[arg(long, short = 'n', value_name = "N", default_value = "5", value_parser = servers)]
    servers: RangeInclusive<usize>,
    /// Which seeds, the last one excluded: 0..100; or how many
    #[arg(long, short, value_name = "A..B", default_value = "0..100", value_parser = seeds)]
    seeds: Range<u64>,
    /// How many steps each seed takes
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    steps: u64,
    /// Switch off a rule; may be given several times
    #[arg(long, value_name = "RULE", value_parser = bug)]
    without: Vec<Bug>,
    /// Do not check the properties, to see what checking costs
    #[arg(long)]
    unchecked: bool,
    /// Instead, ask questions about random states and test every claim in the answers: with 1 to 7 servers, every
    /// fault, rules off, wiped disks and states set by hand
    #[arg(long, conflicts_with_all = ["servers", "steps", "without", "unchecked", "save"])]
    claims: bool,
    /// Save the first failing seed as a new script file; `raftarium run FILE` replays it
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn number(text: &str) -> Result<u64, String> {
    let text = text.replace('_', "");
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().map_err(|_| {
        if digits {
            format!("too large: at most {}", u64::MAX)
        } else {
            "expected whole numbers, as in 5 or 0..100".to_string()
        }
    })
}

fn servers(text: &str) -> Result<RangeInclusive<usize>, String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (number(first)?, number(last.trim_start_matches('='))?);
    if first == 0 || last > MAX_SERVERS as u64 || first > last {
        return Err(format!("a cluster has 1 to {MAX_SERVERS} servers: 5, or 3..7"));
    }
    Ok(first as usize..=last as usize)
}

fn seeds(text: &str) -> Result<Range<u64>, String> {
    let (first, end) = match text.split_once("..") {
        Some((first, end)) => (number(first)?, number(end)?),
        None => (0, number(text)?),
    };
    if first >= end {
        Err("there are no seeds in this range: the last one is excluded, as in 0..100".into())
    } else {
        Ok(first..end)
    }
}

pub(super) fn bug(text: &str) -> Result<Bug, String> {
    Bug::parse(text).ok_or_else(|| {
        let near = nearest(text, Bug::ALL.iter().map(|bug| bug.id()));
        let hint = near.map(|near| format!(", {}", did_you_mean(near))).unwrap_or_default();
        let known: Vec<&str> = Bug::ALL.iter().map(|bug| bug.id()).collect();
        format!("there is no such rule{hint}: they are {}", known.join(", "))
    })
}

/// Tries what answers claim, and prints how many claims of which kind were tried on how many states.
fn try_claims(args: &Args) -> Result<Exit> {
    let options = AuditOptions { seeds: args.seeds.clone(), ..AuditOptions::default() };
    let total = (args.seeds.end - args.seeds.start).saturating_mul(options.states).max(1);
    let mut progress = ProgressLine::new(args.format);
    let report = audit(&options, |report| {
        progress.show(|| format!("{} %  {} states", (report.states * 100 / total).min(99), report.states));
        ControlFlow::Continue(())
    });
    progress.clear();
    match args.format {
        Format::Text => print(&report.to_string())?,
        Format::Json => print(&format!("{}\n", json!(report)))?,
    }
    Ok(if report.is_clean() { Exit::Good } else { Exit::DoesNotHold })
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    if args.claims {
        return try_claims(args);
    }
    let options = FuzzOptions {
        servers: args.servers.clone(),
        seeds: args.seeds.clone(),
        steps: args.steps,
        bugs: args.without.iter().copied().collect::<BugSet>(),
        checked: !args.unchecked,
    };
    if let Some(path) = args.save.as_deref().filter(|path| path.exists()) {
        bail!("{} already exists: --save writes a new file", file::shown(path));
    }
    let total = (args.seeds.end - args.seeds.start).saturating_mul(args.steps).max(1);
    let started = Instant::now();
    let mut progress = ProgressLine::new(args.format);
    let report = fuzz::run(&options, |report| {
        progress.show(|| {
            let percent = (report.steps.saturating_mul(100) / total).min(99);
            format!("{percent} %  {} steps", report.steps)
        });
        ControlFlow::Continue(())
    });
    progress.clear();
    let seconds = started.elapsed().as_secs_f64();
    let rate = report.steps as f64 / seconds.max(1e-9);
    let saved = match (&args.save, report.failures.first()) {
        (Some(path), Some(failure)) => Some(save(path, failure)?),
        _ => None,
    };
    match args.format {
        Format::Text => {
            let checked = if args.unchecked { "nothing checked" } else { "all five properties checked" };
            print(&format!(
                "{report}\n{rate:.0} steps per second on one core, {checked} ({seconds:.2} s)\n"
            ))?;
            if let Some(name) = saved {
                print(&format!(
                    "\nSaved as a script: raftarium run {name} plays it, raftarium sandbox --script {name} shows it.\n"
                ))?;
            }
        }
        Format::Json => {
            let mut object = json!(report);
            object["seconds"] = json!(seconds);
            object["steps_per_second"] = json!(rate);
            object["saved"] = json!(saved);
            print(&format!("{object}\n"))?;
        }
    }
    Ok(if report.is_clean() { Exit::Good } else { Exit::DoesNotHold })
}

/// Writes a failure as a script, and gives the name of the file.
fn save(path: &Path, failure: &Failure) -> Result<String> {
    let text = failure.script().to_string();
    if language::parse(&text).is_err() {
        bail!("this run is too long for a script: try --seeds {} with fewer --steps", failure.seed);
    }
    file::write_new(path, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        assert_eq!(servers("5"), Ok(5..=5));
        assert_eq!(servers("3..7"), Ok(3..=7));
        assert_eq!(seeds("3..9"), Ok(3..9));
        assert_eq!(seeds("1_000"), Ok(0..1000));
        for wrong in ["", "0", "26", "7..3", "x"] {
            assert!(servers(wrong).is_err(), "{wrong}");
        }
        let refused = servers("99999999999999999999").unwrap_err();
        assert!(refused.contains("too large"), "{refused}");
        for wrong in ["9..9", "-1"] {
            assert!(seeds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_rule_that_does_not_exist_is_answered_with_the_nearest() {
        let first = Bug::ALL[0];
        assert_eq!(bug(first.id()), Ok(first));
        let wrong = format!("{}x", first.id());
        let refused = bug(&wrong).unwrap_err();
        assert!(refused.contains(&format!("did you mean {}?", first.id())), "{refused}");
    }
}
