//! The cluster screen: from a scene to cells, and from a cell back to what it shows.

use crate::tui::canvas::Canvas;
use crate::tui::panes;
use crate::tui::{Pane, Scene, Target};
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
    let layout = scene.layout(area);
    panes::all(scene, &layout, &mut canvas);
    if let (Some(side), Some(area)) = (scene.side, layout.side) {
        side.draw(scene, area, buffer);
    }
}

/// What is under the mouse on a scene that was drawn on this area.
pub fn hit(scene: &Scene, area: Rect, x: u16, y: u16) -> Option<Target> {
    panes::hit(scene, &scene.layout(area), x, y)
}

/// The furthest that a pane can be scrolled on a scene that was drawn on this area; 0 where all of it is seen.
pub fn scroll_limit(scene: &Scene, area: Rect, pane: Pane) -> u16 {
    panes::scroll_limit(scene, &scene.layout(area), pane)
}

/// The furthest that what stands at the side can be scrolled on a scene that was drawn on this area.
pub fn side_limit(scene: &Scene, area: Rect) -> u16 {
    scene.side_on(area).map_or(0, |(side, place)| side.scroll_limit(scene, place))
}

/// How far to scroll what stands at the side so that what is chosen in it is seen.
pub fn side_scroll(scene: &Scene, area: Rect) -> u16 {
    scene.side_on(area).map_or(0, |(side, place)| side.scroll_to_chosen(scene, place))
}
