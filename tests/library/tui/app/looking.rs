//! What is looked at: panes, zoom, looks, help and rules.

use super::runner::Runner;
use raftarium::tui::app::{Button, Effect, Screen};
use raftarium::tui::look::Theme;
use raftarium::tui::{Chosen, Pane};

#[test]
fn a_pointer_is_told_what_a_click_would_do_at_home_and_in_the_lab() {
    let told = |runner: &Runner, words: &str| {
        let (x, y) = runner.find(words);
        runner.app.hover(x, y).unwrap_or_default()
    };
    let home = Runner::home().sized(120, 36);
    assert_eq!(told(&home, "03 Split vote"), "choose this; again: open it");
    assert_eq!(told(&home, "/ find"), "find");
    let lab = home.keys("b");
    assert_eq!(told(&lab, "a server may vote twice"), "choose this; again: open it");
}

#[test]
fn tab_goes_through_the_panes_and_z_zooms() {
    let runner = Runner::sandbox(5, 1).keys("Tab");
    assert_eq!(runner.stage().focus, Pane::Logs);
    let runner = runner.keys("z");
    assert_eq!(runner.stage().zoom, Some(Pane::Logs));
    let runner = runner.keys("Esc Shift-Tab");
    assert_eq!((runner.stage().zoom, runner.stage().focus), (None, Pane::Cluster));
    let runner = runner.command("zoom events");
    assert_eq!(runner.stage().zoom, Some(Pane::Events));
}

#[test]
fn arrows_and_digits_choose_servers_and_esc_lets_go() {
    let runner = Runner::sandbox(5, 1).keys("Up");
    assert_eq!(runner.stage().chosen_server().map(|server| server.to_string()), Some("S5".into()));
    let runner = runner.keys("Down");
    assert_eq!(runner.stage().chosen_server().map(|server| server.to_string()), Some("S1".into()));
    let runner = runner.keys("9").shows("There is no S9");
    let runner = runner.keys("Esc");
    assert_eq!(runner.stage().chosen, Chosen::Nothing);
    assert_eq!(runner.keys("Esc Esc").on_screen(), &Screen::Home);
    // A page is nothing to choose by, and another key between two Esc means to stay.
    let runner = Runner::sandbox(5, 1).keys("PageDown").shows("nothing to scroll here");
    assert_eq!(runner.stage().chosen, Chosen::Nothing);
    assert_eq!(runner.keys("Esc Right Esc").on_screen(), &Screen::Cluster);
}

#[test]
fn tab_goes_through_what_is_on_the_screen() {
    let focus = |keys: &str| Runner::sandbox(5, 1).keys(keys).stage().focus;
    assert_eq!(
        (focus("Tab"), focus("Tab Tab"), focus("Tab Tab Tab")),
        (Pane::Logs, Pane::Votes, Pane::Cluster)
    );
    assert_eq!(focus("Shift-Tab"), Pane::Votes);
}

#[test]
fn themes_go_round_and_are_kept_by_a_command() {
    let mut runner = Runner::sandbox(5, 1).keys("T");
    assert_eq!(runner.app.look().theme(), Theme::Light);
    runner = runner.command("theme mono").keys("G");
    assert_eq!((runner.app.look().theme(), runner.app.look().is_ascii()), (Theme::Mono, true));
    assert!(runner.screen().is_ascii(), "{}", runner.screen());
    runner = runner.shows("Left/Right step").command("keep");
    assert_eq!(runner.effects(), [Effect::Keep]);
    assert_eq!(runner.app.preferences().theme, Some(Theme::Mono));
}

#[test]
fn the_mouse_can_be_given_back() {
    let mut runner = Runner::sandbox(5, 1).keys("M").shows("select text");
    assert_eq!(runner.effects(), [Effect::Mouse(false)]);
    assert!(!runner.app.wants_mouse());
    runner = runner.keys("M");
    assert_eq!(runner.effects(), [Effect::Mouse(true)]);
}

#[test]
fn help_shows_every_key_and_esc_returns_to_the_run() {
    let runner = Runner::sandbox(5, 1).sized(120, 400).keys("Right ? ?");
    let runner = runner.shows("crash the chosen server, or restart it").shows("seek STEP");
    let runner = runner.sized(80, 24).keys("PageDown PageDown Down Up").wait(300);
    assert_eq!(runner.keys("Esc").on_screen(), &Screen::Cluster);
    assert_eq!(Runner::sandbox(5, 1).keys("F1 F1 Esc").on_screen(), &Screen::Cluster);
}

#[test]
fn r_shows_the_rule_that_was_at_work() {
    let runner = Runner::sandbox(5, 1).keys("n r").shows("Rule");
    let runner = runner.keys("n n N Esc");
    assert_eq!(runner.on_screen(), &Screen::Cluster);
    Runner::sandbox(5, 1).command("rules V2").shows("V2");
}

#[test]
fn the_wheel_scrolls_the_pane_under_it() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).keys("n n n");
    let (x, y) = runner.find("Events");
    let runner = runner.mouse(Button::WheelUp, x + 4, y + 2);
    assert_ne!(runner.stage().scroll[Pane::Events as usize], 0);
    assert_eq!(runner.stage().scroll[Pane::Logs as usize], 0);
}

#[test]
fn an_event_can_be_clicked_to_go_there() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).keys("n n");
    let cursor = runner.cursor();
    let (x, y) = runner.find("Events");
    let runner = runner.mouse(Button::Left, x + 12, y + 1);
    assert!(runner.cursor() < cursor, "{} of {cursor}", runner.cursor());
}

#[test]
fn q_and_ctrl_c_quit() {
    for key in ["q", "Ctrl-C"] {
        let mut runner = Runner::sandbox(5, 1).keys(key);
        assert_eq!(runner.effects(), [Effect::Quit]);
    }
    let mut runner = Runner::home().keys("q");
    assert_eq!(runner.effects(), [Effect::Quit]);
}

#[test]
fn r_opens_the_rule_that_the_subtitle_cites_and_names_the_others() {
    let runner = Runner::sandbox(5, 1)
        .keys("n n")
        .shows("wins the election for term 1")
        .shows("Candidates 2")
        .keys("r");
    let runner = runner.shows("Rule E3").shows("Also behind this step: L2, L1").keys("Esc");
    let runner = runner.keys("c Enter n").shows("Leaders 4").keys("r").shows("Rule L7");
    runner.keys("n").hides("At work in the same step");
}
