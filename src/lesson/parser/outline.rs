//! Steps, and what stands in them: prose, and fenced blocks, as lines.

use super::row::{Row, joined};
use super::{MOST_PROSE, Reader};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};
use std::ops::Range;

/// A lesson without its head.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// What stands before the first step.
    pub about: Vec<Row<'a>>,
    pub steps: Vec<StepOutline<'a>>,
}

/// A step as lines.
#[derive(Debug)]
pub(super) struct StepOutline<'a> {
    pub title: String,
    pub heading: Row<'a>,
    pub blocks: Vec<Block<'a>>,
}

/// Something that stands in a step.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub kind: BlockKind,
    /// Where it begins: the line of the fence, or the first line of the prose.
    pub line: u32,
    /// That line.
    pub head: Row<'a>,
    /// What follows the kind in the line of the fence.
    pub title: Row<'a>,
    /// What it holds.
    pub rows: Vec<Row<'a>>,
}

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BlockKind {
    Prose,
    Raft,
    Question,
    Challenge,
    Logs,
    Card,
    Show,
    Notes,
    Demo,
}

impl BlockKind {
    /// The words after the fence. `text` is prose.
    const WORDS: [(&'static str, BlockKind); 9] = [
        ("raft", BlockKind::Raft),
        ("question", BlockKind::Question),
        ("challenge", BlockKind::Challenge),
        ("logs", BlockKind::Logs),
        ("card", BlockKind::Card),
        ("show", BlockKind::Show),
        ("notes", BlockKind::Notes),
        ("demo", BlockKind::Demo),
        ("text", BlockKind::Prose),
    ];
}

/// A piece of the file at its top level.
enum Piece {
    Step(String),
    Title,
    Fenced,
    Prose,
}

/// Cuts the lines after the head into steps and blocks.
pub(super) fn read<'a>(rows: &[Row<'a>], reader: &mut Reader) -> Outline<'a> {
    let mut outline = Outline::default();
    for (piece, lines) in pieces(rows) {
        let rows = &rows[lines];
        let Some(head) = rows.first().copied() else { continue };
        match piece {
            Piece::Step(_) | Piece::Title if !head.text().trim_start().starts_with('#') => {
                reader.say(head.problem("a heading is not underlined here").expecting(
                    "## begins a step, ### is a heading inside a step; an empty line before --- draws a line",
                ));
            }
            Piece::Title => {
                reader
                    .say(head.problem("the title of a lesson is in its head").expecting("## begins a step"));
            }
            Piece::Step(title) => {
                if title.is_empty() {
                    reader.say(head.problem("the step has no title").expecting("## What happens"));
                }
                let heading = head.trim();
                outline.steps.push(StepOutline { title, heading, blocks: Vec::new() });
            }
            Piece::Fenced => {
                if let Some(block) = fenced(rows, reader) {
                    place(&mut outline, block, reader);
                }
            }
            Piece::Prose => {
                let (line, rows) = (head.number, rows.to_vec());
                let block = Block { kind: BlockKind::Prose, line, head, title: head.part(0, 0), rows };
                place(&mut outline, block, reader);
            }
        }
    }
    for step in &outline.steps {
        let prose = step.blocks.iter().filter(|block| block.kind == BlockKind::Prose);
        let length: usize = prose.flat_map(|block| &block.rows).map(|row| row.text().chars().count()).sum();
        if length > MOST_PROSE {
            let problem = step.heading.problem(format!("the step has {length} characters of prose"));
            reader.say(problem.expecting(format!("a step has at most {MOST_PROSE}: one idea per step")));
        }
    }
    outline
}

