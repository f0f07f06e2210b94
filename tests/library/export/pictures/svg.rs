//! Screens as vector pictures.

use super::{HOSTILE, harmless, scenario};
use crate::support::{assert_contains, assert_that};
use raftarium::export::screen::Screen;
use raftarium::export::svg::{Ground, moving, moving_watched, of_app, svg, text};
use raftarium::tui::{Depth, Look, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

const THEMES: [Theme; 3] = [Theme::Dark, Theme::Light, Theme::Mono];

/// A number of pixels as it stands in an attribute.
fn number(element: roxmltree::Node, name: &str) -> f64 {
    element.attribute(name).unwrap().parse().unwrap()
}

/// What stands in the cells, as far as it is text: found by where each run of text is.
fn cells_of(picture: &str, buffer: &Buffer) -> Vec<Vec<String>> {
    let document = harmless(picture);
    let mut cells = vec![vec![String::new(); buffer.area.width.into()]; buffer.area.height.into()];
    for element in document.descendants().filter(|element| element.has_tag_name("text")) {
        let text = element.text().unwrap();
        let y = ((number(element, "y") - 14.0) / 19.0).round() as usize;
        let alone = element.attribute("text-anchor").is_some();
        let left = number(element, "x") - if alone { 9.0 * text.width() as f64 / 2.0 } else { 0.0 };
        let x = (left / 9.0).round() as usize;
        if alone {
            cells[y][x] = text.into();
            continue;
        }
        let count = text.chars().count();
        let length = element.attribute("textLength").map_or(9.0, |length| length.parse().unwrap());
        assert!((length - 9.0 * count as f64).abs() < 0.01, "{text} is as wide as its cells");
        for (number, char) in text.chars().enumerate() {
            cells[y][x + number] = char.to_string();
        }
    }
    cells
}

/// Every cell's text is in its place, but for what is drawn as a shape.
fn is_the_same(picture: &str, buffer: &Buffer) {
    let cells = cells_of(picture, buffer);
    for (y, row) in cells.iter().enumerate() {
        for (x, found) in row.iter().enumerate() {
            let symbol = buffer[(x as u16, y as u16)].symbol();
            let drawn = found.trim().is_empty() && !symbol.is_ascii();
            assert!(drawn || found.trim() == symbol.trim(), "{x}, {y}: {found:?} for {symbol:?}");
        }
    }
}

#[test]
fn a_card_is_drawn_as_text_shapes_and_backgrounds() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 14, 3));
    let term = Style::new().fg(ratatui::style::Color::Rgb(0x72, 0xc0, 0xfc));
    buffer.set_string(0, 0, "╭─ ★ S1 ─────╮", term);
    buffer.set_string(0, 1, "│x=1 <&> 日ok│", term);
    buffer.set_string(0, 2, "╰━━━━╸░░ ▌▐█─╯", term);
    let filled = Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD);
    buffer.set_style(Rect::new(1, 1, 3, 1), filled);
    let picture = svg(&buffer, "A card", "S1 leads", Ground::DARK);
    is_the_same(&picture, &buffer);
    insta::assert_snapshot!(picture);
}

#[test]
fn every_screen_of_every_size_and_look_is_drawn_cell_by_cell() {
    let played = scenario("figure-8-overwritten");
    for theme in THEMES {
        for ascii in [false, true] {
            let look = Look::new(theme, Depth::True, ascii);
            for (columns, rows) in
                [(1, 1), (2, 1), (1, 30), (37, 9), (80, 24), (120, 36), (213, 71), (400, 200)]
            {
                let screen = Screen::new(columns, rows, look.clone());
                let mut app = screen.open_told(played.run.clone(), &played.whole());
                app.obey("seek 60").unwrap();
                let picture = of_app(&screen, &app);
                is_the_same(&picture, &screen.draw(&app));
                assert!(picture.len() < 400_000, "{}", picture.len());
            }
        }
    }
}

#[test]
fn every_place_of_the_program_is_drawn() {
    let played = scenario("leader-failure");
    let screen = Screen::new(100, 30, Look::default());
    for commands in [
        &["home"][..],
        &["lab"],
        &["rules V2"],
        &["help"],
        &["zoom Space-time"],
        &["zoom Logs", "choose S1 1"],
        &["why"],
        &["branches"],
        &["write cut S1 -> "],
    ] {
        let mut app = screen.open_told(played.run.clone(), &played.whole());
        for command in commands {
            app.obey(command).unwrap_or_else(|mistake| panic!("{command}: {mistake:?}"));
        }
        is_the_same(&of_app(&screen, &app), &screen.draw(&app));
    }
}

