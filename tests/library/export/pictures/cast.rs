//! Playbacks as recordings: what a terminal makes of them is what the program has drawn.

use super::{HOSTILE, Played, scenario};
use crate::support::{assert_contains, assert_that};
use raftarium::export::cast::{Length, Options, Version, write_watched};
use raftarium::export::screen::Screen;
use raftarium::tui::{Depth, Look, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use serde_json::Value;
use std::num::NonZero;
use std::time::Duration;

fn options(version: Version, theme: Theme, size: (u16, u16)) -> Options {
    let look = Look::new(theme, Depth::True, false);
    Options { screen: Screen::new(size.0, size.1, look), speed: "1/20".parse().unwrap(), version }
}

/// The recording, and each frame with when it is shown.
fn recorded(played: &Played, options: &Options) -> (String, Vec<(Duration, Buffer)>, Length) {
    let (mut out, mut frames) = (Vec::new(), Vec::new());
    let subject = played.whole();
    let length =
        write_watched(&subject, options, &mut out, |at, frame| frames.push((at, frame.clone()))).unwrap();
    (String::from_utf8(out).unwrap(), frames, length)
}

/// The header and the events: when since the beginning, what kind, what.
fn read(cast: &str) -> (Value, Vec<(Duration, String, String)>) {
    let mut lines = cast.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let header = lines.next().unwrap();
    let mut now = 0.0;
    let events = lines.map(|event| {
        let [at, code, data] = &event.as_array().unwrap()[..] else { panic!("{event}") };
        let at = at.as_f64().unwrap();
        now = if header["version"] == 3 { now + at } else { at };
        let text = |value: &Value| value.as_str().unwrap().to_string();
        (Duration::from_millis((now * 1_000.0).round() as u64), text(code), text(data))
    });
    let events = events.collect();
    (header, events)
}

fn colour(colour: Color) -> vt100::Color {
    match colour {
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        Color::Reset => vt100::Color::Default,
        other => panic!("{other}"),
    }
}

#[track_caller]
fn is_cell(seen: &vt100::Cell, cell: &Cell, place: (u16, u16)) {
    if seen.is_wide_continuation() {
        return;
    }
    assert_eq!(seen.contents().trim(), cell.symbol().trim(), "at {place:?}");
    assert_eq!((seen.fgcolor(), seen.bgcolor()), (colour(cell.fg), colour(cell.bg)), "at {place:?}");
    let has = |modifier| cell.modifier.contains(modifier);
    assert_eq!(
        (seen.bold(), seen.dim(), seen.underline(), seen.inverse()),
        (has(Modifier::BOLD), has(Modifier::DIM), has(Modifier::UNDERLINED), has(Modifier::REVERSED)),
        "at {place:?}"
    );
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// Plays a recording on a terminal, and compares every frame.
fn plays_as_drawn(cast: &str, frames: &[(Duration, Buffer)]) {
    let (_, events) = read(cast);
    let area = frames[0].1.area;
    let mut terminal = vt100::Parser::new(cells(area.height), cells(area.width), 0);
    let mut events = events.iter().filter(|(_, code, _)| code == "o").peekable();
    for (now, frame) in frames {
        while let Some((_, _, data)) = events.next_if(|(at, ..)| at <= now) {
            terminal.process(data.as_bytes());
        }
        for y in 0..area.height {
            for x in 0..area.width {
                is_cell(terminal.screen().cell(y, x).unwrap(), &frame[(x, y)], (x, y));
            }
        }
    }
    assert!(terminal.screen().hide_cursor());
}

#[test]
fn a_terminal_shows_what_was_drawn_cell_by_cell_in_every_frame() {
    let played = scenario("basic-agreement");
    for theme in [Theme::Dark, Theme::Light, Theme::Mono] {
        for size in [(80, 24), (41, 9)] {
            let (cast, frames, length) = recorded(&played, &options(Version::V2, theme, size));
            assert!(length.whole && frames.len() > 50, "{length:?}, {} frames", frames.len());
            plays_as_drawn(&cast, &frames);
        }
    }
}

#[test]
fn it_ends_with_the_last_step_and_stays_there_for_a_while() {
    let played = scenario("leader-failure");
    let (cast, frames, length) = recorded(&played, &options(Version::V2, Theme::Dark, (100, 30)));
    let (_, events) = read(&cast);
    assert_eq!(events.last().unwrap().0, length.plays);
    let (last, frame) = frames.last().unwrap();
    assert_that(&(length.plays, *last + Duration::from_secs(3)), |(a, b)| a >= b);
    let text = raftarium::export::svg::text(frame);
    assert!(text.contains(&format!("step {}", played.run.end())), "{text}");
    // What only a person would be told is not part of it: it begins with what the script says.
    let first = raftarium::export::svg::text(&frames[0].1);
    assert!(first.contains("Two of three servers survive") && first.contains("20× slower"), "{first}");
    assert!(events.windows(2).all(|pair| pair[0].0 <= pair[1].0), "time goes on");
}

#[test]
fn both_versions_hold_the_same_and_the_same_run_gives_the_same_bytes() {
    let played = scenario("split-vote");
    let of = |version| recorded(&played, &options(version, Theme::Dark, (80, 24))).0;
    let (two, three) = (of(Version::V2), of(Version::V3));
    assert_eq!(two, of(Version::V2));
    let ((header_2, two), (header_3, mut three)) = (read(&two), read(&three));
    assert_eq!(
        (&header_2["version"], &header_2["width"], &header_2["height"]),
        (&2.into(), &80.into(), &24.into())
    );
    assert_eq!((&header_3["version"], &header_3["term"]["cols"]), (&3.into(), &80.into()));
    let end = three.pop().unwrap();
    assert_eq!((end.1.as_str(), end.2.as_str()), ("x", "0"));
    assert_eq!(two[..two.len() - 1], three);
}

#[test]
fn a_player_can_jump_to_elections_and_commitments() {
    let played = scenario("leader-failure");
    let (cast, ..) = recorded(&played, &options(Version::V2, Theme::Dark, (80, 24)));
    let (_, events) = read(&cast);
    let chapters: Vec<&str> =
        events.iter().filter(|(_, code, _)| code == "m").map(|(_, _, name)| name.as_str()).collect();
    assert_eq!(chapters[..3], ["S1 wins the election for term 1", "S1 commits up to 1", "S1 crashes"]);
    assert!(chapters.contains(&"S2 wins the election for term 11"), "{chapters:?}");
}

#[test]
fn faster_is_shorter_and_a_part_is_shorter_than_the_whole() {
    let played = scenario("basic-agreement");
    let usual = options(Version::V2, Theme::Dark, (80, 24));
    let fast = Options { speed: "1".parse().unwrap(), ..usual.clone() };
    let (_, _, slow) = recorded(&played, &usual);
    let (_, _, quick) = recorded(&played, &fast);
    assert!(quick.plays < slow.plays, "{quick:?} {slow:?}");
    let end = played.run.end();
    let part = played.subject(end / 2, end - 5);
    let mut last = Buffer::default();
    let length = write_watched(&part, &usual, &mut Vec::new(), |_, frame| last = frame.clone()).unwrap();
    assert_that(&(length.plays, slow.plays), |(a, b)| a < b);
    assert_contains(&raftarium::export::svg::text(&last), &format!("step {}", end - 5));
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let mut played = scenario("split-vote");
    (played.title, played.intro) = (HOSTILE.into(), HOSTILE.into());
    played.notes.push((20, HOSTILE.into()));
    let (cast, frames, _) = recorded(&played, &options(Version::V2, Theme::Dark, (200, 40)));
    let (header, events) = read(&cast);
    assert_that(&header["title"].as_str().unwrap(), |it| !it.contains('\u{1b}'));
    plays_as_drawn(&cast, &frames);
    let escapes = |data: &str| data.matches('\u{1b}').count();
    let known = |data: &str| data.matches("\u{1b}[").count();
    for (_, _, data) in &events {
        assert_eq!(escapes(data), known(data));
        assert!(!data.contains(['\u{7}', '\u{0}', '\u{202e}']), "{data:?}");
    }
}
