//! How a state can arise: term by term, who leads and what the others take.

use crate::raft::{Entry, ServerId, ServerSet, Term};

/// The turns that lead to a state from empty logs, lowest term first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// The turns.
    pub turns: Vec<Turn>,
}

/// A term with a leader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The term.
    pub term: Term,
    /// Who leads it.
    pub leader: ServerId,
    /// Who can vote for it, the leader among them: a majority at least.
    pub voters: ServerSet,
    /// How many entries its log has when it is elected.
    pub begins_with: usize,
    /// What it appends.
    pub appends: Vec<Entry>,
    /// Who takes how much of its log.
    pub taken: Vec<Taken>,
}

/// What a follower takes from a leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The follower.
    pub by: ServerId,
    /// How long its log is then: as long as it agrees with the leader's.
    pub length: usize,
}
