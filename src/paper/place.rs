//! Where in the paper a rule stands.

use super::Rule;
use serde::Serialize;

/// A place in the Raft paper: its section, and the box and line of a figure if the rule stands in one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Place {
    /// The section, or several: `§5.4.1`. Empty for what is in no place at all.
    pub section: &'static str,
    /// The figure with the box and line: `Figure 2, RequestVote 2`.
    pub figure: Option<&'static str>,
    /// The same for narrow lists: `RequestVote 2`. Empty if there is no figure.
    pub short: &'static str,
}

impl Place {
    /// No place: what a person does is not in the paper.
    pub const NONE: Place = Place::section("");
    /// What implementers have learned since.
    pub const NOT_IN_THE_PAPER: Place = Place::section("not in the paper");

    /// A section alone.
    pub const fn section(section: &'static str) -> Place {
        Place { section, figure: None, short: "" }
    }

    /// A section, a figure with box and line, and the box and line alone.
    pub const fn figure(section: &'static str, figure: &'static str, short: &'static str) -> Place {
        Place { section, figure: Some(figure), short }
    }

    /// In full: `§5.4.1 · Figure 2, RequestVote 2`.
    pub fn full(self) -> String {
        join(self.section, self.figure.unwrap_or_default())
    }

    /// For narrow lists: `§5.4.1 · RequestVote 2`.
    pub fn narrow(self) -> String {
        join(self.section, self.short)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.full())
    }
}

fn join(section: &str, figure: &str) -> String {
    match (section, figure) {
        ("", only) | (only, "") => only.to_owned(),
        (section, figure) => format!("{section} · {figure}"),
    }
}

/// The sections and figures of the paper.
pub const PLACES: [&str; 39] = [
    "§1",
    "§2",
    "§3",
    "§4",
    "§5",
    "§5.1",
    "§5.2",
    "§5.3",
    "§5.4",
    "§5.4.1",
    "§5.4.2",
    "§5.4.3",
    "§5.5",
    "§5.6",
    "§6",
    "§7",
    "§8",
    "§9",
    "§9.1",
    "§9.2",
    "§9.3",
    "§10",
    "§11",
    "Figure 1",
    "Figure 2",
    "Figure 3",
    "Figure 4",
    "Figure 5",
    "Figure 6",
    "Figure 7",
    "Figure 8",
    "Figure 9",
    "Figure 10",
    "Figure 11",
    "Figure 12",
    "Figure 13",
    "Figure 14",
    "Figure 15",
    "Figure 16",
];

/// Whether the paper has such a place: a section, or a figure.
pub fn is_place(text: &str) -> bool {
    PLACES.contains(&text)
}

macro_rules! line {
    ($section:literal, $line:literal) => {
        Place::figure($section, concat!("Figure 2, ", $line), $line)
    };
}

impl Rule {
    /// Where it stands in the paper.
    pub const fn place(self) -> Place {
        match self {
            Rule::P1 | Rule::P2 => line!("§5", "State"),
            Rule::T1 => line!("§5.1", "All Servers 2"),
            Rule::T2 => line!("§5.1", "RequestVote 1, AppendEntries 1"),
            Rule::T3 => Place::NOT_IN_THE_PAPER,
            Rule::A1 => line!("§5.3", "All Servers 1"),
            Rule::E0 => line!("§5.1, §5.2", "Followers 1"),
            Rule::E1 => line!("§5.2", "Followers 2"),
            Rule::E2 => line!("§5.2", "Candidates 1"),
            Rule::E3 => line!("§5.2", "Candidates 2"),
            Rule::E4 => line!("§5.2", "Candidates 3"),
            Rule::E5 => line!("§5.2", "Candidates 4"),
            Rule::E6 => Place::section("§5.2"),
            Rule::V1 => line!("§5.2", "RequestVote 2"),
            Rule::V2 => line!("§5.4.1", "RequestVote 2"),
            Rule::L1 => line!("§5.2", "Leaders 1"),
            Rule::L2 => line!("§5.3", "State"),
            Rule::L3 => line!("§5.3", "Leaders 2"),
            Rule::L4 => line!("§5.3", "Leaders 3"),
            Rule::L5 => line!("§5.3", "Leaders 3a"),
            Rule::L6 => line!("§5.3", "Leaders 3b"),
            Rule::L7 => line!("§5.4.2", "Leaders 4"),
            Rule::L8 => Place::section("§5.4.2"),
            Rule::L9 => Place::section("§5.3, §5.5"),
            Rule::L10 => Place::section("§5.1, §8"),
            Rule::R1 => line!("§5.3", "AppendEntries 2"),
            Rule::R2 => line!("§5.3", "AppendEntries 3"),
            Rule::R3 => line!("§5.3, §5.5", "AppendEntries 4"),
            Rule::R4 => line!("§5.3", "AppendEntries 5"),
            Rule::I1 => Place::figure("§5.2", "Figure 3, Election Safety", "Election Safety"),
            Rule::I2 => Place::figure("§5.3", "Figure 3, Leader Append-Only", "Leader Append-Only"),
            Rule::I3 => Place::figure("§5.3", "Figure 3, Log Matching", "Log Matching"),
            Rule::I4 => Place::figure("§5.4", "Figure 3, Leader Completeness", "Leader Completeness"),
            Rule::I5 => Place::figure("§5.4.3", "Figure 3, State Machine Safety", "State Machine Safety"),
            Rule::S1 => Place::figure("§5.4.3", "Figure 9", "Figure 9"),
            Rule::C1 => Place::section("§5.5"),
            Rule::C2 => Place::section("§5.6"),
            Rule::K2 => Place::section("§8"),
        }
    }
}
