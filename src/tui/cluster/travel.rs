//! Messages in flight: glyphs on dotted lines, bold behind them and faint ahead.

use super::flights::{end_of, is_looked_at, lately_lost};
use super::labels::{self, Labels};
use super::placed::{Placed, placed};
use super::ring::Ring;
use super::way::Way;
use crate::sim::{Flight, MessageId};
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use ratatui::style::Modifier;
use std::collections::BTreeSet;

/// Which message is drawn in a cell, or right beside it, or has its label there. One that still arrives goes
/// before one that is lost.
pub(super) fn under(scene: &Scene, ring: &Ring, x: u16, y: u16) -> Option<MessageId> {
    let near = |placed: &Placed| {
        let away = match y.abs_diff(placed.y) {
            0 => aside(scene, placed, x)?,
            1 => (placed.x..placed.end).contains(&x).then_some(2)?,
            _ => return None,
        };
        Some((away, placed.flight.doom.is_some(), placed.flight.id))
    };
    placed(scene, ring).iter().filter_map(near).min().map(|(_, _, id)| id)
}

/// How far from a message in its own row, as a finger sees it: on it, right beside it, or on the label that stands
/// behind it or, where there is no room, before it.
fn aside(scene: &Scene, placed: &Placed, x: u16) -> Option<u16> {
    let label = labels::longest(scene, placed.flight);
    match x {
        x if (placed.x..placed.end).contains(&x) => Some(0),
        x if x == placed.end || x + 1 == placed.x => Some(1),
        x if (placed.end..=placed.end + label).contains(&x) => Some(3),
        x if x < placed.x && x + label + 1 >= placed.x => Some(4),
        _ => None,
    }
}

/// Draws all messages, and those that were lost in the last two steps.
pub(super) fn draw(scene: &Scene, overview: &Overview, ring: &Ring, canvas: &mut Canvas) {
    let lost = lately_lost(scene);
    let placed = placed(scene, ring);
    for one in &placed {
        path(scene, ring, one.flight, one.done, canvas);
    }
    for (flight, _, _) in &lost {
        path(scene, ring, flight, end_of(flight), canvas);
    }
    let worded = labels::worded(scene, overview);
    let mut labels = Labels::default();
    for one in &placed {
        let chosen = is_looked_at(scene, one.flight.id);
        let spans: Vec<_> = one
            .signs
            .iter()
            .map(|(text, sign)| {
                let style = if chosen { canvas.look.bold() } else { sign.style(canvas) };
                (text.clone(), style.add_modifier(Modifier::BOLD))
            })
            .collect();
        canvas.put_spans(one.x, one.y, &spans);
        if chosen && ring.holds(one.x.saturating_sub(1), one.x, one.y) {
            canvas.put_char(one.x.saturating_sub(1), one.y, glyph::HERE, canvas.look.bold());
        }
        if worded.contains(&one.flight.id) {
            labels.of_message(scene, one, canvas);
        }
    }
    let alive = if lost.is_empty() { BTreeSet::new() } else { live_cells(scene, ring) };
    for (flight, why, fresh) in &lost {
        labels.of_loss(scene, ring, flight, (*why, *fresh), &alive, canvas);
    }
    labels.draw(ring, &alive, canvas);
}

/// The cells of all links over which messages arrive: no mark of a cut stands there.
fn live_cells(scene: &Scene, ring: &Ring) -> BTreeSet<(u16, u16)> {
    let world = scene.run.world();
    let servers = || world.roster().iter();
    let links = servers().flat_map(|from| servers().map(move |to| (from, to)));
    let open = links.filter(|(from, to)| from != to && !world.network().link(*from, *to).cut);
    open.flat_map(|(from, to)| Way::of(ring, from, to).cells()).collect()
}

fn path(scene: &Scene, ring: &Ring, flight: &Flight, done: f32, canvas: &mut Canvas) {
    let way = Way::of(ring, flight.from, flight.to);
    let behind = canvas.look.term(flight.message.term().unwrap_or_default()).add_modifier(Modifier::BOLD);
    let ahead = canvas.look.line();
    let dots = way.dots();
    // What is lost goes no further.
    let gone = scene.run.world().network().flight(flight.id).is_none();
    for dot in 0..=dots {
        let share = f32::from(dot) / f32::from(dots);
        if gone && share > done {
            break;
        }
        let (x, y) = way.at(share);
        let third = if way.is_level() { 1 } else { ((y.fract() * 3.0) as usize).min(2) };
        let glyph = ['˙', '·', '.'][third];
        let (x, y) = (x as u16, y as u16);
        let free = canvas.is_blank(x, y) || (share <= done && canvas.is_free(x, x + 1, y));
        if free && ring.holds(x, x + 1, y) {
            canvas.put_char(x, y, glyph, if share <= done { behind } else { ahead });
        }
    }
}
