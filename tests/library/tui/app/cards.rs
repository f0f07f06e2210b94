//! The logs as a table in a lesson, and the card at its end.

use super::runner::Runner;
use crate::lesson::cards::TEXT;
use raftarium::lesson::parse;
use std::sync::Arc;

fn lesson(width: u16, height: u16) -> Runner {
    let lesson = parse(TEXT, "").unwrap_or_else(|problems| panic!("{}", problems.render("cards.md")));
    let mut runner = Runner::home().sized(width, height);
    runner.app.offer_lessons(vec![Arc::new(lesson)]);
    runner.command("lesson 96")
}

#[test]
fn the_logs_are_read_once_they_are_so_and_the_card_is_the_last_thing() {
    for (width, height) in [(80, 24), (120, 36)] {
        let runner = lesson(width, height).keys("Space");
        let runner = runner.shows("The term of each entry").shows("index   1 2 3").shows("S1      1 1 3");
        let runner = runner.shows("S3 down").keys("Space Space").shows("End of the lesson");
        runner.shows("To keep").shows("Each entry has a term.");
    }
}

#[test]
fn a_class_sees_the_card_too() {
    let runner = lesson(120, 36).command("lesson present").keys("Space Space Space");
    runner.shows("To keep").shows("Each entry has a term.");
}
