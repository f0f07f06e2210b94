//! What judging a trace costs: of one million events and of four, of five servers with every kind of fault and a client
//! that submits all the time. It prints events a second, for reading alone and for reading and judging, and the most
//! memory that was in use meanwhile. The traces are written to a temporary file first, so that they take none.

use peak_alloc::PeakAlloc;
use raftarium::history::Run;
use raftarium::raft::{Command, ServerId};
use raftarium::sim::{Action, Setup};
use raftarium::trace::check::check;
use raftarium::trace::{Reader, header, names, record, write};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// The fewest events a second, of reading and judging.
const EVENTS_A_SECOND: f64 = 100_000.0;
/// A client submits after so many steps.
const SUBMIT: u64 = 100;

/// What is done after a step: crashes and partitions come and go, so that logs part and meet again.
fn deed(run: &Run) -> Option<Action> {
    let step = run.cursor();
    let server = ServerId::at((step / 10_000) as usize % run.world().size());
    match step % 10_000 {
        1_010 => Some(Action::Crash(server)),
        2_510 => Some(Action::Restart(server)),
        4_010 => Some(Action::Partition(vec![[0, 1].map(ServerId::at).into_iter().collect()])),
        5_510 => Some(Action::Heal),
        _ if step.is_multiple_of(SUBMIT) => {
            let command = Command::set("x", i64::try_from(step).ok()?)?;
            Some(Action::Submit { to: run.world().leader()?, command })
        }
        _ => None,
    }
}

/// Writes a trace of so many events.
fn written(events: u64, path: &Path) -> io::Result<u64> {
    let mut setup = Setup::of(5, 1);
    (setup.link.loss, setup.link.duplicate) = (10, 10);
    let mut run = Run::new(setup).map_err(io::Error::other)?;
    // Every step is at least one event.
    while run.cursor() < events {
        if let Some(action) = deed(&run) {
            // What is refused now is not done.
            let _ = run.act(&action);
        }
        if run.forward().is_none() {
            break;
        }
    }
    let mut out = BufWriter::new(File::create(path)?);
    let names = names(&run);
    write::header(&mut out, &header(&run, "a benchmark"), &names)?;
    let mut count = 0;
    // It ends when there are enough, or for a reason that shows below.
    let _ = record(&run, run.end(), |event| {
        count += 1;
        write::event(&mut out, event, &names)?;
        if count < events { Ok(()) } else { Err(io::Error::other("enough")) }
    });
    out.flush()?;
    Ok(count)
}

fn measured(what: &str, path: &Path, read: impl Fn(BufReader<File>) -> io::Result<u64>) -> io::Result<f64> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    let start = Instant::now();
    let events = read(file)?;
    let rate = events as f64 / start.elapsed().as_secs_f64();
    let peak = HEAP.peak_usage().saturating_sub(before) as f64 / 1_048_576.0;
    println!("  {what:<22} {rate:>12.0} events a second, {peak:>8.2} MiB at most");
    Ok(rate)
}

fn main() -> io::Result<()> {
    let path: PathBuf = std::env::temp_dir().join(format!("raftarium-check-{}.jsonl", std::process::id()));
    let mut slowest = f64::MAX;
    for events in [1_000_000, 4_000_000] {
        let count = written(events, &path)?;
        println!("{count} events, {} MiB", std::fs::metadata(&path)?.len() >> 20);
        measured("reading", &path, |file| {
            let mut reader = Reader::new(file);
            while reader.advance()?.is_some() {}
            Ok(reader.tally().events)
        })?;
        let rate = measured("reading and judging", &path, |file| {
            let checked = check(file, |_| {})?;
            assert!(checked.judgement.is_legal() && checked.tally.broken == 0);
            Ok(checked.tally.events)
        })?;
        slowest = slowest.min(rate);
    }
    std::fs::remove_file(&path)?;
    std::process::exit(i32::from(slowest < EVENTS_A_SECOND));
}
