//! The pane Code: our own lines that carried out the rule of a step, beside the rule itself.

use crate::support::assert_that;
use crate::support::stage::{Stage, picture, styles};
use raftarium::paper::Rule;
use raftarium::paper::source::lines_of;
use raftarium::raft::{Denial, Fact};
use raftarium::sim::{Action, Setup};
use raftarium::tui::{Depth, Look, Pane, Theme};

/// A vote is refused, because the voter has given it to another.
fn refused() -> Stage {
    let mut stage = Stage::new(Setup::of(5, 7));
    stage.act(&Action::Align(stage.run.world().roster()));
    stage.until(|run| {
        let denied =
            |fact: &Fact| matches!(fact, Fact::VoteDenied { because: Denial::AlreadyVoted { .. }, .. });
        run.step().is_some_and(|step| step.facts.iter().any(denied))
    });
    stage.zoom(Pane::Code);
    stage
}

fn both(stage: &Stage, width: u16, height: u16) -> String {
    let buffer = stage.draw(width, height);
    format!("{}\n{}", picture(&buffer), styles(&buffer, &stage.look))
}

#[test]
fn a_page_at_80_by_24() {
    insta::assert_snapshot!(both(&refused(), 80, 24));
}

#[test]
fn beside_the_rule_on_a_light_background_at_200_by_60() {
    let mut stage = refused();
    stage.look = Look::new(Theme::Light, Depth::True, false);
    insta::assert_snapshot!(both(&stage, 200, 60));
}

#[test]
fn without_colours_in_ascii_at_120_by_36() {
    let mut stage = refused();
    stage.look = Look::new(Theme::Mono, Depth::True, true);
    let buffer = stage.draw(120, 36);
    assert_that(&buffer.content(), |it| it.iter().all(|cell| cell.symbol().is_ascii()));
    insta::assert_snapshot!(both(&stage, 120, 36));
}

#[test]
fn the_lines_of_the_rule_are_marked_and_no_others() {
    let text = picture(&refused().draw(200, 60));
    let excerpts = lines_of(Rule::V1);
    let mut marked = 0;
    for row in text.lines() {
        let row: String = row.chars().take(118).collect();
        let Some((number, _)) = row.split_once('▌').filter(|(before, _)| !before.trim().is_empty()) else {
            continue;
        };
        let number: usize = number.trim().parse().unwrap();
        assert!(excerpts.iter().any(|excerpt| excerpt.is_lit(number)), "{row}");
        marked += 1;
    }
    let all: usize =
        excerpts.iter().map(|excerpt| excerpt.numbered().filter(|(_, _, lit)| *lit).count()).sum();
    assert!(marked >= 8 && marked <= all, "{marked} of {all}");
}

#[test]
fn a_step_without_a_server_has_no_lines() {
    let mut stage = refused();
    stage.act(&Action::Heal);
    let text = picture(&stage.draw(120, 36));
    assert!(text.contains("so no rule"), "{text}");
}

#[test]
fn it_scrolls_to_its_end_and_not_beyond() {
    let mut stage = refused();
    let area = ratatui::layout::Rect::new(0, 0, 80, 24);
    let limit = stage.scene(|scene| raftarium::tui::draw::scroll_limit(scene, area, Pane::Code));
    assert_that(&limit, |it| *it > 0);
    stage.scroll[Pane::Code as usize] = limit;
    let end = stage.draw(80, 24);
    stage.scroll[Pane::Code as usize] = limit + 5;
    assert_eq!(stage.draw(80, 24), end);
    let text = picture(&end);
    assert!(!text.contains('↓'), "{text}");
}
