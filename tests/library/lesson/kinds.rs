//! Logs that are typed, events put into order, a rule that is named, one's own words: each judged by the run.

use crate::support::{assert_contains, assert_that};
use raftarium::lesson::grade::{Answers, Grade, grade};
use raftarium::lesson::play::Play;
use raftarium::lesson::progress::Progress;
use raftarium::lesson::{self, CheckOptions, Lesson};
use raftarium::tui::aloud::Aloud;
use std::sync::Arc;

/// A question of each kind, and a challenge with a name of its own.
pub const TEXT: &str = include_str!("kinds.md");

fn lesson() -> Arc<Lesson> {
    Arc::new(lesson::parse(TEXT, "").unwrap_or_else(|problems| panic!("{}", problems.render("kinds"))))
}

fn graded(answers: &str) -> Grade {
    let answers = Answers::parse(answers).unwrap_or_else(|problems| panic!("{}", problems.render("answers")));
    grade(&lesson(), &answers).unwrap_or_else(|problems| panic!("{}", problems.render("answers")))
}

fn refused(answers: &str) -> String {
    grade(&lesson(), &Answers::parse(answers).unwrap()).expect_err(answers).to_string()
}

#[test]
fn every_kind_is_true_and_is_graded() {
    let checked = lesson::check(TEXT.as_bytes(), "", &CheckOptions::default());
    assert!(checked.holds() && checked.is_fair(), "{}{}", checked.problems, checked.give_aways);
    let good = "1.1: S1: 1; s2: 1; S3: -\n1.2: 2, 3, 1\n1.3: v1\n1.4: Majorities overlap. | 1, 2, 3\n\
                challenge 1.1:\n  submit x=1\n  run 200ms\n";
    let report = graded(good);
    assert!(report.is_full(), "{report:?}");
    let assessed: Vec<bool> = report.questions.iter().map(|question| question.self_assessed).collect();
    assert_eq!(assessed, [false, false, false, true]);
    let expected: Vec<&str> = report.questions.iter().map(|question| question.expected.as_str()).collect();
    assert_eq!(expected, ["S1: 1; S2: 1; S3: empty", "2, 3, 1", "V1", "1, 2, 3"]);
    let bad = graded("1.1: S1: 1; S2: 1; S3: 1\n1.2: 1, 2, 3\n1.3: V2\n1.4: Because. | 2\n");
    assert_eq!(bad.score, 0);
    assert_eq!(bad.questions[3].given.as_deref(), Some("Because. | 2"));
    assert_eq!(
        bad.misconceptions,
        ["A server that is down has what the others have.", "The log decides first."]
    );
}

#[test]
fn what_is_no_answer_is_refused() {
    for (answers, why) in [
        ("1.1: S1: 1\n", "the log of S2 is missing"),
        ("1.1: 1 1 2\n", "S1: 1 1; and so on"),
        ("1.1: S1: 1; S1: 1; S2: 1\n", "appears twice"),
        ("1.2: 1, 2\n", "the answer is all events"),
        ("1.2: 1, 2, 2\n", "the answer is all events"),
        ("1.3: Q9\n", "rules lists the rules"),
        ("1.4: Because they overlap.\n", "the numbers of the points that you made"),
        ("1.4: Because. | 4\n", "the numbers of the points that you made"),
    ] {
        assert_contains(&refused(answers), why);
    }
    assert!(!graded("1.4: I do not know. | none\n").questions[3].right);
}

#[test]
fn an_order_is_read_off_the_run() {
    let found = |from: &str, to: &str| {
        let text = TEXT.replacen(from, to, 1);
        lesson::check(text.as_bytes(), "", &CheckOptions::default()).problems.to_string()
    };
    assert_contains(
        &found("when: index 1 is committed", "when: index 2 is committed"),
        "never happens in the run",
    );
    assert_contains(
        &found("when: index 1 is committed", "when: S1 is leader"),
        "has already happened before the question",
    );
    assert_contains(
        &found("when: index 1 is committed", "when: index 1 is on S1 and S1 is leader"),
        "in the same step as another",
    );
    assert_contains(&found("- S3: 1\n", "- S3: -\n"), "this is the right answer");
    assert_contains(&found("- V2\n", "- V1\n"), "this is the right answer");
    assert_contains(
        &found("rule: V1", "rule: behind RejectedMismatch"),
        "no RejectedMismatch happens in the run",
    );
    let behind =
        TEXT.replacen("then: nothing\nrule: V1", "then: submit x=1; run 200ms\nrule: behind Appended", 1);
    let checked = lesson::check(behind.as_bytes(), "", &CheckOptions::default());
    assert!(checked.holds(), "{}", checked.problems);
}

#[test]
fn each_kind_is_answered_line_by_line() {
    let mut aloud = Aloud::new(Play::new(lesson()).unwrap(), None, Progress::default(), "2026-11-24");
    let mut says = |line: &str| aloud.line(line).lines.join("\n");
    assert_contains(&says("repeat"), "S1: 97 98 99;");
    assert_contains(&says("S1: 1; S2: 1; S3: 1"), "The right answer: S1: 1");
    assert_contains(&says(""), "3. Entry 1 is committed.\nAnswer with the numbers of all events");
    assert_contains(&says("2 3 1"), "Right.");
    assert_contains(&says(""), "Answer with the id of a rule");
    assert_contains(&says("V2"), "The term is looked at before the log.\nThe right answer: V1.");
    assert_contains(&says(""), "Answer in your own words");
    assert_contains(&says("Because two majorities overlap"), "2. Two majorities share a server.");
    assert_contains(&says("x"), "the numbers of the points that you made");
    assert_contains(&says("2"), "You said 1 of 3 points. A good answer:\nEach needs the votes of a majority");
    assert_contains(&says(""), "Challenge: Repair it.");
    assert_that(&aloud.progress().missed.len(), |it| *it == 3);
}
