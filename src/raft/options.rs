//! What a cluster can be set up to do differently within the paper, and which rules are off.

use super::{Configuration, Quorums};
use crate::paper::{Bug, BugSet, Rule};
use serde::Serialize;

/// How a leader lowers next index after a rejection (Leaders 3b).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackUp {
    /// By one, as in Figure 2.
    #[default]
    OneByOne,
    /// Past all entries of the conflicting term at once (end of §5.3).
    ByTerm,
}

/// The choices that every server of a cluster shares.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Options {
    /// Whether a new leader first appends an entry that does nothing (§8). Off in the paper's §5:
    /// with it on, Figure 8 takes another course. It can still happen: with `max_entries` 1 an old entry
    /// reaches a majority before the no-op does.
    pub no_op_on_election: bool,
    /// How next index is lowered.
    pub back_up: BackUp,
    /// The most entries that one `AppendEntries` carries. At least 1.
    pub max_entries: u32,
    /// Whether a leader whose request was refused sends no entries until the logs have met: many real
    /// leaders save the bandwidth. Off, as in Figure 2, where every request carries what follows.
    pub probe_empty: bool,
    /// The rules that are off.
    #[serde(rename = "without")]
    pub bugs: BugSet,
}

/// One of the choices, made. Rules that are off are another thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// See [`Options::no_op_on_election`].
    NoOp(bool),
    /// See [`Options::back_up`].
    BackUp(BackUp),
    /// See [`Options::max_entries`].
    MaxEntries(u32),
    /// See [`Options::probe_empty`].
    ProbeEmpty(bool),
}

impl Choice {
    /// The rule that says where it matters.
    pub const fn rule(self) -> Rule {
        match self {
            Choice::NoOp(_) => Rule::K2,
            Choice::BackUp(_) | Choice::ProbeEmpty(_) => Rule::L6,
            Choice::MaxEntries(_) => Rule::L4,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            no_op_on_election: false,
            back_up: BackUp::OneByOne,
            max_entries: 100,
            probe_empty: false,
            bugs: BugSet::NONE,
        }
    }
}

impl Options {
    /// Makes a choice; the others stay.
    pub const fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::NoOp(on) => self.no_op_on_election = on,
            Choice::BackUp(back_up) => self.back_up = back_up,
            Choice::MaxEntries(most) => self.max_entries = most,
            Choice::ProbeEmpty(on) => self.probe_empty = on,
        }
    }

    /// Which sets of servers decide, with the rules as they are.
    #[inline]
    pub const fn quorums(&self, configuration: Configuration) -> Quorums {
        Quorums { half: self.has(Bug::MajorityHalf), ..configuration.quorums() }
    }

    /// Whether a rule is off.
    #[inline]
    pub const fn has(&self, bug: Bug) -> bool {
        self.bugs.has(bug)
    }
}
