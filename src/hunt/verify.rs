//! Exploring everything that can happen to a small cluster, within bounds, one state after the other.
//!
//! What runs is the real server of [`crate::raft`], with all that it has ever done remembered, so that what comes of an
//! input is worked out once and looked up from then on. All five properties of Figure 3 are judged after
//! every transition. Time is left out: an election timer may run out, a heartbeat go out and a message arrive
//! whenever they like, in any order.
//!
//! # The network
//! Messages overtake each other, and any number of them may be lost: a message that never arrives is one that stays
//! in flight forever, so losses are not counted and cost nothing. The bound [`Bounds::flights`] is on messages
//! in flight *that will still arrive*: if there are more, every choice of which ones to lose is explored. What was
//! explored is therefore every run, with any losses, in which at no time more than so many messages are still to
//! arrive. Duplicates are counted: each is a delivery after which the message is still in flight. A candidate that
//! retries sends the same message again, and so is a case of a duplicate.
//!
//! # What counts as the same state
//! - Clusters that differ only in who is called what are one state (see `naming`): up to n! times fewer.
//! - What nobody ever acts upon is no part of a state: what a server only tells people, replies that can never
//!   do anything any more, and that part of history that no property can ask for again ([`Bounds::essence`]).
//! - All else is: the state of every server, what is in flight, what was used up of the bounds, and history as far as
//!   the properties read it. States are compared as a whole, not by a hash: none is missed.
//!
//! States are explored in the order of their distance from the start (breadth first), so that a violating run that
//! is found is a shortest one, and that what was covered when a check is cut short can be said exactly.
//! The same bounds always give the same numbers, whoever does the work (see `explore`).

mod bounds;
mod cluster;
mod expected;
pub(super) mod explore;
mod histories;
mod naming;
mod portion;
mod retrace;
mod sometimes;
mod space;
mod state;
mod summaries;
mod text;
mod violation;
mod workers;

pub use bounds::{Bounds, BoundsError};
pub use violation::{Act, Violation};
pub use workers::{Alone, Workers};

use crate::safety::Sometimes;
use serde::Serialize;
use std::ops::ControlFlow;

/// How far a check is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Progress {
    /// Distinct states found so far.
    pub states: u64,
    /// How many of them still wait to be gone on from.
    pub frontier: u64,
    /// Transitions generated so far.
    pub transitions: u64,
    /// All runs with up to so many actions were checked.
    pub depth: u32,
    /// Bytes taken by the states.
    pub bytes: u64,
    /// About how many states there will be in the end, once that can be guessed.
    pub expected: Option<u64>,
}

/// How a check ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Everything within the bounds was explored.
    Complete,
    /// A property broke.
    Violated,
    /// Whoever watched wanted no more.
    Cancelled,
    /// There are more states than allowed.
    OutOfStates,
    /// The states take more memory than allowed.
    OutOfMemory,
}

/// What a check has found.
#[derive(Clone, Debug, Serialize)]
pub struct Verified {
    /// Within which bounds.
    pub bounds: Bounds,
    /// How it ended.
    pub ended: Ended,
    /// Distinct states.
    pub states: u64,
    /// How many of them were not gone on from: none if it is complete.
    pub frontier: u64,
    /// Transitions generated: each led to a state that was looked up among all others.
    pub transitions: u64,
    /// Deliveries and restarts that changed nothing, not counted among the transitions.
    pub idle: u64,
    /// All runs with up to so many actions were checked; if it is complete, no run reaches a new state with more.
    pub depth: u32,
    /// Bytes taken by the states.
    pub bytes: u64,
    /// Distinct states of single servers, distinct messages, and distinct histories.
    pub parts: [u64; 3],
    /// How often each situation came up that gives a check its worth.
    pub sometimes: Sometimes,
    /// The property that broke, and a shortest run to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub violation: Option<Violation>,
}

impl Verified {
    /// Whether everything within the bounds was explored and every property held.
    pub fn holds(&self) -> bool {
        self.ended == Ended::Complete
    }

    /// The run to the violation, played and judged in the ordinary world. None if there is none, or if the ordinary
    /// checker does not see it.
    pub fn finding(&self) -> Option<super::Finding> {
        self.violation.as_ref()?.finding(&self.bounds)
    }
}

/// Explores everything within the bounds. `watch` is called now and then, and can stop it.
///
/// # Errors
/// If the bounds go further than a check can.
pub fn verify(
    bounds: &Bounds,
    watch: &mut impl FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Verified, BoundsError> {
    verify_with(&Alone, bounds, watch)
}

/// The same with many hands: however many there are, the numbers are the same.
///
/// # Errors
/// If the bounds go further than a check can.
pub fn verify_with(
    workers: &impl Workers,
    bounds: &Bounds,
    watch: &mut impl FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Verified, BoundsError> {
    bounds.check()?;
    Ok(explore::Explorer::new(*bounds).run(workers, watch))
}
