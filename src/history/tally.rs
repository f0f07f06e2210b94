//! How often each fact has happened, on each server.

use crate::raft::{Fact, ServerId};
use crate::sim::Step;

/// Counts by fact and server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    servers: usize,
    /// By fact, then by server; the last column counts facts of steps that have no server.
    counts: Vec<u32>,
}

impl Tally {
    pub(super) fn new(servers: usize) -> Tally {
        Tally { servers, counts: vec![0; Fact::NAMES.len() * (servers + 1)] }
    }

    pub(super) fn count(&mut self, step: &Step) {
        let column = step.server().map_or(self.servers, ServerId::position);
        for kind in step.kinds() {
            self.counts[kind * (self.servers + 1) + column] += 1;
        }
    }

    /// How often a fact of this name has happened, on one server or on all. None if no fact has that name.
    pub fn of(&self, name: &str, server: Option<ServerId>) -> Option<u32> {
        let kind = Fact::NAMES.iter().position(|known| *known == name)?;
        let row = &self.counts[kind * (self.servers + 1)..][..=self.servers];
        Some(server.map_or_else(|| row.iter().sum(), |server| row[server.position()]))
    }
}
