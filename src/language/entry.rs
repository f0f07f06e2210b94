//! Entries of logs, as scripts write them.

use crate::raft::{Payload, Term};

/// An entry of a log, as scripts write it: its term, and what it carries or a made-up command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntrySpec {
    /// Its term.
    pub term: Term,
    /// What it carries; see [`default_command`](super::default_command) if not said.
    pub payload: Option<Payload>,
}
