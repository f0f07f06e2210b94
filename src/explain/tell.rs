//! The subtitle: one step in one sentence.

use crate::raft::{ServerId, Term};
use crate::sim::Step;

/// One step in one sentence: `head`: `rest` — `place`. Never contains control characters.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Told {
    /// Who does what; stands alone.
    pub head: String,
    /// Why, with the numbers of this run; may be empty.
    pub rest: String,
    /// Where the paper says so, in full: `§5.4.1 · Figure 2, RequestVote 2`.
    pub place: String,
    /// The same for narrow lists: `§5.4.1 · RequestVote 2`.
    pub short_place: String,
    /// The server that acts, if one does.
    pub server: Option<ServerId>,
    /// The term that gives it its colour, if one does.
    pub term: Option<Term>,
    /// Whether it is bad news: a property broken.
    pub alarm: bool,
    /// How much it matters while playing: 0 heartbeats and the like, 1 ordinary, 2 elections, commits, refusals,
    /// crashes, 3 a property broken.
    pub weight: u8,
}

/// Tells a step of a cluster of so many servers.
pub fn tell(step: &Step, _servers: usize) -> Told {
    Told { head: format!("step {}", step.number), ..Told::default() }
}
