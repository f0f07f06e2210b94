//! The pane Code: our own lines that carried out the rule of the step, the rule's branch lit; beside them, where there is
//! room, the rule and Figure 2 in our words.
//!
//! ```text
//! learn_commit_index                       src/raft/commitment.rs
//!    82      let to = leader_commit.min(cap);
//!    83 ▌    // Rule R4: as far as the leader has committed and this request reached.
//!    84 ▌    if to > from {
//! ```

mod open;
mod rows;
mod syntax;

use crate::paper::Rule;
use crate::paper::source::lines_of;
use crate::tui::canvas::Canvas;
use crate::tui::overview::Overview;
use crate::tui::pane::PaneView;
use crate::tui::rule;
use crate::tui::{Look, Pane, Scene};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use rows::CodeRow;
use syntax::Piece;

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit, hit: PaneView::untouched };

/// From so many columns on, the rule stands beside the code.
const WIDE: u16 = 140;
/// The columns of numbers and of the mark.
const GUTTER: u16 = 7;

/// The code at the left, and what is beside it.
fn split(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < WIDE {
        return (area, None);
    }
    let right = area.width * 3 / 8;
    let code = Rect { width: area.width - right - 3, ..area };
    (code, Some(Rect { x: code.right() + 3, width: right, ..area }))
}

/// Draws the pane.
fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let (code, beside) = split(area);
    if let Some(beside) = beside {
        rule::draw(scene, overview, beside, canvas);
    }
    let look = canvas.look;
    let first = rule::first_at_work(scene);
    let place = first.map(|rule| rule.article().place.narrow()).unwrap_or_default();
    canvas.title(code, Pane::Code.title(), &place, scene.focus == Pane::Code);
    let Some(first) = first else {
        let text = "No server acted in this step, so no rule and no code of Raft is behind it.";
        canvas.put_cut(code.x, code.y + 1, text, code.width, look.text());
        return;
    };
    let rows = all_rows(first, code);
    let room = usize::from(code.height - 1);
    let last = rows.len().saturating_sub(room);
    let from = usize::from(scene.scroll[Pane::Code as usize]).min(last);
    for (row, y) in rows[from..].iter().zip(code.y + 1..code.bottom()) {
        put(row, Rect { y, height: 1, ..code }, canvas);
    }
    if from < last {
        canvas.put_right(code.right(), code.bottom() - 1, "↓", look.dim());
    }
}

fn all_rows(rule: Rule, area: Rect) -> Vec<CodeRow> {
    let columns = usize::from(area.width.saturating_sub(GUTTER).max(10));
    let room = usize::from(area.height.saturating_sub(1));
    let mut rows = vec![CodeRow::Name(format!("{} {}", rule.id(), rule.article().name))];
    rows.extend(rows::rows(lines_of(rule), columns, room.saturating_sub(rows.len())));
    rows
}

fn put(row: &CodeRow, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let y = area.y;
    match row {
        CodeRow::Blank => {}
        CodeRow::Name(name) => {
            canvas.put_cut(area.x, y, name, area.width, look.bold());
        }
        CodeRow::Function(function, file) => {
            let end = canvas.put_right(area.right(), y, file, look.dim());
            canvas.put_cut(area.x, y, function, end.saturating_sub(area.x + 1), look.text());
        }
        CodeRow::Folded(lines) => {
            canvas.put_cut(area.x + GUTTER, y, &format!("… {lines} lines"), area.width, look.dim());
        }
        CodeRow::Line { number, indent, lit, pieces } => {
            if *lit {
                if look.has_raised() {
                    canvas.clear(area, look.raised());
                }
                canvas.put_char(area.x + GUTTER - 2, y, '▌', look.bold());
            }
            if let Some(number) = number {
                canvas.put_right(area.x + GUTTER - 3, y, &number.to_string(), look.dim());
            }
            let mut x = area.x + GUTTER + *indent as u16;
            for (piece, text) in pieces {
                x = canvas.put_cut(x, y, text, area.right().saturating_sub(x), style(*piece, *lit, look));
            }
        }
    }
}

/// The same rows as lines of a page, folded.
pub(crate) fn lines(rule: Rule, width: u16, look: &Look) -> Vec<Line<'static>> {
    let columns = usize::from(width.saturating_sub(GUTTER).max(10));
    let line = |row: CodeRow| match row {
        CodeRow::Blank => Line::default(),
        CodeRow::Name(name) => Line::styled(name, look.bold()),
        CodeRow::Function(function, file) => Line::from(vec![
            Span::styled(format!("{function}  "), look.text()),
            Span::styled(file, look.dim()),
        ]),
        CodeRow::Folded(lines) => {
            let dots = if look.is_ascii() { "..." } else { "…" };
            Line::styled(format!("{:1$}{dots} {lines} lines", "", usize::from(GUTTER)), look.dim())
        }
        CodeRow::Line { number, indent, lit, pieces } => {
            let number = number.map(|number| number.to_string()).unwrap_or_default();
            let mark = match (lit, look.is_ascii()) {
                (false, _) => " ",
                (true, true) => "|",
                (true, false) => "▌",
            };
            let mut spans = vec![
                Span::styled(format!("{number:>4} "), look.dim()),
                Span::styled(format!("{mark} {:indent$}", ""), look.bold()),
            ];
            spans.extend(pieces.into_iter().map(|(piece, text)| Span::styled(text, style(piece, lit, look))));
            Line::from(spans)
        }
    };
    rows::rows(lines_of(rule), columns, 0).into_iter().map(line).collect()
}

/// What carries out the rule is bright, what surrounds it in the background.
fn style(piece: Piece, lit: bool, look: &Look) -> Style {
    match (piece, lit) {
        (Piece::Keyword, true) => look.bold(),
        (Piece::Plain | Piece::Text, true) => look.strong(),
        (Piece::Comment, true) | (Piece::Keyword, false) => look.text(),
        (_, false) => look.dim(),
    }
}

/// The furthest down that the code can be scrolled.
fn scroll_limit(scene: &Scene, _: &Overview, area: Rect) -> u16 {
    let (code, _) = split(area);
    let rows = rule::first_at_work(scene).map_or(0, |rule| all_rows(rule, code).len());
    rows.saturating_sub(usize::from(code.height.saturating_sub(1))) as u16
}
