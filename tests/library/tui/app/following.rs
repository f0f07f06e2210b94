//! A lesson that is being written: what is saved is on the screen.

use super::lessons::TEXT;
use super::runner::Runner;
use crate::support::assert_that;
use raftarium::lesson::play::Position;

fn opened() -> Runner {
    let mut runner = Runner::home().sized(120, 36);
    runner.app.open_lesson("97-two-sides.md", TEXT).unwrap();
    assert_eq!(runner.app.follows(), Some("97-two-sides.md"));
    runner
}

fn at(runner: &Runner) -> Position {
    runner.stage().lesson.as_ref().unwrap().play().position()
}

#[test]
fn a_change_is_shown_and_one_stays_at_the_step_that_was_changed() {
    let mut runner = opened().keys("Space Space Space");
    assert_eq!(at(&runner), Position { step: 1, segment: 0 });
    runner.app.reload_lesson(Ok(TEXT.replace("What does S1 do?", "What will S1 do?")));
    let mut runner = runner.shows("What will S1 do?");
    assert_eq!(at(&runner), Position { step: 1, segment: 0 });
    // A change elsewhere leads there.
    let text =
        TEXT.replace("What does S1 do?", "What will S1 do?").replace("How many votes", "How many yeses");
    runner.app.reload_lesson(Ok(text.clone()));
    let mut runner = runner.shows("How many yeses");
    assert_eq!(at(&runner), Position { step: 2, segment: 0 });
    // Lines that move are no change.
    let moved = text.replace("A cable is pulled.", "A cable is pulled.\n\nTwice.");
    runner.app.reload_lesson(Ok(moved));
    assert_eq!(at(&runner), Position { step: 2, segment: 0 });
}

#[test]
fn a_broken_lesson_shows_where_and_recovers_when_it_is_mended() {
    let mut runner = opened().keys("Space Space Space").shows("What does S1 do?");
    runner.app.reload_lesson(Ok(TEXT.replace("timeout S1", "timeuot S1")));
    let mut runner =
        runner.shows("97-two-sides.md:").shows("timeuot").shows("did you mean").hides("What does S1 do?");
    runner.app.reload_lesson(Ok(TEXT.to_owned()));
    let mut runner = runner.shows("What does S1 do?");
    runner.app.reload_lesson(Err("97-two-sides.md is gone\u{1b}[2J".into()));
    let runner = runner.shows("97-two-sides.md is gone[2J");
    // It goes on being the lesson that it was.
    assert_eq!(at(&runner), Position { step: 1, segment: 0 });
}

#[test]
fn a_lesson_of_a_file_leaves_no_progress_behind() {
    let runner = opened().keys("Space Space Space 1 Enter Space");
    assert_that(&runner.app.progress().lessons, std::collections::BTreeMap::is_empty);
    assert_that(&runner.app.progress().missed, Vec::is_empty);
}
