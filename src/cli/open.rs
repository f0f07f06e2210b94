//! `raftarium open FILE`: a saved session, a script or a trace, on the screen.

use super::session_file::{self, SessionFile};
use super::{Exit, file, screen};
use crate::history::Run;
use crate::language::{self, MOST_BYTES, Script};
use crate::script::session::{self, MOST_SESSION_BYTES, Resumed};
use crate::script::{self, PlayOptions};
use crate::sim::StepId;
use crate::sim::Tape;
use crate::trace::{Footage, MOST_EVENTS, to_tape};
use crate::tui::app::{App, introduced, title};
use crate::tui::home::opening;
use anyhow::{Context, Result, anyhow, bail};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Go on with a saved session, all its branches included; or watch a script, or a trace of any Raft
///
/// Which of them a file is, its first line says. A trace (see `raftarium check`) plays on the ordinary screen, as far as
/// it tells: what it leaves out is shown as `?`, and what in it is not as the paper has it is said at its line.
/// Without a file: the last session. Sessions are saved as they go, in ~/.local/share/raftarium/sessions/, or where
/// --save says; killed at any moment, at most the last second is lost.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium open
  raftarium open lesson.raftarium
  raftarium open lesson.raftarium --save lesson.raftarium
  raftarium open election.raft
  raftarium open trace.jsonl
  my-raft --trace | raftarium open - --plain")]
pub(super) struct Args {
    /// The session, script or trace; `-` reads a trace from standard input; without it, the last session
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn run(args: &Args, options: &screen::Options) -> Result<Exit> {
    let path = match &args.file {
        Some(path) => path.clone(),
        None => session_file::last()
            .context("there is no session yet: `raftarium sandbox` begins one, and it is saved as it goes")?,
    };
    let mut opened = read(&path)?;
    if args.file.is_none() {
        opened.name = "last session".into();
    }
    if let (What::Trace(..), Some(_)) = (&opened.what, &options.save) {
        bail!(
            "a trace is a file already: there is nothing to --save; `raftarium export` writes it in other forms"
        );
    }
    let saves = SessionFile::new(options.save.as_deref(), Some(&path)).map_err(|why| anyhow!("{why}"))?;
    screen::session_saved(options, saves, |app| show(opened, app))
}

/// What a file holds.
#[derive(Debug)]
pub(super) struct Opened {
    /// What the file is called, for the status line.
    pub(super) name: String,
    what: What,
}

#[derive(Debug)]
enum What {
    Session(Box<Resumed>),
    Script(Script, String),
    Trace(Box<Tape>, Vec<String>),
}

/// Reads a session, a script or a trace.
pub(super) fn read(path: &Path) -> Result<Opened> {
    let shown = file::shown(path);
    let mut input = file::stream(path)?;
    let begins = Footage::begins(&beginning(&mut input).with_context(|| format!("cannot read {shown}"))?);
    if begins {
        return trace(path, input).with_context(|| format!("cannot open {shown}"));
    }
    let bytes = file::bounded(input, &shown, MOST_SESSION_BYTES)?;
    let name = path.file_stem().map_or("session".into(), |stem| stem.to_string_lossy().into_owned());
    let text = String::from_utf8_lossy(&bytes);
    if session::is_session(&text) {
        let read = session::read_bytes(&bytes).map_err(|problems| anyhow!("{}", problems.render(&shown)))?;
        return Ok(Opened { name, what: What::Session(Box::new(read.resume())) });
    }
    if bytes.len() > MOST_BYTES {
        bail!("{shown} is larger than {} KiB: that is more than a script can be", MOST_BYTES / 1024);
    }
    let script = language::parse_bytes(&bytes).map_err(|problems| anyhow!("{}", problems.render(&shown)))?;
    Ok(Opened { name, what: What::Script(script, text.into_owned()) })
}

/// How much of a file is looked at to see what it is.
const LOOKED_AT: usize = 1 << 16;

/// How a file begins. Nothing of it is taken away.
fn beginning(input: &mut impl BufRead) -> std::io::Result<String> {
    let bytes = input.fill_buf()?;
    Ok(String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]).into_owned())
}

