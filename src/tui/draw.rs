//! The cluster screen: from a scene to cells, and from a cell back to what it shows.

use super::layout::Layout;
use super::panes::{self, canvas::Canvas};
use super::{Asked, Pane, Scene, Target, answer_scroll_limit, answer_scroll_to, draw_answer};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a scene on the whole frame.
pub fn draw(scene: &Scene, frame: &mut Frame) {
    let area = frame.area();
    draw_on(scene, area, frame.buffer_mut());
}

/// Draws a scene on an area of a buffer.
pub fn draw_on(scene: &Scene, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    let mut canvas = Canvas::new(buffer, scene.look, area);
    canvas.clear(area, scene.look.base());
    let layout = layout(scene, area);
    panes::all(scene, &layout, &mut canvas);
    if let (Some(asked), Some(area)) = (scene.asked, layout.answer) {
        draw_answer(&asked.scene(scene.look), area, buffer);
        moment(scene, asked, area, buffer);
    }
}

/// What is under the mouse on a scene that was drawn on this area.
pub fn hit(scene: &Scene, area: Rect, x: u16, y: u16) -> Option<Target> {
    panes::hit(scene, &layout(scene, area), x, y)
}

/// The furthest that a pane can be scrolled on a scene that was drawn on this area; 0 where all of it is seen.
pub fn scroll_limit(scene: &Scene, area: Rect, pane: Pane) -> u16 {
    panes::scroll_limit(scene, &layout(scene, area), pane)
}

/// Of which step the answer speaks: in the empty row above it.
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

/// The furthest that the answer can be scrolled on a scene that was drawn on this area.
pub fn answer_limit(scene: &Scene, area: Rect) -> u16 {
    let place = layout(scene, area).answer;
    let (Some(asked), Some(place)) = (scene.asked, place) else { return 0 };
    answer_scroll_limit(&asked.scene(scene.look), place)
}

/// How far to scroll the answer so that what is chosen in it is seen.
pub fn answer_scroll(scene: &Scene, area: Rect) -> u16 {
    let place = layout(scene, area).answer;
    let (Some(asked), Some(place)) = (scene.asked, place) else { return 0 };
    let scroll = asked.scroll;
    asked.chosen.map_or(scroll, |chosen| answer_scroll_to(&asked.scene(scene.look), place, chosen))
}

fn layout(scene: &Scene, area: Rect) -> Layout {
    Layout::asked(area, scene.focus, scene.zoom, scene.run.world().size(), scene.asked.is_some())
}
