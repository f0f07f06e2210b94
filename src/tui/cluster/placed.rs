//! Where messages in flight are seen: each beside all others, and off the cards.

use super::flights::{is_looked_at, progress};
use super::ring::Ring;
use super::signs::{Sign, Signs, pointing_signs, width_of};
use super::way::Way;
use crate::sim::{Flight, Loss};
use crate::tui::Scene;
use crate::tui::look::glyph;

/// A message and its signs, at the place where they are seen.
pub(super) struct Placed<'a> {
    pub flight: &'a Flight,
    pub signs: Signs,
    pub x: u16,
    pub y: u16,
    pub end: u16,
    /// How much of its way is behind it.
    pub done: f32,
}

/// How far from where it is a message may be drawn, as shares of its way, so that it covers no other.
const NUDGES: [f32; 13] = [0.0, 0.04, -0.04, 0.08, -0.08, 0.12, -0.12, 0.18, -0.18, 0.25, -0.25, 0.35, -0.35];

/// The messages that are seen: each beside all others, and off the cards. Those that have no place are not among them.
pub(super) fn placed<'a>(scene: &Scene<'a>, ring: &Ring) -> Vec<Placed<'a>> {
    let mut flights: Vec<&Flight> = scene.run.world().network().flights().collect();
    // What one looks at has its place first.
    flights.sort_by_key(|flight| !is_looked_at(scene, flight.id));
    let mut placed: Vec<Placed> = Vec::new();
    for flight in flights {
        let way = Way::of(ring, flight.from, flight.to);
        let signs = if flight.doom == Some(Loss::Dropped) {
            vec![(glyph::LOST.to_string(), Sign::Alarm)]
        } else {
            pointing_signs(&flight.message, way.heading())
        };
        let (done, width) = (progress(scene, flight), width_of(&signs));
        let is_free = |(x, y): &(u16, u16)| {
            let (from, to) = (x.saturating_sub(1), x + width + 1);
            ring.holds(from, to, *y)
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
