//! An answer: the question, the answer in two sentences, the rules with what holds and what does not, how it came to
//! this, why the rule is there, and what would change it, as numbered things to do now.
//!
//! Beside the cluster it is a raised column of 44 to 58 cells; on a small screen it is a page. Both are drawn by
//! the same function, which only asks how wide its area is.

mod rows;

use super::canvas::Canvas;
use crate::explain::Answer;
use crate::tui::Look;
use crate::tui::look::glyph;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rows::{Row, Shape};

/// An answer as it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct AnswerScene<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// What is chosen in it.
    pub chosen: Option<AnswerTarget>,
    /// How many rows are scrolled away.
    pub scroll: u16,
    /// Colours and glyphs.
    pub look: &'a Look,
}

/// Something of an answer that can be chosen, by its position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnswerTarget {
    /// A step of its evidence: to be gone to.
    Evidence(usize),
    /// A remedy: to be carried out.
    Remedy(usize),
}

/// Free cells left and right of the text; the bar stands in the first.
const LEFT: u16 = 3;
const RIGHT: u16 = 3;
/// An area of this width or less has less room to give away.
const NARROW: u16 = 40;

/// The area of the text in the area of the answer.
fn text_area(area: Rect) -> Rect {
    let (left, right, top) = if area.width <= NARROW { (2, 0, 0) } else { (LEFT, RIGHT, 1) };
    let top = top.min(area.height);
    Rect {
        x: area.x + left.min(area.width),
        y: area.y + top,
        width: area.width.saturating_sub(left + right),
        height: area.height - top,
    }
}

/// Draws an answer on an area of a buffer.
pub fn draw_answer(scene: &AnswerScene, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    let mut canvas = Canvas::new(buffer, scene.look, area);
    let look = scene.look;
    canvas.clear(area, look.raised());
    let bar = rows::term(&scene.answer.headline.join(" ")).map_or(look.dim(), |term| look.term(term));
    for y in area.top()..area.bottom() {
        canvas.put_char(area.x, y, '▌', bar);
    }
    let text = text_area(area);
    if text.width < 8 || text.height == 0 {
        return;
    }
    let rows = rows::rows(scene.answer, text.width, look);
    let last = limit(rows.len(), text.height);
    let from = usize::from(scene.scroll).min(last);
    let mut canvas = canvas.within(area);
    for (row, y) in rows[from..].iter().zip(text.top()..text.bottom()) {
        draw_row(row, scene, text, y, &mut canvas);
    }
    if from < last {
        canvas.put_right(area.right().saturating_sub(1), area.bottom() - 1, "↓", look.dim());
    }
    if from > 0 {
        canvas.put_right(area.right().saturating_sub(1), area.top(), "↑", look.dim());
    }
}

fn draw_row(row: &Row, scene: &AnswerScene, area: Rect, y: u16, canvas: &mut Canvas) {
    let look = scene.look;
    let chosen = row.target.is_some() && row.target == scene.chosen;
    if chosen && row.first {
        canvas.put_char(area.x.saturating_sub(2), y, glyph::HERE, look.bold());
    }
    let emphasis =
        |style: Style| if chosen && style != look.dim() { style.patch(look.bold()) } else { style };
    match &row.shape {
        Shape::Title { title, note } => {
            canvas.title(Rect { y, height: 1, ..area }, title, note, false);
        }
        Shape::Text { spans, right } => {
            let mut x = area.x + row.indent;
            for (text, style) in spans {
                x = canvas.put_cut(x, y, text, area.right().saturating_sub(x), emphasis(*style));
            }
            if let Some((text, style)) = right {
                canvas.put_right(area.right(), y, text, *style);
            }
        }
    }
}

fn limit(rows: usize, height: u16) -> usize {
    rows.saturating_sub(usize::from(height))
}

/// The furthest that an answer can be scrolled on this area.
pub fn answer_scroll_limit(scene: &AnswerScene, area: Rect) -> u16 {
    let text = text_area(area);
    if text.width < 8 {
        return 0;
    }
    limit(rows::rows(scene.answer, text.width, scene.look).len(), text.height) as u16
}

/// How far to scroll so that something is seen on this area, as little as that takes.
pub fn answer_scroll_to(scene: &AnswerScene, area: Rect, target: AnswerTarget) -> u16 {
    let text = text_area(area);
    if text.width < 8 || text.height == 0 {
        return scene.scroll;
    }
    let rows = rows::rows(scene.answer, text.width, scene.look);
    let is = |row: &Row| row.target == Some(target);
    let (Some(first), Some(last)) = (rows.iter().position(is), rows.iter().rposition(is)) else {
        return scene.scroll;
    };
    let height = usize::from(text.height);
    let from = usize::from(scene.scroll).max((last + 1).saturating_sub(height)).min(first);
    from.min(limit(rows.len(), text.height)) as u16
}

/// What is under the mouse on an answer that was drawn on this area.
pub fn hit_answer(scene: &AnswerScene, area: Rect, x: u16, y: u16) -> Option<AnswerTarget> {
    let text = text_area(area);
    if text.width < 8 || !area.contains((x, y).into()) || y < text.y {
        return None;
    }
    let rows = rows::rows(scene.answer, text.width, scene.look);
    let from = usize::from(scene.scroll).min(limit(rows.len(), text.height));
    rows.get(from + usize::from(y - text.y))?.target
}

/// Everything of an answer that can be chosen, from the top.
pub fn answer_targets(answer: &Answer) -> Vec<AnswerTarget> {
    let evidence = (0..answer.evidence.len()).map(AnswerTarget::Evidence);
    evidence.chain((0..answer.remedies.len()).map(AnswerTarget::Remedy)).collect()
}
