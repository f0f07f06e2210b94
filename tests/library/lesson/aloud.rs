//! Lessons with no screen, line by line.

use crate::support::{assert_contains, assert_that};
use raftarium::lesson::play::Play;
use raftarium::lesson::progress::Progress;
use raftarium::lesson::{self, LessonId};
use raftarium::tui::aloud::Aloud;
use std::sync::Arc;

const STEPS: &str = include_str!("aloud.md");

fn told() -> Aloud {
    let lesson = lesson::parse(STEPS, "").unwrap_or_else(|problems| panic!("{}", problems.render("test")));
    Aloud::new(Play::new(Arc::new(lesson)).unwrap(), None, Progress::default(), "2026-11-23")
}

fn says(aloud: &mut Aloud, line: &str) -> String {
    let said = aloud.line(line);
    assert!(!said.refused, "{line}: {:?}", said.lines);
    said.lines.join("\n")
}

fn refuses(aloud: &mut Aloud, line: &str) -> String {
    let said = aloud.line(line);
    assert!(said.refused, "{line}: {:?}", said.lines);
    said.lines.join("\n")
}

#[test]
fn a_lesson_is_told_from_its_beginning_to_its_end() {
    let mut aloud = told();
    let greeting = aloud.greeting().join("\n");
    for part in [
        "A test\n",
        "§5.2, 1 minute,",
        "About it.",
        "Step 1 of 2. Begin",
        "-- Nobody leads yet.",
        "wins the election for term 1",
        "S1 leads term 1.",
        "Question: Who leads?",
        "1. S1",
        "2. S2",
    ] {
        assert!(greeting.contains(part), "{part}: {greeting}");
    }
    assert_eq!(says(&mut aloud, "h"), "Look at S1.");
    assert_contains(&refuses(&mut aloud, ""), "pass goes on");
    assert_contains(&refuses(&mut aloud, "7"), "no choice 7");
    let verdict = says(&mut aloud, "2");
    assert!(
        verdict.contains("Not quite.")
            && verdict.contains("The right answer is: 1. S1")
            && verdict.contains("It follows."),
        "{verdict}"
    );
    assert_contains(&says(&mut aloud, ""), "Where is the leader's entry?");
    assert_contains(&refuses(&mut aloud, "S1"), "entry 9 on S99");
    assert_contains(&says(&mut aloud, "entry 1 on S1"), "There it is.");
    assert_contains(&says(&mut aloud, "next"), "Make S2 lead term 2.");
    assert_contains(&says(&mut aloud, "goal"), "[missing] S2 led term 2. Now: S1 led term 1");
    assert_contains(&refuses(&mut aloud, ""), "skip leaves the");
    assert_contains(&refuses(&mut aloud, "wipe S1"), "`timeout`, `crash`");
    assert_contains(&refuses(&mut aloud, "crush S1"), "crash");
    assert_contains(&says(&mut aloud, "hint"), "Hint 1 of 2.\nIts timer.");
    assert_contains(&says(&mut aloud, "crash S3"), "undo takes back");
    assert_contains(&says(&mut aloud, "undo"), "Undone");
    assert_contains(&refuses(&mut aloud, "undo"), "nothing to undo");
    says(&mut aloud, "timeout S2");
    assert_contains(&says(&mut aloud, "status"), "S2: candidate, term 2");
    let solved = says(&mut aloud, "run 100ms");
    for part in [
        "Solved with 1 action, which is within par.",
        "It leads term 2.",
        "1 of 2 questions right, 1 of 1 challenges solved, 66 of 100",
    ] {
        assert!(solved.contains(part), "{part}: {solved}");
    }
    let kept = &aloud.progress().lessons[&LessonId("30-test".into())];
    assert_eq!((kept.finished, kept.best), (true, Some(66)));
    assert_eq!(aloud.progress().missed.len(), 1);
    assert!(aloud.line("quit").quit);
}

#[test]
fn one_may_go_anywhere() {
    let mut aloud = told();
    aloud.greeting();
    assert_contains(&says(&mut aloud, "go 2"), "Step 2 of 2");
    assert_eq!(says(&mut aloud, "steps"), "1. Begin\n2. Now you, where you are");
    assert_contains(&says(&mut aloud, "back"), "Where is the leader's entry?");
    assert_contains(&says(&mut aloud, "pass"), "Make S2 lead");
    let solution = says(&mut aloud, "solution");
    assert!(solution.contains("> timeout S2") && solution.contains("It leads term 2."), "{solution}");
    assert_contains(&refuses(&mut aloud, "go 3"), "1 to 2");
    assert_contains(&says(&mut aloud, "restart"), "Step 1 of 2");
    assert_contains(&says(&mut aloud, "help"), "Enter");
    assert_that(&refuses(&mut aloud, "entry \u{1b}[2J on S1"), |it| {
        it.chars().all(|character| character != '\u{1b}')
    });
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, ..Default::default() })]

    /// Whatever is typed is answered, with nothing that a terminal obeys.
    #[test]
    fn any_line_is_answered(
        lines in proptest::collection::vec(
            "|next|back|[1-3]|go [0-9]|again|restart|entry 1 on S[1-4]|pass|skip|h|goal|undo|reset|solution|story|status|timeout S2|crash S[1-4]|run 40ms|\\PC{0,12}|\\x1b\\[2J",
            0..24,
        ),
    ) {
        let mut aloud = told();
        aloud.greeting();
        for line in &lines {
            let said = aloud.line(line);
            let obeyed = said.lines.iter().flat_map(|line| line.chars()).find(|character| character.is_control());
            proptest::prop_assert_eq!(obeyed, None);
            proptest::prop_assert!(said.quit || !said.lines.is_empty() || line.trim().starts_with('#'), "{:?}", line);
        }
    }
}
