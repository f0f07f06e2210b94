//! What panes draw on: a piece of the screen that cuts off what does not fit, puts ASCII twins where they are
//! asked for, and lets no control character through.

use crate::tui::Look;
use crate::tui::look::glyph;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::cell::RefCell;
use unicode_width::UnicodeWidthChar;

/// A piece of the screen.
pub(crate) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// Colours and glyphs.
    pub look: &'a Look,
    clip: Rect,
    /// Who wants to know of texts that are not placed as they should be.
    faults: Option<&'a RefCell<Vec<Fault>>>,
}

/// A text that is not placed as every text should be: whole or cut with `…`, on cells of its own, apart from others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The text that was put there.
    pub text: String,
    /// The column at which it begins.
    pub x: u16,
    /// The row.
    pub y: u16,
}

/// What is wrong with the place of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// It covers another text, or a line covers it.
    Covers,
    /// Its end or its beginning is not seen, and nothing says so.
    CutOff,
    /// It touches another text, and the two read as one.
    Sticks,
}

impl<'a> Canvas<'a> {
    /// A canvas on all of `area` that the buffer has.
    pub fn new(buffer: &'a mut Buffer, look: &'a Look, area: Rect) -> Canvas<'a> {
        let clip = area.intersection(buffer.area);
        Canvas { buffer, look, clip, faults: None }
    }

    /// The same canvas; what is wrong with the places of texts is noted.
    pub fn watched(self, faults: &'a RefCell<Vec<Fault>>) -> Canvas<'a> {
        Canvas { faults: Some(faults), ..self }
    }

    /// A canvas on a whole page, of which all is its ground so far; none if the buffer has no cell of it.
    pub fn page(buffer: &'a mut Buffer, look: &'a Look, area: Rect) -> Option<Canvas<'a>> {
        let mut canvas = Canvas::new(buffer, look, area);
        canvas.clear(canvas.clip, look.base());
        (!canvas.clip.is_empty()).then_some(canvas)
    }

    /// Where it is.
    pub fn area(&self) -> Rect {
        self.clip
    }

    /// The same canvas, cut off at a smaller area.
    pub fn within(&mut self, area: Rect) -> Canvas<'_> {
        Canvas {
            clip: area.intersection(self.clip),
            buffer: self.buffer,
            look: self.look,
            faults: self.faults,
        }
    }

    /// How many cells a text takes in this look.
    pub fn width(&self, text: &str) -> u16 {
        width(self.look, text)
    }

    /// Puts a text and says where it ends. What is outside is cut off.
    pub fn put(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        self.watch(x, y, text);
        self.put_piece(x, y, text, style)
    }

    fn put_piece(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let mut x = x;
        for glyph in text.chars() {
            x = self.put_cell(x, y, glyph, style);
        }
        x
    }

    /// Puts pieces of one text, each in its style, and says where it ends.
    pub fn put_spans(&mut self, x: u16, y: u16, spans: &[(String, Style)]) -> u16 {
        if self.faults.is_some() {
            let whole: String = spans.iter().map(|(text, _)| text.as_str()).collect();
            self.watch(x, y, &whole);
        }
        spans.iter().fold(x, |x, (text, style)| self.put_piece(x, y, text, *style))
    }

    /// Notes what is wrong with the place of a text, if somebody wants to know.
    fn watch(&self, x: u16, y: u16, text: &str) {
        let Some(faults) = self.faults else { return };
        let is_text = |symbol: &str| symbol.chars().any(char::is_alphanumeric);
        let (first, last) = (text.chars().next(), text.chars().last());
        let end = x.saturating_add(self.width(text));
        let mut at = x;
        let (mut covers, mut cut_off) = (false, false);
        for character in text.chars() {
            let width = width_of(self.look, character);
            if character.is_alphanumeric() {
                cut_off |= !self.clip.contains((at, y).into());
                covers |= is_text(self.at(at, y));
            }
            at = at.saturating_add(width);
        }
        let joins = |character: Option<char>, beside: &str| {
            character.is_some_and(char::is_alphanumeric) && is_text(beside)
        };
        let before = x.checked_sub(1).map_or("", |before| self.at(before, y));
        let sticks = joins(first, before) || joins(last, self.at(end, y));
        let kinds = [(covers, FaultKind::Covers), (cut_off, FaultKind::CutOff), (sticks, FaultKind::Sticks)];
        for (_, kind) in kinds.into_iter().filter(|(is, _)| *is) {
            faults.borrow_mut().push(Fault { kind, text: text.to_owned(), x, y });
        }
    }

    /// Notes that something that is no text covers one.
    fn watch_cell(&self, x: u16, y: u16, character: char) {
        let Some(faults) = self.faults else { return };
        if self.at(x, y).chars().any(char::is_alphanumeric) {
            let fault = Fault { kind: FaultKind::Covers, text: character.to_string(), x, y };
            faults.borrow_mut().push(fault);
        }
    }

    /// Puts one character and says where it ends.
    pub fn put_char(&mut self, x: u16, y: u16, character: char, style: Style) -> u16 {
        self.watch_cell(x, y, character);
        self.put_cell(x, y, character, style)
    }

    fn put_cell(&mut self, x: u16, y: u16, character: char, style: Style) -> u16 {
        let width = cells(character);
        if width == 0 {
            return x;
        }
        if self.look.is_ascii() && !character.is_ascii() {
            let twin = glyph::twin(character).as_bytes();
            for (offset, _) in twin.iter().enumerate() {
                // The twins are ASCII: every byte is a character.
                let symbol = std::str::from_utf8(&twin[offset..=offset]).unwrap_or("?");
                self.set(x.saturating_add(offset as u16), y, symbol, style);
            }
            return x.saturating_add(twin.len() as u16);
        }
        let end = x.saturating_add(width);
        if end <= self.clip.right() {
            let mut bytes = [0; 4];
            self.set(x, y, character.encode_utf8(&mut bytes), style);
            if width == 2 {
                self.set(x + 1, y, "", style);
            }
        }
        end
    }

    fn set(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        if self.clip.contains((x, y).into()) {
            let cell = &mut self.buffer[(x, y)];
            cell.set_symbol(symbol);
            cell.modifier = ratatui::style::Modifier::empty();
            cell.set_style(style);
        }
    }

    /// Puts a mark and keeps the background of what it is put on.
    pub fn mark(&mut self, x: u16, y: u16, glyph: char, style: Style) {
        if self.clip.contains((x, y).into()) {
            let (under, turned) = (self.buffer[(x, y)].bg, self.buffer[(x, y)].modifier);
            let ink = if under == self.look.base().bg.unwrap_or(under) {
                style
            } else {
                style.fg(self.buffer[(x, y)].fg)
            };
            let turned = turned & ratatui::style::Modifier::REVERSED;
            self.put_cell(x, y, glyph, ink.bg(under).add_modifier(turned));
        }
    }

    /// Puts a text into so many cells; if it is longer, its end gives way to `…`. Says where it ends.
    pub fn put_cut(&mut self, x: u16, y: u16, text: &str, room: u16, style: Style) -> u16 {
        let room = room.min(self.clip.right().saturating_sub(x));
        if self.width(text) <= room {
            return self.put(x, y, text, style);
        }
        if room == 0 {
            return x;
        }
        let end = x + room - 1;
        let mut at = x;
        // What is cut already does not say so twice.
        let shown = text.trim_end_matches('…').chars().take_while(|character| {
            at += width_of(self.look, *character);
            at <= end
        });
        let mut shown: String = shown.collect();
        shown.push('…');
        self.put(x, y, &shown, style)
    }

    /// Puts a text so that it ends before `end`, and says where it begins.
    pub fn put_right(&mut self, end: u16, y: u16, text: &str, style: Style) -> u16 {
        let start = end.saturating_sub(self.width(text));
        self.put(start, y, text, style);
        start
    }

    /// A line of one glyph from `x` up to `end`.
    pub fn run(&mut self, x: u16, end: u16, y: u16, glyph: char, style: Style) {
        let mut x = x;
        while x < end {
            x = self.put_char(x, y, glyph, style).max(x + 1);
        }
    }

    /// Gives an area a style and empties it.
    pub fn clear(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.clip);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                let cell = &mut self.buffer[(x, y)];
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Whether nothing, or only the dots of a path, stands in these cells.
    pub fn is_free(&self, x: u16, end: u16, y: u16) -> bool {
        (x..end).all(|x| {
            self.clip.contains((x, y).into())
                && matches!(self.buffer[(x, y)].symbol(), " " | "·" | "˙" | "." | "'")
        })
    }

    /// Whether no number stands in these cells.
    pub fn has_no_digit(&self, x: u16, end: u16, y: u16) -> bool {
        (x..end).all(|x| {
            let at = (x, y).into();
            !self.clip.contains(at) || !self.buffer[at].symbol().contains(|it: char| it.is_ascii_digit())
        })
    }

    /// Underlines what stands in these cells: what the last step was about.
    pub fn underline(&mut self, x: u16, end: u16, y: u16) {
        for x in x..end {
            if self.clip.contains((x, y).into()) {
                self.buffer[(x, y)].modifier.insert(ratatui::style::Modifier::UNDERLINED);
            }
        }
    }

    /// What stands in a cell.
    pub fn at(&self, x: u16, y: u16) -> &str {
        if self.clip.contains((x, y).into()) { self.buffer[(x, y)].symbol() } else { "" }
    }

    /// Whether nothing at all stands in a cell.
    pub fn is_blank(&self, x: u16, y: u16) -> bool {
        self.clip.contains((x, y).into()) && self.buffer[(x, y)].symbol() == " "
    }

    /// Puts a text, wrapped between words; if it is too long, its end gives way to `…`. Says how many lines it took.
    pub fn wrap(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        if area.width == 0 || area.height == 0 {
            return 0;
        }
        let (mut x, mut y) = (area.x, area.y);
        for word in text.split_whitespace() {
            let width = self.width(word);
            if x > area.x && x + 1 + width > area.right() {
                if y + 1 == area.bottom() {
                    // It may take the place of the last letter.
                    self.put_cell(x.min(area.right() - 1), y, '…', style);
                    return area.height;
                }
                x = area.x;
                y += 1;
            }
            if x > area.x {
                x += 1;
            }
            x = self.put_cut(x, y, word, area.right().saturating_sub(x), style);
        }
        y - area.y + 1
    }

    /// A title in a rule: `Logs ───────── 3 committed`. Before the one that keys go to stands a mark.
    pub fn title(&mut self, area: Rect, title: &str, note: &str, focused: bool) {
        let (dim, rule) = (self.look.dim(), self.look.faint());
        let style = if focused { self.look.bold() } else { dim };
        if let Some(margin) = area.x.checked_sub(2).filter(|_| focused) {
            self.put_char(margin, area.y, glyph::HERE, style);
        }
        let mut x = self.put_cut(area.x, area.y, title, area.width, style);
        let mut end = area.right();
        if !note.is_empty() && x + 3 + self.width(note) <= end {
            end = self.put_right(end, area.y, note, dim).saturating_sub(1);
        }
        x += 1;
        self.run(x, end, area.y, '─', rule);
    }
}

/// How many cells a text takes in a look.
pub(crate) fn width(look: &Look, text: &str) -> u16 {
    text.chars().map(|character| width_of(look, character)).fold(0, u16::saturating_add)
}

fn width_of(look: &Look, character: char) -> u16 {
    if look.is_ascii() && !character.is_ascii() && cells(character) > 0 {
        glyph::twin(character).len() as u16
    } else {
        cells(character)
    }
}

/// Control characters take no cell: they are never shown.
fn cells(character: char) -> u16 {
    if character.is_ascii() && !character.is_ascii_control() {
        return 1;
    }
    character.width().unwrap_or(0) as u16
}
