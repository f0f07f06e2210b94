//! The space-time diagram as a drawing.

use super::{HOSTILE, Played, harmless, played, scenario};
use crate::support::{assert_contains, assert_that};
use raftarium::export::{ExportError, diagram};
use raftarium::history::Run;
use raftarium::sim::Setup;
use raftarium::tui::home::Scenario;
use raftarium::tui::{Depth, Look, Theme};

fn light() -> Look {
    Look::new(Theme::Light, Depth::True, false)
}

/// Where each text stands: left, top, right, bottom. Narrow letters, so that what overlaps here overlaps in every font.
fn boxes(document: &roxmltree::Document) -> Vec<(String, [f64; 4])> {
    let number =
        |element: roxmltree::Node, name: &str| element.attribute(name).unwrap().parse::<f64>().unwrap();
    let texts = document.descendants().filter(|element| element.has_tag_name("text"));
    let place = |element: roxmltree::Node| {
        let text = element.text().unwrap_or_default().to_string();
        let size = number(element, "font-size");
        let wide = text.chars().count() as f64 * size * 0.42;
        let left = number(element, "x")
            - match element.attribute("text-anchor") {
                Some("middle") => wide / 2.0,
                Some(_) => wide,
                None => 0.0,
            };
        let y = number(element, "y");
        (text, [left, y - size * 0.7, left + wide, y])
    };
    texts.map(place).collect()
}

#[test]
fn every_scenario_is_drawn_and_no_word_stands_on_another() {
    for scenario in Scenario::all() {
        let played = played(&scenario);
        for first in [1, played.run.end() / 2] {
            let subject = played.subject(first, played.run.end().min(first + diagram::MOST_STEPS / 4));
            let drawing = diagram::svg(&subject, (1_280, 720), &light()).unwrap();
            let document = harmless(&drawing);
            let boxes = boxes(&document);
            for (number, (text, one)) in boxes.iter().enumerate() {
                assert!(one[0] >= 0.0 && one[2] <= 1_280.0 && one[3] <= 720.0, "{text} is off the page");
                for (other_text, other) in &boxes[number + 1..] {
                    let apart =
                        one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
                    assert!(apart, "{}: {text:?} stands on {other_text:?}", scenario.word());
                }
            }
        }
    }
}

#[test]
fn it_is_readable_from_the_back_of_the_room() {
    let played = scenario("figure-8-overwritten");
    let drawing = diagram::svg(&played.whole(), (1_280, 720), &light()).unwrap();
    let document = harmless(&drawing);
    for element in document.descendants().filter(|element| element.has_tag_name("text")) {
        let size: f64 = element.attribute("font-size").unwrap().parse().unwrap();
        assert!(size >= 14.0, "{:?} is of {size} px", element.text());
    }
}

#[test]
fn it_tells_who_stands_who_leads_and_what_is_committed() {
    let played = scenario("leader-failure");
    let said = |first, last| {
        let drawing = diagram::svg(&played.subject(first, last), (1_280, 720), &light()).unwrap();
        let document = harmless(&drawing);
        boxes(&document).into_iter().map(|(text, _)| text).collect::<Vec<_>>()
    };
    let all = said(1, 60);
    for wanted in ["S1", "S2", "S3", "crashes", "commits 1", "x=1", "yes", "ms"] {
        assert!(all.iter().any(|text| text == wanted), "{wanted} in {all:?}");
    }
    assert!(all.iter().any(|text| text.contains("leader")), "{all:?}");
    assert!(all.iter().any(|text| text.contains("candidate") || text.contains("stands")), "{all:?}");
    let few = said(1, 8);
    assert!(!few.iter().any(|text| text == "crashes"), "only those steps");
}

#[test]
fn every_size_and_look_has_its_page() {
    let played = scenario("one-way-link");
    for theme in [Theme::Dark, Theme::Light, Theme::Mono] {
        for size in [(1, 1), (320, 180), (800, 600), (1_920, 1_080), (65_535, 65_535)] {
            let look = Look::new(theme, Depth::True, false);
            harmless(&diagram::svg(&played.whole(), size, &look).unwrap());
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_refused_with_a_reason() {
    let mut run = Run::new(Setup::of(3, 1)).unwrap();
    for _ in 0..3_000 {
        run.forward();
    }
    let played = Played { title: HOSTILE.into(), intro: HOSTILE.into(), run, notes: Vec::new() };
    let refused = diagram::svg(&played.whole(), (1_280, 720), &light()).unwrap_err();
    assert_that(&refused, |it| matches!(it, ExportError::TooLong { .. }));
    assert_contains(&refused.to_string(), "--steps");
    let drawing = diagram::svg(&played.subject(2_500, 2_900), (1_280, 720), &light()).unwrap();
    harmless(&drawing);
    assert_that(&diagram::svg(&played.subject(9_000, 9_100), (1_280, 720), &light()), Result::is_err);
}

#[test]
fn one_server_and_twentyfive_have_a_diagram() {
    for servers in [1, 2, 9, 25] {
        let mut run = Run::new(Setup::of(servers, 3)).unwrap();
        for _ in 0..150 {
            run.forward();
        }
        let played = Played { title: String::new(), intro: String::new(), run, notes: Vec::new() };
        let drawing = diagram::svg(&played.whole(), (1_280, 720), &light()).unwrap();
        let document = harmless(&drawing);
        let names = boxes(&document).into_iter().filter(|(text, _)| text.starts_with('S')).count();
        assert!(names >= servers, "{names}");
    }
}
