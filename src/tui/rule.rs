//! The pane Rule: the rule that was at work in the step: what it says, why it exists, where it stands in
//! Figure 2, what breaks without it.

use crate::explain::tell;
use crate::paper::figure::{FIGURE_2, FIGURE_3, FigureBox, FigureLine};
use crate::paper::{Article, Rule, source};
use crate::raft::Configuration;
use crate::sim::Step;
use crate::tui::canvas::{Canvas, width};
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::pane::PaneView;
use crate::tui::{Look, Pane, Scene};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit, hit: PaneView::untouched };

/// With so many rows there is room for all of Figure 2; with fewer, for the boxes of the rules at work.
const ROWS_FOR_FIGURE: u16 = 38;

/// One line of the pane.
struct RuleRow {
    indent: u16,
    text: String,
    style: Style,
    /// At the right, dim.
    note: &'static str,
    /// Whether the rule at work is told here.
    lit: bool,
}

/// Draws the pane.
pub(super) fn draw(scene: &Scene, _: &Overview, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let focused = scene.focus == Pane::Rule;
    let room = area.height - 1;
    let work = work(scene);
    let place = work.as_ref().map(|(first, _)| first.article().place.narrow()).unwrap_or_default();
    canvas.title(area, Pane::Rule.title(), &place, focused);
    let rows = all_rows(work.as_ref(), area, look);
    let last = rows.len().saturating_sub(usize::from(room));
    let from = usize::from(scene.scroll[Pane::Rule as usize]).min(last);
    for (row, y) in rows[from..].iter().zip(area.y + 1..area.bottom()) {
        if row.lit {
            canvas.put_char(area.x, y, glyph::HERE, look.bold());
        }
        let end = canvas.put_right(area.right(), y, row.note, look.dim());
        let end = if row.note.is_empty() { area.right() } else { end.saturating_sub(2) };
        let x = area.x + row.indent;
        canvas.put_cut(x, y, &row.text, end.saturating_sub(x), row.style);
    }
    if from < last {
        canvas.put_right(area.right(), area.bottom() - 1, "↓", look.dim());
    }
}

/// The furthest down that the pane can be scrolled.
fn scroll_limit(scene: &Scene, _: &Overview, area: Rect) -> u16 {
    let rows = all_rows(work(scene).as_ref(), area, scene.look).len();
    rows.saturating_sub(usize::from(area.height.saturating_sub(1))) as u16
}

fn work(scene: &Scene) -> Option<(Rule, Vec<Rule>)> {
    // What a lesson speaks of goes first.
    if let Some([first, ..]) = scene.side.map(crate::tui::Side::rules) {
        return scene.side.map(|side| (*first, side.rules().to_vec()));
    }
    at_work(scene.run.step()?, scene.run.world().configuration())
}

/// The rule of the step that the subtitle cites.
pub(super) fn first_at_work(scene: &Scene) -> Option<Rule> {
    work(scene).map(|(first, _)| first)
}

fn all_rows(work: Option<&(Rule, Vec<Rule>)>, area: Rect, look: &Look) -> Vec<RuleRow> {
    let whole = area.height > ROWS_FOR_FIGURE;
    match work {
        Some((first, rules)) => rows(*first, rules, area.width, whole, look),
        None => idle(area.width, look),
    }
}

/// No server did anything: Figure 2, with no line lit.
fn idle(width: u16, look: &Look) -> Vec<RuleRow> {
    let mut rows = Vec::new();
    push(&mut rows, 0, "No server acted in this step, so no rule is behind it.", look.text(), width, look);
    figure(&mut rows, None, &[], width, look, |_| true);
    rows
}

/// The rules of a step: the one that the subtitle cites, and all of them.
fn at_work(step: &Step, configuration: Configuration) -> Option<(Rule, Vec<Rule>)> {
    let rules = step.rules();
    let place = tell(step, configuration).place;
    // What is written to disk and which timer is set hardly ever is what the step is about.
    let quiet = |rule: &&Rule| !matches!(rule, Rule::P1 | Rule::E6);
    let first = rules
        .iter()
        .find(|rule| !place.is_empty() && rule.article().place.full() == place)
        .or_else(|| {
            rules.iter().find(|rule| rule.article().place.figure.is_some_and(|line| place.ends_with(line)))
        })
        .or_else(|| rules.iter().find(quiet))
        .or(rules.first())?;
    Some((*first, rules))
}

