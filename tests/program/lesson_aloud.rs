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

#[test]
fn the_answers_of_a_class_are_graded_one_by_one_and_in_one_table() {
    let home = home("class");
    let write = |name: &str, text: &str| std::fs::write(home.join(name), text).unwrap();
    write("ada.txt", "name: Ada\n1.1: 1\n1.2: entry 1 on S1\nchallenge 2.1:\n  timeout S2\n  run 1s\n");
    write("bob.txt", "name: Bob\n1.1: 2\n");
    write("empty.txt", "\n");
    write("torn.txt", "1.1: 1\nnonsense\n");
    let all = ["ada.txt", "empty.txt", "torn.txt", "bob.txt"];
    let run = |files: &[&str], more: &[&str]| {
        let arguments = [&["lesson", "run", "30-test.md", "--answers"][..], files, more].concat();
        raftarium(&home, &arguments, "")
    };
    let output = run(&all, &["--report", "reports"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let (said, wrong) = (out(&output), String::from_utf8(output.stderr.clone()).unwrap());
    // Each report has the name of its file, and the table has all of them.
    let table: Vec<&str> = said.lines().skip_while(|line| !line.starts_with("file ")).collect();
    assert_eq!(table.len(), 5, "{said}");
    for (line, part) in table[1..].iter().zip(["100", "not graded", "not graded", "0 of 2"]) {
        assert!(line.contains(part), "{line}: {said}");
    }
    assert!(
        said.starts_with("ada.txt\n  Ada: 30-test: 100 of 100.") && said.contains("\nbob.txt\n"),
        "{said}"
    );
    assert!(wrong.contains("empty.txt:1:1") && wrong.contains("there are no answers"), "{wrong}");
    assert!(wrong.contains("torn.txt:2:1"), "{wrong}");
    let mut written: Vec<String> = std::fs::read_dir(home.join("reports"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, ["ada.json", "bob.json"]);
    // Without a bad file: not all is right.
    assert_eq!(run(&["ada.txt", "bob.txt"], &[]).status.code(), Some(1));
    assert_eq!(run(&["ada.txt", "ada.txt"], &[]).status.code(), Some(0));
    let objects = out(&run(&all, &["--format", "json"]));
    let objects: Vec<serde_json::Value> =
        objects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&objects[0]["file"], &objects[0]["score"]), (&"ada.txt".into(), &100.into()));
    assert!(objects[1]["error"].is_string(), "{objects:?}");
}

#[test]
fn a_lesson_is_created_at_any_path_and_passes_the_check() {
    let home = home("new");
    std::fs::create_dir_all(home.join("course")).unwrap();
    for (path, file) in [
        ("41-mine.md", "41-mine.md"),
        ("mine", "mine.md"),
        ("My votes (2).md", "My votes (2).md"),
        ("week 2/deep/votes.md", "week 2/deep/votes.md"),
        ("course", "course/30-my-lesson.md"),
    ] {
        let output = raftarium(&home, &["lesson", "new", path], "");
        assert_eq!(output.status.code(), Some(0), "{path}: {output:?}");
        assert!(home.join(file).is_file(), "{path}: {output:?}");
        let output = raftarium(&home, &["lesson", "check", file], "");
        assert_eq!(output.status.code(), Some(0), "{path}: {output:?}");
        // What is there already is not written over.
        assert_eq!(raftarium(&home, &["lesson", "new", path], "").status.code(), Some(2), "{path}");
    }
}

#[test]
fn line_by_line_it_begins_with_a_cluster_and_understands_what_people_type() {
    let home = home("typed");
    let typed =
        "help\nnext\nkill the leader\nscenario basic agreement\nnext\nlesson 2\nlogs\nquit\nstatus\nexit\n";
    let output = raftarium(&home, &["--plain"], typed);
    let said = out(&output);
    assert_eq!(output.status.code(), Some(1), "nobody leads yet when the leader is to be killed: {said}");
    for part in [
        "sandbox · 5 servers",
        "starts an election for term 1",
        "Basic agreement",
        "The first election",
        "Step 1 of 8. Nobody leads",
        "Back to the cluster",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for key in ["PageUp", "F1", "palette"] {
        assert!(!said.contains(key), "{key}: {said}");
    }
}
