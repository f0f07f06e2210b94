//! `raftarium review` from outside.

use crate::support::{folder, out, program, run_with_input};
use raftarium::lesson::play::TaskId;
use raftarium::lesson::shipped_lessons;
use std::path::{Path, PathBuf};
use std::process::Output;

fn raftarium(home: &Path, arguments: &[&str], input: &str) -> Output {
    run_with_input(program(home).args(arguments).current_dir(home), input.as_bytes())
}

/// Somebody who missed the first question of the first lesson, which is due on a day.
fn learner(name: &str, due: &str) -> PathBuf {
    let home = folder(name);
    let kept = home.join(".local/share/raftarium");
    std::fs::create_dir_all(&kept).unwrap();
    let lesson = shipped_lessons()[0].clone();
    let first = (0..lesson.steps.len()).map(|step| TaskId { step, number: 0 });
    let question = first.into_iter().find(|id| lesson.question(*id).is_some()).expect("it asks");
    let ask = lesson.question(question).unwrap().ask.words();
    std::fs::write(
        kept.join("progress.toml"),
        format!("version = 1\n[[missed]]\nlesson = \"{}\"\nquestion = \"{question}\"\nask = {ask:?}\ndue = \"{due}\"\n", lesson.id),
    )
    .unwrap();
    home
}

#[test]
fn what_is_due_is_asked_and_what_is_not_is_not() {
    let none = raftarium(&folder("review-none"), &["review"], "");
    assert_eq!(none.status.code(), Some(0), "{none:?}");
    assert_eq!(out(&none), "There are no questions to repeat.\n");
    let later = raftarium(&learner("review-later", "2999-01-01"), &["review"], "");
    assert_eq!(out(&later), "Nothing is due before 2999-01-01.\n");
    let home = learner("review-due", "2020-01-01");
    let asked = raftarium(&home, &["review", "--plain"], "pass\n");
    assert_eq!(asked.status.code(), Some(0), "{asked:?}");
    let said = out(&asked);
    assert!(said.contains("Review 1 of 1, from Majorities."), "{said}");
    assert!(said.contains("That is all for today."), "{said}");
    let kept = std::fs::read_to_string(home.join(".local/share/raftarium/progress.toml")).unwrap();
    assert!(!kept.contains("[lessons."), "a review begins no lesson: {kept}");
}
