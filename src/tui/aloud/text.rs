//! Prose as lines that are read out: words alone, without what sets them off.

use crate::lesson::{Block, Inline, Prose, spoken};
use crate::tui::in_words::WIDTH;
use crate::tui::text::wrap;

/// "1 step", "2 steps"
pub(super) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A text as lines, a blank one between its blocks.
pub(super) fn lines(prose: &Prose) -> Vec<String> {
    let mut lines = Vec::new();
    set(&prose.blocks, "", &mut lines);
    lines
}

/// A sentence as lines; those after the first are indented so far.
pub(super) fn sentence(text: &str, indent: &str) -> Vec<String> {
    wrap(text, WIDTH, indent)
}

fn set(blocks: &[Block], indent: &str, lines: &mut Vec<String>) {
    for (number, block) in blocks.iter().enumerate() {
        if number > 0 {
            lines.push(String::new());
        }
        match block {
            Block::Paragraph(line) | Block::Heading(line) => put(line, indent, lines),
            Block::List { from, items } => {
                for (number, item) in items.iter().enumerate() {
                    let mark = from.map_or("- ".to_owned(), |from| format!("{}. ", from + number as u64));
                    let below = format!("{indent}{}", " ".repeat(mark.len()));
                    let first = lines.len();
                    set(&item.0, &below, lines);
                    if let Some(line) = lines.get_mut(first) {
                        *line = format!("{indent}{mark}{}", line.trim_start());
                    }
                }
            }
            Block::Table { head, rows } => {
                for row in rows {
                    let cell = |(column, cell): (usize, &Vec<Inline>)| {
                        let name = head.get(column).map(|name| spoken(name)).unwrap_or_default();
                        let cell = spoken(cell);
                        if name.is_empty() { cell } else { format!("{name}: {cell}") }
                    };
                    let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
                    push(&format!("{}.", cells.join("; ")), indent, lines);
                }
            }
            Block::Code(code) => lines.extend(code.iter().map(|line| format!("{indent}    {line}"))),
            Block::Quote(blocks) => set(blocks, &format!("{indent}  "), lines),
        }
    }
}

fn put(line: &[Inline], indent: &str, lines: &mut Vec<String>) {
    push(&spoken(line), indent, lines);
}

fn push(text: &str, indent: &str, lines: &mut Vec<String>) {
    lines.extend(wrap(&format!("{indent}{text}"), WIDTH, indent));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Item, Style};

    fn words(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.to_owned(), Style::Strong)]
    }

    #[test]
    fn lists_and_tables_are_read_out() {
        let item = |text: &str| Item(vec![Block::Paragraph(words(text))]);
        let long = "word ".repeat(20);
        let blocks = vec![
            Block::Paragraph(words("Two sides.")),
            Block::List { from: Some(3), items: vec![item("three"), item(&long)] },
            Block::Table {
                head: vec![words("server"), words("term")],
                rows: vec![vec![words("S1"), words("4")]],
            },
        ];
        let said = lines(&Prose { blocks });
        assert_eq!(
            said[..4],
            [
                "Two sides.",
                "",
                "3. three",
                "4. word word word word word word word word word word word word word word word"
            ]
        );
        assert_eq!(said[4], "   word word word word word");
        assert_eq!(said.last().unwrap(), "server: S1; term: 4.");
        for line in &said {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }
}
