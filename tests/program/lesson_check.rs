//! `raftarium lesson check`, `new` and `format` from outside: exit codes, text, JSON.

use crate::support::{code, folder, out, program, scratch};
use serde_json::Value;
use std::path::Path;
use std::process::Output;

fn raftarium(arguments: &[&str]) -> Output {
    program(scratch()).arg("lesson").args(arguments).output().expect("it runs")
}

fn objects(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn a_new_lesson_is_true_and_is_not_overwritten() {
    let folder = folder("lesson-new");
    let file = shown(&folder.join("42-mine.md"));
    let written = raftarium(&["new", &file]);
    assert_eq!(code(&written), 0, "{written:?}");
    let checked = raftarium(&["check", &file]);
    assert_eq!(code(&checked), 0, "{}", out(&checked));
    let verdict = "42-mine.md: true. 3 steps, 1 question, 1 challenge, 1 expectation, 20 other seeds too";
    assert!(out(&checked).contains(verdict), "{}", out(&checked));
    let again = raftarium(&["new", &file]);
    assert_eq!(code(&again), 2);
    // A name without a number gets one.
    let nameless = raftarium(&["new", &shown(&folder.join("mine.md"))]);
    assert_eq!(code(&nameless), 0, "{nameless:?}");
    assert!(out(&nameless).contains("the lesson 30-mine"), "{nameless:?}");
}

#[test]
fn what_is_not_true_is_1_and_what_is_no_lesson_is_2() {
    let folder = folder("lesson-check");
    let file = folder.join("42-mine.md");
    raftarium(&["new", &shown(&file)]);
    let text = std::fs::read_to_string(&file).expect("written");
    std::fs::write(
        folder.join("43-false.md"),
        text.replace("42-mine", "43-false")
            .replace("expect index 1 is on leader", "expect S9 is up and S1 is up")
            .replace("S9", "S2"),
    )
    .expect("written");
    std::fs::write(
        folder.join("44-none.md"),
        text.replace("42-mine", "44-none").replace("crash S1", "crush S1"),
    )
    .expect("written");
    std::fs::write(folder.join("README.md"), "not a lesson").expect("written");

    let all = raftarium(&["check", &shown(&folder), "--format", "json"]);
    assert_eq!(code(&all), 2);
    let objects = objects(&all);
    let verdicts: Vec<&str> = objects.iter().filter_map(|object| object["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["true", "false", "invalid"]);
    let problem = &objects[1]["problems"][0];
    let line = text.lines().position(|line| line.starts_with("expect index 1 is on leader")).expect("there");
    assert_eq!(problem["line"], line + 1);
    let message = problem["message"].as_str().unwrap();
    assert!(message.starts_with("expected S2 is up and S1 is up; S1 is down"), "{message}");
    assert_eq!(objects[2]["problems"][0]["nearest"], "crash");

    let one = raftarium(&["check", &shown(&folder.join("43-false.md"))]);
    assert_eq!(code(&one), 1);
    assert!(out(&one).contains(&format!("43-false.md:{}:1", line + 1)), "{}", out(&one));
    assert_eq!(code(&raftarium(&["check", &shown(&folder.join("45-missing.md"))])), 2);
}

#[test]
fn coverage_tells_what_is_missing() {
    let folder = folder("lesson-coverage");
    let file = shown(&folder.join("42-mine.md"));
    raftarium(&["new", &file]);
    let one = raftarium(&["check", "--coverage", &file]);
    assert_eq!(code(&one), 1, "one lesson does not show every rule");
    assert!(out(&one).contains("In no lesson: "), "{}", out(&one));
    let shipped = raftarium(&["check", "--coverage", "--format", "json"]);
    assert_eq!(code(&shipped), 0, "{}", out(&shipped));
    let objects = objects(&shipped);
    let coverage = objects.last().expect("the report");
    assert_eq!(coverage["missing"], serde_json::json!([]));
    assert_eq!(coverage["guessing"]["shown"]["even"], true, "{}", coverage["guessing"]);
    let of_rule = &coverage["coverage"]["L7"];
    assert!(of_rule.as_array().is_some_and(|lessons| lessons.len() > 5), "{of_rule}");
}

#[test]
fn the_page_is_printed() {
    let page = raftarium(&["format"]);
    assert_eq!(code(&page), 0);
    assert!(out(&page).starts_with("# How to write a lesson"), "{page:?}");
}
