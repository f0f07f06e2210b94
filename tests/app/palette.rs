//! The palette: completion, history, mistakes in place.

use super::runner::Runner;
use raftarium::tui::app::{Button, Input};

#[test]
fn a_command_is_typed_and_carried_out() {
    let runner = Runner::sandbox(5, 1).command("crash S2 S3");
    assert_eq!(runner.run().world().which(raftarium::sim::Node::is_down).to_string(), "S2 S3");
}

#[test]
fn a_mistake_stays_in_the_line_with_the_nearest_word() {
    let runner = Runner::sandbox(5, 1).command("crush S2").shows("crush S2").shows("crash");
    // Correct it in place: the cursor stands at the mistake.
    let runner = runner.keys("Home Delete Delete Delete Delete Delete \"crash\" Enter");
    assert_eq!(runner.run().world().which(raftarium::sim::Node::is_down).to_string(), "S2");
    Runner::sandbox(5, 1).command("crash S9").shows("S9").shows("crash S9");
}

#[test]
fn tab_completes_words_of_the_program_and_of_the_language() {
    let runner = Runner::sandbox(5, 1).keys(": \"the\" Tab").shows(": theme ");
    let runner = runner.keys("\"l\" Tab Enter").shows("Theme: light");
    let runner = runner.keys(": \"resta\" Tab \"S1\"").shows(": restart S1");
    drop(runner);
}

#[test]
fn the_history_comes_back() {
    let runner = Runner::sandbox(5, 1).command("crash S1").command("heal");
    runner.keys(": Up Up").shows(": crash S1").keys("Down").shows(": heal");
}

#[test]
fn control_characters_never_reach_the_screen() {
    let mut runner = Runner::sandbox(5, 1).keys(":");
    runner.app.update(Input::Paste("submit x=\u{1b}[31m\u{7}1\u{202e}\nquit".into()));
    let screen = runner.screen();
    assert!(!screen.contains('\u{1b}') && !screen.contains('\u{202e}') && !screen.contains('\u{7}'));
    let runner = runner.keys("Enter").shows("submit x=");
    assert_eq!(runner.run().world().requests().len(), 0);
}

#[test]
fn a_very_long_line_is_cut_and_drawn_at_every_width() {
    let mut runner = Runner::sandbox(5, 1).keys(":");
    runner.app.update(Input::Paste("é".repeat(100_000)));
    for width in 1..=40 {
        runner = runner.sized(width, 5);
        runner.screen();
    }
    runner.keys("Enter Esc");
}

#[test]
fn time_stands_still_while_one_types() {
    let runner = Runner::sandbox(5, 1).keys("Space").wait(300).keys(":");
    let now = runner.run().world().now();
    let runner = runner.wait(3_000);
    assert_eq!(runner.run().world().now(), now);
    let runner = runner.keys("Esc").wait(300);
    assert!(runner.run().world().now() > now, "and goes on afterwards");
}

#[test]
fn everything_that_a_key_does_is_a_command_too() {
    for binding in raftarium::tui::keymap::Keymap::default().bindings() {
        raftarium::tui::app::check(&binding.command)
            .unwrap_or_else(|why| panic!("{}: {why}", binding.command));
    }
}

#[test]
fn a_click_beside_it_closes_the_palette() {
    Runner::sandbox(5, 1).keys(": \"heal\"").mouse(Button::Left, 3, 3).hides(": heal");
}
