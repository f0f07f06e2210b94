//! What lies above the panes: raised areas for the palette, menus, help and errors, and lists in them.

use super::canvas::{Canvas, width};
use crate::tui::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Where a raised area lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seat {
    /// In the middle of the screen.
    Middle,
    /// From edge to edge, above the line of keys.
    Bottom,
    /// With its corner near this cell: a menu under the mouse.
    At(u16, u16),
}

/// Clears a raised area for `size` cells of content, as far as the screen has them, with a title in a rule;
/// says where the content goes.
pub fn raise(
    look: &Look,
    screen: Rect,
    seat: Seat,
    size: (u16, u16),
    title: &str,
    note: &str,
    buffer: &mut Buffer,
) -> Rect {
    let outer = outer(screen, seat, size);
    let mut canvas = Canvas::new(buffer, look, outer);
    canvas.clear(outer, look.raised());
    if outer.width < 8 || outer.height < 3 {
        return outer;
    }
    if !look.has_raised() {
        outline(outer, &mut canvas);
    }
    let inner = Rect::new(outer.x + 3, outer.y + 1, outer.width - 6, outer.height - 2);
    canvas.title(inner, title, note, true);
    Rect { y: inner.y + 1, height: inner.height - 1, ..inner }
}

/// Where the raised area lies that [`raise`] makes.
pub fn outer(screen: Rect, seat: Seat, size: (u16, u16)) -> Rect {
    let height = (size.1 + 3).min(screen.height);
    let width = if seat == Seat::Bottom { screen.width } else { (size.0 + 6).min(screen.width) };
    let (right, bottom) = (screen.right() - width, screen.bottom() - height);
    let (x, y) = match seat {
        Seat::Middle => (screen.x + (screen.width - width) / 2, screen.y + (screen.height - height) / 2),
        Seat::Bottom => (screen.x, bottom.saturating_sub(1).max(screen.y)),
        Seat::At(x, y) => (x.min(right), y.min(bottom)),
    };
    Rect::new(x, y, width, height)
}

fn outline(area: Rect, canvas: &mut Canvas) {
    let line = canvas.look.line();
    let (last, bottom) = (area.right() - 1, area.bottom() - 1);
    canvas.run(area.x, last, area.y, '─', line);
    canvas.run(area.x, last, bottom, '─', line);
    for y in area.y + 1..bottom {
        canvas.put_char(area.x, y, '│', line);
        canvas.put_char(last, y, '│', line);
    }
    for (x, y, corner) in
        [(area.x, area.y, '╭'), (last, area.y, '╮'), (area.x, bottom, '╰'), (last, bottom, '╯')]
    {
        canvas.put_char(x, y, corner, line);
    }
}

/// One line of a list: a key or number in bold, what it is, and a note at the right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Item<'a> {
    /// In bold, before the text: a key, a number. May be empty.
    pub key: &'a str,
    /// What it is.
    pub text: &'a str,
    /// Dim, at the right; the first to go.
    pub note: &'a str,
    /// Whether it cannot be chosen now.
    pub off: bool,
}

/// The first item that is shown, so that the chosen one is.
fn first_shown(count: usize, chosen: Option<usize>, rows: u16) -> usize {
    let rows = usize::from(rows).max(1);
    let wanted = chosen.unwrap_or(0);
    wanted.saturating_sub(rows - 1 - usize::from(rows > 2)).min(count.saturating_sub(rows))
}

/// Draws a list, the chosen item marked with `▸` and in bold; it scrolls so that the chosen one is shown.
pub fn list(look: &Look, area: Rect, items: &[Item], chosen: Option<usize>, buffer: &mut Buffer) {
    let mut canvas = Canvas::new(buffer, look, area);
    let keys = items.iter().map(|item| width(look, item.key)).max().unwrap_or(0);
    let first = first_shown(items.len(), chosen, area.height);
    for (row, (position, item)) in
        items.iter().enumerate().skip(first).take(usize::from(area.height)).enumerate()
    {
        let y = area.y + row as u16;
        let here = chosen == Some(position);
        let style = match (here, item.off) {
            (true, _) => look.bold(),
            (false, true) => look.dim(),
            (false, false) => look.text(),
        };
        if here {
            canvas.put_char(area.x, y, '▸', look.bold());
        }
        let key_style = if item.off { look.dim() } else { look.bold() };
        canvas.put(area.x + 2, y, item.key, key_style);
        let x = area.x + 2 + if keys > 0 { keys + 2 } else { 0 };
        let mut end = area.right();
        let note = width(look, item.note);
        if note > 0 && x + width(look, item.text) + 2 + note <= end {
            end = canvas.put_right(end, y, item.note, look.dim()) - 2;
        }
        canvas.put_cut(x, y, item.text, end.saturating_sub(x), style);
    }
}

/// The item of a [`list`] that is under the mouse.
pub fn list_hit(area: Rect, count: usize, chosen: Option<usize>, x: u16, y: u16) -> Option<usize> {
    if !area.contains((x, y).into()) {
        return None;
    }
    let position = first_shown(count, chosen, area.height) + usize::from(y - area.y);
    (position < count).then_some(position)
}

/// Puts pieces of text one after another on one line, cut with `…` at the end of the area; says where they end.
pub fn line(look: &Look, area: Rect, pieces: &[(&str, Style)], buffer: &mut Buffer) -> u16 {
    let mut canvas = Canvas::new(buffer, look, area);
    let mut x = area.x;
    for (text, style) in pieces {
        x = canvas.put_cut(x, area.y, text, area.right().saturating_sub(x), *style);
    }
    x
}

/// Puts a text, wrapped between words; says how many lines it took.
pub fn paragraph(look: &Look, area: Rect, text: &str, style: Style, buffer: &mut Buffer) -> u16 {
    let mut canvas = Canvas::new(buffer, look, area);
    wrap(&mut canvas, area, text, style)
}

/// [`paragraph`], for panes.
pub(crate) fn wrap(canvas: &mut Canvas, area: Rect, text: &str, style: Style) -> u16 {
    if area.width == 0 || area.height == 0 {
        return 0;
    }
    let (mut x, mut y) = (area.x, area.y);
    for word in text.split_whitespace() {
        let width = canvas.width(word);
        if x > area.x && x + 1 + width > area.right() {
            if y + 1 == area.bottom() {
                canvas.put_char(x.min(area.right() - 1), y, '…', style);
                return area.height;
            }
            x = area.x;
            y += 1;
        }
        if x > area.x {
            x += 1;
        }
        x = canvas.put_cut(x, y, word, area.right().saturating_sub(x), style);
    }
    y - area.y + 1
}
