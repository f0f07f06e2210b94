//! The pane Votes: the votes of an election; with a leader, what it keeps about each follower, and what
//! its clients wait for; with neither, who voted for whom.

mod election;
mod keeps;
mod rivals;
mod rows;

use crate::tui::pane::PaneView;
pub(crate) use keeps::request_row;
use rows::{followers, more, rows_for};

use crate::raft::ServerId;
use crate::sim::Vote;
use crate::tui::canvas::Canvas;
use crate::tui::overview::{Overview, face, term_of, timer};
use crate::tui::timer::UNCOUNTED;
use crate::tui::{Pane, Scene, Target};
use ratatui::layout::Rect;

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit: PaneView::unscrolled, hit };

/// Draws the pane.
fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let mut area = area;
    // Where the properties have no place of their own, what keeps the cluster from going on is told here.
    let lines = 2;
    if !overview.shows(Pane::Properties)
        && usize::from(area.height) >= overview.order.len() + 3
        && area.height > 6
    {
        let below = Rect { y: area.bottom() - lines, height: lines, ..area };
        if crate::tui::properties::stuck(scene, below, canvas) > 0 {
            area.height -= lines;
        }
    }
    if let Some(candidate) = overview.election(scene.run.world()) {
        if let Some(split) = rivals::Split::of(scene, candidate) {
            split.draw(scene, area, canvas);
            return;
        }
        election::draw(scene, candidate, area, canvas);
    } else if let Some(leader) = overview.leader {
        keeps::draw(scene, overview, leader, area, canvas);
    } else {
        waiting(scene, overview, area, canvas);
    }
}

/// The servers in the order of their rows.
fn order(scene: &Scene, overview: &Overview) -> Vec<ServerId> {
    if let Some(candidate) = overview.election(scene.run.world()) {
        rivals::Split::of(scene, candidate)
            .map_or_else(|| election::order(scene, candidate), |split| split.order)
    } else if let Some(leader) = overview.leader {
        followers(overview, leader)
    } else {
        overview.order.clone()
    }
}

/// Nobody leads and no server starts an election: who has voted for whom, and whose time runs out first.
fn waiting(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let latest = format!("latest term {}", overview.term);
    canvas.title(area, Pane::Votes.title(), &latest, scene.focus == Pane::Votes);
    let order = order(scene, overview);
    let shown = rows_for(order.len(), area.height.saturating_sub(1));
    let first = scene
        .run
        .world()
        .nodes()
        .iter()
        .filter(|node| node.running().is_some())
        .filter_map(|node| Some((timer(node)?.due, node.id)))
        .min();
    for (row, server) in order.iter().take(shown).enumerate() {
        let node = scene.run.world().node(*server);
        let y = area.y + 1 + row as u16;
        let plain = if node.is_down() { look.dim() } else { look.text() };
        let x = canvas.put_char(area.x, y, face(node), plain);
        canvas.put(x + 1, y, &server.to_string(), plain);
        let text = match node.vote() {
            Some(Vote::For(candidate)) => format!("voted {candidate} in term {}", term_of(node)),
            Some(Vote::Nobody) if first.is_some_and(|(_, next)| next == *server) => "no vote".to_owned(),
            Some(Vote::Nobody) => format!("no vote in term {}", term_of(node)),
            None => "not in the trace".to_owned(),
        };
        let end = canvas.put(area.x + 6, y, &text, plain);
        if let Some((due, next)) = first
            && next == *server
        {
            let left = due.since(scene.clock).ms();
            let long =
                if left < UNCOUNTED { format!("times out first, in {left} ms") } else { String::new() };
            let fits = |text: &&str| end + 2 + canvas.width(text) <= area.right();
            let text = [&long, "times out first"]
                .into_iter()
                .filter(|text| !text.is_empty())
                .find(fits)
                .unwrap_or_default();
            canvas.put_cut(end + 2, y, text, area.right().saturating_sub(end + 2), look.dim());
        }
    }
    more(order.len() - shown, area, shown, canvas);
}

/// What is under the mouse.
fn hit(scene: &Scene, overview: &Overview, area: Rect, _: u16, y: u16) -> Option<Target> {
    let order = order(scene, overview);
    let shown = rows_for(order.len(), area.height.saturating_sub(1));
    let row = usize::from(y.checked_sub(area.y + 1)?);
    order.get(row).filter(|_| row < shown).map(|server| Target::Server(*server))
}
