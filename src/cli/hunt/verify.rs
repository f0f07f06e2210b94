//! `raftarium hunt --verify`: every run of the real server within bounds.

use crate::cli::progress::Line;
use crate::cli::{Exit, Format, print};
use crate::explain::grouped;
use crate::hunt::verify::{Bounds, Ended, Progress, Verified, verify};
use crate::paper::BugSet;
use crate::raft::Options;
use anyhow::Result;
use serde_json::json;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// How far `--verify` goes.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Bounds of --verify")]
pub(super) struct BoundsArgs {
    /// How many servers, 2 to 5
    #[arg(long, short = 'n', value_name = "N", default_value_t = 3, requires = "verify")]
    servers: u8,
    /// The highest term
    #[arg(long, value_name = "N", default_value_t = 2, requires = "verify")]
    terms: u8,
    /// How many commands clients submit
    #[arg(long, value_name = "N", default_value_t = 2, requires = "verify")]
    commands: u8,
    /// How many times a server crashes and comes back
    #[arg(long, value_name = "N", default_value_t = 1, requires = "verify")]
    crashes: u8,
    /// How many times a leader beats beyond what it sends on its own
    #[arg(long, value_name = "N", default_value_t = 1, requires = "verify")]
    beats: u8,
    /// How many deliveries leave a copy of the message behind
    #[arg(long, value_name = "N", default_value_t = 1, requires = "verify")]
    duplicates: u8,
    /// The most messages at a time that still arrive; beyond that they are lost, in every possible way
    #[arg(long, value_name = "N", default_value_t = 2, requires = "verify")]
    flights: u8,
    /// Give up once the states take so many MiB
    #[arg(long, value_name = "MIB", default_value_t = 4096, requires = "verify")]
    memory: u64,
}

pub(super) fn run(args: &BoundsArgs, bugs: BugSet, format: Format) -> Result<Exit> {
    let bounds = Bounds {
        servers: args.servers.into(),
        terms: args.terms,
        commands: args.commands,
        restarts: args.crashes,
        beats: args.beats,
        duplicates: args.duplicates,
        flights: args.flights,
        options: Options { bugs, ..Options::default() },
        most_bytes: Some(args.memory.saturating_mul(1 << 20)),
        ..Bounds::default()
    };
    let stop = on_ctrl_c();
    let started = Instant::now();
    let mut line = Line::new(format);
    let verified = verify(&bounds, &mut |progress| {
        line.show(|| told(progress, started));
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    line.clear();
    let seconds = started.elapsed().as_secs_f64();
    print(&match format {
        Format::Text => text(&verified, seconds),
        Format::Json => format!("{}\n", with_time(&verified, seconds)),
    })?;
    Ok(match verified.ended {
        Ended::Violated => Exit::DoesNotHold,
        Ended::Complete | Ended::Cancelled | Ended::OutOfStates | Ended::OutOfMemory => Exit::Good,
    })
}

fn text(verified: &Verified, seconds: f64) -> String {
    let rate = grouped((verified.transitions as f64 / seconds.max(1e-9)) as u64);
    let run = verified.finding().map(|finding| format!("\n{finding}")).unwrap_or_default();
    format!("{verified}\n{rate} states generated a second on one core ({seconds:.2} s)\n{run}")
}

fn with_time(verified: &Verified, seconds: f64) -> serde_json::Value {
    let mut object = json!(verified);
    object["seconds"] = json!(seconds);
    object["run"] = json!(verified.finding().map(|finding| finding.to_json()));
    object
}

/// How far it is. How much is left nobody knows: it is over when no states wait any more.
fn told(progress: &Progress, started: Instant) -> String {
    let rate = progress.transitions as f64 / started.elapsed().as_secs_f64().max(1e-9);
    format!(
        "{} states, {} wait, depth {}, {rate:.0} generated a second, {} MiB",
        grouped(progress.states),
        grouped(progress.frontier),
        progress.depth,
        progress.bytes >> 20
    )
}

/// Set when the user presses Ctrl-C: what was covered so far is worth telling. A second one ends the process.
fn on_ctrl_c() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        // Without it Ctrl-C does what it always does.
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if seen.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            }
        });
    });
    stop
}
