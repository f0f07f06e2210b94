//! Steps a second of the fuzzer, with and without its checks: five servers, every kind of fault, one core.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use raftarium::fuzz::{FuzzOptions, run};
use std::hint::black_box;
use std::ops::ControlFlow;

fn fuzz(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fuzz, 5 servers");
    for (name, checked) in [("checked", true), ("unchecked", false)] {
        let options = FuzzOptions { seeds: 0..10, steps: 10_000, checked, ..FuzzOptions::default() };
        let report = run(&options, |_| ControlFlow::Continue(()));
        group.throughput(Throughput::Elements(report.steps));
        group.bench_function(name, |bencher| {
            bencher.iter(|| run(black_box(&options), |_| ControlFlow::Continue(())).steps);
        });
    }
    group.finish();
}

criterion_group!(benches, fuzz);
criterion_main!(benches);
