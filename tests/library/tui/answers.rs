//! The pane of an answer: what is drawn beside the cluster and as a page, in every look; what can be chosen in it.

use crate::support::assert_that;
use crate::support::grid::{picture, styles};
use raftarium::explain::{Answer, answer};
use raftarium::history::Run;
use raftarium::language::Question;
use raftarium::language::parse;
use raftarium::raft::Index;
use raftarium::script::{PlayOptions, play_through};
use raftarium::tui::{
    AnswerScene, AnswerTarget, Depth, Look, Theme, answer_scroll_limit, answer_scroll_to, answer_targets,
    draw_answer, hit_answer,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Figure 8 (c): entry 2 of term 2 is on a majority, and S1 leads term 4.
fn figure_8() -> Run {
    let script = include_str!("../../../assets/scenarios/17-figure-8-overwritten.raft");
    let end = script.find("isolate S1").unwrap();
    let script = parse(&script[..end]).unwrap();
    play_through(&script, &PlayOptions::default()).1.unwrap()
}

fn not_committed() -> Answer {
    answer(&Question::Committed { index: Index(2), server: None, not: true }, &figure_8())
}

fn scene<'a>(answer: &'a Answer, look: &'a Look) -> AnswerScene<'a> {
    AnswerScene { answer, left: None, chosen: Some(AnswerTarget::Remedy(0)), scroll: 0, look }
}

fn drawn(scene: &AnswerScene, width: u16, height: u16) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    draw_answer(scene, area, &mut buffer);
    buffer
}

fn both(scene: &AnswerScene, width: u16, height: u16) -> String {
    let buffer = drawn(scene, width, height);
    format!("{}\n{}", picture(&buffer), styles(&buffer, scene.look))
}

#[test]
fn beside_the_cluster_at_120_by_36() {
    let (answer, look) = (not_committed(), Look::default());
    insta::assert_snapshot!(both(&scene(&answer, &look), 58, 30));
}

#[test]
fn beside_the_cluster_in_44_cells_on_a_light_background() {
    let (answer, look) = (not_committed(), Look::new(Theme::Light, Depth::Indexed256, false));
    insta::assert_snapshot!(both(&scene(&answer, &look), 44, 40));
}

#[test]
fn a_page_at_80_by_24() {
    let (answer, look) = (not_committed(), Look::default());
    insta::assert_snapshot!(both(&scene(&answer, &look), 80, 21));
}

#[test]
fn a_page_without_colours_in_ascii() {
    let (answer, look) = (not_committed(), Look::new(Theme::Mono, Depth::True, true));
    let buffer = drawn(&scene(&answer, &look), 80, 21);
    assert_that(&picture(&buffer), |it| it.is_ascii());
    insta::assert_snapshot!(both(&scene(&answer, &look), 80, 21));
}

#[test]
fn who_could_win_at_200_by_60() {
    let run = figure_8();
    let server = raftarium::raft::ServerId::numbered(5).unwrap();
    let answer = answer(&Question::CanWin(server), &run);
    let look = Look::default();
    insta::assert_snapshot!(both(&scene(&answer, &look), 58, 52));
}

#[test]
fn every_size_and_look_draws_within_its_area() {
    let answer = not_committed();
    for look in [
        Look::default(),
        Look::new(Theme::Light, Depth::Ansi16, false),
        Look::new(Theme::Mono, Depth::True, true),
    ] {
        for (width, height) in
            (1..=60).map(|size| (size, 61 - size)).chain([(1, 1), (200, 3), (7, 60), (8, 60)])
        {
            for scroll in [0, 3, u16::MAX] {
                let scene = AnswerScene { scroll, ..scene(&answer, &look) };
                let area = Rect::new(2, 1, width, height);
                let mut buffer = Buffer::empty(Rect::new(0, 0, width + 4, height + 2));
                draw_answer(&scene, area, &mut buffer);
                let outside = |x: u16, y: u16| !area.contains((x, y).into());
                let cells = (0..buffer.area.height).flat_map(|y| (0..buffer.area.width).map(move |x| (x, y)));
                for (x, y) in cells.filter(|(x, y)| outside(*x, *y)) {
                    assert_eq!(buffer[(x, y)].symbol(), " ", "{width}x{height} at {x} {y}");
                }
                answer_scroll_limit(&scene, area);
                for target in answer_targets(&answer) {
                    answer_scroll_to(&scene, area, target);
                }
                hit_answer(&scene, area, 4, 2);
            }
        }
    }
}

#[test]
fn scrolling_ends_where_all_has_been_seen() {
    let (answer, look) = (not_committed(), Look::default());
    let area = Rect::new(0, 0, 50, 14);
    let start = scene(&answer, &look);
    let limit = answer_scroll_limit(&start, area);
    assert_that(&limit, |it| *it > 0);
    let at = |scroll: u16| picture(&drawn(&AnswerScene { scroll, ..start }, 50, 14));
    assert_eq!(at(limit), at(limit + 9));
    assert_ne!(at(limit), at(limit - 1));
    assert_that(&at(0), |it| it.contains('↓'));
    assert_that(&at(limit), |it| !it.contains('↓'));
    assert_that(&at(0), |it| !it.contains('↑'));
    assert_that(&at(limit), |it| it.contains('↑'));
}

#[test]
fn what_is_chosen_is_scrolled_to_and_marked_and_can_be_clicked() {
    let (answer, look) = (not_committed(), Look::default());
    let area = Rect::new(0, 0, 50, 14);
    let targets = answer_targets(&answer);
    assert_that(&targets, |it| it.contains(&AnswerTarget::Evidence(0)));
    assert_that(&targets, |it| it.contains(&AnswerTarget::Remedy(1)));
    for target in targets {
        let wanted = AnswerScene { chosen: Some(target), ..scene(&answer, &look) };
        let scene = AnswerScene { scroll: answer_scroll_to(&wanted, area, target), ..wanted };
        let picture = picture(&drawn(&scene, 50, 14));
        let marked = picture.lines().position(|line| line.contains('▸')).unwrap();
        let hit = hit_answer(&scene, area, 20, marked as u16);
        assert_eq!(hit, Some(target), "{picture}");
    }
    assert_eq!(hit_answer(&scene(&answer, &look), area, 20, 1), None, "the question is not to be chosen");
}
