//! The home screen, drawn: a title, what is chosen in a band of its own, the scenarios, the rest.

use super::{Entry, Home, Section};
use crate::raft::Term;
use crate::tui::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// Where everything is. Drawing and the mouse ask the same.
struct Places {
    header: Option<Rect>,
    band: Option<Rect>,
    /// The title of the scenarios, and of the rest.
    titles: Vec<(Rect, &'static str)>,
    /// The lines that are shown, by their place among the entries.
    lines: Vec<(usize, Rect)>,
}

impl Home {
    /// Draws everything above the line of keys.
    pub fn draw(&self, look: &Look, area: Rect, buffer: &mut Buffer) {
        buffer.set_style(area, look.base());
        let places = self.places(area);
        if let Some(header) = places.header {
            draw_header(header, look, buffer);
        }
        if let Some(band) = places.band {
            draw_band(self.entry(), band, look, buffer);
        }
        for (place, title) in places.titles {
            draw_title(title, place, look, buffer);
        }
        for (line, place) in places.lines {
            draw_line(&self.entries[line], line == self.chosen, place, look, buffer);
        }
    }

    /// The line under the mouse.
    pub fn hit(&self, area: Rect, x: u16, y: u16) -> Option<usize> {
        let at = (x, y).into();
        let places = self.places(area);
        if places.band.is_some_and(|band| band.contains(at)) {
            return Some(self.chosen);
        }
        places.lines.into_iter().find(|(_, place)| place.contains(at)).map(|(line, _)| line)
    }

    fn places(&self, area: Rect) -> Places {
        let roomy = area.width >= 40 && area.height >= 14;
        let margin = if area.width >= 60 { 2 } else { 0 };
        let inner = Rect { x: area.x + margin, width: area.width - 2 * margin, ..area };
        let mut top = area.y;
        let mut take = |height: u16, gap: u16| {
            let place = Rect { y: top, height, ..inner };
            top = (top + height + gap).min(area.bottom());
            place
        };
        let header = roomy.then(|| take(3, 1));
        let band = roomy.then(|| Rect { x: area.x, width: area.width, ..take(4, 1) });
        let body = Rect { y: top, height: area.bottom() - top, ..inner };
        let right = if body.width >= 72 { 30 } else { 0 };
        let left = Rect { width: body.width - right - if right > 0 { 3 } else { 0 }, ..body };
        let mut places = Places { header, band, titles: Vec::new(), lines: Vec::new() };
        let is_or = |entry: &Entry| entry.section == Section::Or;
        let split = self.entries.iter().position(is_or).unwrap_or(self.entries.len());
        if right > 0 {
            let column = Rect { x: left.right() + 3, width: right, ..body };
            let shown: Vec<usize> = (split..self.entries.len()).collect();
            self.column(&mut places, &shown, "Or", column);
            let shown: Vec<usize> = (0..split).collect();
            self.column(&mut places, &shown, "Watch", left);
        } else {
            let shown: Vec<usize> = (0..self.entries.len()).collect();
            self.column(&mut places, &shown, "Watch", left);
        }
        places
    }

