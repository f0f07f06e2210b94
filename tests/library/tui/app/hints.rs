//! The line of keys: what it offers in which state, and at which width.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::tui::Pane;

fn last_line(runner: &Runner) -> String {
    runner.screen().lines().last().unwrap_or_default().to_string()
}

#[track_caller]
fn offers(runner: &Runner, hints: &[&str]) {
    let line = last_line(runner);
    for hint in hints {
        assert!(line.contains(hint), "{hint:?} is not in {line:?}");
    }
}

#[test]
fn with_a_leader_what_a_lecture_needs_is_there_at_80_columns() {
    let runner = Runner::sandbox(5, 1).keys("n n n");
    offers(&runner, &["Space play", "step", "Nn next", "y why", "k kill leader S4", "F1 help"]);
    let runner = runner.sized(120, 36);
    offers(&runner, &["m message", "1–5 choose", "c submit", "p cut"]);
    let runner = runner.sized(200, 60);
    offers(&runner, &["r rule", "Enter menu", ": all", "Tab pane", "z zoom", "a split vote", "T theme"]);
}

#[test]
fn a_server_is_offered_what_can_be_done_with_it() {
    let runner = Runner::sandbox(5, 1).keys("n n n 2");
    offers(&runner, &["x crash S2", "f freeze", "t time out", "Enter more"]);
    let runner = runner.keys("f");
    offers(&runner, &["f thaw S2", "x crash"]);
    assert_that(&last_line(&runner), |it| !it.contains("t time out"));
    let runner = runner.keys("f x");
    offers(&runner, &["x restart S2"]);
    assert_that(&last_line(&runner), |it| !it.contains("freeze"));
    // A leader has no election timer.
    assert_that(&last_line(&runner.keys("4")), |it| !it.contains("t time out"));
}

#[test]
fn a_held_message_can_be_let_go() {
    let runner = Runner::sandbox(5, 1).keys("n m");
    offers(&runner, &["d deliver", "x lose", "w hold"]);
    offers(&runner.keys("w"), &["w release"]);
}

#[test]
fn a_hint_at_the_far_right_can_be_clicked() {
    let runner = Runner::sandbox(5, 1).sized(200, 60).keys("n n n");
    let runner = runner.click(raftarium::tui::app::Button::Left, "z zoom");
    assert_eq!(runner.stage().zoom, Some(Pane::Cluster));
}

#[test]
fn v_goes_to_what_is_not_on_the_screen_yet() {
    let views = |width, height| {
        let mut runner = Runner::sandbox(5, 1).sized(width, height);
        let mut seen = Vec::new();
        for _ in 0..7 {
            runner = runner.keys("v");
            seen.push(runner.stage().focus);
        }
        seen
    };
    let (cluster, rule, diagram, code) = (Pane::Cluster, Pane::Rule, Pane::SpaceTime, Pane::Code);
    assert_eq!(views(80, 24), [Pane::Events, rule, Pane::Messages, Pane::Properties, diagram, code, cluster]);
    assert_eq!(views(120, 36), [rule, Pane::Messages, Pane::Properties, diagram, code, cluster, rule]);
    let runner = Runner::sandbox(5, 1).keys("Tab v");
    assert_eq!(runner.stage().focus, Pane::Events, "from the logs as from the cluster");
}
