//! A check as text.

use super::{Bounds, Ended, Verified, Violation};
use crate::explain::grouped;
use crate::paper::Bug;
use std::fmt;

/// The bounds in one sentence.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} servers, terms up to {}", self.servers, self.terms)?;
        for (number, noun) in [
            (self.commands, "command"),
            (self.restarts, "crash"),
            (self.beats, "extra heartbeat"),
            (self.duplicates, "duplicate"),
        ] {
            let ending = match (number, noun) {
                (1, _) => "",
                (_, "crash") => "es",
                _ => "s",
            };
            write!(f, ", {number} {noun}{ending}")?;
        }
        write!(f, ", any losses; at most {} messages at a time that still arrive", self.flights)
    }
}

/// The report, a few short blocks.
impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.bounds)?;
        let bugs: Vec<_> = self.bounds.options.bugs.iter().map(Bug::id).collect();
        if !bugs.is_empty() {
            writeln!(f, "rules off: {}", bugs.join(", "))?;
        }
        if !self.bounds.symmetry {
            writeln!(f, "clusters that differ only in names count as different")?;
        }
        writeln!(f)?;
        let [servers, envelopes, histories] = self.parts;
        for (name, number) in [
            ("distinct states", self.states),
            ("transitions", self.transitions),
            ("events that changed nothing", self.idle),
            ("depth", self.depth.into()),
            ("states not explored further", self.frontier),
            ("bytes per state", self.bytes / self.states.max(1)),
            ("distinct states of a single server", servers),
            ("distinct messages", envelopes),
            ("distinct histories", histories),
        ] {
            row(f, name, number)?;
        }
        writeln!(f, "\nSituations (number of transitions)")?;
        for (name, often) in self.sometimes.rows() {
            row(f, name, often)?;
        }
        let never: Vec<_> = self.sometimes.never().collect();
        if !never.is_empty() {
            writeln!(f, "  never within these bounds: {}", never.join("; "))?;
        }
        writeln!(f, "\n{}", self.verdict())?;
        self.violation.as_ref().map_or(Ok(()), |violation| write!(f, "\n{violation}"))
    }
}

impl Verified {
    /// What was checked and what came of it, in a sentence or two.
    pub fn verdict(&self) -> String {
        let judged = match self.bounds.only {
            Some(only) => format!("{} held", only.name()),
            None => "All five properties held".to_owned(),
        };
        let so_far = format!(
            "{judged} in every run of up to {} actions within these bounds; {} states were not explored \
             further.",
            self.depth,
            grouped(self.frontier)
        );
        match self.ended {
            Ended::Complete => format!("{judged} in every run within these bounds."),
            Ended::Violated => match &self.violation {
                Some(violation) => format!(
                    "{} is violated after {} actions, and not after fewer.",
                    violation.property.name(),
                    violation.run.len()
                ),
                None => "A property is violated.".to_owned(),
            },
            Ended::Cancelled => format!("Stopped. {so_far}"),
            Ended::OutOfStates => format!("Too many states. {so_far}"),
            Ended::OutOfMemory => format!("Too much history. {so_far}"),
        }
    }
}

/// The run, an action a line.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, act) in (1..).zip(&self.run) {
            writeln!(f, "  {number:>3}  {act}")?;
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, number: u64) -> fmt::Result {
    writeln!(f, "  {name:<42}{:>15}", grouped(number))
}
