//! The five properties of Figure 3.

use super::Rule;
use serde::Serialize;

/// A guarantee that Raft gives at all times, whatever the network and the clocks do (Figure 3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub enum Property {
    /// At most one leader can be elected in a given term. §5.2
    ElectionSafety,
    /// A leader never overwrites or deletes entries in its log; it only appends. §5.3
    LeaderAppendOnly,
    /// Two logs with an entry of the same index and term are identical up to there. §5.3
    LogMatching,
    /// An entry committed in a term is in the logs of the leaders of all later terms. §5.4
    LeaderCompleteness,
    /// Where one server has applied an entry, no other applies a different one. §5.4.3
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
