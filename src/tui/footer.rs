//! The line of keys: those that do something here and now, the most useful first. `F1` stands at the right.

use crate::tui::canvas::Canvas;
use crate::tui::{Look, Scene, Target};
use ratatui::layout::Rect;

/// Where each hint that fits begins and ends.
fn places(hints: &[(&str, &str)], area: Rect, width: impl Fn(&str) -> u16) -> Vec<(usize, u16, u16)> {
    let margin = 2;
    let (mut x, mut end) = (area.x + margin, area.right().saturating_sub(margin));
    let size = |(key, does): &(&str, &str)| width(key) + if does.is_empty() { 0 } else { 1 + width(does) };
    // One more key is worth more than air between them.
    let all: u16 = hints.iter().map(|hint| size(hint) + 3).sum();
    let gap = if 2 * margin + all > area.width + 3 { 2 } else { 3 };
    let mut places = Vec::new();
    let help = hints.iter().position(|(key, _)| *key == "F1");
    if let Some(help) = help {
        let start = end.saturating_sub(size(&hints[help]));
        if start > x {
            places.push((help, start, end));
            end = start.saturating_sub(gap);
        }
    }
    for (position, hint) in hints.iter().enumerate().filter(|(position, _)| Some(*position) != help) {
        let next = x + size(hint);
        if next > end {
            break;
        }
        places.push((position, x, next));
        x = next + gap;
    }
    places
}

/// Draws the line.
pub(crate) fn draw(hints: &[(&str, &str)], area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    for (position, start, _) in places(hints, area, |text| canvas.width(text)) {
        let (key, does) = hints[position];
        let x = canvas.put(start, area.y, key, look.bold());
        canvas.put(x + 1, area.y, does, look.dim());
    }
}

/// Draws the last line of a page: what the last command had to say, with so many cells free at the right, or the keys.
pub(crate) fn draw_with_notice(
    notice: Option<&str>,
    free: u16,
    hints: &[(&str, &str)],
    area: Rect,
    canvas: &mut Canvas,
) {
    match notice {
        Some(notice) => {
            canvas.put_cut(
                area.x + 2,
                area.y,
                notice,
                area.width.saturating_sub(2 + free),
                canvas.look.bold(),
            );
        }
        None => draw(hints, area, canvas),
    }
}

/// What is under the mouse.
pub(super) fn hit(scene: &Scene, area: Rect, x: u16) -> Option<Target> {
    under(scene.hints, scene.look, area, x)
}

/// The hint in this column.
pub(crate) fn under(hints: &[(&str, &str)], look: &Look, area: Rect, x: u16) -> Option<Target> {
    places(hints, area, |text| crate::tui::canvas::width(look, text))
        .into_iter()
        .find(|(_, start, end)| (*start..*end).contains(&x))
        .map(|(position, _, _)| Target::Hint(position))
}
