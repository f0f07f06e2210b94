//! Text for people: Markdown to blocks and words.

use super::Reader;
use super::live;
use super::row::{Row, joined, without_end};
use crate::lesson::{Block, Inline, Item, Prose, Style};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::ops::Range;

/// How deep things stand in each other: the whole, lists, their items, quotes.
const DEEPEST: usize = 7;

/// Reads text for people.
pub(super) fn read(rows: &[Row<'_>], reader: &mut Reader) -> Prose {
    let rows = without_end(rows);
    let (text, starts) = joined(rows);
    let events = TextMergeWithOffset::new(Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter());
    let mut writer =
        Writer { text: &text, rows, starts: &starts, reader, stack: Vec::new(), strong: 0, soft: 0 };
    for (event, range) in events {
        writer.event(event, range);
    }
    while writer.stack.len() > 1 {
        writer.close();
    }
    writer.close().map(|all| Prose { blocks: all.blocks }).unwrap_or_default()
}

/// Something that has begun and not ended.
#[derive(Debug, Default)]
struct Open {
    kind: Kind,
    /// What it consists of so far.
    blocks: Vec<Block>,
    /// The words that are not in a block yet.
    words: Vec<Inline>,
    /// The complete items of a list.
    items: Vec<Item>,
    /// The complete cells of a row, and the complete rows of a table.
    cells: Vec<Vec<Inline>>,
    table: Vec<Vec<Vec<Inline>>>,
}

#[derive(Debug, Default)]
enum Kind {
    #[default]
    Text,
    Heading,
    Code,
    Quote,
    List(Option<u64>),
    Item,
    Table,
    Cell,
    Link(String),
}

struct Writer<'a, 'r> {
    text: &'a str,
    rows: &'a [Row<'a>],
    starts: &'a [usize],
    reader: &'r mut Reader,
    stack: Vec<Open>,
    /// How many **strong** and *soft* spans are open.
    strong: usize,
    soft: usize,
}

