//! The pane Rule: the rule that was at work in the step.

use super::canvas::Canvas;
use super::glance::Glance;
use crate::explain::fact_line;
use crate::tui::{Pane, Scene};
use ratatui::layout::Rect;

/// Draws the pane.
pub(super) fn draw(scene: &Scene, _glance: &Glance, area: Rect, canvas: &mut Canvas) {
    canvas.title(area, Pane::Rule.title(), "", scene.focus == Pane::Rule);
    let look = canvas.look;
    let Some(step) = scene.run.step() else { return };
    for (y, fact) in (area.y + 1..area.bottom()).zip(&step.facts) {
        canvas.put(area.x, y, fact.rule().id(), look.bold());
        canvas.put_cut(area.x + 4, y, &fact_line(fact), area.width.saturating_sub(4), look.text());
    }
}
