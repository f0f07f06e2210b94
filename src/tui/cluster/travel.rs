//! Messages in flight: glyphs on dotted lines, bold behind them and faint ahead.

use super::labels::{self, Labels};
use super::ring::Ring;
use super::signs::{Signs, pointing_signs, width_of};
use super::way::Way;
use crate::sim::{Flight, Loss, MessageId, Step, Time, Transit, What};
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use ratatui::style::Modifier;
use std::collections::BTreeSet;

/// How far a message is in flight, from 0 to 1.
fn progress(scene: &Scene, flight: &Flight) -> f32 {
    match flight.place {
        Transit::Held => 0.12,
        Transit::Waiting => 1.0,
        // Without motion a message stays near its sender until it is there.
        Transit::Travelling if scene.still => 0.3,
        Transit::Travelling => {
            let whole = flight.due.since(flight.sent).0.max(1);
            let share = (scene.clock.since(flight.sent).0 as f32 / whole as f32).min(1.0);
            // A message that will be lost is only followed to where it is lost.
            if is_doomed(flight) { share / 2.0 } else { share }
        }
    }
}

/// Whether a message goes on as if nothing were, and gets lost half way. One that a person dropped is lost
/// where it is.
fn is_doomed(flight: &Flight) -> bool {
    flight.doom.is_some_and(|loss| loss != Loss::Dropped)
}

/// A message and its signs, at the place where they are seen.
pub(super) struct Placed<'a> {
    pub flight: &'a Flight,
    pub signs: Signs,
    pub x: u16,
    pub y: u16,
    pub end: u16,
    /// How much of its way is behind it.
    done: f32,
}

/// How far from where it is a message may be drawn, as shares of its way, so that it covers no other.
const NUDGES: [f32; 13] = [0.0, 0.04, -0.04, 0.08, -0.08, 0.12, -0.12, 0.18, -0.18, 0.25, -0.25, 0.35, -0.35];

/// The messages that are seen: each beside all others, and off the cards. Those that have no place are not among them.
pub(super) fn placed<'a>(scene: &Scene<'a>, ring: &Ring) -> Vec<Placed<'a>> {
    let mut flights: Vec<&Flight> = scene.run.world().network().flights().collect();
    // What one looks at has its place first.
    flights.sort_by_key(|flight| !labels::is_looked_at(scene, flight.id));
    let mut placed: Vec<Placed> = Vec::new();
    for flight in flights {
        let way = Way::of(ring, flight.from, flight.to);
        let signs = if flight.doom == Some(Loss::Dropped) {
            vec![(glyph::LOST.to_string(), super::signs::Sign::Alarm)]
        } else {
            pointing_signs(&flight.message, way.heading())
        };
        let (done, width) = (progress(scene, flight), width_of(&signs));
        let is_free = |(x, y): &(u16, u16)| {
            let (from, to) = (x.saturating_sub(1), x + width + 1);
            ring.holds(*x, x + width, *y)
                && placed.iter().all(|other| other.y != *y || other.end <= from || to <= other.x)
        };
        let spots = NUDGES.into_iter().map(|nudge| way.cell((done + nudge).clamp(0.0, 1.0)));
        // The signs may also end where the message is.
        let found = spots.flat_map(|(x, y)| [(x, y), (x.saturating_sub(width - 1), y)]).find(is_free);
        if let Some((x, y)) = found {
            placed.push(Placed { flight, signs, x, y, end: x + width, done });
        }
    }
    placed
}

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

/// A step by its number: steps are consecutive.
pub(crate) fn step_numbered(steps: &[Step], number: u64) -> Option<&Step> {
    let first = steps.first()?.number;
    steps.get(usize::try_from(number.checked_sub(first)?).ok()?)
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
        let chosen = labels::is_looked_at(scene, one.flight.id);
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
    labels.draw(ring, canvas);
}

/// The cells of all links over which messages arrive: no mark of a cut stands there.
fn live_cells(scene: &Scene, ring: &Ring) -> BTreeSet<(u16, u16)> {
    let world = scene.run.world();
    let servers = || world.roster().iter();
    let links = servers().flat_map(|from| servers().map(move |to| (from, to)));
    let open = links.filter(|(from, to)| from != to && !world.network().link(*from, *to).cut);
    open.flat_map(|(from, to)| Way::of(ring, from, to).cells()).collect()
}

/// The messages that were lost at the last two steps, each with whether it was the last.
pub(super) fn lately_lost<'a>(scene: &Scene<'a>) -> Vec<(&'a Flight, Loss, bool)> {
    let recent = scene.run.recent();
    let cursor = scene.run.cursor();
    recent[recent.len().saturating_sub(2)..]
        .iter()
        .filter_map(|step| match &step.what {
            What::Lost(flight, loss) => Some((flight, *loss, step.number == cursor)),
            _ => None,
        })
        .collect()
}

/// Where in flight a message was lost.
pub(super) fn end_of(flight: &Flight) -> f32 {
    if is_doomed(flight) { 0.5 } else { 1.0 }
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

/// The moment at which a flight that is drawn arrives, from the moment that is shown.
pub(crate) fn arrives_in(clock: Time, flight: &Flight) -> u64 {
    flight.due.since(clock).ms()
}
