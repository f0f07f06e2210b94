//! The run as data: a world with its checker watching, everything that was done to it, and a cursor that can
//! be put at any step.
//!
//! A [`Run`] is its setup and its actions, addressed by step number; the steps follow from them. It keeps
//! checkpoints, so that any step is reached by replaying little.

mod cone;
mod mark;
mod outline;
mod run;
mod tally;
mod watched;

pub use cone::{Cone, cause_of, effects_of};
pub use mark::{Mark, MarkKind};
pub use outline::{Outline, Standing};
pub use run::{Recorded, Run};
pub use tally::Tally;
pub use watched::Watched;
