//! What the signs of the diagram mean, and what is lit.

use super::layout::SpaceTimeLayout;
use crate::explain::grouped;
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::lens::Lit;
use crate::tui::look::glyph;

/// Draws it, if there is room.
pub(super) fn draw(scene: &Scene, layout: &SpaceTimeLayout, canvas: &mut Canvas) {
    let Some((y, rows)) = layout.legend else { return };
    let look = canvas.look;
    let x = layout.area.x;
    let right = layout.area.right();
    let step = grouped(scene.run.cursor());
    if rows > 1 {
        let (lit, dim) = match scene.lens.lit {
            Lit::All => (String::new(), ""),
            Lit::Past => (format!("what step {step} depends on."), "steps that cannot have caused it."),
            Lit::Future => (format!("what depends on step {step}."), "what it cannot have caused."),
            Lit::Cone => (
                format!("what step {step} depends on, and what depends on it."),
                "steps that are unrelated to it.",
            ),
        };
        if !lit.is_empty() {
            let end = canvas.put(x, y, "Lit", look.bold());
            let end = canvas.put_cut(end, y, &format!(": {lit} "), right.saturating_sub(end), look.text());
            canvas.put_cut(end, y, &format!("Dim: {dim}"), right.saturating_sub(end), look.dim());
        }
    }
    let mut end = x;
    for (sign, meaning) in [
        (glyph::FOLLOWER, "step"),
        (glyph::YES, "commits"),
        (glyph::CANDIDATE, "candidate"),
        (glyph::LEADER, "wins election"),
        (glyph::NO, "rejects"),
        (glyph::DOWN, "crash or loss"),
        ('↻', "restart"),
        ('━', "leading"),
        ('╱', "frozen"),
        ('┆', "cut or repaired"),
    ] {
        if end + 2 + canvas.width(meaning) > right {
            break;
        }
        let next = canvas.put_char(end, y + rows - 1, sign, look.text());
        end = canvas.put(next + 1, y + rows - 1, meaning, look.dim()) + 2;
    }
}
