//! The branches along time: each a line from where it left to its end.

use super::layout::{BranchesLayout, What};
use super::scene::BranchesScene;
use crate::explain::grouped;
use crate::history::NestedBranch;
use crate::sim::Time;
use crate::tui::canvas::Canvas;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Draws them beside the list, each in the row of its name.
pub(super) fn draw(
    scene: &BranchesScene,
    layout: &BranchesLayout,
    branches: &[NestedBranch],
    area: Rect,
    canvas: &mut Canvas,
) {
    let look = canvas.look;
    let last = branches.iter().map(|nested| nested.branch.ending().at).max().unwrap_or_default();
    let column = |at: Time| {
        let share = at.0 as f64 / last.0.max(1) as f64;
        area.x + (share * f64::from(area.width.saturating_sub(2))).round() as u16
    };
    let row =
        |wanted: usize| layout.lines.iter().find(|line| line.what == What::Branch(wanted)).map(|line| line.y);
    let here = scene.run.current().id();
    let line_of_here =
        |at: usize| scene.run.lineage(here).any(|branch| branch.id() == branches[at].branch.id());
    for (at, nested) in branches.iter().enumerate() {
        let Some(y) = row(at) else { continue };
        let ending = nested.branch.ending();
        let start = nested.branch.fork().map_or(area.x, |fork| column(fork.first.at));
        let end = column(ending.at).max(start + 1);
        let on_line = line_of_here(at);
        let style = if on_line { look.term(ending.term) } else { look.line() };
        let stroke = if on_line { '━' } else { '─' };
        canvas.run(start, end, y, stroke, style);
        let face = if ending.violation.is_some() { '✗' } else { '●' };
        let mark = if ending.violation.is_some() { look.alarm() } else { look.term(ending.term) };
        canvas.put_char(end, y, face, mark.add_modifier(Modifier::BOLD));
        let Some(fork) = nested.branch.fork() else { continue };
        canvas.put_char(start, y, '╰', look.text());
        let parent = branches.iter().position(|other| other.branch.id() == fork.parent);
        // A parent that is scrolled away leaves its child's line going up to the edge.
        let above = parent.and_then(row).unwrap_or(area.y.saturating_sub(1));
        for between in above + 1..y {
            if canvas.is_blank(start, between) {
                canvas.put_char(start, between, '│', look.line());
            }
        }
        if parent.and_then(row).is_some() {
            canvas.put_char(start, above, '┬', look.text());
        }
    }
    if let Some(y) = branches
        .iter()
        .position(|nested| nested.branch.id() == scene.run.owner(scene.run.cursor()).id())
        .and_then(row)
    {
        canvas.put_char(column(scene.run.world().now().min(last)), y, '┃', look.strong());
    }
    if let Some(y) = layout.title {
        let text = format!(" {} ms", grouped(last.ms()));
        canvas.put_right(area.right(), y, &text, look.dim());
    }
}
