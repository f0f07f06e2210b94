//! The logs of all servers as a small table: the terms of their entries, index by index.

use super::Prose;
use crate::raft::{Index, ServerId, Term};
use crate::sim::World;
use std::ops::Range;

/// Of longer logs the last entries are shown, so many.
const MOST_ENTRIES: u32 = 60;

/// The logs of all servers at some moment.
#[derive(Clone, PartialEq, Debug)]
pub struct LogTable {
    /// What is said above it.
    pub caption: Option<Prose>,
    /// The indexes that are shown; the last one is not.
    indexes: Range<u32>,
    rows: Vec<LogRow>,
}

/// The log of one server.
#[derive(Clone, PartialEq, Debug)]
struct LogRow {
    server: ServerId,
    down: bool,
    /// For each index that is shown the term of the entry there, if the log has it.
    terms: Vec<Option<Term>>,
}

/// A piece of a row of the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogCell {
    /// What it says, filled up to its width.
    pub text: String,
    /// What it is.
    pub kind: LogCellKind,
}

/// What a piece of a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogCellKind {
    /// What a row or a column is about.
    Name,
    /// A server that is down.
    Down,
    /// An entry of this term.
    Entry(Term),
    /// No entry.
    Nothing,
}

impl LogTable {
    /// The logs as they stand.
    pub fn of(world: &World, caption: Option<Prose>) -> LogTable {
        let last = world.nodes().iter().map(|node| node.persistent().log.last_index().0).max().unwrap_or(0);
        let indexes = (last.saturating_sub(MOST_ENTRIES) + 1)..last + 1;
        let row = |server: ServerId| {
            let node = world.node(server);
            let log = &node.persistent().log;
            let terms = indexes.clone().map(|index| log.term_at(Index(index))).collect();
            LogRow { server, down: node.is_down(), terms }
        };
        let rows = world.roster().iter().map(row).collect();
        LogTable { caption, indexes, rows }
    }

    /// The table in rows that are at most so wide, if a column fits at all: what does not fit beside goes below.
    pub fn lines(&self, width: usize) -> Vec<Vec<LogCell>> {
        let name = |row: &LogRow| format!("{}{}", row.server, if row.down { " down" } else { "" });
        let names: Vec<String> = self.rows.iter().map(name).collect();
        let front = names.iter().map(String::len).max().unwrap_or(0).max("index".len());
        let terms = self.rows.iter().flat_map(|row| &row.terms).flatten().map(|term| term.0);
        let widest = terms.chain([self.indexes.end.saturating_sub(1)]).max().unwrap_or(0);
        let cell = widest.to_string().len() + 1;
        let columns = (width.saturating_sub(front + 1) / cell).max(1);
        let all: Vec<u32> = self.indexes.clone().collect();
        if all.is_empty() {
            return names.iter().zip(&self.rows).map(|(name, row)| row.empty(name, front)).collect();
        }
        let mut lines = Vec::new();
        for (band, indexes) in all.chunks(columns).enumerate() {
            if band > 0 {
                lines.push(Vec::new());
            }
            let mut head = vec![LogCell::new("index", front, LogCellKind::Name, false)];
            let number = |index: &u32| LogCell::new(&index.to_string(), cell, LogCellKind::Name, true);
            head.extend(indexes.iter().map(number));
            lines.push(head);
            for (name, row) in names.iter().zip(&self.rows) {
                let mut line = vec![LogCell::new(name, front, row.kind(), false)];
                let terms = &row.terms[band * columns..band * columns + indexes.len()];
                line.extend(terms.iter().map(|term| match term {
                    Some(term) => LogCell::new(&term.to_string(), cell, LogCellKind::Entry(*term), true),
                    None => LogCell::new("", cell, LogCellKind::Nothing, true),
                }));
                lines.push(line);
            }
        }
        lines
    }
}

impl LogRow {
    fn kind(&self) -> LogCellKind {
        if self.down { LogCellKind::Down } else { LogCellKind::Name }
    }

    fn empty(&self, name: &str, front: usize) -> Vec<LogCell> {
        let empty = LogCell::new("empty", "empty".len() + 1, LogCellKind::Nothing, true);
        vec![LogCell::new(name, front, self.kind(), false), empty]
    }
}

impl LogCell {
    fn new(text: &str, width: usize, kind: LogCellKind, right: bool) -> LogCell {
        let text = if right { format!("{text:>width$}") } else { format!("{text:<width$}") };
        LogCell { text, kind }
    }
}
