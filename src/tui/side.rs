//! What stands at the side of the panes: one thing at a time. Where there is no room for both, it takes the place of
//! all panes.
//!
//! [`Layout::side`](crate::tui::layout::Layout) says where, a [`Side`] what: drawing, the mouse and scrolling ask it alike.

use crate::explain::Lit;
use crate::paper::Rule;
use crate::tui::canvas::Canvas;
use crate::tui::lab::Lab;
use crate::tui::lab::panel_view::{self, PanelTarget};
use crate::tui::layout::Stand;
use crate::tui::lesson::view::{draw_lesson, hit_lesson, lesson_scroll_limit, lesson_scroll_to};
use crate::tui::{
    AnswerTarget, Asked, Scene, answer_scroll_limit, answer_scroll_to, draw_answer, hit_answer,
};
use crate::tui::{LessonSide, LessonTarget};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What stands at the side.
#[derive(Clone, Copy, Debug)]
pub enum Side<'a> {
    /// An answer.
    Answer(&'a Asked),
    /// A lesson.
    Lesson(&'a LessonSide),
    /// The panel of the bug lab.
    Lab(&'a Lab),
}

/// Something at the side that is under the mouse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SideTarget {
    /// Something of an answer.
    Answer(AnswerTarget),
    /// Something of a lesson.
    Lesson(LessonTarget),
    /// Something of the panel of the bug lab.
    Lab(PanelTarget),
    /// Where nothing can be chosen.
    Nothing,
}

impl<'a> Side<'a> {
    /// The answer, if it is one.
    pub fn asked(self) -> Option<&'a Asked> {
        match self {
            Side::Answer(asked) => Some(asked),
            Side::Lesson(_) | Side::Lab(_) => None,
        }
    }

    /// How it stands there.
    pub fn stand(self) -> Stand {
        match self {
            Side::Answer(_) | Side::Lab(_) => Stand::Beside,
            Side::Lesson(lesson) if lesson.lecture => Stand::Lecture,
            Side::Lesson(_) => Stand::Under,
        }
    }

    /// What is to be seen before all else, if it says so.
    pub fn lit(self) -> Option<&'a Lit> {
        match self {
            Side::Answer(asked) => Some(&asked.answer.lit),
            Side::Lesson(lesson) => Some(&lesson.lit),
            Side::Lab(_) => None,
        }
    }

    /// The rules that it speaks of before those of the step.
    pub fn rules(self) -> &'a [Rule] {
        match self {
            Side::Answer(_) | Side::Lab(_) => &[],
            Side::Lesson(lesson) => &lesson.rules,
        }
    }

    /// Draws it on its area.
    pub(super) fn draw(self, scene: &Scene, area: Rect, buffer: &mut Buffer) {
        match self {
            Side::Answer(asked) => {
                draw_answer(&asked.scene(scene.look), area, buffer);
                moment(scene, asked, area, buffer);
            }
            Side::Lesson(lesson) => draw_lesson(&lesson.scene(scene.look), area, buffer),
            Side::Lab(lab) => panel_view::draw(scene, lab, area, buffer),
        }
    }

    /// What of it is under the mouse.
    pub(super) fn hit(self, scene: &Scene, area: Rect, x: u16, y: u16) -> SideTarget {
        let found = match self {
            Side::Answer(asked) => hit_answer(&asked.scene(scene.look), area, x, y).map(SideTarget::Answer),
            Side::Lesson(lesson) => hit_lesson(&lesson.scene(scene.look), area, x, y).map(SideTarget::Lesson),
            Side::Lab(lab) => panel_view::hit(scene, lab, area, x, y).map(SideTarget::Lab),
        };
        found.unwrap_or(SideTarget::Nothing)
    }

    /// The furthest that it can be scrolled on its area.
    pub(super) fn scroll_limit(self, scene: &Scene, area: Rect) -> u16 {
        match self {
            Side::Answer(asked) => answer_scroll_limit(&asked.scene(scene.look), area),
            Side::Lesson(lesson) => lesson_scroll_limit(&lesson.scene(scene.look), area),
            Side::Lab(lab) => panel_view::scroll_limit(scene, lab, area),
        }
    }

    /// How far to scroll it so that what is chosen in it is seen.
    pub(super) fn scroll_to_chosen(self, scene: &Scene, area: Rect) -> u16 {
        match self {
            Side::Answer(asked) => asked
                .chosen
                .map_or(asked.scroll, |chosen| answer_scroll_to(&asked.scene(scene.look), area, chosen)),
            Side::Lesson(lesson) => lesson_scroll_to(&lesson.scene(scene.look), area),
            Side::Lab(lab) => lab.scroll,
        }
    }
}

/// Of which step an answer speaks: in the empty row above it.
fn moment(scene: &Scene, asked: &Asked, area: Rect, buffer: &mut Buffer) {
    const NARROW: u16 = 44;
    if area.width < NARROW {
        return;
    }
    let text = asked.moment(scene.run, scene.look.is_ascii());
    let style = if asked.is_here(scene.run) { scene.look.dim() } else { scene.look.strong() };
    let mut canvas = Canvas::new(buffer, scene.look, area);
    canvas.put_right(area.right() - 3, area.y, &text, style);
}
