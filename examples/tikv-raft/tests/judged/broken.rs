//! What broken implementations do is found, at the line where it shows.

use super::corruptions::{self, Corruption};
use super::read::{First, first, judge, line_of, options, run};
use super::whole::Trace;
use std::collections::BTreeMap;

/// How many places are tried for a corruption in one trace.
const PLACES: usize = 1;

/// All places in a trace in the order in which they are tried: neighbours are far apart from each other.
fn places(trace: &Trace) -> impl Iterator<Item = usize> {
    let count = trace.events.len() - 2;
    let divides = |stride: usize| {
        (2..=stride).any(|factor| stride.is_multiple_of(factor) && count.is_multiple_of(factor))
    };
    let stride = (count * 382 / 1000..count).find(|stride| !divides(*stride)).expect("there are primes");
    (0..count).map(move |step| 1 + step * stride % count)
}

/// What became of the places of one corruption.
#[derive(Default)]
struct Score {
    tried: u32,
    found: u32,
    missed: Vec<String>,
}

fn attempt(corruption: &Corruption, seed: u64, trace: &Trace, score: &mut Score) {
    let corrupted = places(trace).filter_map(|at| (corruption.corrupt)(trace, at)).take(PLACES);
    for corrupted in corrupted {
        score.tried += 1;
        let expected = line_of(corrupted.at);
        let shown =
            || serde_json::to_string(&corrupted.events[corrupted.at]).expect("an event can be written");
        match first(&judge(&trace.names, &corrupted.events)) {
            Some(First { line, laws, .. })
                if line == expected && laws.iter().any(|law| corruption.laws.contains(law)) =>
            {
                score.found += 1;
            }
            Some(First { line, says, .. }) => {
                score.missed.push(format!(
                    "seed {seed}, line {expected}: first found in line {line}: {says:?} {}",
                    shown()
                ));
            }
            None => score.missed.push(format!("seed {seed}, line {expected}: not found: {}", shown())),
        }
    }
}

#[test]
fn each_corruption_is_found_at_its_line() {
    let traces: Vec<(u64, Trace)> = (0..24).map(|seed| (seed, run(options(seed), 2_500))).collect();
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for corruption in corruptions::all() {
        let score = scores.entry(corruption.name).or_default();
        for (seed, trace) in &traces {
            attempt(corruption, *seed, trace, score);
        }
    }
    let mut complaints = Vec::new();
    for (name, Score { tried, found, missed }) in &scores {
        println!("{found:>4} of {tried:<4} {name}");
        if *tried < 2 {
            complaints.push(format!("{name}: only {tried} places"));
        }
        complaints.extend(missed.iter().map(|missed| format!("{name}: {missed}")));
    }
    let (tried, found) =
        scores.values().fold((0, 0), |(all, some), score| (all + score.tried, some + score.found));
    println!("{found} of {tried} corruptions of {} kinds found at their lines", scores.len());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
