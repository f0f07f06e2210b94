//! `/` finds what is on the screen by its words.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::tui::app::Screen;

#[test]
fn on_the_home_screen_it_finds_lessons_scenarios_and_demos() {
    let runner = Runner::home().keys("/ \"churn\"").shows("Scenarios:").keys("Down Enter").shows("▸ ");
    assert_that(&runner.app.home().entry().title, |title| *title == "Servers come and go all the time");
    let runner = runner.keys("/ \"split vote\" Enter").keys("/ \"nowhere at all\" Enter");
    runner.shows("nothing on this screen has 'nowhere at all'");
}

#[test]
fn in_help_it_goes_to_the_line_and_to_the_next() {
    let runner =
        Runner::sandbox(5, 1).keys("? / \"freeze\" Enter").shows("Keys and commands").shows("freeze");
    let first = runner.screen();
    let runner = runner.keys("/ \"freeze\" Enter");
    assert_ne!(runner.screen(), first, "the next line that has it");
}

#[test]
fn rules_the_bug_lab_and_events_are_searched() {
    let runner = Runner::home().command("rules").keys("/ \"up-to-date\" Down Enter").shows("Rule V2");
    let runner = runner.command("lab").keys("/ \"half\" Enter").shows("majority-half");
    let runner = runner.keys("n").shows("S4 follower").hides("S5 follower");
    let runner = runner.keys("n n n / \"wins the election\"").shows("wins the election").keys("Enter");
    assert_that(&runner.on_screen(), |screen| **screen == Screen::Cluster);
    runner.shows("wins the election for term 1");
}

#[test]
fn help_begins_with_the_keys_of_this_screen_on_one_screen() {
    let runner = Runner::sandbox(5, 1).keys("n n ?").shows("Keys of this screen").shows("kill leader S4");
    let runner = runner.shows("? again: all keys and commands").hides("more ↓").shows("T ").shows("quit");
    let runner = runner.keys("?").shows("Ten keys for a lecture");
    let top = runner.screen();
    let runner = runner.keys("PageDown");
    // A page on: the last line is the first now.
    let last = top.lines().nth(21).unwrap().trim().to_string();
    let first = runner.screen().lines().nth(2).unwrap().trim().to_string();
    assert_eq!(first, last);
    assert_eq!(runner.keys("Esc").on_screen(), &Screen::Cluster);
}

#[test]
fn two_branches_are_compared_at_the_same_moment_with_what_each_came_to() {
    let runner = Runner::sandbox(5, 1).keys("n n n Left Left k").shows("| compare").keys("|");
    let runner = runner.shows("both at").shows("1: all five hold · 2: all five hold");
    let runner = runner.shows("leads term 2").shows("Esc back").keys("Space").wait(600).shows("both at");
    runner.keys("Space Right n Esc").shows("Space play");
    // A rule that was off, and the same run with the rule on.
    let runner = Runner::home().command("demo no-log-check").keys("PageDown PageDown PageDown PageDown");
    let runner = runner.shows("S5 overwrites entry 2").command("lab beside").keys("End");
    runner.shows("Leader Completeness, State Machine Safety broken").shows("2: all five hold");
}
