//! The straight ways between cards that messages take.

use super::ring::Ring;
use crate::raft::ServerId;
use crate::tui::look::glyph::Heading;
use ratatui::layout::Rect;

/// Into so many steps a way is cut to find its cells.
const STEPS: u16 = 96;

/// A straight way between two cards, from edge to edge.
pub(super) struct Way {
    from: (f32, f32),
    to: (f32, f32),
}

impl Way {
    /// The way that messages from one server to another take. Those that go the other way pass beside them.
    pub fn of(ring: &Ring, from: ServerId, to: ServerId) -> Way {
        let (one, other) = (ring.cards[from.position()], ring.cards[to.position()]);
        let (mut start, mut end) = (middle(one), middle(other));
        let (across, down) = (end.0 - start.0, end.1 - start.1);
        // Rows are twice as high as columns are wide.
        let length = (across * across + 4.0 * down * down).sqrt().max(1.0);
        let aside = (-down * 2.0 / length * 1.2, across / length * 0.34);
        for point in [&mut start, &mut end] {
            point.0 += aside.0;
            point.1 += aside.1;
        }
        let at = |step: u16| {
            let share = f32::from(step) / f32::from(STEPS);
            (start.0 + (end.0 - start.0) * share, start.1 + (end.1 - start.1) * share)
        };
        let first = (0..STEPS).find(|step| !covers(one, at(*step))).unwrap_or(0);
        let last = (0..=STEPS).rev().find(|step| !covers(other, at(*step))).unwrap_or(STEPS).max(first);
        Way { from: at(first), to: at(last) }
    }

    pub fn at(&self, share: f32) -> (f32, f32) {
        let share = share.clamp(0.0, 1.0);
        (self.from.0 + (self.to.0 - self.from.0) * share, self.from.1 + (self.to.1 - self.from.1) * share)
    }

    /// Whether it goes along one row.
    pub fn is_level(&self) -> bool {
        (self.to.1 - self.from.1).abs() < 0.8
    }

    /// How many dots it takes: about one for two columns, and at least one a row.
    pub fn dots(&self) -> u16 {
        let (across, down) = ((self.to.0 - self.from.0).abs(), (self.to.1 - self.from.1).abs());
        let most = if self.is_level() { f32::MAX } else { down * 3.0 };
        (across / 2.0).min(most).max(down).round().max(1.0) as u16
    }

    /// The cell at a share of it.
    pub fn cell(&self, share: f32) -> (u16, u16) {
        let (x, y) = self.at(share);
        (x as u16, y as u16)
    }

    /// All cells that it passes.
    pub fn cells(self) -> impl Iterator<Item = (u16, u16)> {
        (0..=STEPS).map(move |step| self.cell(f32::from(step) / f32::from(STEPS)))
    }

    /// Where it leads, as it is seen.
    pub fn heading(&self) -> Heading {
        // Rows are twice as high as columns are wide.
        let (across, down) = (self.to.0 - self.from.0, 2.0 * (self.to.1 - self.from.1));
        match (across, down) {
            _ if across.abs() * 2.0 < down.abs() && down > 0.0 => Heading::Down,
            _ if across.abs() * 2.0 < down.abs() => Heading::Up,
            _ if across < 0.0 => Heading::Left,
            _ => Heading::Right,
        }
    }
}

fn middle(card: Rect) -> (f32, f32) {
    (f32::from(card.x) + f32::from(card.width) / 2.0, f32::from(card.y) + f32::from(card.height) / 2.0)
}

/// Whether a point is on a card, or so near that a glyph there would touch it.
fn covers(card: Rect, (x, y): (f32, f32)) -> bool {
    x >= f32::from(card.x) - 1.0
        && x < f32::from(card.right()) + 1.0
        && y >= f32::from(card.y)
        && y < f32::from(card.bottom())
}
