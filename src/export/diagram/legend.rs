//! What the markers mean: those that are in the picture.

use super::page::{Anchor, Page, Stroke, TextStyle};
use super::timeline::{MomentKind, ServerState, Timeline};
use super::{Sheet, arrows, markers, space};
use crate::history::{PathEnd, Stretch};
use crate::raft::{RoleKind, Term};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Leader,
    Candidate,
    Follower,
    Request,
    Answer,
    Quiet,
    Lost,
    Commit,
    Cut,
    Client,
    Short,
}

/// Draws the legend at the foot of the page, and what colour means at its end.
pub(super) fn draw(timeline: &Timeline, sheet: &Sheet, page: &mut Page) {
    let role = |role| move |now: &Stretch<ServerState>| now.what.role == role;
    let has_role = |kind| timeline.lines.servers.iter().flatten().any(role(kind));
    let kind =
        |asks: bool| timeline.arrows.iter().any(|arrow| !arrow.quiet && asks == arrow.kind.is_request());
    let happens = |kind| timeline.moments.iter().any(|moment| moment.kind == kind);
    let items = [
        (has_role(RoleKind::Leader), Item::Leader, "leader"),
        (has_role(RoleKind::Candidate), Item::Candidate, "candidate"),
        (has_role(RoleKind::Follower), Item::Follower, "follower"),
        (kind(true), Item::Request, "request"),
        (kind(false), Item::Answer, "answer"),
        (timeline.arrows.iter().any(|arrow| arrow.quiet && !sheet.hides(arrow)), Item::Quiet, "heartbeat"),
        (timeline.arrows.iter().any(|arrow| arrow.ends == PathEnd::Lost), Item::Lost, "lost"),
        (happens(MomentKind::Client), Item::Client, "client's command"),
        (happens(MomentKind::Commits), Item::Commit, "commits"),
        (timeline.lines.cuts.iter().any(|cuts| !cuts.is_empty()), Item::Cut, "cut"),
        (!sheet.scale.gaps().is_empty(), Item::Short, "shortened"),
    ];
    let unit = sheet.unit;
    let y = sheet.height - 28.0 * unit;
    let mut x = 28.0 * unit;
    let style = TextStyle { size: 15.0 * unit, ..sheet.small(page.dim(), Anchor::Start) };
    let terms = "color: term";
    let end = sheet.lanes.right - space::width(terms, style.size) - 70.0 * unit;
    for (_, item, word) in items.into_iter().filter(|(there, ..)| *there) {
        let wide = 40.0 * unit + space::width(word, style.size);
        if x + wide > end {
            break;
        }
        draw_item(item, (x, y), unit, page);
        page.words(word, (x + 36.0 * unit, y), style);
        x += wide + 14.0 * unit;
    }
    let right = sheet.lanes.right;
    page.words(terms, (right, y), TextStyle { anchor: Anchor::End, ..style });
    let mut seen: Vec<Term> =
        timeline.lines.servers.iter().flatten().map(|stretch| stretch.what.term).collect();
    seen.sort_unstable();
    seen.dedup();
    let left = right - space::width(terms, style.size) - 8.0 * unit;
    for (number, term) in seen.into_iter().rev().filter(|term| term.0 > 0).take(5).enumerate() {
        let colour = page.term(term);
        page.disc((left - number as f64 * 12.0 * unit, y), 5.0 * unit, colour, None);
    }
}

fn draw_item(item: Item, (x, y): (f64, f64), unit: f64, page: &mut Page) {
    let colour = page.dim();
    let back = page.ground.back;
    let (left, right) = ((x, y), (x + 28.0 * unit, y));
    let centre = (x + 14.0 * unit, y);
    let stroke = Stroke { colour, width: 2.4 * unit, dashes: None };
    match item {
        Item::Leader => {
            page.bar((x, y - 9.0 * unit), (28.0 * unit, 18.0 * unit), colour, None);
            markers::star(centre, 6.5 * unit, back, page);
        }
        Item::Candidate => {
            page.bar((x, y - 9.0 * unit), (28.0 * unit, 18.0 * unit), back, Some(colour));
            markers::diamond(centre, 5.5 * unit, colour, page);
        }
        Item::Follower => page.line_between(left, right, Stroke { width: 3.0 * unit, ..stroke }),
        Item::Request => arrows::head(left, right, 12.0 * unit, stroke, false, page),
        Item::Answer => {
            let dashes = Some((7.0 * unit, 4.0 * unit));
            arrows::head(
                left,
                right,
                12.0 * unit,
                Stroke { width: 1.8 * unit, dashes, ..stroke },
                true,
                page,
            );
        }
        Item::Quiet => {
            let thin = Stroke { width: 1.4 * unit, colour: page.line(), ..stroke };
            arrows::head(left, right, 8.0 * unit, thin, false, page);
        }
        Item::Lost => {
            page.line_between(left, centre, stroke);
            markers::cross((x + 20.0 * unit, y), 6.0 * unit, page.alarm(), unit, page);
        }
        Item::Client => {
            let at = |right: f64, down: f64| (centre.0 + right * unit, y + down * unit);
            page.line_between(at(0.0, -9.0), at(0.0, 0.0), Stroke { width: 2.0 * unit, ..stroke });
            page.polygon(&[at(-4.5, -1.0), at(4.5, -1.0), at(0.0, 8.0)], colour);
        }
        Item::Commit => {
            page.disc(centre, 9.0 * unit, back, Some(colour));
            let at = |right: f64, down: f64| (centre.0 + right * unit, y + down * unit);
            let tick = super::page::path(&[at(-4.0, 0.5), at(-1.0, 3.8), at(4.5, -3.5)]);
            page.stroke(&tick, Stroke { width: 2.2 * unit, ..stroke });
        }
        Item::Short => {
            let colour = page.ground.text.mixed(back, 90);
            let (top, bottom) = (y - 9.0 * unit, y + 9.0 * unit);
            page.polygon(&[(x, top), (right.0, top), (right.0, bottom), (x, bottom)], colour);
        }
        Item::Cut => {
            let dashes = Some((3.0 * unit, 3.0 * unit));
            page.line_between(left, right, Stroke { colour: page.line(), width: 9.0 * unit, dashes });
        }
    }
}
