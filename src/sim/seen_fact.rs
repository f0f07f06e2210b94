//! Facts as a viewer sees them.

use crate::raft::{Fact, Partial};

/// A fact as a viewer sees it: what is not known of it is none.
pub type SeenFact = Fact<Partial>;
