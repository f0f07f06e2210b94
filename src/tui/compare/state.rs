//! Two branches side by side: where both stand.

use crate::explain::Narration;
use crate::history::{Parting, Run, Sides};

/// The other one of two branches that are compared: the chosen one is the run of the stage.
#[derive(Clone, Debug)]
pub struct Compare {
    /// The side that is not chosen.
    pub other: Run,
    /// Whether the chosen side stands at the left.
    pub left: bool,
    /// Where the two part: `a` is the left one.
    pub parting: Parting,
    /// What happened next on each.
    pub told: Sides<Narration>,
    /// How far the page is scrolled.
    pub scroll: u16,
    /// If it is a run with a rule off beside the same run with every rule obeyed: what to say of that.
    pub beside: Option<Beside>,
}

/// What is laid beside a run with a rule off.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What to say where the two part.
    pub said: String,
    /// Whether it was said.
    pub is_said: bool,
}
