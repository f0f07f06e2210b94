//! The pane Cluster: servers as a ring, messages travelling between them.

mod card;
pub(crate) mod flights;
pub(super) mod groups;
mod labels;
mod placed;
pub(super) mod ring;
mod rows;
mod sent;
mod signs;
#[cfg(test)]
mod tests;
mod travel;
mod way;

use crate::tui::canvas::Canvas;
use crate::tui::overview::Overview;
use crate::tui::pane::PaneView;
use crate::tui::{Pane, Scene, Target};
use ratatui::layout::Rect;
use ring::{Ring, body};

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit, hit };

fn ring_of(scene: &Scene, overview: &Overview, area: Rect) -> Option<Ring> {
    if overview.rows { None } else { Ring::of(area, scene.run.world().size()) }
}

/// Draws the pane.
fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let (titled, inside) = body(area);
    if titled {
        let note = if scene.draft.is_some() { "choosing a partition" } else { "" };
        canvas.title(area, Pane::Cluster.title(), note, scene.focus == Pane::Cluster);
    }
    let Some(ring) = ring_of(scene, overview, inside) else {
        rows::draw(scene, overview, inside, canvas);
        return;
    };
    for node in scene.run.world().nodes() {
        card::draw(scene, overview, &ring, node, canvas);
    }
    travel::draw(scene, overview, &ring, canvas);
}

/// The furthest that the rows can be scrolled; a ring cannot.
fn scroll_limit(scene: &Scene, overview: &Overview, area: Rect) -> u16 {
    let (_, inside) = body(area);
    if ring_of(scene, overview, inside).is_some() {
        return 0;
    }
    let shown = rows::places(overview, inside, 0).len();
    overview.order.len().saturating_sub(shown) as u16
}

/// What is under the mouse.
fn hit(scene: &Scene, overview: &Overview, area: Rect, x: u16, y: u16) -> Option<Target> {
    let (_, inside) = body(area);
    let Some(ring) = ring_of(scene, overview, inside) else {
        let places = rows::places(overview, inside, scene.scroll[Pane::Cluster as usize]);
        return places
            .into_iter()
            .find(|(_, row)| row.contains((x, y).into()))
            .map(|(server, _)| Target::Server(server));
    };
    let card = ring.cards.iter().position(|card| card.contains((x, y).into()));
    card.map(|position| Target::Server(crate::raft::ServerId::at(position)))
        .or_else(|| travel::under(scene, &ring, x, y).map(Target::Message))
}
