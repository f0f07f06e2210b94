//! `raftarium export FILE --to FORMAT`: a run for other tools.

mod pictures;

use super::{Exit, atomic_write, complain, file, screen};
use crate::export::{self, Steps, Subject};
use crate::history::{Branch, Run};
use crate::sim::StepId;
use crate::storage::Kind;
use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

/// Write a run for other tools: as a story, a diagram, a picture or a log
///
/// A script is played to its end first. If one of its expectations fails, the program says so, writes the run anyway,
/// and the exit code is 1. Of a session, the program writes the current branch, or the one given with --branch. Text
/// from outside (names, commands, titles) is escaped in every format.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium export election.raft --to text
  raftarium export lesson.raftarium --to text --steps 40..90 --out story.txt
  raftarium export election.raft --to mermaid --steps ..60 > election.mmd
  raftarium export election.raft --to shiviz --out election.log
  raftarium export etcd.ndjson --to jsonl | raftarium check -
  raftarium export election.raft --to svg --at 40 --size 80x24 --theme light --out election.svg
  raftarium export election.raft --to svg --diagram --steps 4..40 --out slide.svg
  raftarium export election.raft --to svg --animate --speed 1/20 --steps ..60 --out moving.svg
  raftarium export election.raft --to html --out election.html
  raftarium export election.raft --to cast --speed 1/50 --out election.cast")]
pub(super) struct Args {
    /// A session, a script or a trace; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Format,
    /// The new file to write, never left half written. Default: standard output
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long, requires = "out")]
    force: bool,
    /// Only these steps, both included: 40..90, 40.. or ..90
    #[arg(long, value_name = "A..B", value_parser = range)]
    steps: Option<Range>,
    /// Another branch of the session: its number or its name
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Every step, heartbeats too
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    pictures: pictures::Options,
}

/// What can be written.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// A trace, JSON Lines: `raftarium check` judges it, `raftarium open` plays it, other tools read it
    Jsonl,
    /// The story, line by line, with its places in the paper
    Text,
    /// A sequence diagram that Markdown viewers and wikis render
    Mermaid,
    /// A log with vector clocks, for the visualizer ShiViz: which event could have caused which
    Shiviz,
    /// A screen as a vector picture, or a playback as an animated picture
    Svg,
    /// A playback as a recording of a terminal (asciicast), for asciinema and its player
    Cast,
    /// A page that plays the run in a browser, without a network
    Html,
}

/// Steps as they were asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Range {
    first: Option<StepId>,
    last: Option<StepId>,
}

impl Args {
    /// The options that only some formats take: whether each was given, and which formats those are.
    fn options(&self, look: &screen::Options) -> Vec<(&'static str, bool, &'static [Format])> {
        use Format::{Cast, Html, Jsonl, Mermaid, Shiviz, Svg, Text};
        let pictures = &self.pictures;
        let of_steps: &[Format] = &[Jsonl, Text, Mermaid, Shiviz, Cast, Html, Svg];
        // A screen that stands still shows one step, and --at says which.
        let stands_still = !pictures.diagram && !pictures.animate;
        let of_steps = if stands_still { &of_steps[..of_steps.len() - 1] } else { of_steps };
        let played: &[Format] = if pictures.animate { &[Cast, Svg] } else { &[Cast] };
        vec![
            ("--steps", self.steps.is_some(), of_steps),
            ("--verbose", self.verbose, &[Text, Mermaid]),
            ("--at", pictures.at.is_some(), &[Svg]),
            ("--diagram", pictures.diagram, &[Svg]),
            ("--animate", pictures.animate, &[Svg]),
            ("--do", !pictures.commands.is_empty(), &[Svg]),
            ("--size", pictures.size.is_some(), &[Svg, Cast]),
            ("--cast-version", pictures.cast_version.is_some(), &[Cast]),
            ("--theme", look.theme().is_some(), &[Svg, Cast]),
            ("--ascii", look.is_ascii(), &[Svg, Cast]),
            ("--speed", look.speed().is_some(), played),
            ("--save", look.save.is_some(), &[]),
            ("--plain", look.is_plain(), &[]),
        ]
    }

    /// What was asked for and says nothing to this format is a mistake, not to be passed over.
    fn check(&self, look: &screen::Options) -> Result<()> {
        for (option, given, formats) in self.options(look) {
            if given && !formats.contains(&self.to) {
                let names: Vec<String> = formats.iter().map(|format| name(*format)).collect();
                if names.is_empty() {
                    bail!("{option} cannot be used with export");
                }
                if option == "--steps" {
                    bail!(
                        "--steps cannot be used for a screen, which shows one step (--at); use it with \
                         --diagram or --animate"
                    );
                }
                bail!("{option} cannot be used with {}; use it with {}", name(self.to), names.join(", "));
            }
        }
        Ok(())
    }
}

pub(super) fn run(args: &Args, look: &screen::Options) -> Result<Exit> {
    args.check(look)?;
    if let Some(path) = &args.out {
        refuse_what_is_there(path, args.force)?;
        if path.canonicalize().is_ok_and(|out| args.file.canonicalize().is_ok_and(|file| file == out)) {
            bail!("{} is the file to export: name another file with --out", file::shown(path));
        }
    }
    if args.to == Format::Jsonl
        && let Some(trace) = trace_in(&args.file)?
    {
        return copy(args, trace);
    }
    let mut played = file::document(&args.file)?.play()?;
    if let Some(which) = &args.branch {
        let shown = file::shown(Path::new(which));
        let branch = played.run.branch_called(which).ok_or_else(|| no_branch(&played.run, &shown))?;
        played.run.switch(branch)?;
    }
    let steps = match args.steps {
        Some(Range { first, last }) => Steps::between(&played.run, first, last)?,
        None => Steps::all(&played.run),
    };
    let subject =
        Subject { title: &played.title, intro: &played.intro, run: &played.run, notes: &played.notes, steps };
    deliver(args, |out| write(args, look, &subject, out))?;
    if let Some(trouble) = &played.trouble {
        complain(trouble);
        return Ok(Exit::DoesNotHold);
    }
    Ok(Exit::Good)
}

