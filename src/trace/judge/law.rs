//! What a trace is held against.

use crate::paper::{Citation, Rule};
use serde::{Serialize, Serializer};

/// A rule of the catalogue, or the one that the paper takes for granted: messages are not invented.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Law {
    /// A rule of the catalogue; the properties of Figure 3 are rules too.
    Rule(Rule),
    /// What is received was sent, by the node that it names and as it was received: a network loses, delays, repeats
    /// and reorders messages, and does not make them up (§2, §5.5).
    Messages,
}

impl Law {
    /// How many there are.
    pub const COUNT: usize = Rule::ALL.len() + 1;

    /// All of them: the rules in the order of the catalogue, then messages.
    pub fn all() -> impl Iterator<Item = Law> {
        Rule::ALL.iter().copied().map(Law::Rule).chain([Law::Messages])
    }

    /// Its place among all.
    pub const fn position(self) -> usize {
        match self {
            Law::Rule(rule) => rule as usize,
            Law::Messages => Law::COUNT - 1,
        }
    }

    /// A short id: `V2`, or `messages`.
    pub const fn id(self) -> &'static str {
        match self {
            Law::Rule(rule) => rule.id(),
            Law::Messages => "messages",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Law::Rule(rule) => rule.article().name,
            Law::Messages => "Messages are not invented",
        }
    }

    /// Where the paper states it.
    pub const fn place(self) -> Citation {
        match self {
            Law::Rule(rule) => rule.place(),
            Law::Messages => Citation::section("§2"),
        }
    }
}

impl From<Rule> for Law {
    fn from(rule: Rule) -> Law {
        Law::Rule(rule)
    }
}

impl Serialize for Law {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