#[test]
fn hostile_text_does_not_get_out_of_its_place() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 2));
    buffer.set_string(0, 0, HOSTILE, Style::new());
    for (x, char) in HOSTILE.chars().enumerate() {
        // As no widget would do it: whatever is in a cell.
        buffer[(x as u16, 1)].set_char(char);
    }
    let picture = svg(&buffer, HOSTILE, HOSTILE, Ground::LIGHT);
    let document = harmless(&picture);
    let title = document.descendants().find(|element| element.has_tag_name("title")).unwrap();
    assert_contains(title.text().unwrap(), "</title></text><script>alert(1)</script>");
    assert_that(&text(&buffer), |it| it.chars().all(|char| char == '\n' || !char.is_control()));
}

#[test]
fn a_picture_says_in_words_what_it_shows() {
    let played = scenario("leader-failure");
    let screen = Screen::new(80, 24, Look::default());
    let mut app = screen.open(played.run.clone(), "crash");
    let won =
        played.run.marks().iter().find(|mark| matches!(mark.kind, raftarium::history::MarkKind::Leader(_)));
    app.obey(&format!("seek {}", won.unwrap().step)).unwrap();
    let picture = of_app(&screen, &app);
    let document = harmless(&picture);
    let said = document.descendants().find(|element| element.has_tag_name("desc")).unwrap();
    assert!(said.text().unwrap().contains("wins the election for term 1"), "{said:?}");
    assert!(said.text().unwrap().contains("§5.2"), "{said:?}");
    assert_eq!(document.root_element().attribute("role"), Some("img"));
}

/// The picture that is seen at a moment of one that moves.
fn still(picture: &str, at: Duration, plays: Duration) -> String {
    let (head, rest) = picture.split_once("<style>\n").unwrap();
    let (sheet, body) = rest.split_once("</style>\n").unwrap();
    let now = at.as_secs_f64() / plays.as_secs_f64() * 100.0;
    // The moments of a list that are over by then; the last of them.
    let last = |list: &str| {
        let moments = list.split(',').filter_map(|moment| moment.trim_end_matches('%').parse::<f64>().ok());
        // They are rounded down to hundredths of a percent.
        moments.filter(|moment| *moment <= now + 0.005).fold(f64::NEG_INFINITY, f64::max)
    };
    let is_seen = |class: &str| {
        let (_, frames) = sheet.split_once(&format!("@keyframes {class}{{")).unwrap();
        let (comes, rest) = frames.split_once("{visibility:visible}").unwrap();
        let (goes, _) = rest.split_once("{visibility:hidden}").unwrap();
        last(comes) > last(goes)
    };
    let (mut seen, mut skipping) = (head.to_owned(), false);
    for line in body.lines() {
        let class = line.split_once("class=\"").map(|(_, rest)| rest.split_once('"').unwrap().0);
        let hidden = class.is_some_and(|class| !is_seen(class));
        skipping |= hidden && line.starts_with("<g");
        if !hidden && !skipping {
            seen.push_str(&line.replace(&format!(" class=\"{}\"", class.unwrap_or_default()), ""));
            seen.push('\n');
        }
        skipping &= line != "</g>";
    }
    seen
}

#[test]
fn a_picture_that_moves_shows_every_frame_at_its_time() {
    let played = scenario("initial-election");
    let screen = Screen::new(80, 24, Look::default());
    let mut frames = Vec::new();
    let speed = "1/20".parse().unwrap();
    let (picture, length) = moving_watched(&played.subject(1, 40), &screen, speed, |at, frame| {
        frames.push((at, frame.clone()));
    });
    assert!(length.whole && frames.len() > 10, "{length:?}, {} frames", frames.len());
    for (at, frame) in &frames {
        is_the_same(&still(&picture, *at, length.plays), frame);
    }
    assert_eq!(picture, moving(&played.subject(1, 40), &screen, speed).0);
    assert_contains(&picture, "prefers-reduced-motion");
    assert_that(&picture, |it| !it.contains("<script"));
    assert_that(&picture, |it| !it.contains("url("));
}
