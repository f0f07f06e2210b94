//! The lines of the servers: their names, bars while they stand or lead, their terms, and cuts between them.

use super::page::{Anchor, Page, Stroke, TextStyle};
use super::space::{self, Area, FreeSpace};
use super::timeline::{ServerState, Timeline};
use super::{Sheet, markers};
use crate::history::Stretch;
use crate::raft::{RoleKind, ServerId};
use crate::sim::LifeKind;

/// Bands between servers that do not hear each other.
pub(super) fn cuts(timeline: &Timeline, sheet: &Sheet, page: &mut Page) {
    let unit = sheet.unit;
    for (position, cuts) in timeline.lines.cuts.iter().enumerate() {
        let y = sheet.y(ServerId::at(position)) + sheet.pitch() / 2.0;
        for Stretch { from, to, what: both } in cuts {
            let (left, right) = (sheet.x((*from).max(timeline.from)), sheet.x(*to));
            if right <= left {
                continue;
            }
            let width = if *both { 9.0 } else { 4.0 } * unit;
            let stroke = Stroke { colour: page.line(), width, dashes: Some((3.0 * unit, 3.0 * unit)) };
            page.line_between((left, y), (right, y), stroke);
        }
    }
}

/// What those bands are, where nothing runs through the word.
pub(super) fn cut_words(timeline: &Timeline, sheet: &Sheet, page: &mut Page, space: &mut FreeSpace) {
    let style = TextStyle { clear: true, bold: true, ..sheet.small(page.dim(), Anchor::Middle) };
    for (position, cuts) in timeline.lines.cuts.iter().enumerate() {
        let y = sheet.y(ServerId::at(position)) + sheet.pitch() / 2.0;
        for Stretch { from, to, what: both } in cuts {
            let (left, right) = (sheet.x((*from).max(timeline.from)), sheet.x(*to));
            let word = if *both { "cut" } else { "cut one way" };
            let wide = space::width(word, style.size) + 6.0 * sheet.unit;
            let places = (1..12).map(|number| left + (right - left) * f64::from(number) / 12.0);
            let inside = places.filter(|x| x - wide / 2.0 > left && x + wide / 2.0 < right);
            if let Some(place) = space.first(inside.map(|x| Area::around((x, y), (wide, style.size)))) {
                page.words(word, (f64::midpoint(place.left, place.right), y), style);
            }
            let half = 5.0 * sheet.unit;
            space.take(Area { left, top: y - half, right, bottom: y + half });
        }
    }
}

/// The lines themselves.
pub(super) fn draw(timeline: &Timeline, sheet: &Sheet, page: &mut Page, space: &mut FreeSpace) {
    let mut short: Vec<(ServerId, &Stretch<ServerState>)> = Vec::new();
    for position in 0..timeline.size {
        let server = ServerId::at(position);
        let y = sheet.y(server);
        name(timeline, server, sheet, page);
        let mut told = None;
        for stretch in &timeline.lines.servers[position] {
            let (left, right) = (sheet.x(stretch.from), sheet.x(stretch.to));
            let ServerState { life, role, term } = stretch.what;
            let colour = page.term(term);
            match (life, role) {
                (LifeKind::Down, _) => {
                    aside("down", (left, right, y), sheet, page, space);
                    told = None;
                }
                (LifeKind::Frozen, _) => {
                    let dashes = Some((4.0 * sheet.unit, 5.0 * sheet.unit));
                    let stroke = Stroke { colour, width: 8.0 * sheet.unit, dashes };
                    page.line_between((left, y), (right, y), stroke);
                    aside("frozen", (left, right, y), sheet, page, space);
                }
                (LifeKind::Up, RoleKind::Follower) => {
                    let stroke = Stroke { colour, width: 3.0 * sheet.unit, dashes: None };
                    page.line_between((left, y), (right, y), stroke);
                    if told != Some(term) && follower(stretch, (left, right, y), sheet, page, space) {
                        told = Some(term);
                    }
                }
                (LifeKind::Up, _) => {
                    if !bar(stretch, (left, right, y), sheet, page, space) {
                        short.push((server, stretch));
                    }
                    told = Some(term);
                }
            }
        }
    }
    for (position, life) in timeline.lines.servers.iter().enumerate() {
        let y = sheet.y(ServerId::at(position));
        for stretch in life.iter().filter(|stretch| stretch.what.life != LifeKind::Down) {
            // Words stand beside lines, not on them.
            let (left, right) = (sheet.x(stretch.from), sheet.x(stretch.to));
            space.take(Area { left, top: y - 3.0 * sheet.unit, right, bottom: y + 3.0 * sheet.unit });
        }
    }
    for (server, stretch) in short {
        outside(server, stretch, sheet, page, space);
    }
}

/// Who stands or leads, beside a bar that is too short to hold it.
fn outside(
    server: ServerId,
    stretch: &Stretch<ServerState>,
    sheet: &Sheet,
    page: &mut Page,
    space: &mut FreeSpace,
) {
    let term = stretch.what.term;
    let leads = stretch.what.role == RoleKind::Leader;
    let text = format!("{} term {term}", if leads { "leads" } else { "candidate in" });
    let (size, y) = (sheet.words(), sheet.y(server));
    let wide = space::width(&text, size);
    let off = sheet.bar() + size * 0.75;
    let x = sheet.x(stretch.from);
    let asides = [wide / 2.0, 0.0, -wide / 2.0, wide / 2.0 + 12.0 * sheet.unit];
    let wishes = [-off, off].into_iter().flat_map(|row| asides.map(|aside| (x + aside, y + row)));
    let Some(place) = space.place(wishes.map(|centre| Area::around(centre, (wide, size * 1.1)))) else {
        return;
    };
    let middle = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
    let colour = page.term(term);
    page.words(&text, middle, TextStyle { colour, size, bold: true, anchor: Anchor::Middle, clear: true });
}

