//! The pane Properties: the five lamps of Figure 3, with the evidence if one is broken.

use super::canvas::{Canvas, grouped};
use super::glance::Glance;
use crate::paper::Property;
use crate::safety::{Violation, diagnose};
use crate::tui::{Pane, Scene};
use ratatui::layout::Rect;

/// Draws the pane.
pub(super) fn draw(scene: &Scene, _glance: &Glance, area: Rect, canvas: &mut Canvas) {
    canvas.title(area, Pane::Properties.title(), "Figure 3", scene.focus == Pane::Properties);
    let look = canvas.look;
    let mut y = area.y + 1;
    for property in Property::ALL {
        if y >= area.bottom() {
            return;
        }
        let violation = scene.run.checker().violations().iter().find(|found| found.property == property);
        let (glyph, glyph_style, style) = match violation {
            None => ('✓', look.text(), look.text()),
            Some(_) => ('✗', look.alarm(), look.bold()),
        };
        let x = canvas.put_char(area.x, y, glyph, glyph_style);
        let end = canvas.put_cut(x + 1, y, property.name(), area.right().saturating_sub(x + 1), style);
        let section = property.section();
        match violation {
            None if end + 2 + canvas.width(section) <= area.right() => {
                canvas.put_right(area.right(), y, section, look.dim());
            }
            None => {}
            Some(violation) => {
                let text = evidence(violation);
                if end + 2 + canvas.width(&text) <= area.right() {
                    canvas.put_right(area.right(), y, &text, look.strong());
                } else if y + 1 < area.bottom() {
                    y += 1;
                    canvas.put_cut(area.x + 2, y, &text, area.width - 2, look.strong());
                }
            }
        }
        y += 1;
    }
    if y + 1 < area.bottom() {
        stuck(scene, Rect { y: y + 1, height: area.bottom() - y - 1, ..area }, canvas);
    }
}

/// If the cluster is safe and makes no progress: why. Says how many rows that took.
pub(super) fn stuck(scene: &Scene, area: Rect, canvas: &mut Canvas) -> u16 {
    if !scene.run.checker().violations().is_empty() {
        return 0;
    }
    let Some(diagnosis) = diagnose(scene.run.world(), scene.run.checker()) else { return 0 };
    let look = canvas.look;
    let text = format!("Safe, but stuck: {}", diagnosis.headline());
    canvas.put_right(area.right(), area.y, diagnosis.rule.place().section, look.dim());
    let room = canvas.width(diagnosis.rule.place().section) + 2;
    canvas.wrap(Rect { width: area.width.saturating_sub(room), ..area }, &text, look.strong())
}

/// Who, what and when.
fn evidence(violation: &Violation) -> String {
    let entry = violation.index.map_or_else(String::new, |index| format!(", entry {index}"));
    let steps: Vec<String> = violation.evidence.iter().map(|step| grouped(*step)).collect();
    let steps = match &steps[..] {
        [] => format!("step {}", grouped(violation.step)),
        [one] => format!("step {one}"),
        many => format!("steps {}", many.join(", ")),
    };
    format!("{}, term {}{entry}: {steps}", violation.servers, violation.term)
}
