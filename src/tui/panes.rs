//! The panes: pure functions from a scene to cells.

use crate::tui::canvas::Canvas;
use crate::tui::glance::Glance;
use crate::tui::layout::Layout;
use crate::tui::{Pane, Scene, Target};
use crate::tui::{
    cluster, code, events, footer, logs, messages, properties, rule, scrubber, space_time, status, subtitle,
    votes,
};
use ratatui::layout::Rect;

/// Draws one pane.
pub(super) fn draw_pane(scene: &Scene, glance: &Glance, pane: Pane, area: Rect, canvas: &mut Canvas) {
    if area.width < 8 || area.height < 2 {
        return;
    }
    match pane {
        Pane::Cluster => cluster::draw(scene, glance, area, canvas),
        Pane::Logs => logs::draw(scene, glance, area, canvas),
        Pane::Votes => votes::draw(scene, glance, area, canvas),
        Pane::Events => events::draw(scene, glance, area, canvas),
        Pane::Rule => rule::draw(scene, glance, area, canvas),
        Pane::Messages => messages::draw(scene, glance, area, canvas),
        Pane::Properties => properties::draw(scene, glance, area, canvas),
        Pane::SpaceTime => space_time::draw(scene, glance, area, canvas),
        Pane::Code => code::draw(scene, glance, area, canvas),
    }
}

/// Draws everything.
pub(super) fn all(scene: &Scene, layout: &Layout, canvas: &mut Canvas) {
    let glance = Glance::of(scene, layout);
    status::draw(scene, &glance, layout.status, canvas);
    for (shown, area) in &layout.panes {
        draw_pane(scene, &glance, *shown, *area, canvas);
    }
    if let Some(area) = layout.scrubber {
        scrubber::draw(scene, &glance, area, canvas);
    }
    subtitle::draw(scene, layout, canvas);
    if let Some(area) = layout.keys {
        footer::draw(scene.hints, area, canvas);
    }
    if layout.tiny {
        tiny(layout, canvas);
    }
}

/// The word that says what size shows more.
fn tiny(layout: &Layout, canvas: &mut Canvas) {
    let area = layout.subtitle;
    if area.height >= 2 {
        let (width, height) = crate::tui::layout::LEAST;
        let style = canvas.look.dim();
        let text = format!("{width}×{height} shows more");
        canvas.put_cut(area.x + 1, area.bottom() - 1, &text, area.width.saturating_sub(1), style);
    }
}

/// The furthest that a pane can be scrolled.
pub(super) fn scroll_limit(scene: &Scene, layout: &Layout, pane: Pane) -> u16 {
    let Some(area) = layout.pane(pane) else { return 0 };
    let glance = Glance::of(scene, layout);
    match pane {
        Pane::Cluster => cluster::scroll_limit(scene, &glance, area),
        Pane::Logs => logs::scroll_limit(scene, &glance, area),
        Pane::Events => events::scroll_limit(scene, area),
        Pane::Rule => rule::scroll_limit(scene, area),
        Pane::Messages => messages::scroll_limit(scene, area),
        Pane::SpaceTime => space_time::scroll_limit(scene, &glance, area),
        Pane::Code => code::scroll_limit(scene, area),
        Pane::Votes | Pane::Properties => 0,
    }
}

/// What is under the mouse.
pub(super) fn hit(scene: &Scene, layout: &Layout, x: u16, y: u16) -> Option<Target> {
    let here = |area: Rect| area.contains((x, y).into());
    if layout.keys.is_some_and(here) {
        return layout.keys.and_then(|area| footer::hit(scene, area, x));
    }
    if let Some(area) = layout.scrubber.filter(|area| area.y == y) {
        return Some(scrubber::hit(area, x));
    }
    if let (Some(side), Some(area)) = (scene.side, layout.side.filter(|area| here(*area))) {
        return Some(Target::Side(side.hit(scene, area, x, y)));
    }
    let (pane, area) = *layout.panes.iter().find(|(_, area)| here(*area))?;
    let glance = Glance::of(scene, layout);
    let target = match pane {
        _ if area.width < 8 || area.height < 2 => None,
        Pane::Cluster => cluster::hit(scene, &glance, area, x, y),
        Pane::Logs => logs::hit(scene, &glance, area, x, y),
        Pane::Votes => votes::hit(scene, &glance, area, y),
        Pane::Events => events::hit(scene, area, y),
        Pane::Messages => messages::hit(scene, area, y),
        Pane::SpaceTime => space_time::hit(scene, &glance, area, x, y),
        Pane::Properties => properties::hit(scene, area, y),
        Pane::Rule | Pane::Code => None,
    };
    Some(target.unwrap_or(Target::Pane(pane)))
}
