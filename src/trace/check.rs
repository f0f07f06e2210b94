//! Reading a trace and judging it, in one go.

mod json;
mod text;

use super::judge::{Judge, Judgement};
use super::read::{Broken, Lines, Tally, excerpt};
use super::{Format, Names, Piece, Reader};
use crate::explain::grouped;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

/// How many broken lines are remembered.
const MOST_BROKEN: usize = 20;

/// How many lines are quoted.
const MOST_QUOTED: usize = 2_000;

/// After how many lines it is told how far it is.
const PORTION: u64 = 1 << 14;

/// What became of a trace, in a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All of it was read, and nothing was found.
    Legal,
    /// Something was found that is not Raft.
    Illegal,
    /// Nothing was found, but some lines could not be read.
    Incomplete,
    /// Nothing in it could be read as an event.
    Unreadable,
}

/// A trace that was read and judged.
#[derive(Clone, Debug)]
pub struct Checked {
    /// How it is written; nothing if no line has shown it.
    pub format: Option<Format>,
    /// What it is called.
    pub title: Option<Box<str>>,
    /// Its nodes.
    pub names: Names,
    /// What was read, in numbers.
    pub tally: Tally,
    /// The first lines that could not be read.
    pub broken: Vec<Broken>,
    /// What was found.
    pub judgement: Judgement,
}

/// Reads a trace to its end and judges it. From time to time `hear` is told how far it is.
///
/// # Errors
/// If it cannot be read to its end.
pub fn check(input: impl BufRead, mut hear: impl FnMut(&Tally)) -> io::Result<Checked> {
    let mut reader = Reader::new(input);
    let mut judge = Judge::new();
    let (mut title, mut broken) = (None, Vec::new());
    let mut told = 0;
    while let Some(piece) = reader.advance()? {
        match piece {
            Piece::Header(header) => {
                judge.set_members(&header.members);
                title = header.title;
            }
            Piece::Members(members) => judge.set_members(&members),
            Piece::Event(event) => judge.observe(&event),
            Piece::Broken(line) if broken.len() < MOST_BROKEN => broken.push(line),
            Piece::Broken(_) => {}
        }
        if reader.tally().lines / PORTION > told {
            told = reader.tally().lines / PORTION;
            hear(reader.tally());
        }
    }
    let format = reader.format();
    let (names, tally) = reader.end();
    Ok(Checked { format, title, names, tally, broken, judgement: judge.finish() })
}

impl Checked {
    /// What became of it.
    pub fn outcome(&self) -> Outcome {
        if self.tally.events == 0 {
            Outcome::Unreadable
        } else if !self.judgement.is_legal() {
            Outcome::Illegal
        } else if self.tally.broken > 0 {
            Outcome::Incomplete
        } else {
            Outcome::Legal
        }
    }

    /// Which lines prove what was found: the first ones, if there are very many.
    pub fn cited(&self) -> BTreeSet<u64> {
        let findings = self.judgement.verdicts.iter().flat_map(|verdict| &verdict.findings);
        let mut lines: BTreeSet<u64> = findings.clone().map(|finding| finding.line).collect();
        lines.extend(findings.flat_map(|finding| &finding.evidence));
        lines.into_iter().take(MOST_QUOTED).collect()
    }

    /// Why it is unreadable.
    pub fn complaint(&self) -> String {
        let tally = &self.tally;
        match (tally.lines, self.broken.first()) {
            (0, _) => "the file is empty: expected a trace".into(),
            (_, Some(first)) => format!("none of its {} lines is an event; {first}", grouped(tally.lines)),
            (_, None) if tally.passed_over > 0 => {
                format!("none of its {} lines is about Raft", grouped(tally.lines))
            }
            (_, None) => "there is no event in it".into(),
        }
    }
}

/// Some lines of a trace, shortened, with nothing in them that is not to be shown.
///
/// # Errors
/// If they cannot be read.
pub fn quote(input: impl BufRead, wanted: &BTreeSet<u64>) -> io::Result<BTreeMap<u64, Box<str>>> {
    let mut lines = Lines::new(input);
    let mut quotes = BTreeMap::new();
    let Some(last) = wanted.last() else { return Ok(quotes) };
    while lines.number() < *last && lines.advance()? {
        if wanted.contains(&lines.number()) {
            quotes.insert(lines.number(), excerpt(lines.text()));
        }
    }
    Ok(quotes)
}
