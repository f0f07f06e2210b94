//! The status line: who leads which term, what is set aside, the time.

use super::canvas::{Canvas, grouped};
use super::glance::{Glance, term_of};
use crate::tui::Scene;
use crate::tui::look::glyph;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Pieces of text, each in its style.
type Pieces = Vec<(String, Style)>;

fn width(canvas: &Canvas, pieces: &Pieces) -> u16 {
    pieces.iter().map(|(text, _)| canvas.width(text)).sum()
}

fn put(x: u16, y: u16, end: u16, pieces: &Pieces, canvas: &mut Canvas) -> u16 {
    let mut x = x;
    for (text, style) in pieces {
        x = canvas.put_cut(x, y, text, end.saturating_sub(x), *style);
    }
    x
}

/// Draws the line.
pub(super) fn draw(scene: &Scene, glance: &Glance, area: Rect, canvas: &mut Canvas) {
    if area.height == 0 {
        return;
    }
    let look = canvas.look;
    let margin = if area.width >= 24 { 2 } else { 0 };
    let (left, right, y) = (area.x + margin, area.right().saturating_sub(margin), area.y);
    let who = who(scene, glance, area.width, canvas);
    let aside = set_aside(scene, canvas);
    if area.width >= 110 {
        let start = canvas.put_right(right, y, &clock(scene, Detail::All), look.dim());
        let middle = width(canvas, &who);
        let x = canvas.put(left, y, "Raftarium", look.bold()) + 2;
        let from = (area.x + area.width / 2).saturating_sub(middle / 2 + 1).max(x + 2);
        let mut title: Pieces = vec![(scene.title.to_owned(), look.dim())];
        if !aside.is_empty() {
            title.push((" · ".to_owned(), look.dim()));
        }
        let room = from.saturating_sub(2);
        let aside_width = width(canvas, &aside) + 3;
        // What is set aside is never cut off: the title gives way.
        let x = canvas.put_cut(
            x,
            y,
            scene.title,
            room.saturating_sub(x + if aside.is_empty() { 0 } else { aside_width }),
            look.dim(),
        );
        let x = if aside.is_empty() { x } else { canvas.put(x, y, " · ", look.dim()) };
        let x = put(x, y, start.saturating_sub(middle + 4), &aside, canvas);
        put(from.max(x + 3).min(start.saturating_sub(middle + 2)), y, start.saturating_sub(1), &who, canvas);
        return;
    }
    let needed = width(canvas, &who) + if aside.is_empty() { 0 } else { width(canvas, &aside) + 3 };
    let room = right.saturating_sub(left);
    let end = [Detail::Short, Detail::Time, Detail::None].into_iter().find_map(|detail| {
        let text = clock(scene, detail);
        let fits = detail == Detail::None || needed + 3 + canvas.width(&text) <= room;
        fits.then_some(text)
    });
    let end = canvas.put_right(right, y, &end.unwrap_or_default(), look.dim());
    let mut x = put(
        left,
        y,
        end.saturating_sub(if aside.is_empty() { 1 } else { width(canvas, &aside).min(room / 2) + 3 }),
        &who,
        canvas,
    );
    if !aside.is_empty() {
        x = put(x + 3, y, end.saturating_sub(1).max(right), &aside, canvas);
    }
    let more = what_goes_on(scene, glance);
    if !more.is_empty() && x + 3 + canvas.width(&more) + 2 <= end {
        canvas.put(x + 3, y, &more, look.dim());
    }
}

/// How much of the time is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    All,
    Short,
    Time,
    None,
}

fn clock(scene: &Scene, detail: Detail) -> String {
    let time = format!("{} ms", grouped(scene.clock.ms()));
    let state = if scene.playing { "playing" } else { "paused" };
    let step = if scene.run.in_past() {
        format!("step {} of {}", grouped(scene.run.cursor()), grouped(scene.run.end()))
    } else {
        format!("step {}", grouped(scene.run.cursor()))
    };
    match detail {
        Detail::All => format!("{time} · {step} · {state} · {} speed", scene.speed),
        Detail::Short if scene.run.in_past() => format!("{time} · {step} · {state}"),
        Detail::Short => format!("{time} · {state}"),
        Detail::Time => time,
        Detail::None => String::new(),
    }
}

/// Who leads; or that a property of Figure 3 is broken.
fn who(scene: &Scene, glance: &Glance, width: u16, canvas: &Canvas) -> Pieces {
    let look = canvas.look;
    if let Some(violation) = scene.run.checker().violations().first() {
        return vec![(format!(" ✗ {} ", violation.property), look.alarm_filled())];
    }
    let world = scene.run.world();
    let mut pieces = Pieces::new();
    for (position, leader) in glance.leaders.iter().take(if width < 60 { 1 } else { 2 }).enumerate() {
        let term = term_of(world.node(*leader));
        let gap = if position > 0 { "   " } else { "" };
        pieces.push((format!("{gap}{}", glyph::LEADER), look.term(term).add_modifier(Modifier::BOLD)));
        pieces.push(if position == 0 {
            (format!(" {leader} leads term {term}"), look.bold())
        } else {
            (format!(" {leader} still leads term {term}"), look.text())
        });
    }
    if pieces.is_empty() {
        let glyph = if glance.candidate.is_some() { glyph::CANDIDATE } else { glyph::FOLLOWER };
        let style = look.term(glance.term).add_modifier(Modifier::BOLD);
        pieces.push((glyph.to_string(), style));
        pieces.push((format!(" term {}, no leader", glance.term), look.bold()));
    }
    pieces
}

/// The rules that are set aside: said on every screen.
fn set_aside(scene: &Scene, canvas: &Canvas) -> Pieces {
    let bugs = scene.run.world().options().bugs;
    let mut names = bugs.iter();
    let Some(first) = names.next() else { return Pieces::new() };
    let others = names.count();
    let more = if others > 0 { format!(" and {others} more") } else { String::new() };
    vec![(format!("without {first}{more}"), canvas.look.alarm())]
}

/// What is under way besides leading, in a few words.
fn what_goes_on(scene: &Scene, glance: &Glance) -> String {
    let world = scene.run.world();
    let standing = world.which(|node| node.running().is_some_and(|server| server.candidate().is_some()));
    match standing.len() {
        0 if !glance.sides.is_empty() || glance.ragged => "the network is cut".to_owned(),
        0 => String::new(),
        1 => format!("{standing} stands for election"),
        _ => format!("{standing} stand for election"),
    }
}
