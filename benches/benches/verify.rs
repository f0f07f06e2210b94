//! States generated a second by an exhaustive check, on one core, with the bytes that each stored state takes.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use raftarium::hunt::verify::{Bounds, verify};
use std::hint::black_box;
use std::ops::ControlFlow;

fn check(criterion: &mut Criterion) {
    let small = Bounds {
        terms: 2,
        commands: 2,
        restarts: 0,
        beats: 0,
        duplicates: 0,
        flights: 3,
        ..Bounds::default()
    };
    both(criterion, "verify: 3 servers, 2 terms, 2 commands", small);
    let faults = Bounds { commands: 1, restarts: 1, beats: 1, duplicates: 1, flights: 2, ..small };
    both(criterion, "verify: 3 servers, 2 terms, 1 command, every fault", faults);
    let five = Bounds { servers: 5, commands: 1, flights: 2, ..small };
    both(criterion, "verify: 5 servers, 2 terms, 1 command", five);
}

fn both(criterion: &mut Criterion, title: &str, bounds: Bounds) {
    let run = || verify(black_box(&bounds), &mut |_| ControlFlow::Continue(())).expect("bounds within reach");
    let whole = run();
    println!(
        "{title}: {} states, {} generated, {} bytes a state",
        whole.states,
        whole.transitions,
        whole.bytes / whole.states
    );
    let mut group = criterion.benchmark_group(title);
    group.sample_size(10);
    group.throughput(Throughput::Elements(whole.transitions));
    group.bench_function("states generated", |bencher| bencher.iter(|| run().transitions));
    group.finish();
}

criterion_group!(benches, check);
criterion_main!(benches);
