//! The report as text.

use super::{Fault, FuzzReport};
use crate::explain::grouped;
use std::fmt;

/// How many failures the text tells of.
const MOST_FAILURES: usize = 10;

/// The report as text, a few short blocks.
impl fmt::Display for FuzzReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let servers = if self.servers_from == self.servers_to {
            plural(self.servers_to as u64, "server")
        } else {
            format!("{} to {} servers", self.servers_from, self.servers_to)
        };
        writeln!(f, "{} of {servers}, {} steps", plural(self.seeds, "seed"), grouped(self.steps))?;
        for bug in self.without.iter() {
            writeln!(f, "rule off: {} ({}, bug {bug})", bug.rule_off(), bug.rule())?;
        }
        writeln!(f)?;
        for (name, number) in [
            ("messages delivered", self.delivered),
            ("messages lost", self.lost),
            ("timers expired", self.timers),
            ("actions taken", self.actions),
            ("facts", self.facts),
            ("entries committed", self.committed),
            ("commands answered", self.answered),
            ("highest term", u64::from(self.max_term)),
            ("longest log", u64::from(self.max_log)),
        ] {
            row(f, name, number)?;
        }
        writeln!(f, "\nFaults and actions (a disk is never wiped: Raft does not survive that)")?;
        for (fault, number) in Fault::ALL.iter().zip(&self.fault_counts) {
            row(f, fault.name(), *number)?;
        }
        writeln!(f, "\nSometimes")?;
        for (name, number) in self.sometimes.rows() {
            row(f, name, number)?;
        }
        let never = self.never();
        if !never.is_empty() {
            writeln!(f, "  never: {}", never.join("; "))?;
        }
        writeln!(
            f,
            "\nLiveness: {} of {} healed majorities committed a new command, the slowest after {}",
            self.recovered, self.seeds, self.slowest_recovery
        )?;
        let verdict = match (self.checked, self.failures.len()) {
            (true, 0) => "All five properties held after every step.".to_owned(),
            (false, 0) => "The properties were not checked.".to_owned(),
            (_, number) => format!("{} failed.", plural(number as u64, "seed")),
        };
        writeln!(f, "{verdict}")?;
        for failure in self.failures.iter().take(MOST_FAILURES) {
            writeln!(f, "\nseed {}: {}", failure.seed, failure.what)?;
            writeln!(f, "  replay: {}", failure.replay())?;
            writeln!(f, "  watch:  the same with --save FILE, then raftarium run FILE")?;
        }
        match self.failures.len().saturating_sub(MOST_FAILURES) {
            0 => Ok(()),
            more => writeln!(f, "\nand {more} more: --format json has them all"),
        }
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, number: u64) -> fmt::Result {
    writeln!(f, "  {name:<42}{:>15}", grouped(number))
}

fn plural(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}
