//! The five properties of Figure 3.

use super::Rule;
use serde::Serialize;

/// A guarantee that Raft gives at all times, whatever the network and the clocks do (Figure 3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub enum Property {
    /// No term has two leaders. §5.2
    ElectionSafety,
    /// While a server leads, its own log only grows. §5.3
    LeaderAppendOnly,
    /// Logs that share an entry, by index and term, are the same up to there. §5.3
    LogMatching,
    /// Every later leader has what was committed before. §5.4
    LeaderCompleteness,
    /// No two servers execute different entries at the same index. §5.4.3
    StateMachineSafety,
}

impl Property {
    /// All five, in the order of Figure 3.
    pub const ALL: [Property; 5] = [
        Property::ElectionSafety,
        Property::LeaderAppendOnly,
        Property::LogMatching,
        Property::LeaderCompleteness,
        Property::StateMachineSafety,
    ];

    /// The paper's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Property::ElectionSafety => "Election Safety",
            Property::LeaderAppendOnly => "Leader Append-Only",
            Property::LogMatching => "Log Matching",
            Property::LeaderCompleteness => "Leader Completeness",
            Property::StateMachineSafety => "State Machine Safety",
        }
    }

    /// The section that argues for it.
    pub const fn section(self) -> &'static str {
        match self {
            Property::ElectionSafety => "§5.2",
            Property::LeaderAppendOnly | Property::LogMatching => "§5.3",
            Property::LeaderCompleteness => "§5.4",
            Property::StateMachineSafety => "§5.4.3",
        }
    }

    /// Its id in the catalogue.
    pub const fn rule(self) -> Rule {
        match self {
            Property::ElectionSafety => Rule::I1,
            Property::LeaderAppendOnly => Rule::I2,
            Property::LogMatching => Rule::I3,
            Property::LeaderCompleteness => Rule::I4,
            Property::StateMachineSafety => Rule::I5,
        }
    }
}

impl std::fmt::Display for Property {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
