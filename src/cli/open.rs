//! `raftarium open FILE`: a saved session, a script or a trace, on the screen.

use super::session_file::SessionFile;
use super::{Exit, file, folders, screen};
use crate::link::{Link, fragment_of};
use crate::storage::open_link;
use anyhow::{Context, Result, anyhow, bail};
use std::path::{Path, PathBuf};

/// Continue a saved session with all its branches; or watch a script, or a trace of any Raft
///
/// The program recognizes the kind of file by its first line. A trace (see `raftarium check`) plays on the normal
/// screen: what it does not contain is shown as `?`, and the screen says at each line what violates the paper.
/// Without a file, the program opens the last session. It saves sessions automatically in
/// ~/.local/share/raftarium/sessions/, or in the file given with --save; if it is killed, at most the last second is
/// lost.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium open
  raftarium open lesson.raftarium
  raftarium open lesson.raftarium --save lesson.raftarium
  raftarium open election.raft
  raftarium open trace.jsonl
  raftarium open '#lesson=14&step=4'        a link, or its end
  my-raft --trace | raftarium open - --plain")]
pub(super) struct Args {
    /// The session, script or trace; `-` reads a trace from standard input; without it, the last session
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn run(args: &Args, options: &screen::Options) -> Result<Exit> {
    if let Some(fragment) = args.file.as_deref().and_then(Path::to_str).and_then(fragment_of) {
        let link = Link::read(fragment)?.context("this link leads nowhere")?;
        return screen::session(options, |app| open_link(&link, app).map_err(|why| anyhow!("{why}")));
    }
    let path = match &args.file {
        Some(path) => path.clone(),
        None => folders::last_session()
            .context("there is no session yet: `raftarium sandbox` starts one and saves it automatically")?,
    };
    let mut document = file::document(&path)?;
    if args.file.is_none() {
        document.name = "last session".into();
    }
    if document.is_trace() && options.save.is_some() {
        bail!(
            "a trace is already a file: there is nothing to --save; `raftarium export` writes it in other \
             formats"
        );
    }
    let saves = SessionFile::new(options.save.as_deref(), Some(&path)).map_err(|why| anyhow!("{why}"))?;
    screen::session_saved(options, saves, |app| Ok(document.show(app)?))
}
