//! Cuts: a band of ░ between the sides of a partition; where links are cut singly, marks on those links.

use super::ring::Ring;
use super::travel::half_way;
use crate::raft::ServerId;
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use ratatui::layout::Rect;

/// Draws what lies under the cards.
pub(super) fn band(overview: &Overview, ring: &Ring, area: Rect, canvas: &mut Canvas) {
    if overview.sides.is_empty() {
        return;
    }
    let points: Vec<(f32, f32, usize)> = ring
        .cards
        .iter()
        .enumerate()
        .map(|(position, card)| {
            let x = f32::from(card.x) + f32::from(card.width) / 2.0;
            let y = f32::from(card.y) + f32::from(card.height) / 2.0;
            (x, y, overview.side(ServerId::at(position)))
        })
        .collect();
    let style = canvas.look.line();
    let mut longest: (u16, u16, u16) = (0, 0, 0);
    for y in area.top()..area.bottom() {
        let mut start = area.left();
        for x in area.left()..=area.right() {
            let inside = x < area.right() && between(&points, f32::from(x) + 0.5, f32::from(y) + 0.5);
            if inside {
                canvas.put_char(x, y, glyph::CUT, style);
                continue;
            }
            // A place for the word: in the middle of the pane, off the cards.
            let middle = area.y + area.height / 2;
            let away = y.abs_diff(middle);
            let free = !ring.cards.iter().any(|card| card.intersects(Rect::new(start, y, x - start, 1)));
            if x - start >= 3 && free && (longest.2 == 0 || away < longest.1.abs_diff(middle)) {
                longest = (start, y, x - start);
            }
            start = x + 1;
        }
    }
    let (start, y, length) = longest;
    if length > 0 {
        let x = (start + length / 2).saturating_sub(2).max(area.left());
        canvas.put(x, y, " cut ", canvas.look.alarm().add_modifier(ratatui::style::Modifier::BOLD));
    }
}

/// Whether a point is about as near to the nearest card of one side as to the nearest of another.
fn between(points: &[(f32, f32, usize)], x: f32, y: f32) -> bool {
    let mut nearest = (f32::MAX, 0);
    let mut other = f32::MAX;
    for (px, py, side) in points {
        // Rows are twice as high as columns are wide.
        let distance = ((px - x).powi(2) + 4.0 * (py - y).powi(2)).sqrt();
        if distance < nearest.0 {
            if nearest.1 != *side {
                other = nearest.0;
            }
            nearest = (distance, *side);
        } else if *side != nearest.1 {
            other = other.min(distance);
        }
    }
    other - nearest.0 < 2.4
}

/// How many notes of single links are written out: of more, only the marks.
const NOTES: usize = 3;

/// Draws marks on links that are cut singly: in the middle for both directions, near the deaf end for one. A
/// server that is cut off in one direction from all others has that written in its box, once.
pub(super) fn marks(scene: &Scene, overview: &Overview, ring: &Ring, canvas: &mut Canvas) {
    if !overview.ragged {
        return;
    }
    let world = scene.run.world();
    let network = world.network();
    let cut = |from: ServerId, to: ServerId| network.link(from, to).cut;
    let every = |server: ServerId, is: &dyn Fn(ServerId) -> bool| {
        world.roster().iter().filter(|other| *other != server).all(is)
    };
    let deaf = world.which(|node| every(node.id, &|other| cut(other, node.id)));
    let mute = world.which(|node| every(node.id, &|other| cut(node.id, other)));
    let said = |from: ServerId, to: ServerId| mute.contains(from) || deaf.contains(to);
    let all = || world.roster().iter().flat_map(|from| world.roster().iter().map(move |to| (from, to)));
    let links: Vec<(ServerId, ServerId)> = all().filter(|(from, to)| from != to && cut(*from, *to)).collect();
    let unsaid = links.iter().filter(|(from, to)| !said(*from, *to)).count();
    for (from, to) in links {
        let both = cut(to, from);
        if both && to < from {
            continue;
        }
        let noted = !both && unsaid <= NOTES && !said(from, to);
        mark(ring, (from, to), both, noted, canvas);
    }
}

/// A mark on a link, where it covers no message.
fn mark(ring: &Ring, (from, to): (ServerId, ServerId), both: bool, noted: bool, canvas: &mut Canvas) {
    let alarm = canvas.look.alarm();
    let (tail, _) = half_way(ring, from, to, 0.0);
    let place = |share: f32| half_way(ring, from, to, share);
    let shares: &[f32] = if both { &[0.5, 0.4, 0.6, 0.3, 0.7] } else { &[0.75, 0.85, 0.65, 0.92, 0.55] };
    let free = |(x, y): &(u16, u16)| canvas.is_free(x.saturating_sub(u16::from(both)), x + 2, *y);
    let (x, y) = shares.iter().map(|share| place(*share)).find(free).unwrap_or_else(|| place(shares[0]));
    if both {
        canvas.put(x.saturating_sub(1), y, "░✕░", alarm);
        return;
    }
    let end = canvas.put(x, y, if tail <= x { "✕›" } else { "‹✕" }, alarm);
    for text in [format!(" {to} is deaf to {from}"), format!(" {from}→{to}")] {
        let room = end + canvas.width(&text);
        let clear = ring.cards.iter().all(|card| !card.intersects(Rect::new(end, y, room - end + 1, 1)));
        if noted && clear && canvas.is_free(end, room + 1, y) {
            canvas.put(end, y, &text, alarm);
            return;
        }
    }
}
