//! What can be answered without knowing anything is refused.

use crate::support::{assert_contains, assert_that};
use raftarium::lesson::play::{Play, Pointed, Right};
use raftarium::lesson::{self, CheckOptions, Guessing, Thumb};
use raftarium::raft::ServerId;
use std::sync::Arc;

const CLUSTER: &str = "\
```raft
servers 3
timeout S1
run until S1 is leader within 1s
note The leader has every vote that there is
run 10ms
```
";

/// A question with three choices, the first of them right, the others as long as they are.
fn question(right: &str, others: [&str; 2], more: &str) -> String {
    let [first, second] = others;
    format!(
        "```question\nask: What now?\n{more}- [x] {right}\n  Yes.\n- [ ] {first}\n  believes: One.\n  No.\n\
         - [ ] {second}\n  believes: Two.\n  No.\n```\n\n"
    )
}

fn give_aways(text: &str) -> Vec<String> {
    let text = format!("{}## First\n\n{text}", include_str!("head.md"));
    let checked = lesson::check(text.as_bytes(), "", &CheckOptions::default());
    assert!(checked.holds(), "{}", checked.problems);
    checked.give_aways.list.iter().map(|problem| problem.message.clone()).collect()
}

const OTHERS: [&str; 2] = ["It waits until its timer runs out", "It asks all the others for votes"];
const HINT: &str = "hint: Think of it.\n";

#[test]
fn a_question_has_a_hint_and_the_hint_is_not_the_answer() {
    let right = "It sends a heartbeat to everybody";
    assert_that(&give_aways(&question(right, OTHERS, HINT)), Vec::is_empty);
    assert_eq!(give_aways(&question(right, OTHERS, "")), ["the question has no hint"]);
    for hint in ["It sends a heartbeat to everybody.", "Well: it sends a heartbeat to everybody!"] {
        let found = give_aways(&question(right, OTHERS, &format!("hint: Think.\nhint: {hint}\n")));
        assert_eq!(found, ["a hint is the answer: It sends a heartbeat to everybody"]);
    }
    let number = format!(
        "{CLUSTER}\n```question\nask: Its term?\nnumber: term of S1\nthen: nothing\nright: Yes.\n- other\n  No.\nhint: 1\n```\n"
    );
    assert_eq!(give_aways(&number), ["a hint is the answer: 1"]);
}

#[test]
fn what_is_on_the_screen_does_not_say_the_answer() {
    let asked = |right: &str| question(right, OTHERS, HINT);
    let found = give_aways(&format!(
        "A leader *sends a heartbeat* to all.\n\n{}",
        asked("Sends a heartbeat to all.")
    ));
    assert_eq!(found, ["the text gives the answer before the question: Sends a heartbeat to all."]);
    let found = give_aways(&format!("{CLUSTER}\n{}", asked("It has every vote that there is")));
    assert_that(&found, Vec::is_empty);
    let found = give_aways(&format!("{CLUSTER}\n{}", asked("Every vote that there is")));
    assert_eq!(found, ["a note gives the answer before the question: Every vote that there is"]);
    let logs = "```logs\nAll entries are on a majority here.\n```\n\n";
    let found = give_aways(&format!("{CLUSTER}\n{logs}{}", asked("All entries are on a majority")));
    assert_eq!(
        found,
        ["the caption of the logs gives the answer before the question: All entries are on a majority"]
    );
    // What follows the question may say it.
    let found =
        give_aways(&format!("{}It sends a heartbeat to all.\n", asked("It sends a heartbeat to all.")));
    assert_that(&found, Vec::is_empty);
}

#[test]
fn a_rule_of_thumb_is_not_right_all_the_time() {
    let long = "It is the one that says by far the most of all of them here";
    let three = question(long, OTHERS, HINT).repeat(3);
    assert_eq!(give_aways(&three), ["the longest choice is right in all 3 questions that have one"]);
    assert_that(&give_aways(&question(long, OTHERS, HINT).repeat(2)), Vec::is_empty);
    let mixed = question("It does", OTHERS, HINT) + &question(long, OTHERS, HINT).repeat(6);
    assert_eq!(give_aways(&mixed), ["the longest choice is right in 6 of 7 questions"]);
    let numbered = question("In term 7 it does", OTHERS, HINT).repeat(4);
    assert_eq!(give_aways(&numbered), ["the only choice with a number is right in 4 of 4 questions"]);
    let pinned = question("It does", OTHERS, "hint: Think of it.\norder: pinned\n").repeat(4);
    assert_eq!(give_aways(&pinned), ["choice 1 is right in 4 of 4 questions"]);
    assert_that(&give_aways(&question("It does", OTHERS, HINT).repeat(4)), Vec::is_empty);
}

#[test]
fn how_well_lessons_can_be_guessed_is_told() {
    let text =
        format!("{}## First\n\n{}", include_str!("head.md"), question("It does", OTHERS, HINT).repeat(12));
    let guessing = Guessing::of(&[lesson::check(text.as_bytes(), "", &CheckOptions::default())]);
    assert_eq!(guessing.written.counted, [12, 0, 0]);
    assert!(!guessing.written.is_even() && guessing.is_mixed(), "{guessing}");
    let second = guessing.thumbs.iter().find(|(thumb, _)| *thumb == Thumb::Place(1)).unwrap();
    assert_eq!((second.1.right, second.1.of), (0, 12));
    let said = guessing.to_string();
    assert_contains(
        &said,
        "position in the file: 12 0 0\n  by chance: 4.0 4.0 4.0\n  chi-square 24.00, 2 degrees of freedom, 5 % limit 5.99: not even",
    );
    assert_contains(&said, "Always choice 2: right in 0 of 12, by chance in 4.0: no more than chance");
}

#[test]
fn an_example_of_an_answer_is_never_the_answer() {
    for (_, text) in lesson::shipped() {
        let lesson = lesson::parse(text, "").expect("it ships");
        let mut play = Play::new(Arc::new(lesson)).unwrap();
        loop {
            if let Some(asking) = play.question()
                && let Ok(Right::Points(points)) = asking.right()
            {
                for point in points {
                    let named = match point {
                        Pointed::Server(server) | Pointed::Entry(server, _) => *server,
                        Pointed::Message(_) => ServerId::at(0),
                    };
                    assert!(!asking.how().contains(&named.to_string()), "{}", asking.how());
                }
            }
            if play.pass().is_err() {
                break;
            }
        }
    }
}
