use std::time::Instant;
use raftarium::hunt::{Hunt, Goal};
use raftarium::paper::BugSet;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let seeds: u64 = args.get(1).map_or(3, |a| a.parse().unwrap());
    for bug in raftarium::paper::Bug::ALL {
        if let Some(only) = args.get(2) && bug.id() != only { continue }
        if bug.breaks().is_none() { continue }
        print!("{:28}", bug.id());
        for seed in 1..=seeds {
            let start = Instant::now();
            let mut hunt = Hunt::new(BugSet::NONE.with(*bug), Goal::Violation, seed).unwrap();
            let mut left = 10_000_000;
            let found = loop { if let Some(f) = hunt.advance(5000) { break Some(f) } left -= 5000; if left <= 0 { break None } };
            let s = start.elapsed().as_secs_f64();
            match found { None => print!(" | {s:6.2}s NOT"), Some(f) => { let i = f.intact.unwrap(); print!(" | {:6.2}s {:2} n{} p{:?}/{} x{} {}", s, f.actions, f.run.world().size(), i.parts_at, f.run.end(), i.impossible, i.is_harmless()) } }
        }
        println!();
    }
}