fn rows(first: Rule, rules: &[Rule], width: u16, whole: bool, look: &Look) -> Vec<RuleRow> {
    let mut rows = Vec::new();
    let shown = first.article();
    let name = format!("{} {}", first.id(), shown.name);
    push(&mut rows, 0, &name, look.bold(), width, look);
    push(&mut rows, 0, shown.words, look.text(), width, look);
    let why = |rows: &mut Vec<RuleRow>| {
        blank(rows, look);
        push(rows, 0, shown.why, look.dim(), width, look);
    };
    if !whole {
        why(&mut rows);
    }
    // In the whole of Figure 2 the other rules of the step are seen where they stand.
    let seen = |rule: Rule| {
        whole && FIGURE_2.iter().any(|panel| panel.lines.iter().any(|line| line.rules.contains(&rule)))
    };
    let others = rules.iter().filter(|rule| **rule != first && !seen(**rule));
    for (position, rule) in others.enumerate() {
        if position == 0 {
            blank(&mut rows, look);
        }
        let text = format!("{} {}", rule.id(), rule.article().name);
        rows.push(RuleRow {
            indent: 2,
            text,
            style: look.text(),
            note: rule.article().place.section,
            lit: false,
        });
    }
    if whole {
        figure(&mut rows, Some(first), rules, width, look, |_| true);
        why(&mut rows);
        more(&mut rows, shown, width, look);
    } else {
        let lit = |panel: &FigureBox| panel.lines.iter().any(|line| line.rules.contains(&first));
        figure(&mut rows, Some(first), rules, width, look, lit);
        more(&mut rows, shown, width, look);
        let unlit = |panel: &FigureBox| !lit(panel);
        figure(&mut rows, Some(first), rules, width, look, unlit);
    }
    rows
}

/// What breaks without the rule, what practice does, and where our own lines are.
fn more(rows: &mut Vec<RuleRow>, shown: &Article, width: u16, look: &Look) {
    for (title, text) in [("Without it", shown.without), ("In practice", shown.practice)] {
        blank(rows, look);
        push(rows, 0, title, look.strong(), width, look);
        push(rows, 0, text, look.text(), width, look);
    }
    blank(rows, look);
    push(
        rows,
        0,
        &format!("Implemented by {} in {}", shown.function, source::file_of(shown.rule)),
        look.dim(),
        width,
        look,
    );
}

/// The boxes of Figure 2, or of Figure 3 where the rule stands there, the line at work lit.
fn figure(
    rows: &mut Vec<RuleRow>,
    first: Option<Rule>,
    rules: &[Rule],
    width: u16,
    look: &Look,
    wanted: impl Fn(&FigureBox) -> bool,
) {
    let at_line = |line: &FigureLine| first.is_some_and(|first| line.rules.contains(&first));
    let in_three = FIGURE_3.iter().any(|panel| panel.lines.iter().any(&at_line));
    let panels = if in_three { &FIGURE_3 } else { &FIGURE_2 };
    let close = panels.iter().all(&wanted);
    let mut begun = false;
    for panel in panels.iter().filter(|panel| wanted(panel)) {
        // The boxes of the whole figure stand close: there are many of them.
        if !close || !begun {
            blank(rows, look);
        }
        begun = true;
        let title = panel.title.trim_start_matches("Rules for Servers: ").to_owned();
        rows.push(RuleRow { indent: 0, text: title, style: look.text(), note: panel.section, lit: false });
        for line in &panel.lines {
            // The number stands before the line, as in the figure.
            let number =
                line.label.rsplit(' ').next().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
            let (indent, text) = match number {
                Some(number) => (2, format!("{number:<2} {}", line.text)),
                None => (5, line.text.to_string()),
            };
            let also = line.rules.iter().any(|rule| rules.contains(rule));
            let from = rows.len();
            let style = match at_line(line) {
                true => look.bold(),
                false if also => look.strong(),
                false => look.dim(),
            };
            push(rows, indent, &text, style, width, look);
            rows[from].lit = at_line(line);
        }
    }
}

fn blank(rows: &mut Vec<RuleRow>, look: &Look) {
    rows.push(RuleRow { indent: 0, text: String::new(), style: look.text(), note: "", lit: false });
}

/// Wraps a text between words; what follows the first line of an indented text is indented more.
fn push(rows: &mut Vec<RuleRow>, indent: u16, text: &str, style: Style, room: u16, look: &Look) {
    let mut line = String::new();
    let mut inner = indent;
    for word in text.split(' ') {
        let used = width(look, &line) + inner;
        if !line.is_empty() && used + 1 + width(look, word) > room {
            rows.push(RuleRow {
                indent: inner,
                text: std::mem::take(&mut line),
                style,
                note: "",
                lit: false,
            });
            inner = if indent > 0 { indent + 3 } else { 0 };
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    rows.push(RuleRow { indent: inner, text: line, style, note: "", lit: false });
}
