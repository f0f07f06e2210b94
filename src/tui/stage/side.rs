//! What stands at the side of a run, and where everything is then.

use super::Stage;
use crate::tui::layout::Layout;
use crate::tui::{Pane, Side};
use ratatui::layout::Rect;

impl Stage {
    /// What stands at the side of the panes.
    pub fn side(&self) -> Option<Side<'_>> {
        let lesson = || self.lesson_here().map(|lesson| Side::Lesson(&lesson.side));
        // In a lesson the panel stands there only if somebody asked for it.
        let opens = self.lab.open && (self.lab.decided || self.lesson_here().is_none());
        let lab = (opens && self.lab.has_panel(&self.run)).then_some(Side::Lab(&self.lab));
        self.open_answer.as_ref().map(Side::Answer).or(lab).or_else(lesson)
    }

    /// Whether the panel of the bug lab stands there.
    pub fn shows_panel(&self) -> bool {
        matches!(self.side(), Some(Side::Lab(_)))
    }

    /// Where everything is on a screen.
    pub fn layout(&self, screen: Rect) -> Layout {
        self.layout_with(screen, self.focus, self.zoom)
    }

    /// Where everything would be.
    pub(in crate::tui) fn layout_with(&self, screen: Rect, focus: Pane, zoom: Option<Pane>) -> Layout {
        Layout::with_side(screen, focus, zoom, self.run.world().size(), self.side().map(Side::placement))
    }
}