/// The branches that there are, by number, with the names that they were given.
fn no_branch(run: &Run, which: &str) -> anyhow::Error {
    let called = |branch: &Branch| match branch.name() {
        Some(name) => format!("{} ({name})", branch.id()),
        None => branch.id().to_string(),
    };
    let all: Vec<String> = run.branches().iter().map(|nested| called(nested.branch)).collect();
    anyhow!("there is no branch '{which}': there is {}", all.join(", "))
}

/// A file that is a trace already, with nothing of it read.
fn trace_in(path: &Path) -> Result<Option<Box<dyn BufRead>>> {
    let mut input = file::stream(path)?;
    let kind = Kind::of_input(&mut input).with_context(|| format!("cannot read {}", file::shown(path)))?;
    // What is no trace is opened again; standard input keeps what was looked at.
    Ok((kind == Kind::Trace).then_some(input))
}

/// A trace of somebody in our format. It does not become a run in between, which would have to know what it does not tell.
fn copy(args: &Args, trace: Box<dyn BufRead>) -> Result<Exit> {
    if args.steps.is_some() || args.branch.is_some() {
        bail!("a trace can only be written as a whole trace, without --steps and --branch");
    }
    let mut broken = 0;
    deliver(args, |out| {
        broken = export::jsonl::copy(trace, out)?;
        Ok(())
    })?;
    if broken > 0 {
        let lines = if broken == 1 { "1 line".to_owned() } else { format!("{broken} lines") };
        complain(&format!("{} of {} could not be read and were left out", lines, file::shown(&args.file)));
        return Ok(Exit::DoesNotHold);
    }
    Ok(Exit::Good)
}

/// To where it was asked for.
fn deliver(args: &Args, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    match &args.out {
        None => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            fill(&mut out)?;
            Ok(out.flush()?)
        }
        Some(path) => atomic_write::fill(path, |out| {
            fill(out)?;
            refuse_what_is_there(path, args.force)
        }),
    }
}

/// One arm a format.
fn write(args: &Args, look: &screen::Options, subject: &Subject, out: &mut dyn Write) -> Result<()> {
    match args.to {
        Format::Jsonl => export::jsonl::write(subject, out)?,
        Format::Text => export::text::write(subject, export::text::Options { verbose: args.verbose }, out)?,
        Format::Mermaid => {
            export::mermaid::write(subject, export::mermaid::Options { verbose: args.verbose }, out)?;
        }
        Format::Shiviz => export::shiviz::write(subject, out)?,
        Format::Svg => args.pictures.write(pictures::PictureFormat::Svg, subject, look, out)?,
        Format::Cast => args.pictures.write(pictures::PictureFormat::Cast, subject, look, out)?,
        Format::Html => {
            let address = screen::settings().preferences.address;
            export::html::write(subject, export::html::Options { address: address.as_deref() }, out)?;
        }
    }
    Ok(())
}

/// Writes a run as a trace, a new file.
pub(super) fn trace(run: &Run, title: &str, path: &Path) -> Result<()> {
    let subject = Subject { title, intro: "", run, notes: &[], steps: Steps::all(run) };
    atomic_write::fill(path, |out| {
        export::jsonl::write(&subject, out)?;
        new_trace(path)
    })
}

/// `run` writes over nothing.
pub(super) fn new_trace(path: &Path) -> Result<()> {
    if path.symlink_metadata().is_ok() {
        bail!("{} already exists: --trace writes a new file", file::shown(path));
    }
    Ok(())
}

/// A file of somebody's is not written over unless that is asked for.
fn refuse_what_is_there(path: &Path, force: bool) -> Result<()> {
    if !force && path.symlink_metadata().is_ok() {
        bail!("{} already exists: --force replaces it", file::shown(path));
    }
    Ok(())
}

/// A format as it is typed.
fn name(format: Format) -> String {
    format.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

fn range(text: &str) -> Result<Range, String> {
    let expected = "expected steps, as in 40..90, 40.. or ..90";
    let number = |text: &str| match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| expected.to_owned()),
    };
    let (first, last) = match text.split_once("..") {
        Some((first, last)) => (number(first)?, number(last.trim_start_matches('='))?),
        None => (number(text)?, number(text)?),
    };
    match (first, last) {
        (None, None) => Err(expected.into()),
        (Some(first), Some(last)) if first > last => {
            Err(format!("the first step must come first: {last}..{first}"))
        }
        _ => Ok(Range { first, last }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_with_both_ends_included() {
        let of = |first, last| Ok(Range { first, last });
        assert_eq!(range("40..90"), of(Some(40), Some(90)));
        assert_eq!(range("40.."), of(Some(40), None));
        assert_eq!(range("..90"), of(None, Some(90)));
        assert_eq!(range("7"), of(Some(7), Some(7)));
        for wrong in ["", "..", "x", "-1", "9..3", "1..2..3", "99999999999999999999.."] {
            assert!(range(wrong).is_err(), "{wrong}");
        }
    }
}
