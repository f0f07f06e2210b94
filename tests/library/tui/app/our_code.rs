//! Our own code: from the step that is shown, from a rule, from a fact.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::tui::Pane;
use raftarium::tui::app::{Button, Screen};

#[test]
fn one_key_leads_from_the_subtitle_to_our_lines_and_back() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let runner =
            Runner::sandbox(5, 1).sized(width, height).keys("n n").shows("wins the election for term 1");
        let runner = runner.keys("R").shows("src/raft/election.rs").shows("fn ");
        assert_eq!(runner.stage().focus, Pane::Code);
        let runner = runner.keys("R").hides("src/raft/election.rs").shows("S1 follower");
        // The step that is shown decides which lines are.
        let runner = runner.keys("R Left").shows("src/raft/");
        runner.keys("Esc").shows("S1 follower");
    }
}

#[test]
fn a_rule_leads_to_our_lines() {
    let runner = Runner::sandbox(5, 1).keys("n n r").hides("Our source code").shows("R our code");
    let runner = runner.keys("R").shows("Our source code").shows("src/raft/");
    let runner = runner.keys("R").hides("Our source code");
    runner.keys("Esc").shows("S1 follower");
    let runner = Runner::home().command("code V2").shows("Our source code").shows("src/raft/election.rs");
    assert_that(&runner.on_screen(), |it| matches!(it, Screen::Page(_)));
    Runner::home().command("code V22").shows("did you mean V2?");
}

#[test]
fn a_fact_is_clicked_and_leads_to_its_lines() {
    let runner = Runner::sandbox(5, 1).sized(200, 60).keys("n n n c Enter n").command("zoom events");
    let runner = runner.click(Button::Left, "commit index 0").shows("Rule L7").shows("Our source code");
    runner.shows("src/raft/commitment.rs").keys("Esc").shows("Events");
}

#[test]
fn cause_and_effect_are_walked_from_the_events() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).keys("n n").command("pane events");
    let runner = runner.shows("b cause").shows("e effect");
    let win = runner.cursor();
    let runner = runner.keys("b");
    let cause = runner.cursor();
    assert_that(&(cause, win), |(a, b)| a < b);
    let runner = runner.keys("e");
    assert_eq!(runner.cursor(), win, "the vote caused the victory");
}

#[test]
fn the_diagram_is_reached_at_every_size_and_its_keys_are_hinted() {
    for (width, height) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut runner = Runner::sandbox(5, 1).sized(width, height).keys("n n n");
        for _ in 0..9 {
            if runner.stage().focus != Pane::SpaceTime {
                runner = runner.keys("v");
            }
        }
        if width < 190 {
            assert_eq!(runner.stage().focus, Pane::SpaceTime, "{width}x{height}");
        }
        let runner = runner.command("zoom space-time").shows("Space-time").shows("C cone");
        if width >= 80 {
            runner.shows("b cause").shows("e effect");
        }
    }
}

#[test]
fn a_step_and_a_message_of_the_diagram_are_picked_with_the_mouse() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).keys("n n n").command("zoom space-time");
    let (x, y) = runner.find("★");
    let at_status = runner.screen().lines().next().unwrap().contains("★");
    assert!(at_status, "the first star stands in the status line");
    let star = runner
        .screen()
        .lines()
        .enumerate()
        .skip(usize::from(y) + 1)
        .find_map(|(y, line)| {
            Some((line.chars().skip(12).position(|char| char == '★')? as u16 + 12, y as u16))
        })
        .expect("the victory is on the diagram");
    assert_ne!((x, y), star);
    let runner = runner.mouse(Button::Left, star.0, star.1).shows("wins the election for term 1");
    assert!(runner.run().in_past());
}
