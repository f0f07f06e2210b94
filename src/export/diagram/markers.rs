//! What happens to a server at a moment: its marker on the line, and its word beside it.

use super::Sheet;
use super::page::{Anchor, Page, Stroke, TextStyle, path};
use super::space::{self, Area, FreeSpace};
use super::timeline::{Moment, MomentKind, Timeline};
use crate::export::svg::Rgb;

/// Takes the space of the markers.
pub(super) fn take(timeline: &Timeline, sheet: &Sheet, space: &mut FreeSpace) {
    for moment in &timeline.moments {
        let centre = (sheet.x(moment.at), sheet.y(moment.server));
        let reach = if moment.kind == MomentKind::Plain { 8.0 } else { 18.0 } * sheet.unit;
        space.take(Area::around(centre, (reach, reach)));
    }
}

/// Draws the markers, then finds room for their words: what matters most goes first.
pub(super) fn draw(timeline: &Timeline, sheet: &Sheet, page: &mut Page, space: &mut FreeSpace) {
    for moment in &timeline.moments {
        marker(moment, sheet, page);
    }
    let mut moments: Vec<&Moment> = timeline.moments.iter().collect();
    moments.sort_by_key(|moment| (moment.kind, moment.at));
    for moment in moments {
        word(moment, sheet, page, space);
    }
}

fn marker(moment: &Moment, sheet: &Sheet, page: &mut Page) {
    let unit = sheet.unit;
    let centre = (sheet.x(moment.at), sheet.y(moment.server));
    let (colour, back) = (page.term(moment.term), page.ground.back);
    match moment.kind {
        MomentKind::Breaks => {
            page.disc(centre, 10.0 * unit, page.alarm(), None);
            cross(centre, 4.5 * unit, back, unit, page);
        }
        MomentKind::Crashes => {
            page.disc(centre, 10.0 * unit, back, None);
            cross(centre, 7.0 * unit, page.alarm(), unit, page);
        }
        MomentKind::Restarts => page.disc(centre, 7.0 * unit, back, Some(page.strong())),
        MomentKind::Commits => {
            page.disc(centre, 9.0 * unit, back, Some(colour));
            let at = |x: f64, y: f64| (centre.0 + x * unit, centre.1 + y * unit);
            let tick = path(&[at(-4.0, 0.5), at(-1.0, 3.8), at(4.5, -3.5)]);
            page.stroke(&tick, Stroke { colour, width: 2.2 * unit, dashes: None });
        }
        MomentKind::Refuses => {
            page.disc(centre, 9.0 * unit, back, Some(page.alarm()));
            cross(centre, 4.0 * unit, page.alarm(), unit * 0.7, page);
        }
        MomentKind::Client => {
            let tip = centre.1 - sheet.bar() - unit;
            let at = |x: f64, y: f64| (centre.0 + x * unit, tip + y * unit);
            let colour = page.strong();
            page.line_between(
                at(0.0, -16.0),
                at(0.0, -6.0),
                Stroke { colour, width: 2.0 * unit, dashes: None },
            );
            page.polygon(&[at(-4.5, -8.0), at(4.5, -8.0), at(0.0, 0.0)], colour);
        }
        MomentKind::Steps => page.disc(centre, 6.0 * unit, colour, Some(back)),
        MomentKind::Plain => page.disc(centre, 4.5 * unit, colour, None),
    }
}

fn word(moment: &Moment, sheet: &Sheet, page: &mut Page, space: &mut FreeSpace) {
    let unit = sheet.unit;
    let (x, y) = (sheet.x(moment.at), sheet.y(moment.server));
    let (colour, bold) = match moment.kind {
        MomentKind::Breaks | MomentKind::Crashes | MomentKind::Refuses => (page.alarm(), true),
        MomentKind::Restarts | MomentKind::Client => (page.strong(), true),
        MomentKind::Commits => (page.term(moment.term), true),
        MomentKind::Steps => (page.strong(), false),
        MomentKind::Plain => (page.dim(), false),
    };
    let size = if moment.kind == MomentKind::Plain { sheet.words().min(14.0 * unit) } else { sheet.words() };
    let wide = space::width(&moment.word, size);
    let off = sheet.bar() + size * 0.75;
    let above = if moment.kind == MomentKind::Client { off + 14.0 * unit } else { off };
    // Above and below, in the middle, to the right, to the left; then a little farther.
    let offsets = [0.0, wide / 2.0 + 4.0 * unit, -wide / 2.0 - 4.0 * unit, wide / 2.0 + 16.0 * unit];
    let rows = [-above, off, -above - size, off + size];
    let wishes = rows.into_iter().flat_map(|row| offsets.map(|aside| (x + aside, y + row)));
    let mut areas: Vec<Area> = wishes.map(|centre| Area::around(centre, (wide, size * 1.1))).collect();
    if moment.kind != MomentKind::Client {
        areas.insert(0, Area::around((x + wide / 2.0 + 14.0 * unit, y - off), (wide, size * 1.1)));
    }
    let Some(place) = space.place(areas.into_iter()) else { return };
    let middle = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
    page.words(&moment.word, middle, TextStyle { colour, size, bold, anchor: Anchor::Middle, clear: true });
}

/// Two lines across each other.
pub(super) fn cross((x, y): (f64, f64), reach: f64, colour: Rgb, unit: f64, page: &mut Page) {
    let stroke = Stroke { colour, width: 3.0 * unit, dashes: None };
    page.line_between((x - reach, y - reach), (x + reach, y + reach), stroke);
    page.line_between((x - reach, y + reach), (x + reach, y - reach), stroke);
}

/// Who leads.
pub(super) fn star((x, y): (f64, f64), reach: f64, colour: Rgb, page: &mut Page) {
    // The sines and cosines of the corners, so that every machine draws the same.
    const CORNERS: [(f64, f64); 5] =
        [(0.0, -1.0), (0.951, -0.309), (0.588, 0.809), (-0.588, 0.809), (-0.951, -0.309)];
    let inner = |number: usize| {
        let (x, y) = CORNERS[(number + 3) % 5];
        (-x * 0.42, -y * 0.42)
    };
    let corners = (0..5).flat_map(|number| [CORNERS[number], inner(number)]);
    let points: Vec<(f64, f64)> =
        corners.map(|(right, down)| (x + right * reach, y + down * reach)).collect();
    page.polygon(&points, colour);
}

/// Who starts an election.
pub(super) fn diamond((x, y): (f64, f64), reach: f64, colour: Rgb, page: &mut Page) {
    page.polygon(&[(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], colour);
}