    /// Lines one below the other, in two columns where there is room, moved so that the chosen one is seen.
    fn column(&self, places: &mut Places, lines: &[usize], title: &'static str, area: Rect) {
        let titled = area.height > 4;
        let body = if titled {
            places.titles.push((Rect { height: 1, ..area }, title));
            Rect { y: area.y + 1, height: area.height - 1, ..area }
        } else {
            area
        };
        if body.height == 0 {
            return;
        }
        let columns = if body.width >= 100 && lines.len() > body.height as usize { 2 } else { 1 };
        let rows = body.height as usize;
        let width = (body.width - 3 * (columns - 1)) / columns;
        let here = lines.iter().position(|line| *line == self.chosen).unwrap_or(0);
        let room = rows * columns as usize;
        let first = (here + 2).min(lines.len()).saturating_sub(room);
        for (position, line) in lines.iter().skip(first).take(room).enumerate() {
            let (column, row) = ((position / rows) as u16, (position % rows) as u16);
            let place = Rect { x: body.x + column * (width + 3), y: body.y + row, width, height: 1 };
            places.lines.push((*line, place));
        }
    }
}

fn draw_header(area: Rect, look: &Look, buffer: &mut Buffer) {
    buffer.set_stringn(area.x + 1, area.y + 1, "Raftarium", area.width as usize - 1, look.bold());
    let tagline = "watch, steer, question and break a Raft cluster";
    if area.width >= 60 + 14 {
        buffer.set_string(area.x + 12, area.y + 1, tagline, look.dim());
    }
    // A leader and its followers, on a ring: ★ and ● say what the colours say.
    let (star, dot, way) = if look.is_ascii() { ("*", "o", ".") } else { ("★", "●", "·") };
    let (leader, follower) = (look.term(Term(2)), look.term(Term(1)));
    let x = area.right().saturating_sub(12);
    for (dx, dy, glyph, style) in [
        (3, 0, way, look.line()),
        (5, 0, star, leader),
        (7, 0, way, look.line()),
        (1, 1, dot, follower),
        (9, 1, dot, follower),
        (3, 2, dot, follower),
        (5, 2, way, look.line()),
        (7, 2, dot, follower),
    ] {
        buffer.set_string(x + dx, area.y + dy, glyph, style);
    }
}

fn draw_band(entry: &Entry, area: Rect, look: &Look, buffer: &mut Buffer) {
    buffer.set_style(area, look.raised());
    let bar = if look.is_ascii() { "|" } else { "▌" };
    for y in area.top()..area.bottom() {
        buffer.set_string(area.x, y, bar, look.strong());
    }
    let inner = Rect {
        x: area.x + 3,
        y: area.y + 1,
        width: area.width.saturating_sub(6),
        height: area.height.saturating_sub(1),
    };
    let number = if entry.section == Section::Scenarios { entry.key.as_str() } else { "" };
    let dot = if look.is_ascii() { " . " } else { " · " };
    let name = if number.is_empty() { entry.title.clone() } else { format!("{number}{dot}{}", entry.title) };
    let title = Line::from(vec![
        Span::styled(name, look.bold()),
        Span::styled(format!("   {}", in_look(&entry.place, look)), look.dim()),
    ]);
    let open = Line::from(vec![Span::styled("open ", look.dim()), Span::styled("Enter", look.bold())]);
    let open_width = 10;
    let title_width = inner.width.saturating_sub(open_width + 2);
    buffer.set_line(inner.x, inner.y, &title, title_width);
    if inner.width > open_width + 12 {
        buffer.set_line(inner.right() - open_width, inner.y, &open, open_width);
    }
    let what = in_look(&entry.what, look);
    for (line, y) in wrapped(&what, inner.width as usize).iter().zip(inner.y + 1..inner.bottom()) {
        buffer.set_stringn(inner.x, y, line, inner.width as usize, look.text());
    }
}

fn draw_title(title: &str, area: Rect, look: &Look, buffer: &mut Buffer) {
    let dash = if look.is_ascii() { "-" } else { "─" };
    buffer.set_string(area.x, area.y, dash.repeat(area.width as usize), look.faint());
    buffer.set_stringn(area.x, area.y, format!("{title} "), area.width as usize, look.dim());
}

fn draw_line(entry: &Entry, chosen: bool, area: Rect, look: &Look, buffer: &mut Buffer) {
    let mark = if !chosen {
        "  "
    } else if look.is_ascii() {
        "> "
    } else {
        "▸ "
    };
    let style = if chosen { look.bold() } else { look.text() };
    let key = if entry.section == Section::Scenarios { look.dim() } else { look.bold() };
    let first_place = entry.place.split(';').next().unwrap_or_default();
    let place = in_look(first_place, look);
    let place_width = place.width() as u16;
    let line = Line::from(vec![
        Span::styled(mark, look.bold()),
        Span::styled(format!("{:<3}", entry.key), key),
        Span::styled(in_look(&entry.title, look), style),
    ]);
    let has_place = place_width > 0 && place_width + 30 < area.width;
    let room = if has_place { area.width - place_width - 2 } else { area.width };
    buffer.set_line(area.x, area.y, &line, room);
    if line.width() as u16 > room && room > 1 {
        buffer.set_string(area.x + room - 1, area.y, if look.is_ascii() { "." } else { "…" }, style);
    }
    if has_place {
        buffer.set_string(area.right() - place_width, area.y, place, look.dim());
    }
}

/// The text as the look can show it.
fn in_look(text: &str, look: &Look) -> String {
    if !look.is_ascii() {
        return text.to_string();
    }
    let text = text.replace('§', "sec ").replace(['–', '—'], "-").replace('’', "'");
    text.chars().map(|char| if char.is_ascii() { char } else { '?' }).collect()
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.width());
        if last > 0 && last + 1 + word.width() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
