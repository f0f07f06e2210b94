//! The home screen.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::tui::app::{Button, Screen};
use raftarium::tui::home::Shelf;

#[test]
fn home_leads_to_the_sandbox_and_back_to_the_same_run() {
    let runner = Runner::home().shows("Raftarium").keys("s");
    assert_eq!(runner.on_screen(), &Screen::Cluster);
    let runner = runner.keys("n n");
    let cursor = runner.cursor();
    let runner = runner.keys("Esc").shows("Esc again leaves");
    assert_eq!(runner.on_screen(), &Screen::Cluster, "nobody leaves by one key too many");
    let runner = runner.keys("Esc");
    assert_eq!(runner.on_screen(), &Screen::Home);
    let runner = runner.keys("l");
    assert_eq!((runner.on_screen(), runner.cursor()), (&Screen::Cluster, cursor));
}

#[test]
fn every_line_of_home_opens() {
    // The lessons first; one key away, the scenarios.
    for (shelf, key) in [(Shelf::Lessons, ""), (Shelf::Scenarios, "v"), (Shelf::Demos, "d")] {
        // The last run can be opened when there is one.
        let there = || Runner::home().keys("s Esc Esc").keys(key);
        let lines = there().app.home().entries().count();
        assert_that(&lines, |it| *it > 16);
        for line in 0..lines {
            let mut runner = there();
            assert_eq!(runner.app.home().shelf(), shelf);
            for _ in 0..line {
                runner = runner.keys("Down");
            }
            let entry = runner.app.home().entry().clone();
            let runner = runner.keys("Enter");
            if matches!(entry.order, raftarium::tui::app::Order::Shelf(_)) {
                assert_ne!(runner.app.home().shelf(), shelf, "the other list");
                continue;
            }
            assert_ne!(runner.on_screen(), &Screen::Home, "{}", entry.title);
            assert_eq!(runner.keys("Esc Esc").on_screen(), &Screen::Home, "{}", entry.title);
        }
    }
}

#[test]
fn every_scenario_is_watched_from_its_beginning_and_plays_out_as_it_says() {
    for scenario in raftarium::tui::home::Scenario::all() {
        let runner = Runner::home().command(&format!("scenario {}", scenario.word()));
        assert_eq!(runner.cursor(), runner.run().start(), "{}", scenario.title);
        assert!(runner.run().end() > runner.cursor(), "{}", scenario.title);
        runner.hides("does not play out");
    }
}

#[test]
fn a_scenario_that_does_not_exist_is_answered_with_the_nearest() {
    Runner::home().command("scenario basic-agreemnt").shows("did you mean basic-agreement?");
}

#[test]
fn a_click_chooses_and_a_second_one_opens() {
    let runner =
        Runner::home().keys("v").click(Button::Left, "Basic agreement").shows("Commands reach all logs");
    let runner = runner.click(Button::Left, "Rules").click(Button::Left, "r Rules");
    assert_that(&runner.on_screen(), |it| matches!(it, Screen::Page(_)));
}

#[test]
fn keys_of_a_cluster_say_that_there_is_none() {
    Runner::home().command("pause").shows("There is no cluster here");
    Runner::home().command("crash S1").shows("no cluster");
    Runner::home().keys("l").shows("There is no last run yet");
}

#[test]
fn a_new_cluster_has_as_many_servers_as_asked_and_no_other_number() {
    let runner = Runner::home().command("new 7 servers seed 3");
    assert_eq!(runner.run().world().size(), 7);
    let runner = runner.command("new 99 servers").shows("1 to 25 servers");
    assert_eq!(runner.run().world().size(), 7);
}

#[test]
fn lessons_stand_in_parts_and_say_what_they_build_on() {
    let lesson = |id: &str, part: &str, more: &str| {
        let text = super::lessons::TEXT.replace("97-two-sides", id);
        let text = text.replace("minutes: 10\n", &format!("minutes: 10\npart: {part}\n{more}"));
        std::sync::Arc::new(
            raftarium::lesson::parse(&text, "").unwrap_or_else(|problems| panic!("{problems}")),
        )
    };
    for (width, height) in [(80, 24), (120, 36)] {
        let mut runner = Runner::home().sized(width, height);
        runner.app.offer_lessons(vec![
            lesson("01-votes", "elections", ""),
            lesson("02-entries", "logs", "after: 01-votes\n"),
            lesson("03-ends", "when things fail", "after: 01-votes, 02-entries\n"),
        ]);
        let runner =
            runner.keys("v v").shows("Elections").shows("Logs").shows("When things fail").hides("builds on");
        let runner = runner.keys("Down").shows("builds on 01 Two sides");
        runner.keys("Down").shows("builds on 01 Two sides, 02 ");
    }
}