fn name(timeline: &Timeline, server: ServerId, sheet: &Sheet, page: &mut Page) {
    let size = (22.0 * sheet.unit).min(sheet.pitch() * 0.6);
    let style = TextStyle { colour: page.strong(), size, bold: true, anchor: Anchor::Start, clear: false };
    let y = sheet.y(server);
    page.words(&server.to_string(), (28.0 * sheet.unit, y), style);
    let began = timeline.lines.servers[server.position()].first().map(|stretch| stretch.what);
    // What it was at first: the picture begins in the middle of a story.
    if let Some(ServerState { life: LifeKind::Down, .. }) = began {
        markers::cross((74.0 * sheet.unit, y), 6.0 * sheet.unit, page.dim(), sheet.unit, page);
    }
}

/// A word on an empty line.
fn aside(
    text: &str,
    (left, right, y): (f64, f64, f64),
    sheet: &Sheet,
    page: &mut Page,
    space: &mut FreeSpace,
) {
    let style = TextStyle { clear: true, ..sheet.small(page.dim(), Anchor::Middle) };
    let wide = space::width(text, style.size);
    if right - left > wide + 24.0 * sheet.unit {
        let middle = (f64::midpoint(left, right), y);
        page.words(text, middle, style);
        space.take(Area::around(middle, (wide, style.size)));
    }
}

/// The term of a follower, on its line. Says whether there was space.
fn follower(
    stretch: &Stretch<ServerState>,
    (left, right, y): (f64, f64, f64),
    sheet: &Sheet,
    page: &mut Page,
    space: &mut FreeSpace,
) -> bool {
    let term = stretch.what.term;
    if term.0 == 0 {
        return true;
    }
    let text = format!("T{term}");
    let size = sheet.words().min(15.0 * sheet.unit);
    let wide = space::width(&text, size) + 8.0 * sheet.unit;
    let first = left + wide / 2.0 + 3.0 * sheet.unit;
    if first + wide / 2.0 > right {
        return false;
    }
    let wishes = (0..6).map(|number| first + f64::from(number) * 9.0 * sheet.unit);
    let wishes = wishes.filter(|middle| middle + wide / 2.0 <= right);
    let Some(place) = space.first(wishes.map(|middle| Area::around((middle, y), (wide, size * 1.1)))) else {
        return false;
    };
    let back = page.ground.back;
    let colour = page.term(term);
    page.bar((place.left, place.top), (place.right - place.left, place.bottom - place.top), back, None);
    let middle = f64::midpoint(place.left, place.right);
    page.words(
        &text,
        (middle, y),
        TextStyle { colour, size, bold: true, anchor: Anchor::Middle, clear: false },
    );
    true
}

/// A server that stands or leads. Says whether there was space to say so.
fn bar(
    stretch: &Stretch<ServerState>,
    (left, right, y): (f64, f64, f64),
    sheet: &Sheet,
    page: &mut Page,
    space: &mut FreeSpace,
) -> bool {
    let ServerState { role, term, .. } = stretch.what;
    let (half, unit, colour, back) =
        (sheet.bar(), sheet.unit, page.term(stretch.what.term), page.ground.back);
    let leads = role == RoleKind::Leader;
    // The end of one bar is the beginning of the next.
    let wide = (right - left).max(6.0 * unit);
    let (fill, edge) = if leads { (colour, None) } else { (back, Some(colour)) };
    page.bar((left, y - half), (wide, 2.0 * half), fill, edge);
    let size = (half * 1.2).min(15.0 * unit);
    let ink = if leads { back } else { colour };
    let mark = 22.0 * unit * half / (13.0 * unit);
    let name = if leads { "leader" } else { "candidate" };
    let texts =
        [format!("{name}, term {term}"), format!("{name} T{term}"), format!("T{term}"), String::new()];
    for text in &texts {
        let room_for = mark + space::width(text, size) + if text.is_empty() { 0.0 } else { 10.0 * unit };
        // From the left, past the markers of what happens meanwhile.
        let count = ((wide - room_for) / (6.0 * unit)).max(-1.0);
        let places = (0..).map(f64::from).take_while(|number| *number <= count);
        let places = places.map(|number| left + number * 6.0 * unit);
        let within = |from: f64| Area { left: from, top: y - half, right: from + room_for, bottom: y + half };
        let Some(place) = space.first(places.map(within)) else { continue };
        let centre = (place.left + mark * 0.5, y);
        if leads {
            markers::star(centre, half * 0.68, ink, page);
        } else {
            markers::diamond(centre, half * 0.55, ink, page);
        }
        let style = TextStyle { colour: ink, size, bold: true, anchor: Anchor::Start, clear: false };
        page.words(text, (place.left + mark, y), style);
        space.take(Area { left, top: y - half, right: left + wide, bottom: y + half });
        return !text.is_empty();
    }
    space.take(Area { left, top: y - half, right: left + wide, bottom: y + half });
    false
}
