//! Text set into lines.

use crate::tui::Look;
use crate::tui::look::glyph::twin;
use ratatui::buffer::Buffer;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// A text set into lines of a width, words kept whole. Each line after the first begins with the indent, and so does
/// the first if the text does.
pub fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = if text.starts_with(' ') { indent.to_string() } else { String::new() };
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.width() + 1 + word.width() > width {
            lines.push(std::mem::replace(&mut line, indent.to_string()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines
}

/// The text as the look can show it: with the twins of its glyphs where only ASCII is drawn.
pub fn in_look<'a>(text: &'a str, look: &Look) -> Cow<'a, str> {
    if !look.is_ascii() || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii() { shown.push(char) } else { shown.push_str(twin(char)) }
    }
    Cow::Owned(shown)
}

/// Puts the twin of every glyph that is left into its cell, where only ASCII is drawn: what a person has typed, too.
pub fn only_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let char = cell.symbol().chars().next().map_or("?", twin).chars().next();
            cell.set_char(char.unwrap_or('?'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::{Depth, Theme};

    #[test]
    fn ascii_is_ascii() {
        let look = Look::new(Theme::Dark, Depth::True, true);
        let ascii = in_look("S1 · term 3 → §5.2 … é", &look);
        assert!(ascii.is_ascii(), "{ascii}");
        assert_eq!(in_look("§5.2 …", &Look::default()), "§5.2 …");
        let mut buffer = Buffer::with_lines(["★ é 日"]);
        only_ascii(&mut buffer);
        assert!(buffer.content.iter().all(|cell| cell.symbol().is_ascii()));
    }

    #[test]
    fn words_are_kept_whole_and_lines_keep_their_indent() {
        assert_eq!(wrap("  a leader commits", 12, "  "), ["  a leader", "  commits"]);
        assert_eq!(wrap("", 10, ""), [""]);
        assert_eq!(wrap("unbreakablyLongWord x", 8, ""), ["unbreakablyLongWord", "x"]);
    }
}
