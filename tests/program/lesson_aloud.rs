//! Lessons with no screen: told through pipes, and graded from the command line.

use crate::support::{folder, out, program, run_with_input};
use std::path::{Path, PathBuf};
use std::process::Output;

const STEPS: &str = include_str!("../library/lesson/aloud.md");

fn raftarium(home: &Path, arguments: &[&str], input: &str) -> Output {
    run_with_input(program(home).args(arguments).current_dir(home), input.as_bytes())
}

fn home(name: &str) -> PathBuf {
    let home = folder(name);
    std::fs::write(home.join("30-test.md"), STEPS).unwrap();
    home
}

#[test]
fn the_end_of_input_ends_it_and_one_goes_on_there() {
    let home = home("aloud");
    let arguments = ["lesson", "30-test.md", "--plain"];
    let output = raftarium(&home, &arguments, "S2\n\n");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let kept = std::fs::read_to_string(home.join(".local/share/raftarium/progress.toml")).unwrap();
    assert!(kept.contains("at = \"1.2\"") && kept.contains("The second leads."), "{kept}");
    let output = raftarium(&home, &arguments, "entry 1 on S1\n\n");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("You continue where you stopped") && said.contains("Make S2 lead term 2."),
        "{said}"
    );
    // What is not understood makes the exit code 1.
    assert_eq!(raftarium(&home, &arguments, "crush S1\n").status.code(), Some(1));
}

#[test]
fn answers_are_graded_from_the_command_line() {
    let home = home("graded");
    std::fs::write(
        home.join("good.txt"),
        "name: Ada\n1.1: 1\n1.2: entry 1 on S1\nchallenge 2.1:\n  timeout S2\n  run 1s\n",
    )
    .unwrap();
    std::fs::write(home.join("bad.txt"), "1.1: 2\n").unwrap();
    std::fs::write(home.join("hostile.txt"), "1.1: 1\n1.2: entry \u{7} on S1\n").unwrap();
    let run = |answers: &str, report: &str| {
        raftarium(&home, &["lesson", "run", "30-test.md", "--answers", answers, "--report", report], "")
    };
    let output = run("good.txt", "good.json");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(home.join("good.json")).unwrap()).unwrap();
    assert_eq!((&report["score"], &report["name"]), (&100.into(), &"Ada".into()));
    let output = run("bad.txt", "bad.json");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(out(&output).contains("believes: The second leads."), "{output:?}");
    let output = run("hostile.txt", "hostile.json");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("hostile.txt:2:12") && !said.contains('\u{7}'), "{said}");
    assert!(!home.join("hostile.json").exists());
    assert_eq!(run("missing.txt", "missing.json").status.code(), Some(2));
}
