//! The scrubber: the whole run as a line, its interesting steps on it, and where we are.

use crate::history::{Mark, MarkKind};
use crate::sim::Time;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::{PinKind, Scene, Target};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// How many marks of one column are looked at.
const MOST: usize = 48;

/// The cells of the line that stand for the run; what is behind them is still to come.
fn lived(area: Rect) -> u16 {
    area.width.saturating_sub(area.width / 30).max(1)
}

fn column(scene: &Scene, area: Rect, at: Time) -> u16 {
    let whole = scene.run.end_at().0.max(scene.clock.0).max(1);
    let share = at.0 as f64 / whole as f64;
    area.x + (share * f64::from(lived(area) - 1)).round() as u16
}

/// Draws the line.
pub(super) fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let here = column(scene, area, scene.clock);
    let end = column(scene, area, scene.run.end_at());
    canvas.run(area.x, here, area.y, '─', look.line());
    // What is known of the future is a line as well, but a fainter one.
    canvas.run(here, end, area.y, '─', look.faint());
    canvas.run(end.max(here), area.right(), area.y, '╌', look.faint());
    let mut marks = scene.run.marks();
    while let Some(first) = marks.first() {
        let x = column(scene, area, first.at);
        // The marks are in order of time: those of one column are next to each other.
        let next = marks.partition_point(|mark| column(scene, area, mark.at) <= x);
        let best = marks[..next].iter().rev().take(MOST).max_by_key(|mark| mark.kind);
        if let Some((glyph, style)) = best.and_then(|mark| sign(overview, mark, canvas)) {
            canvas.put_char(x, area.y, glyph, style);
        }
        marks = &marks[next.max(1)..];
    }
    for key in scene.disaster.iter().flat_map(|disaster| &disaster.steps) {
        let (glyph, style) = crate::tui::lab::panel_view::mark(key, scene);
        let x = column(scene, area, key.at);
        let taken = !matches!(canvas.at(x, area.y), "─" | "╌" | "-");
        if key.objection.is_some() || !taken {
            canvas.put_char(x, area.y, glyph, style);
        }
    }
    for pin in scene.pins {
        let x = column(scene, area, pin.at);
        let (glyph, style) = match pin.kind {
            PinKind::Left => ('┬', look.text()),
            PinKind::Began => ('╰', look.strong()),
            PinKind::Bookmark => ('▾', look.strong()),
        };
        canvas.put_char(x, area.y, glyph, style);
    }
    canvas.put_char(here, area.y, '┃', look.strong());
}

/// How a mark is shown, if it is one of those worth a place on the line.
fn sign(overview: &Overview, mark: &Mark, canvas: &Canvas) -> Option<(char, Style)> {
    let look = canvas.look;
    Some(match mark.kind {
        MarkKind::Leader(term) => (glyph::LEADER, look.term(term).add_modifier(Modifier::BOLD)),
        MarkKind::Candidate(term) if term == overview.term => (glyph::CANDIDATE, look.term(term)),
        MarkKind::Candidate(_) => (glyph::CANDIDATE, look.dim()),
        MarkKind::Crash => (glyph::DOWN, look.dim()),
        MarkKind::Restart => ('↻', look.dim()),
        MarkKind::Network => (glyph::CUT, look.dim()),
        MarkKind::Violation => (glyph::NO, look.alarm().add_modifier(Modifier::BOLD)),
        MarkKind::Truncated(_) => (glyph::NO, look.dim().add_modifier(Modifier::BOLD)),
        MarkKind::Refusal
        | MarkKind::Submit
        | MarkKind::Commit(_)
        | MarkKind::Learned(_)
        | MarkKind::SteppedDown(_) => return None,
    })
}

/// What is under the mouse: a place in the run.
pub(super) fn hit(area: Rect, x: u16) -> Target {
    let cells = u32::from(lived(area).saturating_sub(1).max(1));
    let share = u32::from(x.saturating_sub(area.x)) * 1000 / cells;
    Target::Scrubber(share.min(1000) as u16)
}
