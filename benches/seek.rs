//! Going back in a long run: one step, and to a step far away.

use criterion::{Criterion, criterion_group, criterion_main};
use raftarium::history::Run;
use raftarium::raft::Command;
use raftarium::sim::{Action, Setup};
use std::hint::black_box;

const STEPS: u64 = 100_000;

/// A run of five servers in which a client submits a command every hundred steps.
fn long_run() -> Option<Run> {
    let mut run = Run::new(Setup::of(5, 1)).ok()?;
    let command = Command::set("x", 1)?;
    while run.cursor() < STEPS {
        run.forward()?;
        if run.cursor().is_multiple_of(100)
            && let Some(to) = run.world().leader()
        {
            run.act(&Action::Submit { to, command }).ok()?;
        }
    }
    Some(run)
}

fn seek(criterion: &mut Criterion) {
    let Some(mut run) = long_run() else { return };
    let mut group = criterion.benchmark_group("a run of 100,000 steps");
    group.sample_size(30);
    group.bench_function("back one step and forth again", |bencher| {
        run.seek(STEPS);
        bencher.iter(|| {
            black_box(run.back());
            black_box(run.forward().is_some());
        });
    });
    group.bench_function("to the middle and to the end", |bencher| {
        bencher.iter(|| {
            black_box(run.seek(STEPS / 2));
            black_box(run.seek(STEPS));
        });
    });
    group.finish();
}

criterion_group!(benches, seek);
criterion_main!(benches);
