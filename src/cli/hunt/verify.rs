//! `raftarium hunt --verify`: every run of the real server within bounds.

use crate::cli::progress_line::ProgressLine;
use crate::cli::{Exit, Format, print};
use crate::explain::grouped;
use crate::hunt::verify::{Bounds, Ended, Progress, Verified, Workers, verify_with};
use crate::paper::BugSet;
use crate::raft::Options;
use anyhow::Result;
use serde_json::json;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
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
    /// How many times a server crashes and restarts
    #[arg(long, value_name = "N", default_value_t = 1, requires = "verify")]
    crashes: u8,
    /// How many extra heartbeats a leader sends
    #[arg(long, value_name = "N", default_value_t = 1, requires = "verify")]
    beats: u8,
    /// How many deliveries leave a copy of the message in flight
    #[arg(long, value_name = "N", default_value_t = 1, requires = "verify")]
    duplicates: u8,
    /// The maximum number of messages in flight that still arrive; any more are lost, in every possible way
    #[arg(long, value_name = "N", default_value_t = 2, requires = "verify")]
    flights: u8,
    /// How many threads share the work (default: all cores). The results are the same for any number of threads
    #[arg(long, value_name = "N", requires = "verify")]
    threads: Option<NonZero<u16>>,
    /// Give up once the states take this many MiB
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
    let threads = args.threads.map_or_else(cores, |threads| threads.get().into());
    let stop = on_ctrl_c();
    let started = Instant::now();
    let mut line = ProgressLine::new(format);
    let mut pace = Pace::new(started);
    let verified = verify_with(&Threads(threads), &bounds, &mut |progress| {
        line.show(|| pace.told(progress));
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    line.clear();
    let seconds = started.elapsed().as_secs_f64();
    print(&match format {
        Format::Text => text(&verified, seconds, threads),
        Format::Json => format!("{}\n", with_time(&verified, seconds, threads)),
    })?;
    Ok(match verified.ended {
        Ended::Violated => Exit::DoesNotHold,
        Ended::Complete | Ended::Cancelled | Ended::OutOfStates | Ended::OutOfMemory => Exit::Good,
    })
}

fn text(verified: &Verified, seconds: f64, threads: usize) -> String {
    let rate = grouped((verified.transitions as f64 / seconds.max(1e-9)) as u64);
    let run = verified.finding().map(|finding| format!("\n{finding}")).unwrap_or_default();
    let on = if threads == 1 { "one thread".to_owned() } else { format!("{threads} threads") };
    format!("{verified}\n{rate} states generated per second on {on} ({seconds:.2} s)\n{run}")
}

fn with_time(verified: &Verified, seconds: f64, threads: usize) -> serde_json::Value {
    let mut object = json!(verified);
    object["seconds"] = json!(seconds);
    object["threads"] = json!(threads);
    object["run"] = json!(verified.finding().map(|finding| finding.to_json()));
    object
}

/// How many threads the machine runs at a time.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// So many threads, which take the next job as soon as they are done with one.
struct Threads(usize);

impl Workers for Threads {
    fn each<T: Send>(&self, jobs: &mut [T], work: impl Fn(&mut T) + Sync) {
        let threads = self.0.min(jobs.len());
        if threads < 2 {
            return jobs.iter_mut().for_each(work);
        }
        let (queue, work) = (Mutex::new(jobs.iter_mut()), &work);
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let until_done = || {
            while let Some(job) = next() {
                work(job);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(until_done);
            }
            until_done();
        });
    }
}

/// How far a check is, how fast it goes, and how long it will take, as far as anyone can guess.
struct Pace {
    started: Instant,
    /// When the states at hand were last counted, and how many there were.
    last: (Instant, u64),
}

impl Pace {
    fn new(started: Instant) -> Pace {
        Pace { started, last: (started, 0) }
    }

    fn told(&mut self, progress: &Progress) -> String {
        let rate = progress.transitions as f64 / self.started.elapsed().as_secs_f64().max(1e-9);
        let lately = self.last.0.elapsed().as_secs_f64().max(1e-9);
        let gone_on = progress.states - progress.frontier;
        let speed = gone_on.saturating_sub(self.last.1) as f64 / lately;
        self.last = (Instant::now(), gone_on);
        let left = match progress.expected {
            Some(expected) if speed > 0.0 => {
                let left = expected.saturating_sub(gone_on) as f64 / speed;
                format!("about {} in total, {left:.0} s left", grouped(expected))
            }
            _ => "the total is not known yet".to_owned(),
        };
        format!(
            "{} states, {} to explore, depth {}, {:.1} M generated per second, {} MiB; {left}",
            grouped(progress.states),
            grouped(progress.frontier),
            progress.depth,
            rate / 1e6,
            progress.bytes >> 20
        )
    }
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
