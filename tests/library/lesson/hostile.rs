//! Lessons that mean harm: bounded, refused, or stopped by counted steps, with a clear word. Nothing panics, all ends.

use crate::support::assert_that;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use raftarium::lesson::{self, CheckOptions, Checked, MOST_LESSON_BYTES};

/// A lesson before its first step.
const HEAD: &str = include_str!("head.md");

fn check(body: &str) -> Checked {
    lesson::check(format!("{HEAD}{body}").as_bytes(), "30-test", &CheckOptions::default())
}

/// The messages, one after another.
fn said(checked: &Checked) -> String {
    let messages: Vec<&str> = checked.problems.list.iter().map(|problem| problem.message.as_str()).collect();
    messages.join("\n")
}

/// A text of many lines that differ by their number.
fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect::<Vec<String>>().concat()
}

fn must_say(body: &str, message: &str) {
    let checked = check(body);
    assert!(said(&checked).contains(message), "{message}: {}", checked.problems);
}

#[test]
fn a_lesson_has_a_length() {
    let long = format!("{HEAD}## Step\n{}", "word ".repeat(2_100_000));
    assert_that(&long.len(), |it| *it > 10_000_000);
    let checked = lesson::check(long.as_bytes(), "30-test", &CheckOptions::default());
    assert_eq!(said(&checked), format!("the lesson is longer than {MOST_LESSON_BYTES} bytes"));
    must_say(&format!("## Step\n{}", "word ".repeat(4000)), "the line is longer than 16384 bytes");
    must_say(&format!("## Step\n{}", "some words\n".repeat(2001)), "characters of prose");
    must_say(&lines(0..101, |step| format!("## Step {step}\nText.\n")), "the lesson has 101 steps");
    let parts = "```show\npane logs\n```\n".repeat(41);
    must_say(&format!("## Step\n{parts}"), "the step has 41 parts");
    // So many steps that comparing each with each would never end.
    let steps: String = lines(0..80_000, |step| format!("## {step}\n"));
    must_say(&steps, "the lesson has 80000 steps");
}

#[test]
fn what_cannot_be_seen_is_refused() {
    for hidden in
        ['\u{1b}', '\u{7}', '\u{0}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{e0041}', '\r']
    {
        let text = format!("## Step\n\nS1 is {hidden}[31m red.\n");
        let checked = check(&text);
        assert_that(&checked.lesson, Option::is_none);
        assert!(said(&checked).starts_with("a control character"), "{:?}: {}", hidden, said(&checked));
        assert!(!checked.problems.render("x").contains(hidden), "it is not shown either");
    }
    assert!(check("## Step\n\tIndented with a tab is code.\n").lesson.is_some());
    let windows = format!("{HEAD}## Step\n\nText.\n").replace('\n', "\r\n");
    assert!(lesson::parse(&windows, "30-test").is_ok(), "lines may end as they do elsewhere");
    let broken = lesson::parse_bytes(b"---\nid: \xff\n", "30-test").expect_err("not text");
    assert_eq!((broken.list[0].line, broken.list[0].column), (2, 5));
}

#[test]
fn deep_nesting_is_refused() {
    must_say(&format!("## Step\n{} deep\n", ">".repeat(5000)), "nested too deep here");
    let list: String = lines(0..200, |depth| format!("{}- item\n", "  ".repeat(depth)));
    must_say(&format!("## Step\n{list}"), "nested too deep here");
    let condition = format!("{}leader exists{}", "(".repeat(2000), ")".repeat(2000));
    must_say(&format!("## Step\n```raft\nexpect {condition}\n```\n"), "nested more than 64 deep");
    let brackets = "[".repeat(8000);
    must_say(&format!("## Step\n{brackets}\n{brackets}\n{brackets}\n"), "characters of prose");
}

#[test]
fn a_wide_table_does_not_fill_the_memory() {
    let row = "|a".repeat(4000);
    let rule = "|-".repeat(4000);
    let rows = "|\n".repeat(300_000);
    must_say(&format!("## Step\n\n{row}|\n{rule}|\n{rows}"), "characters of prose");
}

#[test]
fn scripts_that_never_end_are_stopped() {
    let long = "election-timeout 1ms..2ms\nlatency 1..2ms\nrun 3600s";
    must_say(&format!("## Step\n```raft\nservers 25\n{long}\n```\n"), "stopped");
    must_say(
        &format!("## Step\n```raft\n{}```\n", "step 1000000\n".repeat(50)),
        "stopped after 1000000 steps",
    );
    let never = "run until S1 is leader and not S1 is leader";
    must_say(
        &format!("## Step\n```raft\nservers 3\n{never}\n```\n"),
        "waited 10s for S1 is leader and not S1 is leader",
    );
    let quiet = "servers 1\ncrash S1\nrun until S1 is up";
    must_say(&format!("## Step\n```raft\n{quiet}\n```\n"), "nothing more will happen");
}

#[test]
fn what_would_take_too_long_is_refused() {
    let heavy = vec!["not stuck"; 500].join(" or ");
    must_say(
        &format!("## Step\n```raft\nservers 3\nrun until not ({heavy})\n```\n"),
        "the condition has too many parts",
    );
    let long = "## Step\n```raft\nservers 25\nrun 200s\n```\n";
    must_say(long, "steps in this lesson");
    let asked =
        "```question\nask: A\nthen: run 30s\n- [x] B\n  C\n- [ ] D\n  believes: E\n  F\n```\n".repeat(10);
    must_say(&format!("## Step\n```raft\nservers 25\nrun 1s\n```\n{asked}"), "steps in this lesson");
}

