//! The pane Cluster: servers as a ring, messages travelling between them, cuts.

mod card;
mod cut;
pub(super) mod groups;
pub(super) mod ring;
mod rows;
pub(crate) mod travel;

pub(super) use card::UNCOUNTED;

use crate::tui::canvas::Canvas;
use crate::tui::glance::Glance;
use crate::tui::{Pane, Scene, Target};
use ratatui::layout::Rect;
use ring::{Ring, body};

fn ring_of(scene: &Scene, glance: &Glance, area: Rect) -> Option<Ring> {
    if glance.rows { None } else { Ring::of(area, scene.run.world().size()) }
}

/// Draws the pane.
pub(super) fn draw(scene: &Scene, glance: &Glance, area: Rect, canvas: &mut Canvas) {
    let (titled, inside) = body(area);
    if titled {
        let note = if scene.draft.is_some() { "a partition is being drawn" } else { "" };
        canvas.title(area, Pane::Cluster.title(), note, scene.focus == Pane::Cluster);
    }
    let Some(ring) = ring_of(scene, glance, inside) else {
        rows::draw(scene, glance, inside, canvas);
        return;
    };
    cut::band(glance, &ring, inside, canvas);
    for node in scene.run.world().nodes() {
        card::draw(scene, glance, &ring, node, canvas);
    }
    travel::draw(scene, glance, &ring, canvas);
    cut::marks(scene, glance, &ring, canvas);
}

/// The furthest that the rows can be scrolled; a ring cannot.
pub(super) fn scroll_limit(scene: &Scene, glance: &Glance, area: Rect) -> u16 {
    let (_, inside) = body(area);
    if ring_of(scene, glance, inside).is_some() {
        return 0;
    }
    let shown = rows::places(glance, inside, 0).len();
    glance.order.len().saturating_sub(shown) as u16
}

/// What is under the mouse.
pub(super) fn hit(scene: &Scene, glance: &Glance, area: Rect, x: u16, y: u16) -> Option<Target> {
    let (_, inside) = body(area);
    let Some(ring) = ring_of(scene, glance, inside) else {
        let places = rows::places(glance, inside, scene.scroll[Pane::Cluster as usize]);
        return places
            .into_iter()
            .find(|(_, row)| row.contains((x, y).into()))
            .map(|(server, _)| Target::Server(server));
    };
    let card = ring.cards.iter().position(|card| card.contains((x, y).into()));
    card.map(|position| Target::Server(crate::raft::ServerId::at(position)))
        .or_else(|| travel::under(scene, &ring, x, y).map(Target::Message))
}
