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
            && verdict.contains("The right answer: 1. S1")
            && verdict.contains("It follows."),
        "{verdict}"
    );
    assert_contains(&says(&mut aloud, ""), "Where is the leader's entry?");
    assert_contains(&refuses(&mut aloud, "S1"), "entry INDEX on SERVER");
    assert_contains(&says(&mut aloud, "entry 1 on S1"), "There it is.");
    assert_contains(&says(&mut aloud, "next"), "Make S2 lead term 2.");
    let goal = says(&mut aloud, "goal");
    assert!(goal.contains("[missing] S2 led term 2\n") && goal.contains("Now: S1 led term 1"), "{goal}");
    let commands = says(&mut aloud, "commands");
    assert!(commands.contains("timeout SERVERS") && !commands.contains("wipe SERVERS"), "{commands}");
    assert_contains(&refuses(&mut aloud, ""), "skip leaves the");
    assert_contains(&refuses(&mut aloud, "wipe S1"), "`timeout`, `crash`");
    assert_contains(&refuses(&mut aloud, "crush S1"), "crash");
    assert_contains(&says(&mut aloud, "hint"), "Hint 1 of 2.\nIts timer.");
    assert_contains(&says(&mut aloud, "crash S3"), "undo takes back");
    assert_contains(&says(&mut aloud, "undo"), "Undone: crash S3. The cluster is as before");
    assert_contains(&refuses(&mut aloud, "undo"), "nothing to undo");
    says(&mut aloud, "timeout S2");
    assert_contains(&says(&mut aloud, "status"), "S2: candidate, term 2");
    let solved = says(&mut aloud, "run 100ms");
    for part in [
        "Solved with 1 action, which is a good solution.",
        "It leads term 2.",
        "Questions: 1 of 2 right. Challenges: 1 of 1 solved. Score: 66 of 100.",
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

#[test]
fn what_a_screen_would_show_is_said_when_asked_for() {
    let mut aloud = told();
    aloud.greeting();
    assert_contains(&says(&mut aloud, "logs"), "index 1");
    assert_contains(&says(&mut aloud, "messages"), "flight");
    assert_contains(&says(&mut aloud, "rules L3"), "Clients are answered last");
    assert_contains(&says(&mut aloud, "rules"), "L7");
    assert_contains(&refuses(&mut aloud, "rule X9"), "rules lists them");
    // Who goes on without an answer is told what is right, and why.
    let passed = says(&mut aloud, "pass");
    assert!(passed.contains("The right answer: 1. S1") && !passed.contains("It follows"), "{passed}");
    // A question about entries has the logs before it.
    assert!(passed.contains("The logs, by the terms of their entries:\nindex 1"), "{passed}");
}

#[test]
fn solved_is_said_once_and_steps_have_no_numbers() {
    let lesson = lesson::shipped_lesson("14").expect("Figure 8 ships");
    let mut aloud = Aloud::new(Play::new(lesson).unwrap(), None, Progress::default(), "2026-11-23");
    aloud.greeting();
    says(&mut aloud, "go 5");
    let mut told = String::new();
    while !told.contains("Challenge: Repair it.") {
        told = says(&mut aloud, "pass");
    }
    assert_contains(&says(&mut aloud, "goal"), "Now: entry 2 of term 3 is not committed");
    says(&mut aloud, "submit x=5 to S5");
    let solved = says(&mut aloud, "run 100ms");
    assert_eq!(solved.matches("Solved with 1 action").count(), 1, "{solved}");
    for line in ["run 100ms", "status", "goal", "undo"] {
        let said = says(&mut aloud, line);
        assert!(!said.contains("Solved") && !said.contains("step "), "{line}: {said}");
    }
}

#[test]
fn a_long_story_is_told_by_its_point() {
    let lesson = lesson::shipped_lesson("9").expect("Figure 7 ships");
    let mut aloud = Aloud::new(Play::new(lesson).unwrap(), None, Progress::default(), "2026-11-23");
    aloud.greeting();
    // S3 rejects six requests and S7 seven, one after the other.
    says(&mut aloud, "go 5");
    let told = says(&mut aloud, "pass");
    let steps = told.lines().filter(|line| line.contains(" ms: ")).count();
    assert!((4..=16).contains(&steps), "{steps} steps: {told}");
    assert!(told.replace("\n  ", " ").contains("(the last of 7 such steps)"), "{told}");
    let whole = says(&mut aloud, "story");
    assert!(whole.lines().filter(|line| line.contains(" ms: ")).count() > 25, "{whole}");
    assert!(whole.contains("[§5.3"), "the whole story names its places: {whole}");
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
