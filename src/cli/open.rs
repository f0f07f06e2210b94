//! `raftarium open FILE`: a saved session, a script or a trace, on the screen.

use super::session_file::SessionFile;
use super::{Exit, file, folders, screen};
use anyhow::{Context, Result, anyhow, bail};
use std::path::PathBuf;

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
        None => folders::last_session()
            .context("there is no session yet: `raftarium sandbox` begins one, and it is saved as it goes")?,
    };
    let mut document = file::document(&path)?;
    if args.file.is_none() {
        document.name = "last session".into();
    }
    if document.is_trace() && options.save.is_some() {
        bail!(
            "a trace is a file already: there is nothing to --save; `raftarium export` writes it in other forms"
        );
    }
    let saves = SessionFile::new(options.save.as_deref(), Some(&path)).map_err(|why| anyhow!("{why}"))?;
    screen::session_saved(options, saves, |app| Ok(document.show(app)?))
}
