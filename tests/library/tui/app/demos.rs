//! Demos: from pause to pause with the two keys of a remote control, as often as one likes.

use super::runner::Runner;
use crate::support::{assert_contains, assert_that};
use raftarium::language::{Command, parse};
use raftarium::tui::app::Screen;
use raftarium::tui::home::Scenario;

fn demo(name: &str) -> Runner {
    Runner::home().command(&format!("demo {name}"))
}

/// What a pause says, and where: the words up to the first that may stand on another line.
fn pauses(demo: &Scenario) -> Vec<String> {
    let script = parse(demo.text).unwrap();
    let words = script.lines.into_iter().filter_map(|line| match line.command {
        Command::Pause(words) => Some(words),
        _ => None,
    });
    words.collect()
}

/// The first words of a sentence, which stand in one line of the subtitle.
fn beginning(words: &str) -> String {
    words.chars().take(50).collect()
}

/// Plays until time stands still. Says after how many ms of the viewer's time.
fn played(mut runner: Runner) -> (Runner, u64) {
    let mut ms = 0;
    while runner.app.is_moving() {
        runner = runner.wait(30);
        ms += 30;
        assert!(ms < 120_000, "still playing after {ms} ms:\n{}", runner.screen());
    }
    (runner, ms)
}

#[test]
fn each_plays_to_its_moment_and_to_its_end_three_times_in_a_row() {
    assert_that(&Scenario::demos().count(), |count| *count >= 12);
    for told in Scenario::demos() {
        let said = pauses(&told);
        assert!(said.len() >= 2 && said.iter().all(|words| !words.is_empty()), "{}: {said:?}", told.word());
        let mut runner = demo(told.word());
        let mut first: Vec<String> = Vec::new();
        for round in 0..3 {
            let mut seen = vec![runner.screen()];
            assert_contains(&seen[0], &told.title);
            assert!(!runner.app.is_moving(), "it begins before it is told to");
            for words in &said {
                let (there, ms) = played(runner.keys("PageDown"));
                assert!((500..45_000).contains(&ms), "{}: {words} after {ms} ms", told.word());
                runner = there.shows(&beginning(words));
                seen.push(runner.screen());
            }
            runner = runner.keys("PageDown").shows("end of the demo");
            // At once, this time.
            runner = runner.keys("PageUp");
            for words in said.iter().rev().skip(1) {
                runner = runner.shows(&beginning(words)).keys("PageUp");
            }
            seen.push(runner.screen());
            assert_eq!(seen.first(), seen.last(), "{}", told.word());
            if round == 0 {
                first = seen;
            } else {
                assert_eq!(first, seen, "{}: another time it is another", told.word());
            }
        }
    }
}

#[test]
fn while_it_plays_the_same_key_goes_there_at_once() {
    let runner = demo("split-vote").keys("PageDown").wait(900).hides("The vote is split");
    assert!(runner.app.is_moving());
    let runner = runner.keys("PageDown").shows("The vote is split");
    assert!(!runner.app.is_moving());
    // And back, where it came from.
    runner.keys("PageDown").wait(900).keys("PageUp").shows("The vote is split");
}

#[test]
fn time_that_is_let_pass_by_hand_stops_at_the_pause_too() {
    let (runner, _) = played(demo("split-vote").keys("Space"));
    runner.shows("The vote is split");
    let runner = demo("split-vote").keys("PageDown").wait(600).keys("Space");
    assert!(!runner.app.is_moving());
    let (runner, _) = played(runner.keys("PageDown"));
    runner.shows("The vote is split");
}

#[test]
fn whatever_else_is_done_one_key_leads_back() {
    let runner = demo("kill-the-leader").keys("PageDown PageDown").shows("S1 is down");
    let runner = runner.keys("2 x").shows("branch 2 begins").shows("PageDown back to the demo");
    let runner = runner.keys("PageDown").shows("S1 is down").keys("PageDown PageDown");
    let runner = runner.shows("A follower timed out");
    assert_eq!(runner.run().current().id().to_string(), "1");
    // An answer, a page, another screen.
    let runner = runner.keys("F5").shows("The leader crashes").keys("y").shows("Esc close");
    let runner = runner.keys("Esc ? Esc").shows("The leader crashes");
    runner.command("home").command("demo next").keys("PageDown").shows("S1 is down");
}

#[test]
fn the_screen_can_be_black() {
    let runner = demo("split-vote").keys("b");
    assert_that(&runner.screen().trim(), |it| it.is_empty());
    runner.keys(".").shows("A split vote").keys("b PageDown PageDown").shows("The vote is split");
}

#[test]
fn home_and_the_palette_list_them() {
    let runner = Runner::home().keys("d").shows("Demos").shows("A split vote").shows("v Scenarios");
    runner.keys("Down Enter").shows("A split vote").shows("PageDown play on");
    let runner = Runner::home().keys("d d").shows("Lessons");
    let runner = runner.keys(": \"demo majority\"").shows("lost-majority").keys("Esc");
    let runner = runner.command("demo splitvote").shows("did you mean split-vote?").keys("Esc");
    assert_that(&runner.on_screen(), |it| **it == Screen::Home);
    runner.command("demo next").shows("No demo is open");
}

#[test]
fn a_script_of_ones_own_is_a_demo() {
    let text = "# Mine (§5.2).\nservers 3\nrun until leader exists within 2s\npause\nrun 80ms\npause Look here.\nrun 50ms\n";
    let mut runner = Runner::home();
    runner.app.show_demo(&parse(text).unwrap(), "mine", ("Mine", "§5.2", "")).unwrap();
    let runner = runner.shows("Mine").keys("PageDown PageDown").shows("S1 wins the election for term 1");
    let runner = runner.keys("PageDown PageDown").shows("Look here.");
    runner.keys("PageDown PageDown").keys("PageDown").shows("end of the demo");
}
