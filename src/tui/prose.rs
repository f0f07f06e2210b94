//! Prose of lessons set into lines: paragraphs, headings, lists, tables, code, quotations and live values, at any
//! width.

mod table;

use crate::lesson::{self, Block, Inline, Item, Live, Prose};
use crate::tui::Look;
use crate::tui::canvas::width;
use crate::tui::typeset::{StyledLine, Word, colour_terms, line_width, wrap};
use ratatui::style::Style;

/// What a live value says, where it stands.
pub(crate) type Values<'a> = &'a dyn Fn(&Live) -> String;

/// How prose is set: how it looks, and what its live values say.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// Colours and glyphs.
    pub look: &'a Look,
    /// Ordinary words.
    pub style: Style,
    /// What live values say.
    pub values: Values<'a>,
}

/// Prose set into lines of a width.
pub(crate) fn lines(prose: &Prose, width: u16, setting: Setting) -> Vec<StyledLine> {
    setting.blocks(&prose.blocks, width.max(1))
}

/// Prose as one line of plain text: for titles, and for those who have it read out.
pub(crate) fn flat(prose: &Prose, values: Values) -> String {
    let look = Look::default();
    let setting = Setting { look: &look, style: Style::new(), values };
    let lines = lines(prose, u16::MAX, setting);
    let texts = lines.iter().map(|line| line.iter().map(|(text, _)| text.as_str()).collect::<String>());
    let texts: Vec<String> = texts.map(|text| text.trim().to_string()).filter(|it| !it.is_empty()).collect();
    texts.join(" ")
}

impl Setting<'_> {
    fn blocks(self, blocks: &[Block], most: u16) -> Vec<StyledLine> {
        let mut lines = Vec::new();
        for (position, block) in blocks.iter().enumerate() {
            // A heading belongs to what follows it.
            let after_heading = position > 0 && matches!(blocks[position - 1], Block::Heading(_));
            if position > 0 && !after_heading {
                lines.push(StyledLine::new());
            }
            lines.extend(self.block(block, most));
        }
        lines
    }

    fn block(self, block: &Block, most: u16) -> Vec<StyledLine> {
        match block {
            Block::Paragraph(inlines) => self.paragraph(inlines, most),
            Block::Heading(inlines) => Setting { style: self.look.bold(), ..self }.paragraph(inlines, most),
            Block::List { from, items } => self.list(*from, items, most),
            Block::Table { head, rows } => self.table(head, rows, most),
            Block::Code(code) => self.code(code, most),
            Block::Quote(blocks) => {
                let inner = self.blocks(blocks, most.saturating_sub(2).max(1));
                inner.into_iter().map(|line| behind(("│ ".to_string(), self.look.line()), line)).collect()
            }
        }
    }

    fn paragraph(self, inlines: &[Inline], most: u16) -> Vec<StyledLine> {
        wrap(&self.words(inlines), most, self.look)
    }

    /// Words are what stands between spaces, whatever styles they are made of.
    fn words(self, inlines: &[Inline]) -> Vec<Word> {
        let mut words = Vec::new();
        let mut word = Word { pieces: StyledLine::new() };
        for inline in inlines {
            let (text, style) = match inline {
                Inline::Text(text, style) => (text.clone(), self.style_of(*style)),
                Inline::Code(text) => (text.clone(), self.look.strong()),
                Inline::Live(live, style) => ((self.values)(live), self.style_of(*style)),
            };
            for character in text.chars() {
                if character.is_whitespace() {
                    if !word.pieces.is_empty() {
                        words.push(std::mem::replace(&mut word, Word { pieces: StyledLine::new() }));
                    }
                    continue;
                }
                match word.pieces.last_mut() {
                    Some((before, last)) if *last == style => before.push(character),
                    _ => word.pieces.push((character.to_string(), style)),
                }
            }
        }
        if !word.pieces.is_empty() {
            words.push(word);
        }
        colour_terms(&mut words, self.look);
        words
    }

    fn style_of(self, style: lesson::Style) -> Style {
        match style {
            lesson::Style::Plain => self.style,
            // Italics are never used: many terminals draw them as reverse.
            lesson::Style::Emphasis => self.style.patch(self.look.strong()),
            lesson::Style::Strong => self.style.patch(self.look.bold()),
        }
    }

    fn list(self, from: Option<u64>, items: &[Item], most: u16) -> Vec<StyledLine> {
        let mark = |position: usize| match from {
            Some(from) => format!("{}.", from.saturating_add(position as u64)),
            None => "–".to_string(),
        };
        let widest = (0..items.len()).map(|position| width(self.look, &mark(position))).max().unwrap_or(1);
        let indent = if most > widest + 6 { widest + 1 } else { 0 };
        // Items of several blocks are kept apart.
        let loose = items.iter().any(|Item(blocks)| blocks.len() > 1);
        let mut lines = Vec::new();
        for (position, Item(blocks)) in items.iter().enumerate() {
            if loose && position > 0 {
                lines.push(StyledLine::new());
            }
            let mut inner = self.blocks(blocks, most.saturating_sub(indent).max(1));
            if inner.is_empty() {
                inner.push(StyledLine::new());
            }
            let mark = mark(position);
            for (row, line) in inner.into_iter().enumerate() {
                let before = match (row, indent) {
                    (_, 0) => String::new(),
                    (0, _) => format!("{mark:<width$}", width = usize::from(indent)),
                    _ => " ".repeat(indent.into()),
                };
                lines.push(behind((before, self.look.dim()), line));
            }
        }
        lines
    }

    /// Lines as they are; one that is too long goes on in the next row.
    fn code(self, code: &[String], most: u16) -> Vec<StyledLine> {
        let indent = if most > 12 { 2 } else { 0 };
        let room = most.saturating_sub(indent).max(1);
        let mut lines = Vec::new();
        for line in code {
            let mut row = String::new();
            let mut used = 0;
            for character in line.chars() {
                let wide = width(self.look, character.encode_utf8(&mut [0; 4]));
                if used > 0 && used + wide > room {
                    lines.push(std::mem::take(&mut row));
                    used = 0;
                }
                row.push(character);
                used += wide;
            }
            lines.push(row);
        }
        let before = " ".repeat(indent.into());
        lines.into_iter().map(|row| vec![(format!("{before}{row}"), self.look.strong())]).collect()
    }
}

/// A line behind something.
fn behind(before: (String, Style), mut line: StyledLine) -> StyledLine {
    if !before.0.is_empty() {
        line.insert(0, before);
    }
    line
}

/// A line with spaces behind it, up to so many cells.
fn filled(mut line: StyledLine, cells: u16, look: &Look) -> StyledLine {
    let missing = cells.saturating_sub(line_width(&line, look));
    if missing > 0 {
        line.push((" ".repeat(missing.into()), Style::new()));
    }
    line
}

#[cfg(test)]
mod tests;
