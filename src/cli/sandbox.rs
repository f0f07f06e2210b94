//! `raftarium sandbox`: a free cluster.

use super::{Exit, file, screen};
use crate::history::Run;
use crate::language::{self, MOST_BYTES, Script};
use crate::raft::MAX_SERVERS;
use crate::script::PlayOptions;
use crate::sim::Setup;
use crate::tui::app::{SEED, SERVERS, title};
use crate::tui::home::opening;
use anyhow::{Result, anyhow};
use std::path::{Path, PathBuf};

/// Open a cluster to play with: pause, step, slow down, partition, crash servers, send commands
///
/// The same seed gives the same run. Time is stopped at first: Space lets it pass, → goes one step forward.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium sandbox
  raftarium sandbox --servers 3 --seed 7 --theme light
  raftarium sandbox --script election.raft
  printf 'next\\nnext\\nstatus\\n' | raftarium sandbox --plain")]
pub(super) struct Args {
    /// How many servers, 1 to 25 (default 5)
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u8).range(1..=MAX_SERVERS as i64))]
    servers: Option<u8>,
    /// The random seed (default 1)
    #[arg(long, short, value_name = "S")]
    seed: Option<u64>,
    /// A script to watch: the program plays it to the end, then shows it from its beginning
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
}

pub(super) fn run(args: &Args, options: &screen::Options) -> Result<Exit> {
    let script = args.script.as_deref().map(read).transpose()?;
    screen::session(options, |app| {
        if let Some((script, text, name)) = &script {
            let options =
                PlayOptions { name: name.clone(), servers: args.servers, seed: args.seed, verbose: false };
            // The status line has no room for where the file is.
            let title = Path::new(name).file_stem().map_or("script".into(), |stem| stem.to_string_lossy());
            app.show_script(script, &title, &options).map_err(|why| anyhow!("{name}: {why}"))?;
            if let Some((title, place, what)) = opening(text) {
                app.open_story(&title, place, &what);
            }
            // With another cluster than it says, it is another run.
            if args.servers.is_none() && args.seed.is_none() {
                app.written_as(text);
            }
            return Ok(());
        }
        let servers = args.servers.map_or(SERVERS, usize::from);
        let seed = args.seed.unwrap_or(SEED);
        app.show(Run::new(Setup::of(servers, seed))?, &title("sandbox", servers, seed));
        Ok(())
    })
}

/// A script, its text and its name.
fn read(path: &Path) -> Result<(Script, String, String)> {
    let name = file::shown(path);
    let bytes = file::read(path, MOST_BYTES)?;
    let script = language::parse_bytes(&bytes).map_err(|problems| anyhow!("{}", problems.render(&name)))?;
    Ok((script, String::from_utf8_lossy(&bytes).into_owned(), name))
}
