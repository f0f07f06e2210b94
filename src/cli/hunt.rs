//! `raftarium hunt`: a short run that breaks a property when a rule is off, or that reaches a situation.

mod verify;

use super::fuzz::bug;
use super::progress_line::ProgressLine;
use super::{Exit, Format, file, print};
use crate::explain::grouped;
use crate::history::Run;
use crate::hunt::{Finding, Goal, Hunt, Intact, Progress, Tried, stuck};
use crate::language::{Known, parse_condition};
use crate::paper::{Bug, BugSet};
use crate::script::{Report, session};
use anyhow::{Result, anyhow, bail};
use serde_json::json;
use std::path::PathBuf;
use std::time::Instant;

/// How many bursts are tried between two looks at the clock.
const PORTION: u64 = 2_000;
/// After how many bursts a hunt gives up, if nobody says: a minute or two. Whether a situation is reached is judged in the
/// ordinary world, which takes longer.
const MOST: u64 = 20_000_000;
const MOST_UNTIL: u64 = 400_000;

/// Search for a short run that breaks a property when a rule is off, or that reaches a situation
///
/// The search knows only the rule's id. It drives the real server code through elections, commands, crashes and lost,
/// late and repeated messages. It shortens the run that it finds until no action can be left out, plays it again in
/// the normal simulation, and compares it with the same schedule with the rule back. Exit code 1: nothing was found.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium hunt --without commit-by-count       finds Figure 8 by itself
  raftarium hunt --without vote-twice --save two-leaders.raftarium
  raftarium hunt --all                           every rule of the bug lab, as a table
  raftarium hunt --until 'two leaders'           a correct cluster: a short run to a situation
  raftarium open two-leaders.raftarium           watch the run that was found
  raftarium hunt --verify                        every run of a correct cluster within bounds
  raftarium hunt --verify --commands 2 --crashes 0 --duplicates 0
  raftarium hunt --verify --without vote-twice   finds the violation")]
#[command(group = clap::ArgGroup::new("goal").required(true).multiple(true).args(["without", "all", "until", "verify"]))]
pub(super) struct Args {
    /// Switch off a rule; may be given several times
    #[arg(long, value_name = "RULE", value_parser = bug, conflicts_with_all = ["all", "until"])]
    without: Vec<Bug>,
    /// Hunt without each rule of the bug lab in turn
    #[arg(long, conflicts_with = "until")]
    all: bool,
    /// A condition of the script language that a correct cluster should reach
    #[arg(long, value_name = "CONDITION")]
    until: Option<String>,
    /// Explore every run within bounds, of a correct cluster or without a rule
    #[arg(long, conflicts_with_all = ["all", "until", "save"])]
    verify: bool,
    #[command(flatten)]
    bounds: verify::BoundsArgs,
    /// The random seed: the same seed finds the same run
    #[arg(long, short, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Give up after this many rounds of the search (default 20 million, and 400 thousand for --until)
    #[arg(long, value_name = "N")]
    bursts: Option<u64>,
    /// Write the run that was found to a new session file: `raftarium open FILE` shows it
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    save: Option<PathBuf>,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    if args.verify {
        return verify::run(&args.bounds, args.without.iter().copied().collect(), args.format);
    }
    if args.all {
        return all(args);
    }
    if let Some(path) = args.save.as_deref().filter(|path| path.exists()) {
        bail!("{} already exists: --save writes a new file", file::shown(path));
    }
    let goal = match &args.until {
        Some(condition) => Goal::Situation(
            parse_condition(condition, &Known { servers: 5, names: Vec::new() })
                .map_err(|problem| anyhow!("--until, column {}: {}", problem.column, problem.short()))?,
        ),
        None => Goal::Violation,
    };
    let bugs = args.without.iter().copied().collect::<BugSet>();
    if let (Goal::Violation, [bug]) = (&goal, args.without.as_slice())
        && let Some((report, run)) = stuck::play(*bug)
    {
        return only_stuck(*bug, &report, &run, args);
    }
    let hunted = hunt(bugs, goal, args)?;
    let saved = match (&args.save, &hunted.finding) {
        (Some(path), Some(finding)) => Some(file::write_new(path, &session::write(&finding.run))?),
        _ => None,
    };
    print(&match args.format {
        Format::Text => hunted.text(saved.as_deref()),
        Format::Json => format!("{}\n", hunted.json(saved.as_deref())),
    })?;
    Ok(if hunted.finding.is_some() { Exit::Good } else { Exit::DoesNotHold })
}

