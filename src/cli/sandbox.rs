//! `raftarium sandbox`: a free cluster.

use super::{Exit, screen};
use crate::history::Run;
use crate::raft::MAX_SERVERS;
use crate::sim::Setup;
use crate::tui::app::{SEED, SERVERS, title};
use anyhow::Result;

/// A free cluster: pause, step, slow down, partition, crash and command it
///
/// The same seed gives the same run. Time stands still at first: Space lets it pass, → goes one step on.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// How many servers, 1 to 25
    #[arg(long, short = 'n', value_name = "N", default_value_t = SERVERS as u8, value_parser = clap::value_parser!(u8).range(1..=MAX_SERVERS as i64))]
    servers: u8,
    /// Where the random numbers begin
    #[arg(long, short, value_name = "S", default_value_t = SEED)]
    seed: u64,
}

pub(super) fn run(args: &Args, options: &screen::Options) -> Result<Exit> {
    let servers = usize::from(args.servers);
    let run = Run::new(Setup::of(servers, args.seed))?;
    screen::session(options, Some((run, title("sandbox", servers, args.seed))))
}
