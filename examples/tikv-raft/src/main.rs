//! Records what `raft`, the crate of `TiKV`, does in a cluster with a bad network and bad luck, as a trace for Raftarium:
//!
//! ```text
//! cargo run -p tikv-raft -- --seed 7 --nodes 5 --events 10000 > run.jsonl
//! raftarium check run.jsonl
//! ```
//!
//! It shows how to record any Raft. `recorder.rs` knows nothing of the crate: it holds the rules that make a
//! trace true. `words.rs` says the crate's things in the words of the trace. `server.rs` is
//! where something happens, and where it is written down.

use clap::{Parser, ValueEnum};
use std::io::{BufWriter, ErrorKind, Write};
use tikv_raft::{Cluster, EtcdTrace, Options, Settings, Weather};

#[derive(Parser)]
#[command(
    about = "Runs TiKV's raft crate in a cluster that lives in memory, and writes what it does as a trace for Raftarium"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
struct Arguments {
    /// All chance follows from this number: the same one gives the same trace
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many nodes
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=9))]
    nodes: u64,
    /// How many lines to write after the first
    #[arg(long, default_value_t = 10_000)]
    events: usize,
    /// No crashes, no partitions, no losses
    #[arg(long)]
    calm: bool,
    /// Ask before an election whether it could be won
    #[arg(long)]
    pre_vote: bool,
    /// Leaders step down that do not hear of a majority, and nobody votes while it hears a leader
    #[arg(long)]
    check_quorum: bool,
    /// Ask leaders to hand over to another node now and then
    #[arg(long)]
    hand_over: bool,
    /// Turn the log into a snapshot whenever this many more entries are applied
    #[arg(long)]
    snapshot_every: Option<u64>,
    /// Disks take their time, and what they do not have yet is lost in a crash
    #[arg(long)]
    slow_disk: bool,
    /// Leaders send entries before their own disks have them
    #[arg(long)]
    eager_leader: bool,
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Raftarium)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Raftarium's trace
    Raftarium,
    /// Like the state trace of etcd's Raft library
    Etcd,
}

fn main() -> anyhow::Result<()> {
    match write_trace(&Arguments::parse()) {
        // Whoever reads has had enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

fn write_trace(arguments: &Arguments) -> std::io::Result<()> {
    let cluster = Cluster::new(Options {
        servers: arguments.nodes,
        settings: Settings {
            seed: arguments.seed,
            pre_vote: arguments.pre_vote,
            check_quorum: arguments.check_quorum,
            snapshot_every: arguments.snapshot_every,
            slow_disk: arguments.slow_disk,
            eager_leader: arguments.eager_leader,
        },
        weather: if arguments.calm { Weather::FINE } else { Weather::FOUL },
        faults: !arguments.calm,
        hand_over: arguments.hand_over,
    });
    let names = cluster.names();
    let events = cluster.run(arguments.events);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match arguments.format {
        Format::Raftarium => {
            for line in
                tikv_raft::trace_lines(&format!("TiKV's raft, seed {}", arguments.seed), &names, &events)
            {
                writeln!(out, "{line}")?;
            }
        }
        Format::Etcd => {
            let mut trace = EtcdTrace::new(&names);
            for line in events.iter().flat_map(|event| trace.lines(event)) {
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()
}