/// Reads a trace: what can be read of it, and what is to be said of the rest.
fn trace(path: &Path, input: impl BufRead) -> Result<Opened> {
    let footage = Footage::read(input)?;
    if footage.events.is_empty()
        && let Some(first) = footage.problems.first()
    {
        bail!("{first}\n  {}", first.quoted);
    }
    let mut remarks = Vec::new();
    if let Some(first) = footage.problems.first() {
        remarks.push(match footage.broken {
            1 => format!("1 line could not be read ({first})"),
            many => format!("{many} lines could not be read; the first is {first}"),
        });
    }
    if footage.goes_on {
        remarks
            .push(format!("only the first {} events are shown", crate::explain::grouped(MOST_EVENTS as u64)));
    }
    if let Some(line) = footage.breaks_off {
        remarks.push(format!("it breaks off in line {line}"));
    }
    let tape = to_tape(&footage)?;
    let name = path.file_stem().map_or("trace".into(), |stem| stem.to_string_lossy().into_owned());
    let name = if name == "-" { "trace".to_owned() } else { name };
    Ok(Opened { name, what: What::Trace(Box::new(tape), remarks) })
}

/// A run, played to its end: for commands that show nothing.
#[derive(Debug)]
pub(super) struct Played {
    /// What it is called.
    pub(super) title: String,
    /// What it shows; may be empty.
    pub(super) intro: String,
    /// The run. The cursor is where it stands.
    pub(super) run: Run,
    /// What a script says, each with the last step before it.
    pub(super) notes: Vec<(StepId, String)>,
    /// What is not as it should be, if anything: an expectation that does not hold, a session that plays out otherwise.
    pub(super) trouble: Option<String>,
}

/// Plays it with no screen.
pub(super) fn played(opened: Opened) -> Result<Played> {
    let Opened { name, what } = opened;
    match what {
        What::Session(resumed) => {
            let Resumed { run, parted } = *resumed;
            let trouble = parted.first().map(|first| format!("{name} does not play out as it did: {first}"));
            Ok(Played { title: name, intro: String::new(), run, notes: Vec::new(), trouble })
        }
        What::Script(script, _) => {
            let options = PlayOptions { name: name.clone(), ..PlayOptions::default() };
            let (report, run) = script::play_through(&script, &options);
            let run = run.with_context(|| report.summary())?;
            let trouble = (!report.held()).then(|| report.summary());
            let title = if report.title.is_empty() { name } else { report.title };
            Ok(Played { title, intro: report.intro, run, notes: report.notes, trouble })
        }
        What::Trace(tape, remarks) => {
            let (title, intro) = introduced(&tape, &name, &remarks);
            let notes = tape.notes.clone();
            let run = Run::recorded(Arc::new(*tape));
            Ok(Played { title, intro, run, notes, trouble: None })
        }
    }
}

/// Shows it.
pub(super) fn show(opened: Opened, app: &mut App) -> Result<()> {
    let Opened { name, what } = opened;
    match what {
        What::Session(resumed) => {
            let Resumed { run, parted } = *resumed;
            let (servers, seed) = (run.world().size(), run.world().setup().seed);
            app.show(run, &title(&name, servers, seed));
            if let Some(first) = parted.first() {
                let more = match parted.len() {
                    1 => String::new(),
                    count => format!(" (and {} more)", count - 1),
                };
                app.say("This does not play out as it did", &format!("{first}{more}"));
            }
        }
        What::Script(script, text) => {
            app.show_script(&script, &name, &PlayOptions::default())
                .map_err(|why| anyhow!("{name}: {why}"))?;
            if let Some((title, place, what)) = opening(&text) {
                app.open_story(&title, place, &what);
            }
        }
        What::Trace(tape, remarks) => app.show_trace(*tape, &name, &remarks),
    }
    Ok(())
}
