//! Whatever the bytes are, reading them ends, and what comes out is fit to be shown.

use super::Whole;
use crate::support::assert_that;
use proptest::collection::vec;
use proptest::prelude::*;
use raftarium::trace::MOST_NODES;

const SEEDS: [&str; 4] = [
    include_str!("../../../../assets/trace-format.md"),
    include_str!("../../../../assets/traces/etcd.ndjson"),
    include_str!("../../../../assets/traces/election.jsonl"),
    include_str!("../../../../assets/traces/two-leaders.txt"),
];

fn is_fit(bytes: &[u8]) {
    let whole = Whole::of(bytes);
    let tally = whole.reader.tally();
    assert_that(&(tally.lines as usize, bytes.len()), |(a, b)| a <= b);
    assert_that(&(tally.events + tally.broken + tally.passed_over, tally.lines), |(a, b)| a <= b);
    assert_that(&(whole.names().len(), MOST_NODES), |(a, b)| a <= b);
    assert_that(&tally.strangers.len(), |it| *it <= 20);
    let odd = |char: char| char.is_control() || ('\u{202a}'..='\u{202e}').contains(&char);
    assert_that(&whole.names(), |it| !it.iter().any(|(_, name)| name.contains(odd)));
    assert_that(&whole.broken, |it| {
        !it.iter().any(|broken| broken.quoted.contains(odd) || broken.says.contains(odd))
    });
    assert_that(&whole.events, |it| it.iter().all(|event| event.node.position() < whole.names().len()));
    assert_that(&whole.events, |it| {
        !it.iter().any(|event| event.note.as_deref().is_some_and(|note| note.contains(odd)))
    });
}

/// Lines of a trace that somebody has had in hand.
fn mangled() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0..6u8, any::<u8>());
    (0..SEEDS.len(), any::<prop::sample::Index>(), vec(change, 1..8)).prop_map(|(seed, at, changes)| {
        let lines: Vec<&str> = SEEDS[seed].lines().collect();
        let first = at.index(lines.len());
        let end = lines.len().min(first + 12);
        let mut bytes = lines[first..end].join("\n").into_bytes();
        for (at, how, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                3 => bytes.truncate(at),
                4 => bytes.splice(at..at, *b"\\u0000\\ud834").for_each(drop),
                _ => {
                    let part = bytes[at..].to_vec();
                    bytes.splice(at..at, part).for_each(drop);
                }
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..400)) {
        is_fit(&bytes);
    }

    #[test]
    fn mangled_traces_are_survived(bytes in mangled()) {
        is_fit(&bytes);
    }
}
