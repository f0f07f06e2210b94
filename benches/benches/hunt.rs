//! How long it takes to find a run that breaks a property without a rule, and to shrink it: from the rule's id to the
//! shortest run, with the same schedule played with the rule back. On one core.

use criterion::{Criterion, criterion_group, criterion_main};
use raftarium::hunt::{Finding, Goal, Hunt};
use raftarium::paper::{Bug, BugSet};
use std::hint::black_box;

fn hunt(bug: Bug, seed: u64) -> Finding {
    let mut hunt = Hunt::new(BugSet::NONE.with(bug), Goal::Violation, seed).expect("safety rests on it");
    loop {
        if let Some(found) = hunt.advance(10_000) {
            return found;
        }
    }
}

fn rows(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hunt");
    group.sample_size(10);
    for bug in
        [Bug::VoteTwice, Bug::NoLogCheck, Bug::CommitByCount, Bug::OverwriteKeepsTail, Bug::MatchNotReset]
    {
        let found = hunt(bug, 1);
        println!("{bug}: {} actions, {} servers", found.actions, found.run.world().size());
        // A seed each, so that no lucky one speaks for all.
        let mut seed = 0;
        group.bench_function(bug.id(), |bencher| {
            bencher.iter(|| {
                seed += 1;
                black_box(hunt(bug, seed)).actions
            });
        });
    }
    group.finish();
}

criterion_group!(benches, rows);
criterion_main!(benches);