/// Nothing breaks without this rule, and there is nothing to hunt for: a cluster that is stuck for want of it is shown.
fn only_stuck(bug: Bug, report: &Report, run: &Run, args: &Args) -> Result<Exit> {
    let saved = match &args.save {
        Some(path) => Some(file::write_new(path, &session::write(run))?),
        None => None,
    };
    let example = stuck::example(bug).unwrap_or_default();
    print(&match args.format {
        Format::Text => {
            let watch = match saved {
                Some(name) => format!("Saved: raftarium open {name} shows it.\n"),
                None => "With --save FILE you can watch it; raftarium run FILE tells every step.\n".into(),
            };
            format!(
                "Rule off: {} ({}, {}, bug {bug})\nWithout it, no property of Figure 3 breaks, so there is \
                 nothing to hunt for. Only progress suffers, as in this script:\n\n{example}\n{}\n{watch}",
                bug.rule_off(),
                bug.rule(),
                bug.rule().place().full(),
                report.summary(),
            )
        }
        Format::Json => {
            let report = json!({"found": false, "only_liveness": true, "without": [bug], "example": example,
                "report": report, "saved": saved});
            format!("{report}\n")
        }
    })?;
    Ok(Exit::DoesNotHold)
}

/// Every rule in turn; the rows appear as they are found.
fn all(args: &Args) -> Result<Exit> {
    let mut exit = Exit::Good;
    let mut rows = Vec::new();
    if args.format == Format::Text {
        print(&format!(
            "{:<28}{:<22}{:>7}{:>9}{:>9}  with the rule back\n",
            "rule off", "breaks", "actions", "servers", "seconds"
        ))?;
    }
    for bug in Bug::ALL.iter().filter(|bug| bug.breaks().is_some()) {
        let hunted = hunt(BugSet::NONE.with(*bug), Goal::Violation, args)?;
        let harmless =
            hunted.finding.as_ref().and_then(|found| found.intact.as_ref()).is_some_and(Intact::is_harmless);
        if !harmless {
            exit = Exit::DoesNotHold;
        }
        match args.format {
            Format::Text => print(&hunted.row(*bug, harmless))?,
            Format::Json => rows.push(hunted.json(None)),
        }
    }
    if args.format == Format::Json {
        print(&format!("{}\n", json!(rows)))?;
    }
    Ok(exit)
}

/// What became of a hunt.
struct Hunted {
    finding: Option<Finding>,
    progress: Progress,
    seconds: f64,
}

fn hunt(bugs: BugSet, goal: Goal, args: &Args) -> Result<Hunted> {
    let mut hunt = Hunt::new(bugs, goal, args.seed)?;
    let started = Instant::now();
    let mut line = ProgressLine::new(args.format);
    let most = args.bursts.unwrap_or(if args.until.is_some() { MOST_UNTIL } else { MOST });
    let finding = loop {
        if let Some(finding) = hunt.advance(PORTION) {
            break Some(finding);
        }
        if hunt.progress().bursts >= most && hunt.progress().found == 0 {
            break None;
        }
        line.show(|| told(hunt.progress(), started));
    };
    line.clear();
    let seconds = started.elapsed().as_secs_f64();
    Ok(Hunted { finding, progress: hunt.progress(), seconds })
}

impl Hunted {
    fn text(&self, saved: Option<&str>) -> String {
        let Progress { bursts, states, .. } = self.progress;
        let effort = format!("{} rounds, {} states, {:.2} s", grouped(bursts), grouped(states), self.seconds);
        let Some(finding) = &self.finding else {
            let Tried { clusters, terms, commands, restarts, actions } = Hunt::TRIED;
            let (least, most) = (clusters.start(), clusters.end());
            return format!(
                "Nothing was found: {effort}.\nThe hunt tried random runs with {least} to {most} servers and \
                 empty logs, up to term {terms}, with at most {commands} commands, {restarts} restarts and \
                 {actions} actions. This does not show that there is no such run: another --seed or more \
                 --bursts may find one.\n"
            );
        };
        let watch =
            saved.map(|name| format!("\nSaved: raftarium open {name} shows it.\n")).unwrap_or_default();
        if bursts == 0 {
            return format!("{finding}\nComputed from the requested logs in {:.2} s.\n{watch}", self.seconds);
        }
        format!("{finding}\nFound in {effort}.\n{watch}")
    }

    fn row(&self, bug: Bug, harmless: bool) -> String {
        let breaks = bug.breaks().map_or("", |property| property.name());
        let Some(finding) = &self.finding else {
            return format!("{:<28}{breaks:<22}{:>7}{:>9}{:>9.2}\n", bug.id(), "-", "-", self.seconds);
        };
        let harmless = if harmless { "harmless" } else { "NOT harmless" };
        let servers = finding.run.world().size();
        let (actions, seconds) = (finding.actions, self.seconds);
        format!("{:<28}{breaks:<22}{actions:>7}{servers:>9}{seconds:>9.2}  {harmless}\n", bug.id())
    }

    fn json(&self, saved: Option<&str>) -> serde_json::Value {
        let mut object = self.finding.as_ref().map_or(json!({}), Finding::to_json);
        object["found"] = json!(self.finding.is_some());
        object["states"] = json!(self.progress.states);
        object["search"] = json!(self.progress);
        object["seconds"] = json!(self.seconds);
        object["saved"] = json!(saved);
        object
    }
}

fn told(progress: Progress, started: Instant) -> String {
    let rate = progress.states as f64 / started.elapsed().as_secs_f64().max(1e-9);
    format!(
        "{} states, up to {} actions deep, {rate:.0} per second",
        grouped(progress.states),
        progress.depth
    )
}