impl<'a> Writer<'a, '_> {
    fn top(&mut self) -> &mut Open {
        if self.stack.is_empty() {
            self.stack.push(Open::default());
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn open(&mut self, kind: Kind) {
        self.top();
        self.stack.push(Open { kind, ..Open::default() });
    }

    /// Ends what began last, with the words that are left as a paragraph of it.
    fn close(&mut self) -> Option<Open> {
        self.close_paragraph();
        self.stack.pop()
    }

    /// Words that stand alone are a paragraph, unless they belong to a line of something else.
    fn close_paragraph(&mut self) {
        let top = self.top();
        let line = matches!(top.kind, Kind::Heading | Kind::Code | Kind::Cell | Kind::Link(_));
        if !line && !top.words.is_empty() {
            let words = std::mem::take(&mut top.words);
            top.blocks.push(Block::Paragraph(words));
        }
    }

    fn refuse(&mut self, range: &Range<usize>, message: &str, expected: &str) {
        let at = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let Some(row) = self.rows.get(at) else { return };
        let length = row.text().len();
        let from = (range.start - self.starts[at]).min(length);
        let to = (from + range.len()).min(length);
        let problem = row.problem_at(from, to, message).expecting(expected);
        self.reader.say(problem);
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if matches!(self.top().kind, Kind::Code) => self.plain(&words),
            Event::Text(words) => self.words(&words, range.start),
            Event::Code(words) => {
                let code = Inline::Code(words.replace('\t', " "));
                self.top().words.push(code);
            }
            Event::SoftBreak | Event::HardBreak => self.plain(" "),
            // Comments are for those who read the file.
            Event::Html(words) | Event::InlineHtml(words)
                if words.trim_start().starts_with("<!--") || self.in_comment(range.start) => {}
            Event::Html(_) | Event::InlineHtml(_) => {
                self.refuse(&range, "HTML is not allowed here", "Markdown; you can write < in `code`");
            }
            // A line across.
            _ => self.close_paragraph(),
        }
    }

    /// Whether an earlier line of HTML began a comment that still goes on.
    fn in_comment(&self, at: usize) -> bool {
        let before = &self.text[..at];
        before.rfind("<!--").is_some_and(|begun| !before[begun..].contains("-->"))
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.soft += 1,
            Tag::Link { dest_url, .. } => self.open(Kind::Link(dest_url.to_string())),
            Tag::Image { .. } => {
                self.refuse(range, "a terminal shows no images", "words, or a block ```text");
            }
            Tag::TableCell => self.open(Kind::Cell),
            Tag::HtmlBlock if self.in_comment(range.end) => {
                self.refuse(range, "the comment never ends", "-->");
            }
            Tag::TableHead | Tag::TableRow | Tag::HtmlBlock => {}
            _ => {
                self.close_paragraph();
                self.block(tag, range);
            }
        }
    }

    /// Something begins that is more than a piece of a line.
    fn block(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.open(Kind::Heading),
            Tag::CodeBlock(kind) => {
                if let CodeBlockKind::Fenced(info) = kind
                    && &*info != "text"
                {
                    let expected = "```text inside a list; blocks that are played begin at the left margin";
                    self.refuse(range, "this block is not allowed inside a list or a quote", expected);
                }
                self.open(Kind::Code);
            }
            Tag::BlockQuote(_) => self.open(Kind::Quote),
            Tag::List(from) => self.open(Kind::List(from)),
            Tag::Item => self.open(Kind::Item),
            Tag::Table(_) => self.open(Kind::Table),
            _ => {}
        }
        if self.stack.len() == DEEPEST + 1 {
            self.refuse(range, "lists and quotes are nested too deep here", "fewer levels: two are enough");
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.soft = self.soft.saturating_sub(1),
            TagEnd::Paragraph => self.close_paragraph(),
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.top().cells);
                self.top().table.push(cells);
            }
            TagEnd::Image | TagEnd::HtmlBlock => {}
            _ => {
                let deep = self.stack.len() > DEEPEST;
                let Some(ended) = self.close() else { return };
                self.put(ended, deep);
            }
        }
    }

    /// Puts what has ended where it stands. What stood too deep is no longer nested: it was refused.
    fn put(&mut self, ended: Open, deep: bool) {
        let top = self.top();
        let block = match ended.kind {
            Kind::Link(to) => {
                let said: String = ended.words.iter().map(plain_text).collect();
                top.words.extend(ended.words);
                if said != to {
                    top.words.push(Inline::Text(format!(" ({to})"), Style::Plain));
                }
                return;
            }
            Kind::Cell => return top.cells.push(ended.words),
            Kind::Item if !deep => return top.items.push(Item(ended.blocks)),
            _ if deep => return top.blocks.extend(ended.blocks),
            Kind::Heading => Block::Heading(ended.words),
            Kind::Code => {
                let lines: String = ended.words.iter().map(plain_text).collect();
                let lines = lines.strip_suffix('\n').unwrap_or(&lines);
                Block::Code(lines.split('\n').map(|line| line.replace('\t', "    ")).collect())
            }
            Kind::Quote => Block::Quote(ended.blocks),
            Kind::List(from) => Block::List { from, items: ended.items },
            Kind::Table => {
                let mut rows = ended.table.into_iter();
                Block::Table { head: rows.next().unwrap_or_default(), rows: rows.collect() }
            }
            Kind::Text | Kind::Item => return top.blocks.extend(ended.blocks),
        };
        top.blocks.push(block);
    }

    fn style(&self) -> Style {
        match (self.strong, self.soft) {
            (0, 0) => Style::Plain,
            (0, _) => Style::Emphasis,
            _ => Style::Strong,
        }
    }

    fn plain(&mut self, words: &str) {
        let style = self.style();
        let top = self.top();
        if let Some(Inline::Text(text, before)) = top.words.last_mut()
            && *before == style
        {
            text.push_str(words);
        } else {
            top.words.push(Inline::Text(words.to_owned(), style));
        }
    }

    /// Words, and live values between braces.
    fn words(&mut self, words: &str, start: usize) {
        let mut from = start;
        let mut rest = words;
        while let Some(at) = rest.find('{') {
            self.plain(&rest[..at]);
            let after = &rest[at + 1..];
            if let Some(after) = after.strip_prefix('{') {
                self.plain("{");
                rest = after;
                continue;
            }
            // Where it stands: signs that were written differently may precede it.
            let close = after.find('}');
            let written = close.map_or("{", |close| &rest[at..=at + 1 + close]);
            let place = self.text[from..].find(written).map_or(from, |found| from + found);
            let range = place..place + written.len();
            let Some(close) = close else {
                self.refuse(
                    &range,
                    "the brace is not closed in this line",
                    "{S3.term} is a live value; {{ is a brace",
                );
                return self.plain(after);
            };
            if let Some(row) = self.row(&range)
                && let Some(live) = live::read(row, self.reader)
            {
                let style = self.style();
                self.top().words.push(Inline::Live(live, style));
            }
            from = range.end;
            rest = &after[close + 1..];
        }
        self.plain(rest);
    }

    /// The part of a line between two braces.
    fn row(&self, range: &Range<usize>) -> Option<Row<'a>> {
        let at = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let (row, from) = (self.rows.get(at)?, range.start - self.starts[at]);
        let inner = from + 1..(from + range.len() - 1).min(row.text().len());
        row.text().get(inner.clone()).map(|_| row.part(inner.start, inner.end))
    }
}

fn plain_text(inline: &Inline) -> &str {
    match inline {
        Inline::Text(text, _) | Inline::Code(text) => text,
        Inline::Live(live, _) => &live.text,
    }
}
