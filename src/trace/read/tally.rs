//! What was read, in numbers.

use super::problem::meant;
use crate::nearest::nearest;
use crate::trace::names::clean;
use serde::Serialize;
use std::fmt;

/// How many strange names are remembered.
const MOST_STRANGERS: usize = 20;

/// What was read, in numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Tally {
    /// How many lines.
    pub lines: u64,
    /// How many events.
    pub events: u64,
    /// How many lines could not be read.
    pub broken: u64,
    /// How many lines say nothing about Raft: what else was logged.
    pub passed_over: u64,
    /// The last line, if it breaks off, as after a crash.
    pub breaks_off: Option<u64>,
    /// Names that the format does not have.
    pub strangers: Vec<Stranger>,
    #[serde(skip)]
    pub(super) has_header: bool,
}

/// A name that the format does not have. What it names is passed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Stranger {
    /// In which object it stands; empty for the line itself.
    pub place: &'static str,
    /// The name, shortened.
    pub name: Box<str>,
    /// The name that may have been meant.
    pub near: Option<&'static str>,
    /// The first line that has it.
    pub line: u64,
    /// How many lines have it.
    pub count: u64,
    #[serde(skip)]
    raw: Box<str>,
}

/// Names that stand in an object of the line, and that are easily taken for names of the line itself.
const WITHIN: [(&str, &str); 12] = [
    ("term", "state.term"),
    ("votedFor", "state.votedFor"),
    ("role", "state.role"),
    ("lastIndex", "state.lastIndex"),
    ("lastTerm", "state.lastTerm"),
    ("commitIndex", "state.commitIndex"),
    ("lastApplied", "state.lastApplied"),
    ("from", "message.from"),
    ("to", "message.to"),
    ("type", "message.type"),
    ("index", "entries.index"),
    ("log", "entries"),
];

/// The name that may have been meant.
fn near(name: &str, place: &str, known: &[&'static str]) -> Option<&'static str> {
    let within = || {
        let word = nearest(name, WITHIN.map(|(word, _)| word))?;
        WITHIN.iter().find(|(known, _)| *known == word).map(|(_, path)| *path)
    };
    nearest(name, known.iter().copied()).or_else(|| if place.is_empty() { within() } else { None })
}

impl Tally {
    /// Counts a name that is not known, if there is one.
    pub(super) fn unknown(
        &mut self,
        name: Option<&str>,
        place: &'static str,
        known: &[&'static str],
        line: u64,
    ) {
        let Some(name) = name else { return };
        let same = |stranger: &&mut Stranger| stranger.place == place && *stranger.raw == *name;
        if let Some(stranger) = self.strangers.iter_mut().find(same) {
            stranger.count += 1;
        } else if self.strangers.len() < MOST_STRANGERS && name.len() <= 100 {
            self.strangers.push(Stranger {
                place,
                name: clean(name, 40),
                near: near(name, place, known),
                line,
                count: 1,
                raw: name.into(),
            });
        }
    }
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stranger { place, name, near, line, count, .. } = self;
        let place = match *place {
            "" => String::new(),
            place => format!(" in `{place}`"),
        };
        let s = if *count == 1 { "" } else { "s" };
        write!(f, "`{name}`{place} is not a field here ({count} line{s}, first in line {line})")?;
        if let Some(near) = near {
            f.write_str(&meant(near))?;
        }
        Ok(())
    }
}
