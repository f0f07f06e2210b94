//! Text for people: Markdown, as far as lessons use it, with live values.

use crate::language::{Quantity, Target, Targets};
use crate::raft::Word;

/// A text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Prose {
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// A block of a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading below that of the step.
    Heading(Vec<Inline>),
    /// A list: numbered from so much, or not.
    List {
        /// The number of the first item; none for bullets.
        from: Option<u64>,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table: its head, then its rows.
    Table {
        /// The names of the columns; may all be empty.
        head: Vec<Vec<Inline>>,
        /// The rows, each as wide as the head.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Lines to be shown as they are.
    Code(Vec<String>),
    /// A quotation.
    Quote(Vec<Block>),
}

/// An item of a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Item(pub Vec<Block>);

/// A piece of a line.
#[derive(Clone, PartialEq, Debug)]
pub enum Inline {
    /// Words.
    Text(String, Style),
    /// `code`
    Code(String),
    /// A value of the cluster as it stands there.
    Live(Live, Style),
}

/// How words are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Style {
    /// As all.
    #[default]
    Plain,
    /// *With emphasis.*
    Emphasis,
    /// **Strong.**
    Strong,
}

/// A live value, and where it stands in the file.
#[derive(Clone, PartialEq, Debug)]
pub struct Live {
    /// What is said.
    pub value: LiveValue,
    /// As it is written, without braces.
    pub text: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, in characters, counted from 1.
    pub column: u32,
}

/// What can be said of the cluster in the middle of a sentence.
#[derive(Clone, PartialEq, Debug)]
pub enum LiveValue {
    /// `{S3.term}`, `{S3.next of S1}`: a number.
    Number(Quantity),
    /// `{S3.role}`
    Role(Target),
    /// `{S3.vote}`
    Vote(Target),
    /// `{S3.log}`
    Log(Target),
    /// `{S3.x}`: what a state machine holds.
    Stored(Target, Word),
    /// `{leader}`: who it is.
    Who(Targets),
    /// `{time}`
    Time,
    /// `{committed}`
    Committed,
    /// `{count RejectedMismatch on S2}`
    Count {
        /// The name of the fact.
        fact: &'static str,
        /// Where; anywhere, if not said.
        who: Option<Targets>,
    },
}

impl Prose {
    /// All of it in one line: words alone, without what sets them off.
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        gather(&self.blocks, &mut words);
        words.join(" ")
    }
}

/// Words of a line, without what sets them off. A live value stands as it is written.
pub fn spoken(line: &[Inline]) -> String {
    let piece = |piece: &Inline| match piece {
        Inline::Text(text, _) | Inline::Code(text) => text.clone(),
        Inline::Live(live, _) => format!("{{{}}}", live.text),
    };
    line.iter().map(piece).collect()
}

fn gather(blocks: &[Block], words: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(line) | Block::Heading(line) => words.push(spoken(line)),
            Block::List { items, .. } => items.iter().for_each(|item| gather(&item.0, words)),
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                words.extend(cells.map(|cell| spoken(cell)).filter(|cell| !cell.is_empty()));
            }
            Block::Code(lines) => words.extend(lines.iter().map(|line| line.trim().to_owned())),
            Block::Quote(blocks) => gather(blocks, words),
        }
    }
}
