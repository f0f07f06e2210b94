//! The logs as a table, and the card that a lesson ends with.

use crate::support::{assert_contains, assert_that};
use raftarium::lesson::play::Play;
use raftarium::lesson::progress::Progress;
use raftarium::lesson::{self, CheckOptions};
use raftarium::tui::aloud::Aloud;
use std::sync::Arc;

/// Three servers, one of them down, their logs as a table, and a card at the end.
pub const TEXT: &str = include_str!("cards.md");

#[test]
fn the_logs_are_a_table_and_the_card_comes_last() {
    let lesson = lesson::parse(TEXT, "").unwrap_or_else(|problems| panic!("{}", problems.render("test")));
    let mut aloud = Aloud::new(Play::new(Arc::new(lesson)).unwrap(), None, Progress::default(), "2026-11-24");
    let told = aloud.greeting().join("\n");
    let table = "\
The term of each entry, S1 in term 3:
index   1 2 3
S1      1 1 3
S2      1
S3 down
";
    assert_contains(&told, table);
    let said = aloud.line("").lines.join("\n");
    assert_contains(
        &said,
        "To keep:\n- A log is a row of entries.\n- Each entry has a term.\n- A log only grows at its end, as long as its server leads.\n\n",
    );
    // How it went and what to keep are said once.
    let again = aloud.line("").lines.join("\n");
    assert!(!again.contains("To keep") && again.contains("restart"), "{again}");
}

#[test]
fn a_card_has_three_to_five_sentences() {
    let checked = |text: &str| lesson::check(text.as_bytes(), "", &CheckOptions::default());
    assert_that(&checked(TEXT), raftarium::lesson::Checked::holds);
    let short = TEXT.replace("Each entry has a term.\n", "");
    let problems = checked(&short).problems;
    assert_eq!(problems.list[0].message, "the card has 2 sentences");
    let long = TEXT.replace("Each entry has a term.\n", "One.\nTwo.\nThree.\nFour.\n");
    assert_eq!(checked(&long).problems.list[0].message, "the card has 6 sentences");
}
