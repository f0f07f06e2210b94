//! What is to be done.

use super::Prose;
use crate::language::{Condition, Script};

/// A challenge: a goal, and a cluster to reach it with.
#[derive(Clone, PartialEq, Debug)]
pub struct Challenge {
    /// What it is called, if it has a name of its own: `Repair it`.
    pub title: Option<String>,
    /// The task in words.
    pub ask: Prose,
    /// What is to hold.
    pub goal: Condition,
    /// What must not come to hold meanwhile.
    pub never: Vec<Condition>,
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
