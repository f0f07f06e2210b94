//! Steps that a person wants to find again.

use super::{BranchId, Name};
use crate::sim::StepId;
use serde::Serialize;

/// A step with a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Bookmark {
    /// The branch on which the step happened: all that leave it later have the step too.
    pub branch: BranchId,
    /// The step.
    pub step: StepId,
    /// Its name: no other bookmark of the run has it.
    pub name: Name,
}
