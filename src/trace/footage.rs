//! A trace as a whole, for showing: all of its events, up to a number.

use super::read::Broken;
use super::{Event, Header, Names, Node, Piece, Reader};
use std::io::{self, BufRead};

/// The most events of a trace that are shown: a tape of more would take long to make, and much memory.
pub const MOST_EVENTS: usize = 200_000;
/// How many lines that could not be read are remembered.
const MOST_BROKEN: usize = 20;

/// The events of a trace, with all that is needed to show them.
#[derive(Clone, Debug, Default)]
pub struct Footage {
    /// What the trace says about itself.
    pub header: Header,
    /// What its nodes are called.
    pub names: Names,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Who the members are, each from an event on: none in between, in a joint configuration.
    pub members: Vec<(usize, Vec<Node>)>,
    /// How many lines could not be read.
    pub broken: u64,
    /// The first of them.
    pub problems: Vec<Broken>,
    /// Whether the trace goes on behind its last event that is here.
    pub goes_on: bool,
    /// The last line, if it breaks off, as after a crash.
    pub breaks_off: Option<u64>,
}

impl Footage {
    /// Reads a trace, or as much of it as can be shown.
    ///
    /// # Errors
    /// If it cannot be read any further.
    pub fn read(input: impl BufRead) -> io::Result<Footage> {
        let mut reader = Reader::new(input);
        let mut footage = Footage::default();
        while let Some(piece) = reader.advance()? {
            match piece {
                Piece::Header(header) => footage.header = header,
                Piece::Members(members) => footage.members.push((footage.events.len(), members)),
                Piece::Event(_) if footage.events.len() == MOST_EVENTS => {
                    footage.goes_on = true;
                    break;
                }
                Piece::Event(event) => footage.events.push(event),
                Piece::Broken(broken) if footage.problems.len() < MOST_BROKEN => {
                    footage.problems.push(broken);
                }
                Piece::Broken(_) => {}
            }
        }
        footage.broken = reader.tally().broken;
        footage.breaks_off = reader.tally().breaks_off;
        footage.names = reader.names().clone();
        Ok(footage)
    }

    /// Whether a file that begins so is a trace, rather than a script or a session.
    pub fn begins(text: &str) -> bool {
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines().map(str::trim);
        let first = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with('#'));
        first.is_some_and(|line| {
            let mut reader = Reader::new(line.as_bytes());
            line.starts_with('{') || matches!(reader.advance(), Ok(Some(Piece::Event(_))))
        })
    }
}
