//! What the documentation shows is so.

use super::Whole;
use crate::support::{assert_contains, assert_that};
use raftarium::trace::{Format, read};

const PAGE: &str = include_str!("../../../../assets/trace-format.md");

/// What stands between fences.
fn examples() -> Vec<&'static str> {
    PAGE.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap().1).collect()
}

#[test]
fn every_example_is_read_without_a_broken_line() {
    let examples = examples();
    assert_that(&examples.len(), |it| *it >= 2);
    for example in &examples {
        let whole = Whole::sound(example);
        assert!(whole.events.len() >= 2, "{example}");
    }
    assert_eq!(Whole::of(examples[0]).reader.format(), Some(Format::Ours));
    assert_that(&examples, |it| {
        it.iter().any(|example| Whole::of(example).reader.format() == Some(Format::Bare))
    });
}

#[test]
fn what_stands_in_the_text_as_a_whole_object_is_read_too() {
    let objects = PAGE.split('`').filter(|part| part.starts_with("{\"node\""));
    let mut found = 0;
    for object in objects {
        assert_eq!(Whole::sound(object).events.len(), 1, "{object}");
        found += 1;
    }
    assert_that(&found, |it| *it > 0);
}

#[test]
fn the_bounds_are_those_of_the_page() {
    let bounds = PAGE.split("## Bounds").nth(1).unwrap();
    assert_contains(bounds, "1 MiB");
    assert_eq!(read::MOST_LINE, 1 << 20);
    assert_contains(bounds, "1,000 nodes");
    assert_eq!(raftarium::trace::MOST_NODES, 1_000);
    assert_contains(PAGE, "up to 64 characters");
    assert_eq!(raftarium::trace::MOST_NAME, 64);
}
