//! Every size draws, whatever is open, and what is clicked anywhere does no harm.

use super::runner::Runner;
use raftarium::tui::app::Button;

fn at_all_sizes(mut runner: Runner) {
    let sizes = (1..=130).step_by(7).chain([1, 2, 3, 39, 40, 79, 80, 120, 200]);
    for width in sizes {
        for height in (1..=50).step_by(3).chain([1, 2, 7, 8, 23, 24, 36]) {
            runner = runner.sized(width, height);
            runner.screen();
        }
    }
}

#[test]
fn home_draws_at_every_size() {
    at_all_sizes(Runner::home());
}

#[test]
fn a_run_draws_at_every_size_with_a_menu_and_with_the_palette() {
    at_all_sizes(Runner::sandbox(5, 1).keys("n n 2 x n m"));
    at_all_sizes(Runner::sandbox(25, 1).keys("n 3 Enter"));
    at_all_sizes(Runner::sandbox(1, 1).keys("n : \"c\" Tab"));
    at_all_sizes(Runner::sandbox(5, 1).keys("p 1 2"));
}

#[test]
fn help_and_rules_draw_at_every_size() {
    at_all_sizes(Runner::home().keys("? PageDown"));
    at_all_sizes(Runner::home().keys("r n"));
}

#[test]
fn help_and_home_draw_at_every_narrow_width() {
    for (keys, home) in [("?", false), ("F1", true), ("r", true)] {
        let mut runner = if home { Runner::home() } else { Runner::sandbox(5, 1) }.keys(keys);
        for width in 1..=60 {
            for height in [1, 3, 8] {
                runner = runner.sized(width, height);
                runner.screen();
            }
        }
    }
}

#[test]
fn a_click_anywhere_does_no_harm() {
    for (width, height) in [(80, 24), (120, 36), (30, 5), (1, 1)] {
        let mut runner = Runner::sandbox(5, 1).keys("n n n").sized(width, height);
        for y in (0..height).step_by(2) {
            for x in (0..width).step_by(5) {
                runner =
                    runner.mouse(Button::Left, x, y).mouse(Button::Right, x, y).mouse(Button::Drag, x, y);
                runner = runner.mouse(Button::WheelUp, x, y).mouse(Button::WheelDown, x, y);
            }
        }
        // Nothing that was clicked opens a pane outside the screen.
        let after = runner.sized(80, 24).keys("Esc Esc Esc");
        after.screen();
    }
}
