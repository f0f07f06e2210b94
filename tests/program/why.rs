//! `raftarium run FILE --explain QUESTION`, from outside.

use crate::support::{err, out, program, scratch};
use serde_json::Value;
use std::process::Output;

const SCRIPT: &str = "servers 3\nseed 1\nrun until leader exists within 2s\ncall leader boss\nsubmit x=1\n";

/// Runs a script of this name and asks.
fn ask(name: &str, script: &str, arguments: &[&str]) -> Output {
    let file = scratch().join(name);
    std::fs::write(&file, script).unwrap();
    program(scratch()).args(["run", file.to_str().unwrap()]).args(arguments).output().unwrap()
}

#[test]
fn questions_are_answered_after_the_run_in_their_order() {
    let questions = ["--brief", "--explain", "why is index 1 not committed", "-e", "why is boss leader?"];
    let output = ask("why-text.raft", SCRIPT, &questions);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = out(&output);
    let (first, second) = (said.find("Why is index 1 not committed?"), said.find("Why is S"));
    assert!(first.unwrap() < second.unwrap(), "{said}");
    assert!(said.contains("✗ stored on a majority, by match index"), "{said}");
    assert!(said.contains("§5.4.2 · Figure 2, Leaders 4"), "{said}");
    assert!(said.contains("run until index 1 of term 1 is committed within 2s"), "{said}");
}

#[test]
fn answers_for_programs_are_one_object_a_line() {
    let arguments = ["--brief", "--format", "json", "--explain", "can index 1 be lost", "--explain", "why"];
    let output = ask("why-json.raft", SCRIPT, &arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = out(&output);
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["verdict"], "held");
    let answer = &lines[1];
    assert_eq!(answer["question"], "can index 1 be lost");
    assert_eq!(answer["verdict"], true);
    assert!(answer["headline"][0].as_str().unwrap().starts_with("Yes: "), "{answer:#}");
    assert_eq!(answer["rules"][0]["rule"], "V2");
    assert!(answer["rules"][0]["conditions"][0]["holds"].is_boolean(), "{answer:#}");
    assert!(answer["evidence"][0]["step"].is_u64(), "{answer:#}");
    assert!(answer["evidence"][0]["at"].is_u64(), "{answer:#}");
    assert!(answer["remedies"][0]["commands"][0].is_string(), "{answer:#}");
    assert!(answer["lit"]["entries"][0][0].as_str().unwrap().starts_with('S'), "{answer:#}");
    // Of nothing in particular, the best question was asked.
    assert_eq!(lines[2]["question"], "why is index 1 not committed");
}

#[test]
fn a_bad_question_is_bad_usage_and_nothing_is_run() {
    let output = ask("why-bad.raft", SCRIPT, &["--explain", "why is index 1 not comitted"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(out(&output), "");
    let said = err(&output);
    assert!(
        said.contains("`comitted` does not fit here") && said.contains("did you mean `committed`?"),
        "{said}"
    );
    let output = ask("why-bad.raft", SCRIPT, &["--explain", "can S4 win"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("S4 is not in this cluster"), "{output:?}");
    // More servers than the script says.
    let output = ask("why-bad.raft", SCRIPT, &["--servers", "5", "--brief", "--explain", "can S4 win"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn whoever_is_meant_must_be_there_at_the_end() {
    let output = ask("why-nobody.raft", SCRIPT, &["--brief", "--explain", "can candidate win"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(err(&output).contains("no server is a candidate now"), "{output:?}");
}

#[test]
fn a_script_that_fails_is_explained_and_still_fails() {
    let script = format!("{SCRIPT}expect index 1 is committed\n");
    let output = ask("why-fails.raft", &script, &["--brief", "--explain", "why is index 1 not committed"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(out(&output).contains("Why is index 1 not committed?"), "{output:?}");
}
