//! The cluster screen: from a scene to cells, and from a cell back to what it shows.

use crate::tui::canvas::Canvas;
pub use crate::tui::canvas::{Fault, FaultKind};
use crate::tui::panes;
use crate::tui::{Pane, Scene, Target};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::RefCell;

/// Draws a scene on the whole frame.
pub fn draw(scene: &Scene, frame: &mut Frame) {
    let area = frame.area();
    draw_on(scene, area, frame.buffer_mut());
}

/// Draws a scene on an area of a buffer.
pub fn draw_on(scene: &Scene, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    paint(scene, area, Canvas::new(buffer, scene.look, area));
}

/// What is wrong with the places of texts on a scene that is drawn on this area: nothing, if all is well.
pub fn faults(scene: &Scene, area: Rect) -> Vec<Fault> {
    let faults = RefCell::new(Vec::new());
    let mut buffer = Buffer::empty(area);
    paint(scene, area, Canvas::new(&mut buffer, scene.look, area).watched(&faults));
    faults.into_inner()
}

fn paint(scene: &Scene, area: Rect, mut canvas: Canvas) {
    canvas.clear(area, scene.look.base());
    let layout = scene.layout(area);
    panes::all(scene, &layout, &mut canvas);
    if let (Some(side), Some(area)) = (scene.side, layout.side) {
        side.draw(scene, area, &mut canvas);
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
