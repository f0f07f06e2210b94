//! Entries of logs, as scripts write them.

use crate::raft::{Payload, Term};


