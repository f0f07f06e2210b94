//! What a pane of the screen can do: every pane says it of itself, and [`panes`](super::panes) lists them.

use crate::tui::canvas::Canvas;
use crate::tui::overview::Overview;
use crate::tui::scene::{Scene, Target};
use ratatui::layout::Rect;

/// How a pane is drawn on its area, scrolled there, and hit by the mouse.
pub(super) struct PaneView {
    /// Draws it.
    pub draw: fn(&Scene, &Overview, Rect, &mut Canvas),
    /// The furthest that it can be scrolled; 0 where all of it is seen.
    pub scroll_limit: fn(&Scene, &Overview, Rect) -> u16,
    /// What of it is at a column and a row of the screen.
    pub hit: fn(&Scene, &Overview, Rect, u16, u16) -> Option<Target>,
}

impl PaneView {
    /// For a pane that is always seen whole.
    pub fn unscrolled(_: &Scene, _: &Overview, _: Rect) -> u16 {
        0
    }

    /// For a pane of which nothing can be chosen.
    pub fn untouched(_: &Scene, _: &Overview, _: Rect, _: u16, _: u16) -> Option<Target> {
        None
    }
}
