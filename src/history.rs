//! The run as data: a world with its checker watching, everything that was done to it, and a cursor that can
//! be put at any step.
//!
//! A [`Run`] is its setup and its actions, addressed by step number; the steps follow from them. It keeps
//! checkpoints, so that any step is reached by replaying little. Time is a tree: acting in the past begins a
//! [`Branch`], and the future that was known stays where it is.

mod action_sequence;
mod bookmark;
mod branch;
mod checkpoints;
mod compare;
mod cone;
mod mark;
mod name;
mod outline;
mod past;
mod placed_action;
mod run;
mod sightings;
mod space_time;
mod spaced;
mod state_digests;
mod tally;
mod tree;
mod watched;

pub use action_sequence::ActionSequence;
pub use bookmark::Bookmark;
pub use branch::{Branch, BranchId, Ending, Fork};
pub use compare::{Comparison, Parting, ServerDifference, Sides, VoteIn, compare_states};
pub use cone::{Cone, cause_of, effects_of};
pub use mark::{Mark, MarkKind, Stops};
pub use name::{Name, NameError};
pub use outline::{Outline, Standing};
pub use past::{Direction, Replay};
pub use placed_action::PlacedAction;
pub use run::Run;
pub use sightings::FactPattern;
pub use space_time::{Lifelines, MessagePath, PathEnd, Stretch};
pub use tally::Tally;
pub use tree::{MOST_BRANCHES, NestedBranch, TreeError};
pub use watched::Watched;
