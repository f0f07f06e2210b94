//! Cuts: a band of ░ between the sides of a partition; where links are cut singly, marks on those links.

use super::ring::Ring;
use super::travel::half_way;
use crate::raft::ServerId;
use crate::tui::Scene;
use crate::tui::look::glyph;
use crate::tui::panes::canvas::Canvas;
use crate::tui::panes::glance::Glance;
use ratatui::layout::Rect;

/// Draws what lies under the cards.
pub(super) fn band(glance: &Glance, ring: &Ring, area: Rect, canvas: &mut Canvas) {
    if glance.sides.is_empty() {
        return;
    }
    let points: Vec<(f32, f32, usize)> = ring
        .cards
        .iter()
        .enumerate()
        .map(|(position, card)| {
            let x = f32::from(card.x) + f32::from(card.width) / 2.0;
            let y = f32::from(card.y) + f32::from(card.height) / 2.0;
            (x, y, glance.side(ServerId::at(position)))
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

/// Draws marks on links that are cut singly: in the middle for both directions, near the deaf end for one.
pub(super) fn marks(scene: &Scene, glance: &Glance, ring: &Ring, canvas: &mut Canvas) {
    if !glance.ragged {
        return;
    }
    let world = scene.run.world();
    let network = world.network();
    let alarm = canvas.look.alarm();
    for from in world.all().iter() {
        for to in world.all().iter().filter(|to| *to != from) {
            if !network.link(from, to).cut {
                continue;
            }
            let both = network.link(to, from).cut;
            if both && to < from {
                continue;
            }
            let share = if both { 0.5 } else { 0.75 };
            let (x, y) = half_way(ring, from, to, share);
            if both {
                canvas.put(x.saturating_sub(1), y, "░✕░", alarm);
            } else {
                let (tail, _) = half_way(ring, from, to, 0.0);
                let arrow = if tail <= x { "✕›" } else { "‹✕" };
                let end = canvas.put(x, y, arrow, alarm);
                let text = format!(" {to} is deaf to {from}");
                let short = format!(" {from}→{to}");
                for text in [text, short] {
                    let room = end + canvas.width(&text);
                    let clear =
                        ring.cards.iter().all(|card| !card.intersects(Rect::new(end, y, room - end + 1, 1)));
                    if clear && canvas.is_free(end, room + 1, y) {
                        canvas.put(end, y, &text, alarm);
                        break;
                    }
                }
            }
        }
    }
}
