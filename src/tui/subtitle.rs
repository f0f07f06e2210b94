//! The subtitle: what just happened, why, and where the paper says so, in a raised band.

use crate::explain::{Narration, ms};
use crate::sim::Span;
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::layout::Layout;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the band.
pub(super) fn draw(scene: &Scene, layout: &Layout, canvas: &mut Canvas) {
    let look = canvas.look;
    let area = layout.subtitle;
    if area.height == 0 {
        return;
    }
    canvas.clear(area, look.raised());
    let mut first = area.y;
    let bar = match scene.subtitle {
        Narration { alarm: true, .. } => look.alarm(),
        Narration { term: Some(term), .. } => look.term(*term),
        _ => look.dim(),
    };
    let ruled = layout.rule.filter(|_| !look.has_raised());
    if let Some(rule) = ruled {
        canvas.run(rule.left(), rule.right(), rule.y, '─', look.line());
    }
    let under_rule = ruled.is_some_and(|rule| rule.y == area.y);
    for y in area.top() + u16::from(under_rule)..area.bottom() {
        canvas.put_char(area.x, y, '▌', bar);
    }
    if area.height >= 3 && !layout.tiny {
        first += 1;
    }
    let text = Rect::new(area.x + 3, first, area.width.saturating_sub(4), area.bottom() - first);
    let text = if area.width < 24 { Rect { x: area.x + 1, width: area.width - 1, ..text } } else { text };
    words(scene, text, layout.tiny, canvas);
}

/// The sentence, over as many lines as there are, and the place at the right of the last line it needs.
fn words(scene: &Scene, area: Rect, tiny: bool, canvas: &mut Canvas) {
    let (look, told) = (canvas.look, scene.subtitle);
    let past = scene.past.map_or_else(String::new, |past| format!("{} · ", ago(past)));
    let place = canvas.width(&told.place);
    let colon = if told.rest.is_empty() { "" } else { ": " };
    let pieces: [(&str, Style); 4] =
        [(&past, look.dim()), (&told.head, look.bold()), (colon, look.text()), (&told.rest, look.text())];
    let whole: u16 = pieces.iter().map(|(text, _)| canvas.width(text)).sum();
    if whole <= area.width || area.height <= 1 {
        let mut x = area.x;
        for (text, style) in pieces {
            x = canvas.put_cut(x, area.y, text, area.right().saturating_sub(x), style);
        }
        let beside = x + 3 + place < area.right();
        let y = if beside && !(area.height == 2 && area.width < 100) { area.y } else { area.y + 1 };
        if beside || (area.height >= 2 && place <= area.width) {
            canvas.put_right(area.right() - 1, y, &told.place, look.dim());
        }
        return;
    }
    let lines = if tiny { area.height.saturating_sub(1).max(1) } else { area.height };
    let (x, y) = wrapped(&pieces, Rect { height: lines, ..area }, canvas);
    if x + 3 + place < area.right() {
        canvas.put_right(area.right() - 1, y, &told.place, look.dim());
    }
}

/// `12 ms ago`: what is told has been overtaken by other steps.
fn ago(past: Span) -> String {
    if past.ms() == 0 { "just now".to_owned() } else { format!("{} ago", ms(past)) }
}

/// Puts words, wrapped; the last line is cut. Says where they end.
fn wrapped(pieces: &[(&str, Style)], area: Rect, canvas: &mut Canvas) -> (u16, u16) {
    let (mut x, mut y) = (area.x, area.y);
    for (place, (text, style)) in pieces.iter().enumerate() {
        let mut rest = *text;
        while let Some(word) = rest.split_inclusive(' ').next() {
            rest = &rest[word.len()..];
            let (word, space) = (word.trim_end(), word.ends_with(' '));
            let width = canvas.width(word);
            let last = y + 1 >= area.bottom();
            if x + width > area.right() && !last && x > area.x {
                x = area.x;
                y += 1;
            }
            x = canvas.put_cut(x, y, word, area.right().saturating_sub(x), *style);
            // The space behind a word may fall off the edge.
            x = (x + u16::from(space)).min(area.right());
            if x >= area.right() && y + 1 >= area.bottom() {
                let is_last = rest.is_empty() && place + 1 == pieces.len();
                if !is_last {
                    // What does not fit is not cut in silence.
                    canvas.put_right(area.right(), y, "…", *style);
                }
                return (x, y);
            }
        }
    }
    (x, y)
}
