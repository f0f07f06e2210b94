//! Lessons with no screen: line by line, and graded from the command line.

use raftarium::lesson::play::Play;
use raftarium::lesson::progress::Progress;
use raftarium::lesson::{self, LessonId};
use raftarium::tui::aloud::Aloud;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

const STEPS: &str = "\
---
id: 30-test
title: A test
place: §5.2
minutes: 1
asks: Is it told?
---

About **it**.

## Begin

```raft
servers 3
note Nobody leads yet.
timeout S1
run until S1 is leader within 1s
submit x=1
run until index 1 is committed within 1s
```

S1 leads term {S1.term}.

```question
ask: Who leads?
then: nothing
- [?] S1
  if: S1 is leader
  Yes, it does.
- [ ] S2
  believes: The second leads.
  It follows.
hint: Look at S1.
```

```question
ask: Where is the leader's entry?
then: nothing
point: entry 1 on leader
right: There it is.
- other
  Not there.
```

## Now you

```challenge
ask: Make S2 lead term 2.
goal: S2 led term 2
never: S3 is down
only: timeout, crash
par: 1
hint: Its timer.
hint: Let it run out.
solution:
  timeout S2
  run until S2 is leader within 1s
solved: It leads term {S2.term}.
```
";

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
        "wins term 1",
        "S1 leads term 1.",
        "Question: Who leads?",
        "1. S1",
        "2. S2",
    ] {
        assert!(greeting.contains(part), "{part}: {greeting}");
    }
    assert_eq!(says(&mut aloud, "h"), "Look at S1.");
    assert!(refuses(&mut aloud, "").contains("pass goes on"));
    assert!(refuses(&mut aloud, "7").contains("no choice 7"));
    let verdict = says(&mut aloud, "2");
    assert!(
        verdict.contains("Not so.")
            && verdict.contains("Right would be: 1. S1")
            && verdict.contains("It follows."),
        "{verdict}"
    );
    assert!(says(&mut aloud, "").contains("Where is the leader's entry?"));
    assert!(refuses(&mut aloud, "S1").contains("entry 2 on S3"));
    assert!(says(&mut aloud, "entry 1 on S1").contains("There it is."));
    assert!(says(&mut aloud, "next").contains("Make S2 lead term 2."));
    assert!(says(&mut aloud, "goal").contains("[missing] S2 led term 2. Now: S1 led term 1"));
    assert!(refuses(&mut aloud, "").contains("skip leaves it"));
    assert!(refuses(&mut aloud, "wipe S1").contains("`timeout`, `crash`"));
    assert!(refuses(&mut aloud, "crush S1").contains("crash"));
    assert!(says(&mut aloud, "hint").contains("Hint 1 of 2.\nIts timer."));
    assert!(says(&mut aloud, "crash S3").contains("undo takes back"));
    assert!(says(&mut aloud, "undo").contains("Taken back"));
    assert!(refuses(&mut aloud, "undo").contains("nothing to take back"));
    says(&mut aloud, "timeout S2");
    assert!(says(&mut aloud, "status").contains("S2: candidate, term 2"));
    let solved = says(&mut aloud, "run 100ms");
    for part in [
        "Solved, with 1 action, which is good.",
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
    assert!(says(&mut aloud, "go 2").contains("Step 2 of 2"));
    assert_eq!(says(&mut aloud, "steps"), "1. Begin\n2. Now you, where you are");
    assert!(says(&mut aloud, "back").contains("Where is the leader's entry?"));
    assert!(says(&mut aloud, "pass").contains("Make S2 lead"));
    let solution = says(&mut aloud, "solution");
    assert!(solution.contains("> timeout S2") && solution.contains("It leads term 2."), "{solution}");
    assert!(refuses(&mut aloud, "go 3").contains("1 to 2"));
    assert!(says(&mut aloud, "restart").contains("Step 1 of 2"));
    assert!(says(&mut aloud, "help").contains("Enter"));
    assert!(refuses(&mut aloud, "entry \u{1b}[2J on S1").chars().all(|character| character != '\u{1b}'));
}

fn raftarium_in(home: &str, arguments: &[&str], input: &str) -> Output {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(home);
    std::fs::create_dir_all(&home).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_raftarium"))
        .args(arguments)
        .current_dir(&home)
        .env("HOME", &home)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_STATE_HOME")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn home(name: &str) -> PathBuf {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).unwrap();
    std::fs::write(home.join("30-test.md"), STEPS).unwrap();
    home
}

#[test]
fn the_end_of_input_ends_it_and_one_goes_on_there() {
    let home = home("aloud");
    let arguments = ["lesson", "30-test.md", "--plain"];
    let output = raftarium_in("aloud", &arguments, "2\n\n");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let kept = std::fs::read_to_string(home.join(".local/share/raftarium/progress.toml")).unwrap();
    assert!(kept.contains("at = \"1.2\"") && kept.contains("The second leads."), "{kept}");
    let output = raftarium_in("aloud", &arguments, "entry 1 on S1\n\n");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("You go on where you were") && said.contains("Make S2 lead term 2."), "{said}");
    // What is not understood makes the exit code 1.
    assert_eq!(raftarium_in("aloud", &arguments, "crush S1\n").status.code(), Some(1));
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
        raftarium_in("graded", &["lesson", "run", "30-test.md", "--answers", answers, "--report", report], "")
    };
    let output = run("good.txt", "good.json");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(home.join("good.json")).unwrap()).unwrap();
    assert_eq!((&report["score"], &report["name"]), (&100.into(), &"Ada".into()));
    let output = run("bad.txt", "bad.json");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("believes: The second leads."));
    let output = run("hostile.txt", "hostile.json");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("hostile.txt:2:12") && !said.contains('\u{7}'), "{said}");
    assert!(!home.join("hostile.json").exists());
    assert_eq!(run("missing.txt", "missing.json").status.code(), Some(2));
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
