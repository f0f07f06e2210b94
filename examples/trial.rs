use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let seeds: u64 = args.get(1).map_or(3, |a| a.parse().unwrap());
    let most: u64 = args.get(2).map_or(1_000_000, |a| a.parse().unwrap());
    for bug in raftarium::paper::Bug::ALL {
        if let Some(only) = args.get(3) && bug.id() != only { continue }
        if bug.breaks().is_none() { continue }
        print!("{:28}", bug.id());
        for seed in 1..=seeds {
            let start = Instant::now();
            let (bursts, deeds, length, size, cells) = raftarium::hunt::trial(*bug, seed, most).unwrap();
            let s = start.elapsed().as_secs_f64();
            print!(" | {:6.2}s {:>7}b {:>8}d len{:>2} n{} c{}", s, bursts, deeds, length, size, cells);
        }
        println!();
    }
}
