//! Steps a second of the fuzzer, with and without its checks: five servers, every kind of fault, one core. Short
//! seeds, as the command plays them, and one long one, whose logs grow to tens of thousands of entries.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use raftarium::fuzz::{FuzzOptions, run};
use std::hint::black_box;
use std::ops::{ControlFlow, Range};

fn fuzz(criterion: &mut Criterion) {
    both(criterion, "fuzz: 5 servers, 10 seeds of 10,000 steps", 0..10, 10_000);
    both(criterion, "fuzz: 5 servers, 1 seed of 1,000,000 steps", 0..1, 1_000_000);
}

fn both(criterion: &mut Criterion, title: &str, seeds: Range<u64>, steps: u64) {
    let mut group = criterion.benchmark_group(title);
    group.sample_size(20);
    for (name, checked) in [("checked", true), ("unchecked", false)] {
        let options = FuzzOptions { seeds: seeds.clone(), steps, checked, ..FuzzOptions::default() };
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
