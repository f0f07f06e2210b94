//! An answer: the question, the answer in two sentences, the rules with what holds and what does not, how it came to
//! this, why the rule is there, and what would change it, as numbered things to do now.
//!
//! Beside the cluster it is a raised column of 44 to 58 cells; on a small screen it is a page. Both are drawn by
//! the same function, which only asks how wide its area is.

use super::rows;
use super::target::AnswerTarget;
use crate::explain::Answer;
use crate::sim::StepId;
use crate::tui::Look;
use crate::tui::canvas::Canvas;
use crate::tui::sheet::{self, SheetRow};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// An answer as it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct AnswerScene<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// The step that is shown, if it is not the one that the answer is about.
    pub left: Option<StepId>,
    /// What is chosen in it.
    pub chosen: Option<AnswerTarget>,
    /// How many rows are scrolled away.
    pub scroll: u16,
    /// Colours and glyphs.
    pub look: &'a Look,
}

/// Draws an answer on an area of a buffer.
pub fn draw_answer(scene: &AnswerScene, area: Rect, buffer: &mut Buffer) {
    paint_answer(scene, area, &mut Canvas::new(buffer, scene.look, area));
}

/// Draws an answer on an area of a canvas.
pub(in crate::tui) fn paint_answer(scene: &AnswerScene, area: Rect, canvas: &mut Canvas) {
    let canvas = &mut canvas.within(area);
    let area = canvas.area();
    let bar =
        rows::term(&scene.answer.headline.join(" ")).map_or(scene.look.dim(), |term| scene.look.term(term));
    sheet::ground(area, bar, canvas);
    if let Some(rows) = scene.rows(area) {
        sheet::draw(&rows, scene.chosen.as_ref(), scene.scroll, area, canvas);
    }
}

impl AnswerScene<'_> {
    /// Its rows on an area, if it can be read there.
    fn rows(&self, area: Rect) -> Option<Vec<SheetRow<AnswerTarget>>> {
        let text = sheet::text_area(area);
        sheet::is_readable(text).then(|| rows::rows(self.answer, self.left, text.width, self.look))
    }
}

/// The furthest that an answer can be scrolled on this area.
pub fn answer_scroll_limit(scene: &AnswerScene, area: Rect) -> u16 {
    let rows = scene.rows(area).map_or(0, |rows| rows.len());
    sheet::limit(rows, sheet::text_area(area).height) as u16
}

/// How far to scroll so that something is seen on this area, as little as that takes.
pub fn answer_scroll_to(scene: &AnswerScene, area: Rect, target: AnswerTarget) -> u16 {
    let rows = scene.rows(area);
    rows.map_or(scene.scroll, |rows| sheet::scroll_to(&rows, &target, scene.scroll, area))
}

/// What is under the mouse on an answer that was drawn on this area.
pub fn hit_answer(scene: &AnswerScene, area: Rect, x: u16, y: u16) -> Option<AnswerTarget> {
    sheet::hit(&scene.rows(area)?, scene.scroll, area, (x, y), scene.look)
}

/// Everything of an answer that can be chosen, from the top.
pub fn answer_targets(answer: &Answer) -> Vec<AnswerTarget> {
    let remedies = (0..answer.remedies.len()).map(AnswerTarget::Remedy);
    remedies.chain((0..answer.evidence.len()).map(AnswerTarget::Evidence)).collect()
}
