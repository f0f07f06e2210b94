//! What the lists of the pane have in common.

use crate::raft::{RoleKind, ServerId};
use crate::tui::canvas::Canvas;
use crate::tui::overview::{Overview, face, role, term_of};
use crate::tui::scene::Scene;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// How many rows there are for servers, of so many wanted: one is kept for `… 3 more`.
pub(super) fn rows_for(wanted: usize, room: u16) -> usize {
    if wanted <= usize::from(room) { wanted } else { usize::from(room.saturating_sub(1)) }
}

/// `… 3 more`
pub(super) fn more(hidden: usize, area: Rect, shown: usize, canvas: &mut Canvas) {
    if hidden > 0 {
        canvas.put(area.x, area.y + 1 + shown as u16, &format!("… {hidden} more"), canvas.look.dim());
    }
}

/// A server's glyph and name in a list.
pub(super) fn name(scene: &Scene, server: ServerId, x: u16, y: u16, canvas: &mut Canvas) {
    let node = scene.run.world().node(server);
    let look = canvas.look;
    let style = match role(node) {
        Some(RoleKind::Leader | RoleKind::Candidate) => look.term(term_of(node)).add_modifier(Modifier::BOLD),
        Some(RoleKind::Follower) => look.text(),
        None => look.dim(),
    };
    let x = canvas.put_char(x, y, face(node), style);
    canvas.put(x + 1, y, &server.to_string(), style);
}

/// The servers that a leader keeps something about, in the order of their rows.
pub(super) fn followers(overview: &Overview, leader: ServerId) -> Vec<ServerId> {
    overview.order.iter().copied().filter(|server| *server != leader).collect()
}
