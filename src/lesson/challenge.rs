//! What is to be done.

use super::Prose;
use crate::language::{Condition, Script};
use crate::paper::Property;

/// A challenge: a goal, and a cluster to reach it with.
#[derive(Clone, PartialEq, Debug)]
pub struct Challenge {
    /// What it is called, if it has a name of its own: `Repair it`.
    pub title: Option<String>,
    /// The task in words.
    pub ask: Prose,
    /// What is to hold at the same time, part by part.
    pub goals: Vec<Goal>,
    /// What must not come to hold meanwhile.
    pub never: Vec<Goal>,
    /// The first words of the commands that may be used; all, if none is said.
    pub only: Vec<String>,
    /// How many actions a good solution takes.
    pub par: u32,
    /// From a nudge to nearly everything.
    pub hints: Vec<Prose>,
    /// How it can be done.
    pub solution: Script,
    /// What it shows, for those who have done it.
    pub solved: Prose,
}

/// A part of what is to be reached, or of what must not happen.
#[derive(Clone, PartialEq, Debug)]
pub struct Goal {
    /// The line, counted from 1.
    pub line: u32,
    /// What it asks for, in its author's words.
    pub words: Option<String>,
    /// When it is so.
    pub when: Condition,
}

impl std::fmt::Display for Goal {
    /// Its author's words; without any, the condition.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.words {
            Some(words) => f.write_str(words),
            None => self.when.fmt(f),
        }
    }
}

impl Challenge {
    /// The properties whose violation its goals ask for.
    pub fn violations_named(&self, named: &mut Vec<Property>) {
        for goal in &self.goals {
            goal.when.violations_named(named);
        }
    }
}
