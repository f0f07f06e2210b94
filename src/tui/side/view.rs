//! Drawing what stands at the side of the panes, and finding what is under the mouse there.

use super::{Side, SideTarget};
use crate::tui::answer::view::paint_answer;
use crate::tui::canvas::Canvas;
use crate::tui::lab::panel_view;
use crate::tui::lesson::view::{draw_lesson, hit_lesson, lesson_scroll_limit, lesson_scroll_to};
use crate::tui::scene::Scene;
use crate::tui::{OpenAnswer, answer_scroll_limit, answer_scroll_to, hit_answer};
use ratatui::layout::Rect;

impl Side<'_> {
    /// Draws it on its area.
    pub(in crate::tui) fn draw(self, scene: &Scene, area: Rect, canvas: &mut Canvas) {
        match self {
            Side::Answer(open_answer) => {
                paint_answer(&open_answer.scene(scene.run, scene.look), area, canvas);
                moment(scene, open_answer, area, canvas);
            }
            Side::Lesson(lesson) => draw_lesson(&lesson.scene(scene.look), area, canvas),
            Side::Lab(lab) => panel_view::draw(scene, lab, area, canvas),
        }
    }

    /// What of it is under the mouse.
    pub(in crate::tui) fn hit(self, scene: &Scene, area: Rect, x: u16, y: u16) -> SideTarget {
        let found = match self {
            Side::Answer(open_answer) => {
                hit_answer(&open_answer.scene(scene.run, scene.look), area, x, y).map(SideTarget::Answer)
            }
            Side::Lesson(lesson) => hit_lesson(&lesson.scene(scene.look), area, x, y).map(SideTarget::Lesson),
            Side::Lab(lab) => panel_view::hit(scene, lab, area, x, y).map(SideTarget::Lab),
        };
        found.unwrap_or(SideTarget::Nothing)
    }

    /// The furthest that it can be scrolled on its area.
    pub(in crate::tui) fn scroll_limit(self, scene: &Scene, area: Rect) -> u16 {
        match self {
            Side::Answer(open_answer) => answer_scroll_limit(&open_answer.scene(scene.run, scene.look), area),
            Side::Lesson(lesson) => lesson_scroll_limit(&lesson.scene(scene.look), area),
            Side::Lab(lab) => panel_view::scroll_limit(scene, lab, area),
        }
    }

    /// How far to scroll it so that what is chosen in it is seen.
    pub(in crate::tui) fn scroll_to_chosen(self, scene: &Scene, area: Rect) -> u16 {
        match self {
            Side::Answer(open_answer) => open_answer.chosen.map_or(open_answer.scroll, |chosen| {
                answer_scroll_to(&open_answer.scene(scene.run, scene.look), area, chosen)
            }),
            Side::Lesson(lesson) => lesson_scroll_to(&lesson.scene(scene.look), area),
            Side::Lab(lab) => lab.scroll,
        }
    }
}

/// Of which step an answer speaks: in the empty row above it.
fn moment(scene: &Scene, open_answer: &OpenAnswer, area: Rect, canvas: &mut Canvas) {
    const NARROW: u16 = 44;
    if area.width < NARROW {
        return;
    }
    let text = open_answer.moment(scene.run, scene.look.is_ascii());
    let style = if open_answer.is_here(scene.run) { scene.look.dim() } else { scene.look.strong() };
    canvas.put_right(area.right() - 3, area.y, &text, style);
}
