//! `raftarium export` and `raftarium run --trace` from outside.

use crate::support::{self, code, err, out, program};
use std::path::{Path, PathBuf};
use std::process::Output;

const SMALL: &str = include_str!("../library/export/text/small.raft");

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let folder = support::folder(&format!("export/{name}"));
    std::fs::write(folder.join("small.raft"), SMALL).unwrap();
    folder
}

fn raftarium(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).current_dir(folder).output().unwrap()
}

/// Exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = raftarium(folder, arguments);
    (code(&output), out(&output), err(&output))
}

#[test]
fn each_text_format_goes_to_standard_output_or_into_a_new_file() {
    let folder = folder("formats");
    for (format, begins) in [
        ("text", "A leader comes and goes\n"),
        ("jsonl", "{\"raftarium\":1"),
        ("mermaid", "---"),
        ("shiviz", "(?<event>"),
    ] {
        let (code, out, err) = run(&folder, &["export", "small.raft", "--to", format]);
        assert_eq!((code, err.as_str()), (0, ""), "{format}");
        assert!(out.starts_with(begins), "{out}");
        let (code, nothing, _) = run(&folder, &["export", "small.raft", "--to", format, "--out", format]);
        assert_eq!((code, nothing.as_str()), (0, ""), "{format}");
        assert_eq!(std::fs::read_to_string(folder.join(format)).unwrap(), out);
    }
}

#[test]
fn a_file_that_is_there_is_written_over_only_if_that_is_asked_for() {
    let folder = folder("there");
    std::fs::write(folder.join("mine"), "precious").unwrap();
    let export = ["export", "small.raft", "--to", "text", "--out", "mine"];
    let (code, _, err) = run(&folder, &export);
    assert_eq!(code, 2);
    assert!(err.contains("mine already exists: --force replaces it"), "{err}");
    assert_eq!(std::fs::read_to_string(folder.join("mine")).unwrap(), "precious");
    assert_eq!(run(&folder, &[&export[..], &["--force"]].concat()).0, 0);
    let written = std::fs::read_to_string(folder.join("mine")).unwrap();
    assert!(written.contains("starts an election"), "{written}");
}

/// What cannot be exported leaves nothing behind, and what was there stays.
#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = folder("whole");
    std::fs::write(folder.join("mine"), "precious").unwrap();
    let churn = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/scenarios/21-churn.raft");
    let (code, _, err) =
        run(&folder, &["export", churn, "--to", "mermaid", "-v", "--out", "mine", "--force"]);
    assert_eq!(code, 2);
    assert!(err.contains("maxTextSize") && err.contains("--steps 1.."), "{err}");
    assert_eq!(std::fs::read_to_string(folder.join("mine")).unwrap(), "precious");
    let (code, _, err) = run(&folder, &["export", "small.raft", "--to", "text", "--out", "no/such/folder"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot write no/such/folder"), "{err}");
    let mut left: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["mine", "small.raft"]);
}

#[test]
fn what_does_not_go_together_is_said() {
    let folder = folder("errors");
    for (arguments, says) in [
        (&["--to", "shiviz", "--verbose"][..], "--verbose cannot be used with shiviz; use it with"),
        (&["--to", "text", "--at", "5"], "--at cannot be used with text"),
        (&["--to", "text", "--steps", "9..3"], "the first step must come first"),
        (&["--to", "text", "--steps", "9999.."], "there is no step 9999: this run has steps 1 to"),
        (&["--to", "jsonl", "--steps", "5.."], "a trace begins with the run"),
        (&["--to", "text", "--branch", "x\u{1b}y"], "there is no branch 'xy'"),
        (&["--to", "text", "--branch", "9"], "there is no branch '9': there is 1"),
        (&["--to", "text", "--force"], "--out"),
        (&["--to", "text", "--out", "small.raft", "--force"], "small.raft is the file to export"),
        (&["--to", "html", "--theme", "light"], "--theme cannot be used with html; use it with svg, cast"),
        (&["--to", "text", "--plain"], "--plain cannot be used with export"),
        (&["--to", "svg", "--steps", "10..20"], "use it with --diagram"),
        (&["--to", "svg", "--size", "5000x30"], "a screen has 1x1 to 400x200 cells"),
        (&["--to", "svg", "--diagram", "--size", "9x9"], "a diagram has 320x180 to 7680x4320 pixels"),
        (&["--to", "svg", "--diagram", "--steps", "1..2"], "there is nothing to draw up to step"),
        (&["--to", "svg", "--at", "9999"], "--at 9999: "),
        (&["--to", "paper"], "invalid value 'paper'"),
    ] {
        let (code, out, err) = run(&folder, &[&["export", "small.raft"], arguments].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(says), "{err}");
    }
    let (code, _, err) = run(&folder, &["export", "missing.raft", "--to", "text"]);
    assert!(code == 2 && err.contains("missing.raft"), "{err}");
}