/// Puts a block into the step that it stands in. Prose goes on over a block of text.
fn place<'a>(outline: &mut Outline<'a>, block: Block<'a>, reader: &mut Reader) {
    let prose = block.kind == BlockKind::Prose;
    match outline.steps.last_mut() {
        None if prose => outline.about.extend(block.rows),
        None => {
            let problem = block.head.problem("this block comes before the first step");
            reader.say(problem.expecting("a step begins with a heading: ## What happens"));
        }
        Some(step) => match step.blocks.last_mut() {
            Some(last) if prose && last.kind == BlockKind::Prose => {
                let end = last.rows.last().copied().unwrap_or(last.head);
                // The empty line that kept them apart.
                last.rows.push(end.part(0, 0));
                last.rows.extend(block.rows);
            }
            _ => step.blocks.push(block),
        },
    }
}

/// The pieces of the file at its top level, each with its lines.
fn pieces(rows: &[Row<'_>]) -> Vec<(Piece, Range<usize>)> {
    let (text, starts) = joined(rows);
    let line_of = |byte: usize| starts.partition_point(|start| *start <= byte).saturating_sub(1);
    let mut pieces: Vec<(Piece, Range<usize>)> = Vec::new();
    let mut depth = 0_usize;
    let mut heading = String::new();
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
        match &event {
            Event::Start(tag) => {
                depth += 1;
                if depth > 1 {
                    continue;
                }
                heading.clear();
                // The lines from the first byte to the last that is not a line's end.
                let end = range.start + text[range.clone()].trim_end().len();
                let lines = line_of(range.start)..line_of(end.max(range.start + 1) - 1) + 1;
                let piece = match tag {
                    Tag::Heading { level: HeadingLevel::H1, .. } => Piece::Title,
                    Tag::Heading { level: HeadingLevel::H2, .. } => Piece::Step(String::new()),
                    Tag::CodeBlock(CodeBlockKind::Fenced(_)) => Piece::Fenced,
                    _ => Piece::Prose,
                };
                pieces.push((piece, lines));
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0
                    && let Some((Piece::Step(title), _)) = pieces.last_mut()
                {
                    heading.trim().clone_into(title);
                }
            }
            Event::Text(words) | Event::Code(words) => heading.push_str(words),
            _ => {}
        }
    }
    pieces
}

/// A fenced block: its kind from the line of the fence, and the lines within.
fn fenced<'a>(rows: &[Row<'a>], reader: &mut Reader) -> Option<Block<'a>> {
    let head = *rows.first()?;
    let text = head.text();
    let fence = text.trim_start();
    let sign = fence.chars().next().unwrap_or('`');
    let length = fence.len() - fence.trim_start_matches(sign).len();
    let indent = text.len() - fence.len();
    if indent > 0 {
        let problem = head.problem("a block begins at the left margin");
        reader.say(problem.expecting("move it to the left, with all its lines"));
        return None;
    }
    let last = rows.last().map_or("", |row| row.text().trim());
    let closed = rows.len() > 1 && last.len() >= length && last.chars().all(|found| found == sign);
    if !closed {
        let problem = head.problem("the block never ends");
        reader.say(problem.expecting(format!("a line {} ends it", &fence[..length])));
        return None;
    }
    let info = head.after(indent + length).trim();
    let word = info.part(0, info.text().find(char::is_whitespace).unwrap_or(info.text().len()));
    let title = info.after(word.text().len()).trim();
    let Some((_, kind)) = BlockKind::WORDS.into_iter().find(|known| known.0 == word.text()) else {
        let words = BlockKind::WORDS.map(|known| known.0);
        if word.text().is_empty() {
            let problem = head.problem("what kind of block is this?");
            reader.say(problem.expecting("```raft is played, ```text is shown as it is"));
        } else {
            reader.unknown(word, "a kind of block", &words);
        }
        return None;
    };
    if kind == BlockKind::Demo && title.text().is_empty() {
        reader.say(word.problem("the demo has no title").expecting("```demo What it shows"));
    } else if !matches!(kind, BlockKind::Demo | BlockKind::Challenge) && !title.text().is_empty() {
        let problem = title.problem("nothing follows here");
        reader.say(problem.expecting("only a demo and a challenge have a title"));
    }
    let rows = if kind == BlockKind::Prose { rows } else { &rows[1..rows.len() - 1] };
    Some(Block { kind, line: head.number, head, title, rows: rows.to_vec() })
}
