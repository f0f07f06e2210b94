//! What was read, in numbers.

use super::problem::nearest;
use crate::trace::names::clean;
use serde::Serialize;

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
                near: nearest(name, known),
                line,
                count: 1,
                raw: name.into(),
            });
        }
    }
}
