//! The five properties of Figure 3, checked after every step, and a diagnosis of a cluster that is safe but
//! stuck.
//!
//! The [`Checker`] judges by the servers' state alone, never by what they report: it would catch a server that
//! lies about what it did. Each property costs a few comparisons a step, because logs carry digests.

mod checker;
mod diagnosis;
mod occurrence;

pub use checker::{Checker, Committed, SinceElection, Violation};
pub use diagnosis::{Diagnosis, Stuck, diagnose};
pub use occurrence::{Expected, Occurrence, Occurrences, Sometimes};
