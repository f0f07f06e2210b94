//! What the program asks its shell to keep or to copy.

use super::{HOSTILE, scenario};
use crate::support::{assert_contains, assert_that};
use raftarium::export::svg;
use raftarium::tui::app::{App, Effect, Input, MOST_COPIED, Preferences};
use raftarium::tui::keymap::Key;
use raftarium::tui::{Depth, Look, Theme};

fn app() -> App {
    let mut app = App::new(Preferences::default(), Look::new(Theme::Light, Depth::Ansi16, false));
    app.update(Input::Resize(100, 30));
    app
}

fn press(app: &mut App, key: char) -> Vec<Effect> {
    app.update(Input::Key(Key::char(key)));
    app.take_effects()
}

#[test]
fn the_screen_is_kept_as_it_is_in_all_its_colours() {
    let mut app = app();
    app.show(scenario("leader-failure").run, "Leaders fail");
    let [Effect::Picture(shot)] = &press(&mut app, 'I')[..] else { panic!("no picture") };
    assert_eq!((shot.cells.area.width, shot.cells.area.height), (100, 30));
    assert!(shot.name.starts_with("raftarium-leaders-fail-step-"), "{}", shot.name);
    assert_contains(&svg::text(&shot.cells), "S1 learns that entries 2 and 3 are committed");
    // Of a terminal with 16 colours, too.
    assert_contains(&svg::of_shot(shot), "fill=\"#fbfaf7\"");
    assert_eq!(app.look().depth(), Depth::Ansi16);
}

#[test]
fn the_step_is_copied_with_its_place() {
    let mut app = app();
    app.show(scenario("leader-failure").run, "Leaders fail");
    let [Effect::Copy(text)] = &press(&mut app, '"')[..] else { panic!("nothing copied") };
    assert_eq!(
        text,
        "S1 learns that entries 2 and 3 are committed: S2 says so (§5.3 · Figure 2, AppendEntries 5)"
    );
    let [Effect::Copy(text)] = &press(&mut app, 'V')[..] else { panic!("nothing copied") };
    assert!(text.starts_with("Leaders fail\n") && text.contains("S2: leader, term 11"), "{text}");
    assert_that(&app.take_notice().unwrap(), |it| it.starts_with("Copied the state"));
}

#[test]
fn where_there_is_no_run_there_is_a_picture_and_nothing_to_copy() {
    let mut app = app();
    let [Effect::Picture(shot)] = &press(&mut app, 'I')[..] else { panic!("no picture") };
    assert_eq!(shot.name, "raftarium-home");
    assert_eq!(press(&mut app, '"'), []);
    assert_contains(&app.take_notice().unwrap(), "no run");
    app.obey("lab").unwrap();
    let [Effect::Picture(shot)] = &press(&mut app, 'I')[..] else { panic!("no picture") };
    assert_eq!(shot.name, "raftarium-bug-lab");
}

#[test]
fn what_is_copied_is_bounded_and_harmless() {
    let mut app = app();
    let mut script = String::from("servers 25\nlog all");
    for _ in 0..900 {
        script.push_str(" 1:k=123456789");
    }
    let (_, run) = raftarium::script::play_through(
        &raftarium::language::parse(&script).unwrap(),
        &raftarium::script::PlayOptions::default(),
    );
    app.show(run.unwrap(), HOSTILE);
    let [Effect::Copy(text)] = &press(&mut app, 'V')[..] else { panic!("nothing copied") };
    assert!((10_000..=MOST_COPIED).contains(&text.len()), "{}", text.len());
    assert_that(&text, |it| it.chars().all(|char| char == '\n' || !char.is_control()));
}
