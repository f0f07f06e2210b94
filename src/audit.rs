//! Whether answers are true: every claim of every answer is tried against the cluster that it is about.
//!
//! | file | what it does |
//! |-|-|
//! | `audit_run` | asks, and tries what is answered |
//! | `claims` | which test a claim is given to; `found`: what comes of it |
//! | `states` | random states that can be reached: all faults, rules off, disks wiped, states set by hand |
//! | `questions` | every kind of question that makes sense in a state |
//! | `election`, `entry`, `past`, `client` | whether a claim is so: tried on a copy, or read off the state or the steps |
//! | `trials` | copies of a cluster, and what is done to them |
//! | `contradictions` | claims about one state that cannot be true together |
//! | `mutants` | claims that are near a true one, and are not true |
//! | `report` | how many claims of which kind were tried, and which were untrue |
//!
//! None of it uses the code that answers: not who would vote for whom, not what can be lost, not what would change it.

mod audit_run;
mod claims;
mod client;
mod contradictions;
mod election;
mod entry;
mod found;
mod message;
mod mutants;
mod past;
mod questions;
mod report;
mod server;
mod states;
mod trials;

pub use audit_run::{AuditOptions, audit, examine};
pub use claims::{found, found_in};
pub use found::Found;
pub use mutants::mutants;
pub use questions::questions;
pub use report::{AuditReport, Tried, Untrue};
pub use states::{Scene, visit};
