//! The space-time diagram and our own code, driven by keys and clicks.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::history::cause_of;
use raftarium::tui::app::{Button, Screen};
use raftarium::tui::{Lit, Pane};

fn elected() -> Runner {
    Runner::sandbox(5, 1).command("run until leader exists").command("pane space-time")
}

#[test]
fn the_cone_goes_round_and_the_diagram_says_what_is_lit() {
    let runner = elected().shows("a column is");
    let step = runner.stage().run.cursor();
    let runner = runner.keys("C").shows(&format!("the past of step {step}"));
    let runner = runner.keys("C").shows(&format!("the future of step {step}"));
    let runner = runner.keys("C").shows("past and future");
    assert_eq!(runner.keys("C").stage().lens.lit, Lit::All);
    assert_eq!(elected().command("cone past").stage().lens.lit, Lit::Past);
    elected().command("cone pats").shows("did you mean past?");
}

#[test]
fn b_walks_from_effect_to_cause_up_to_what_came_from_outside() {
    let mut runner = elected();
    let mut walked = 0;
    loop {
        let run = &runner.stage().run;
        let Some(cause) = cause_of(run.at_hand(), run.cursor()).filter(|cause| *cause >= run.start()) else {
            break;
        };
        runner = runner.keys("b");
        assert_eq!(runner.stage().run.cursor(), cause);
        walked += 1;
    }
    // To the vote that decided, and to the candidacy that asked for it; that comes of a timer set at the start.
    assert!(walked >= 2, "{walked}");
    let here = runner.stage().run.cursor();
    let runner = runner.keys("b").shows("The beginning of the run caused this step");
    assert_eq!(runner.stage().run.cursor(), here);
    let there = runner.keys("e");
    assert!(there.stage().run.cursor() > here, "and e back to what came of it");
}

#[test]
fn brackets_bring_the_diagram_closer_and_clicks_go_to_steps() {
    let runner = elected().keys("] ]");
    assert_eq!(runner.stage().lens.closer, 2);
    let runner = runner.keys("[ [ [");
    assert_eq!(runner.stage().lens.closer, -1);
    let runner = elected();
    let won = runner.stage().run.cursor();
    let runner = runner.click(Button::Left, "◆");
    assert!(runner.stage().run.cursor() < won, "the candidacy comes before the victory");
    let stood = runner.stage().run.step().unwrap();
    assert_that(&stood.facts, |it| it.iter().any(|fact| fact.name() == "ElectionStarted"));
}

#[test]
fn esc_leads_out_of_the_diagram_and_of_the_code_before_it_leads_home() {
    let runner = elected().keys("Esc");
    assert_eq!((runner.on_screen(), runner.stage().focus), (&Screen::Cluster, Pane::Cluster));
    let runner = Runner::sandbox(5, 1).command("run until leader exists").command("zoom code");
    let runner = runner.shows("Rule E3").shows("src/raft/election.rs");
    let runner = runner.keys("Esc");
    assert_eq!((runner.on_screen(), runner.stage().focus), (&Screen::Cluster, Pane::Cluster));
    let runner = runner.command("zoom code").command("zoom code");
    assert_eq!((runner.stage().zoom, runner.stage().focus), (None, Pane::Cluster));
}

#[test]
fn the_page_of_a_rule_ends_with_our_own_lines() {
    let runner = Runner::sandbox(5, 1).command("rules R4").keys("End");
    runner.shows("learn_commit_index").shows("let to = leader_commit.min(cap);");
}
