//! The panes: pure functions from a scene to cells.

use crate::tui::canvas::Canvas;
use crate::tui::layout::Layout;
use crate::tui::overview::Overview;
use crate::tui::pane::PaneView;
use crate::tui::{Pane, Scene, Target};
use crate::tui::{
    cluster, code, events, footer, logs, messages, properties, rule, scrubber, space_time, status, subtitle,
    votes,
};
use ratatui::layout::Rect;

/// The panes.
fn view(pane: Pane) -> &'static PaneView {
    match pane {
        Pane::Cluster => &cluster::PANE,
        Pane::Logs => &logs::PANE,
        Pane::Votes => &votes::PANE,
        Pane::Events => &events::PANE,
        Pane::Rule => &rule::PANE,
        Pane::Messages => &messages::PANE,
        Pane::Properties => &properties::PANE,
        Pane::SpaceTime => &space_time::PANE,
        Pane::Code => &code::PANE,
    }
}

/// Whether something of a pane can be seen on an area.
fn is_seen(area: Rect) -> bool {
    area.width >= 8 && area.height >= 2
}

/// Draws one pane.
pub(super) fn draw_pane(scene: &Scene, overview: &Overview, pane: Pane, area: Rect, canvas: &mut Canvas) {
    if is_seen(area) {
        (view(pane).draw)(scene, overview, area, canvas);
    }
}

/// Draws everything.
pub(super) fn all(scene: &Scene, layout: &Layout, canvas: &mut Canvas) {
    let overview = Overview::of(scene, layout);
    status::draw(scene, &overview, layout.status, canvas);
    for (shown, area) in &layout.panes {
        draw_pane(scene, &overview, *shown, *area, canvas);
    }
    if let Some(area) = layout.scrubber {
        scrubber::draw(scene, &overview, area, canvas);
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
    let overview = Overview::of(scene, layout);
    (view(pane).scroll_limit)(scene, &overview, area)
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
    let overview = Overview::of(scene, layout);
    let target = is_seen(area).then(|| (view(pane).hit)(scene, &overview, area, x, y)).flatten();
    Some(target.unwrap_or(Target::Pane(pane)))
}
