//! Questions that are not answered with a choice, on the screen.

use super::runner::Runner;
use crate::lesson::kinds::TEXT;
use raftarium::lesson::parse;
use raftarium::tui::app::Button;
use std::sync::Arc;

fn lesson(width: u16, height: u16) -> Runner {
    let lesson = parse(TEXT, "").unwrap_or_else(|problems| panic!("{}", problems.render("kinds.md")));
    let mut runner = Runner::home().sized(width, height);
    runner.app.offer_lessons(vec![Arc::new(lesson)]);
    runner.command("lesson 95").keys("Space")
}

/// At a question, seen: on a small screen it may stand on a page of its own.
fn next(runner: Runner, asks: &str) -> Runner {
    let mut runner = runner;
    for _ in 0..4 {
        if runner.screen().contains(asks) {
            return runner;
        }
        runner = runner.keys("Space");
    }
    runner.shows(asks)
}

#[test]
fn each_kind_is_answered_with_keys() {
    for (width, height) in [(80, 24), (120, 36)] {
        // The terms of each log: a digit is an entry, the arrows go to the next log.
        let runner = next(lesson(width, height), "▸ S1");
        let runner = runner.keys("Enter").shows("First type the terms in each log");
        let runner = runner.keys("1 2 Backspace Down 1").shows("▸ S2  1").keys("Down 1 Enter");
        let runner =
            runner.shows("✓ S1  1").shows("✗ S3  1").shows("empty").shows("Nothing reaches a server");
        // Events: their numbers, in the order in which they happen.
        let runner = next(runner.keys("Space"), "1  [ ]").shows("in which order").keys("2 1 Backspace 3");
        let runner = runner.shows("[1] S1 has entry 1.").shows("[2] Entry 1 is committed.").keys("Enter");
        let runner =
            runner.shows("First put all events in order").keys("1 Enter").shows("The leader counts itself");
        // A rule: by its id.
        let runner = next(runner.keys("Space"), "Enter, and the id").keys("Enter");
        let runner =
            runner.shows(": lesson answer").command_at_hand("V2").shows("✗").shows("V2 ·").shows("V1 ·");
        // One's own words; then what a good answer says.
        let runner = next(runner.keys("Space"), "Enter, and a sentence").hides("Two majorities share");
        let runner = runner.keys("Enter").command_at_hand("They overlap").shows("They overlap");
        let runner =
            runner.shows("Which of these did you say?").shows("2  [ ] Two majorities share a server.");
        let runner = runner.keys("2").shows("2  [x] Two").keys("Enter").shows("Each needs the votes");
        // A challenge in the middle has a name of its own.
        next(runner.keys("Space"), "Repair it").shows("Bring x=1 onto all servers");
    }
}

#[test]
fn a_class_sees_what_is_right_when_it_is_revealed() {
    let mut runner = lesson(120, 36).command("lesson present").command("lesson step 1").keys("Space");
    for right in ["empty", "The leader counts itself", "V1 ·", "Each needs the votes"] {
        runner = runner.command("lesson reveal").shows(right);
        let answers = runner.app.sheet().unwrap().question.unwrap().answers;
        assert!(!answers.is_empty() && answers.iter().all(|answer| answer.right), "{answers:?}");
        runner = runner.keys("Space");
        for _ in 0..2 {
            if runner.app.sheet().unwrap().question.is_some_and(|question| !question.revealed) {
                break;
            }
            runner = runner.keys("Space");
        }
    }
}

#[test]
fn each_kind_is_answered_by_a_pointer_alone() {
    let digits = |runner: Runner, keys: &[&str]| {
        let row = "1  2  3  4  5  6  7  8  9  0  delete";
        keys.iter().fold(runner, |runner, key| {
            let (x, y) = runner.find(row);
            runner.mouse(Button::Left, x + row.find(key).expect("a key") as u16, y)
        })
    };
    let words = |runner: Runner| {
        let row = runner.screen().lines().position(|line| line.trim_end().ends_with(" type")).expect("a key");
        let (x, _) = runner.find("Enter, and");
        runner.mouse(Button::Left, x + 2, row as u16).shows(": lesson answer")
    };
    for (width, height) in [(80, 24), (120, 36)] {
        let runner = next(lesson(width, height), "▸ S1");
        let runner = digits(runner, &["1", "2"]).shows("▸ S1  1 2");
        let runner = digits(runner, &["delete"]).hides("▸ S1  1 2");
        let runner = runner.click(Button::Left, "  S2  ").shows("▸ S2");
        let runner = digits(runner, &["1"]).click(Button::Left, "  S3  ");
        let runner = digits(runner, &["1"]).click(Button::Left, "answer ").shows("✓ S1  1").shows("✗ S3  1");
        let runner = next(runner.keys("Space"), "1  [ ]");
        let runner = ["2  [ ]", "3  [ ]", "1  [ ]"]
            .into_iter()
            .fold(runner, |runner, choice| runner.click(Button::Left, choice));
        let runner = runner.shows("[1] S1 has entry 1.").click(Button::Left, "Enter answer");
        let runner = next(runner.shows("The leader counts itself").keys("Space"), "Enter, and the id");
        let runner = words(runner).command_at_hand("V2").shows("V1 ·");
        let runner = next(runner.keys("Space"), "Enter, and a sentence");
        let runner = words(runner).command_at_hand("They overlap");
        let runner = runner.click(Button::Left, "2  [ ]").shows("2  [x]").click(Button::Left, "Enter done");
        runner.shows("Each needs the votes");
    }
}
