//! Reading a trace, line by line, from anywhere. Which of the three formats it is shows in its first line; a line that
//! is broken is told as such, and the rest is read all the same.
//!
//! However long or strange a file is, not more than a line of it is kept, besides the names of its nodes.

mod bare;
mod etcd;
mod fields;
mod lines;
mod object;
mod ours;
mod problem;
mod tally;

use super::names::Names;
use super::{Event, Header, Node};
use etcd::Etcd;
use problem::Problem;
use serde::Serialize;
use std::collections::VecDeque;
use std::io::{self, BufRead};

pub use lines::MOST_LINE;
pub use problem::Broken;
pub use tally::{Stranger, Tally};
pub(super) use {lines::Lines, problem::excerpt};

/// How deep the lists and objects of a line may be nested.
const MOST_NESTED: usize = 16;

/// How a trace is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Ours: JSON Lines, an event per line.
    Ours,
    /// `time term node role`, four words a line.
    Bare,
    /// The state trace of etcd's Raft library.
    Etcd,
}

impl Format {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Ours => "JSON Lines",
            Format::Bare => "bare lines",
            Format::Etcd => "etcd's state trace",
        }
    }
}

/// What a trace says, piece by piece.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all of them are events")]
pub enum Piece {
    /// What it says about itself.
    Header(Header),
    /// Who the members of the cluster are from here on. None: that is in between, in a joint configuration.
    Members(Vec<Node>),
    /// What happened.
    Event(Event),
    /// A line that could not be read.
    Broken(Broken),
}

/// Reads a trace: an iterator over its pieces.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    format: Option<Format>,
    names: Names,
    tally: Tally,
    etcd: Etcd,
    /// What has been read and not been handed out yet.
    waiting: VecDeque<Piece>,
    over: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader that has not read anything yet.
    pub fn new(input: R) -> Reader<R> {
        Reader {
            lines: Lines::new(input),
            format: None,
            names: Names::new(),
            tally: Tally::default(),
            etcd: Etcd::default(),
            waiting: VecDeque::new(),
            over: false,
        }
    }

    /// The names of the nodes that have occurred so far.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// What has been read so far, in numbers.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Which format it is; nothing as long as no line has shown it.
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// The next piece, if there is one.
    ///
    /// # Errors
    /// If the file cannot be read any further.
    pub fn advance(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if let Some(piece) = self.waiting.pop_front() {
                if matches!(piece, Piece::Event(_)) {
                    self.tally.events += 1;
                }
                return Ok(Some(piece));
            }
            if self.over {
                return Ok(None);
            }
            if !self.lines.advance()? {
                self.over = true;
                self.etcd.finish(&mut self.waiting);
                continue;
            }
            self.tally.lines += 1;
            match self.line() {
                Ok(Some(piece)) => {
                    if matches!(piece, Piece::Event(_)) {
                        self.tally.events += 1;
                    }
                    return Ok(Some(piece));
                }
                Ok(None) => {}
                Err(problem) => {
                    if let Some(broken) = self.broken(problem) {
                        return Ok(Some(Piece::Broken(broken)));
                    }
                }
            }
        }
    }

    /// Reads the line that is there.
    fn line(&mut self) -> Result<Option<Piece>, Problem> {
        let (text, number) = (self.lines.text().trim_ascii(), self.lines.number());
        if text.is_empty() || (text[0] == b'#' && self.format != Some(Format::Ours)) {
            return Ok(None);
        }
        if self.lines.too_long() {
            return Err(Problem::says(format!("a line has at most {MOST_LINE} bytes")));
        }
        let format = match self.format {
            Some(format) => format,
            None => detected(text)?,
        };
        if format != Format::Bare {
            shallow(text)?;
        }
        let read = match format {
            Format::Ours => Some(ours::read(text, number, &mut self.names, &mut self.tally)?),
            Format::Bare => Some(Piece::Event(bare::read(text, number, &mut self.names)?)),
            Format::Etcd => {
                self.etcd.read(text, number, &mut self.names, &mut self.tally, &mut self.waiting)?;
                None
            }
        };
        self.format = Some(format);
        Ok(read)
    }

    /// A problem with the line that is there, unless it is nothing but the end of a trace that breaks off.
    fn broken(&mut self, problem: Problem) -> Option<Broken> {
        let (line, text) = (self.lines.number(), self.lines.text());
        if problem.cut_off && !self.lines.ended() {
            self.tally.breaks_off = Some(line);
            return None;
        }
        self.tally.broken += 1;
        let indented = text.len() - text.trim_ascii_start().len();
        let problem = Problem { at: problem.at.map(|at| at + indented), ..problem };
        Some(problem.broken(line, text))
    }

    /// What is left when all was read: the names, and the numbers.
    pub fn end(self) -> (Names, Tally) {
        (self.names, self.tally)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<io::Result<Piece>> {
        self.advance().transpose()
    }
}

/// Which format a line shows.
fn detected(text: &[u8]) -> Result<Format, Problem> {
    match text[0] {
        b'{' => match serde_json::from_slice::<etcd::Probe>(text) {
            Ok(probe) if probe.is_etcd() => Ok(Format::Etcd),
            Ok(_) => Ok(Format::Ours),
            Err(error) => Err(Problem::json(&error, text)),
        },
        b'[' => Err(Problem::says("found a list: each line holds one object")),
        _ if text.contains(&0) => Err(Problem::says("this is not text")),
        _ => match bare::read(text, 0, &mut Names::new()) {
            Ok(_) => Ok(Format::Bare),
            Err(problem) if problem.cut_off => {
                let says = "neither a JSON object nor four words, `time term node role`";
                Err(Problem { says: says.into(), ..problem })
            }
            Err(problem) => Err(problem),
        },
    }
}

/// Refuses what is nested too deep. Most lines do not have so many brackets at all.
fn shallow(text: &[u8]) -> Result<(), Problem> {
    if text.iter().filter(|byte| matches!(byte, b'{' | b'[')).count() <= MOST_NESTED {
        return Ok(());
    }
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_NESTED {
            let says = format!("lists and objects are nested deeper than {MOST_NESTED}");
            return Err(Problem { at: Some(at), says, cut_off: false });
        }
    }
    Ok(())
}
