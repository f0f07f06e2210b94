//! Scenarios on the screen: a beginning, chapters, an end; and properties that break.

use super::runner::Runner;
use crate::support::{assert_contains, assert_that};
use raftarium::language::parse;
use raftarium::script::PlayOptions;
use raftarium::tui::app::{App, Preferences};
use raftarium::tui::plain::Plain;
use raftarium::tui::{Look, Pane};

const SCRIPT: &str = "servers 3\n\
    note Nobody leads yet.\n\
    run until leader exists\n\
    note Somebody leads.\n\
    run 200ms\n\
    note Nothing more comes.\n";

fn story() -> Runner {
    let mut app = App::new(Preferences::default(), Look::default());
    let script = parse(SCRIPT).unwrap_or_else(|problems| panic!("{problems}"));
    app.show_script(&script, "a story", &PlayOptions::default()).unwrap();
    app.open_story("How it begins", "§5.2", "with three servers");
    Runner::with(app)
}

#[test]
fn a_scenario_begins_with_its_own_words_and_has_chapters_and_an_end() {
    let runner = story().shows("How it begins: with three servers").shows("§5.2");
    let start = runner.cursor();
    // A chapter is read before time goes on.
    let runner = runner.keys("n").shows("Nobody leads yet.");
    assert_eq!(runner.cursor(), start);
    let runner = runner.keys("n").shows("starts an election").keys("n").shows("wins the election for term 1");
    let leading = runner.cursor();
    let runner = runner.keys("n").shows("Somebody leads.");
    assert_eq!(runner.cursor(), leading);
    let runner = runner.keys("n").shows("Nothing more comes.");
    assert_eq!(runner.cursor(), runner.run().end());
    let runner = runner.keys("n").shows("End of the scenario: n continues from here, Home starts again");
    let end = runner.cursor();
    let runner = runner.keys("n").hides("End of the scenario").keys("N N");
    assert_that(&(runner.cursor(), end), |(a, b)| a < b);
    runner.keys("Home").shows("How it begins");
}

#[test]
fn chapters_are_read_when_stepping_and_shown_while_playing() {
    let runner = story().keys("Right").shows("Nobody leads yet.").keys("Right");
    assert_eq!(runner.cursor(), runner.run().start() + 1);
    let mut runner = story().command("speed 1/20").keys("Space");
    let mut seen = String::new();
    for _ in 0..1_000 {
        runner = runner.wait(30);
        seen.push_str(&runner.screen());
        if !runner.stage().playback.playing {
            break;
        }
    }
    assert_contains(&seen, "Somebody leads.");
    assert_eq!(runner.cursor(), runner.run().end(), "it stops at the end");
    let runner = runner.shows("End of the scenario").keys("Space").wait(3_000);
    assert!(runner.cursor() > 0 && runner.stage().playback.playing, "and goes on when asked");
}

#[test]
fn what_is_done_to_a_story_ends_it() {
    let runner = story().keys("n n n").command("crash leader").keys("n n n n");
    runner.hides("Nothing more comes").hides("End of the scenario");
}

#[test]
fn a_story_is_told_line_by_line_too() {
    let runner = story();
    let mut plain = Plain::new(runner.app);
    let greeting = plain.greeting().join("\n");
    assert!(greeting.contains("How it begins: with three servers"), "{greeting}");
    assert!(greeting.contains("-- Nobody leads yet."), "{greeting}");
    let mut told = Vec::new();
    for _ in 0..4 {
        let answer = plain.line("next");
        assert!(!answer.lines.is_empty(), "{told:?}");
        told.extend(answer.lines);
    }
    let told = told.join("\n");
    for words in [
        "wins the election for term 1",
        "-- Somebody leads.",
        "-- Nothing more comes.",
        "End of the scenario",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn a_property_that_breaks_is_told_in_full_and_its_lamp_is_shown() {
    let mut runner = Runner::home().command("scenario bug-commit-by-count");
    for _ in 0..200 {
        if !runner.run().checker().violations().is_empty() {
            break;
        }
        runner = runner.keys("n");
    }
    let runner = runner.shows("Leader Completeness is broken").shows("was committed by S1 in term 4");
    let runner = runner.shows("S5 leads term 5 without it").shows("r rule");
    assert_eq!(runner.stage().focus, Pane::Properties);
    let cursor = runner.cursor();
    let runner = runner.keys("Space").wait(9_000);
    assert!(runner.cursor() > cursor, "time can go on");
}
