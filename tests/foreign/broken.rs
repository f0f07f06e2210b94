//! What broken implementations do is found, at the line where it shows.

use super::corruptions::{self, Corruption};
use super::read::{First, first, judge, line_of, options, run};
use super::whole::Trace;
use std::collections::BTreeMap;

/// How many places are tried for a corruption in one trace.
const PLACES: usize = 2;

/// Places in a trace in the order in which they are tried: far apart from each other.
fn places(trace: &Trace) -> impl Iterator<Item = usize> {
    let length = trace.events.len();
    let stride = (length * 382 / 1000) | 1;
    // The stride and the length may share a factor: what is left out does not matter.
    (1..length - 1).map(move |step| 1 + step * stride % (length - 2))
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
        match first(&judge(&trace.names, &corrupted.events)) {
            Some(First { line, laws, .. })
                if line == expected && laws.iter().any(|law| corruption.laws.contains(law)) =>
            {
                score.found += 1;
            }
            Some(First { line, says, .. }) => {
                score
                    .missed
                    .push(format!("seed {seed}, line {expected}: first found in line {line}: {says:?}"));
            }
            None => score.missed.push(format!("seed {seed}, line {expected}: not found")),
        }
    }
}

#[test]
fn each_corruption_is_found_at_its_line() {
    let traces: Vec<(u64, Trace)> = (0..16).map(|seed| (seed, run(options(seed), 2_000))).collect();
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
        if *tried < 3 {
            complaints.push(format!("{name}: only {tried} places"));
        }
        complaints.extend(missed.iter().map(|missed| format!("{name}: {missed}")));
    }
    let (tried, found) =
        scores.values().fold((0, 0), |(all, some), score| (all + score.tried, some + score.found));
    println!("{found} of {tried} corruptions of {} kinds found at their lines", scores.len());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