#[test]
fn solutions_and_demos_that_never_end_are_stopped() {
    let cluster = "```raft\nservers 3\nrun 1s\n```\n";
    let endless = "  run until S1 is leader in term 9999 within 3600s\n";
    let task = format!(
        "```challenge\nask: A\nhint: B\nhint: C\nsolved: D\ngoal: S1 is leader in term 9999\npar: 1\nsolution:\n{endless}```\n"
    );
    must_say(&format!("## Step\n{cluster}{}", task.repeat(30)), "S1 is leader in term 9999");
    let demo = "```demo For ever\nstep 1000000\nstep 1000000\n```\n";
    must_say(&format!("## Step\n{cluster}{demo}"), "stopped after 0 steps");
}

#[test]
fn many_names_and_many_mistakes_are_bounded() {
    let calls: String = lines(0..5000, |name| format!("call S1 n{name}\n"));
    must_say(&format!("## Step\n```raft\nservers 3\n{calls}```\n"), "too many names");
    let calls: String = lines(0..500, |name| format!("call S1 n{name}\n"));
    must_say(&format!("## Step\n```raft\nservers 3\n{calls}```\n"), "more than 100 names");
    let checked = check(&format!("## Step\n```raft\nservers 3\n{}```\n", "crush S1\n".repeat(5000)));
    assert_eq!(checked.problems.list.len(), 20);
    assert_eq!(checked.problems.more, 4980);
}

/// A lesson with everything in it, to be spoiled.
fn lesson() -> String {
    lesson::template("30-test").expect("an id")
}

/// Something done to a text.
#[derive(Clone, Debug)]
enum Spoil {
    Cut(usize, usize),
    Copy(usize, usize, usize),
    Put(usize, String),
    DropLine(usize),
    SwapLines(usize, usize),
}

fn spoil() -> impl Strategy<Value = Spoil> {
    let pieces = prop_oneof![
        "[-#`>|{}\\[\\]:x? \\n]{1,6}",
        "\\PC{0,8}",
        Just("```raft\n".to_owned()),
        Just("```\n".to_owned()),
        Just("## Step\n".to_owned()),
        Just("{S1.term}".to_owned()),
        Just("<!--".to_owned()),
        Just("run until two leaders within 100s\n".to_owned()),
        Just("return to \"Three servers\"\n".to_owned()),
    ];
    prop_oneof![
        (any::<usize>(), 0..80_usize).prop_map(|(at, length)| Spoil::Cut(at, length)),
        (any::<usize>(), 0..200_usize, any::<usize>())
            .prop_map(|(at, length, to)| Spoil::Copy(at, length, to)),
        (any::<usize>(), pieces).prop_map(|(at, text)| Spoil::Put(at, text)),
        any::<usize>().prop_map(Spoil::DropLine),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Spoil::SwapLines(a, b)),
    ]
}

fn spoiled(text: &str, spoils: &[Spoil]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for spoil in spoils {
        let length = chars.len().max(1);
        match spoil {
            Spoil::Cut(at, much) => {
                let at = (at % length).min(chars.len());
                chars.drain(at..(at + much).min(chars.len()));
            }
            Spoil::Copy(at, much, to) => {
                let at = (at % length).min(chars.len());
                let piece: Vec<char> = chars[at..(at + much).min(chars.len())].to_vec();
                let to = to % length;
                chars.splice(to.min(chars.len())..to.min(chars.len()), piece);
            }
            Spoil::Put(at, text) => {
                let at = (at % length).min(chars.len());
                chars.splice(at..at, text.chars());
            }
            Spoil::DropLine(at) => {
                let text: String = chars.iter().collect();
                let mut lines: Vec<&str> = text.lines().collect();
                if !lines.is_empty() {
                    lines.remove(at % lines.len());
                }
                chars = lines.join("\n").chars().collect();
            }
            Spoil::SwapLines(a, b) => {
                let text: String = chars.iter().collect();
                let mut lines: Vec<&str> = text.lines().collect();
                if !lines.is_empty() {
                    let (a, b) = (a % lines.len(), b % lines.len());
                    lines.swap(a, b);
                }
                chars = lines.join("\n").chars().collect();
            }
        }
    }
    chars.into_iter().collect()
}

/// Whatever came of it: places lie in the file, and nothing hidden is shown.
fn must_be_told_well(text: &str, checked: &Checked) {
    let lines = text.lines().count().max(1) as u32;
    for problem in &checked.problems.list {
        assert!((1..=lines).contains(&problem.line), "line {} of {lines}: {problem}", problem.line);
        assert_that(&problem.column, |it| *it >= 1);
        assert!(!problem.message.is_empty());
    }
    let shown = checked.problems.render("30-test.md");
    assert!(!shown.chars().any(|char| char.is_control() && char != '\n'), "{shown:?}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(7),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let checked = lesson::check(&bytes, "30-test", &CheckOptions::default());
        assert_that(&checked.lesson, Option::is_none);
    }

    #[test]
    fn any_text_is_read_or_refused(body in "[-#`>|{}\\[\\]():x?*_<!&\\\\ \\nS1ab\\t]{0,400}") {
        let text = format!("{HEAD}{body}");
        let checked = lesson::check(text.as_bytes(), "30-test", &CheckOptions::default());
        must_be_told_well(&text, &checked);
    }

    #[test]
    fn a_spoiled_lesson_is_checked_or_refused(spoils in proptest::collection::vec(spoil(), 1..6)) {
        let text = spoiled(&lesson(), &spoils);
        let checked = lesson::check(text.as_bytes(), "30-test", &CheckOptions::default());
        must_be_told_well(&text, &checked);
    }
}