/// A script that is not as it expects is exported as far as it went, and that is said.
#[test]
fn a_failed_expectation_is_told_and_the_run_exported_all_the_same() {
    let folder = folder("failed");
    std::fs::write(folder.join("wrong.raft"), "servers 3\nseed 1\nrun 200ms\nexpect no leader\n").unwrap();
    let (code, out, err) = run(&folder, &["export", "wrong.raft", "--to", "text"]);
    assert_eq!(code, 1);
    assert!(out.contains("wins the election for term 1") && out.contains("Election Safety holds"), "{out}");
    assert!(err.contains("NOT as expected") && err.contains("line 4"), "{err}");
}

#[test]
fn a_branch_of_a_session_is_exported_by_its_number() {
    let folder = folder("branches");
    let session = raftarium::history::Run::new(raftarium::sim::Setup::of(3, 1)).map(|mut run| {
        for _ in 0..20 {
            run.forward();
        }
        run.seek(8);
        let server = run.world().roster().first().unwrap();
        run.act(&raftarium::sim::Action::Crash(server)).unwrap();
        raftarium::script::session::write(&run)
    });
    std::fs::write(folder.join("two.raftarium"), session.unwrap()).unwrap();
    let export = |more: &[&str]| run(&folder, &[&["export", "two.raftarium", "--to", "text"], more].concat());
    let (code, current, err) = export(&[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(current.contains("S1 crashes") || current.contains("crash"), "{current}");
    let (code, trunk, _) = export(&["--branch", "1"]);
    assert!(code == 0 && trunk != current && !trunk.contains("crash"), "{trunk}");
}

#[test]
fn a_run_leaves_its_trace_in_a_new_file() {
    let folder = folder("trace");
    let (code, out, err) = run(&folder, &["run", "small.raft", "--brief", "--trace", "small.jsonl"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let trace = std::fs::read_to_string(folder.join("small.jsonl")).unwrap();
    assert_eq!(trace, run(&folder, &["export", "small.raft", "--to", "jsonl"]).1, "the same as an export");
    let (code, out, _) = run(&folder, &["check", "small.jsonl"]);
    assert_eq!(code, 0, "{out}");
    let (code, _, err) = run(&folder, &["run", "small.raft", "--trace", "small.jsonl"]);
    assert!(code == 2 && err.contains("--trace writes a new file"), "{err}");
    let (code, _, err) = run(&folder, &["run", "small.raft", "small.raft", "--trace", "other.jsonl"]);
    assert!(code == 2 && err.contains("give one script"), "{err}");
}

/// Whoever reads no further, as `head` does, is no mistake.
#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let folder = folder("gone");
    let churn = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/scenarios/21-churn.raft");
    assert_eq!(run(&folder, &["run", churn, "--brief", "--trace", "churn.jsonl"]).0, 0);
    for arguments in [["export", churn, "--to", "jsonl"], ["export", "churn.jsonl", "--to", "jsonl"]] {
        let mut child = program(&folder)
            .args(arguments)
            .current_dir(&folder)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

/// A trace stays what it is: what it does not tell is not filled in.
#[test]
fn a_foreign_trace_becomes_one_in_our_format() {
    let folder = folder("foreign");
    std::fs::write(folder.join("bare.log"), "# time term node role\n1.5 1 a leader\n2 1 b follower\n")
        .unwrap();
    let (code, out, err) = run(&folder, &["export", "bare.log", "--to", "jsonl"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["raftarium"], 1);
    let last = lines.last().unwrap();
    assert_eq!((last["node"].as_str(), last["time"].as_f64()), (Some("b"), Some(2.0)));
    assert_eq!(last["state"], serde_json::json!({ "term": 1, "role": "follower" }));
}
