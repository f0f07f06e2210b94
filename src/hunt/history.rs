//! What Figure 3 asks of history: who led which term with what log, what was committed, what was applied.
//!
//! It judges as [`crate::safety::Checker`] does, on numbers. Nothing is believed because of it alone: whatever a
//! hunt reports is played again in the ordinary world, and judged there.

use super::logs::{EMPTY, LogId};
use super::model::{KnownServer, Model, ServerState};
use crate::paper::Property;

/// The highest term that a hunt goes to.
pub(super) const TERMS: u8 = 7;
/// The longest log that a hunt builds.
pub(super) const ENTRIES: u8 = 8;

/// Nobody has led that term.
const NOBODY: u8 = u8::MAX;

/// Properties of Figure 3, as a set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct PropertySet(u8);

impl PropertySet {
    pub fn only(property: Property) -> PropertySet {
        PropertySet(1 << property as u8)
    }

    pub fn none(self) -> bool {
        self.0 == 0
    }

    pub fn has(self, property: Property) -> bool {
        self.0 >> property as u8 & 1 == 1
    }

    fn add(&mut self, property: Property) {
        self.0 |= 1 << property as u8;
    }

    pub fn and(self, other: PropertySet) -> PropertySet {
        PropertySet(self.0 & other.0)
    }

    pub fn or(self, other: PropertySet) -> PropertySet {
        PropertySet(self.0 | other.0)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Election {
    pub leader: u8,
    pub log: LogId,
}

/// The history of a cluster, as far as the five properties read it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct History {
    leaders: [Election; TERMS as usize + 1],
    committed: LogId,
    /// By index, the oldest term in which it was committed.
    oldest: [u8; ENTRIES as usize + 1],
    applied: LogId,
}

impl Default for History {
    fn default() -> Self {
        History {
            leaders: [Election { leader: NOBODY, log: EMPTY }; TERMS as usize + 1],
            committed: EMPTY,
            oldest: [0; ENTRIES as usize + 1],
            applied: EMPTY,
        }
    }
}

impl History {
    /// Everything that was ever committed, as a log.
    #[inline]
    pub fn committed(&self) -> LogId {
        self.committed
    }

    /// Who has won each term, lowest first.
    pub fn elections(&self) -> impl Iterator<Item = (u8, Election)> {
        (0u8..).zip(self.leaders).filter(|(_, election)| election.leader != NOBODY)
    }

    /// The same history with servers renamed: `names[old]` is the new position.
    pub fn renamed(mut self, names: &[u8]) -> History {
        for election in &mut self.leaders {
            if election.leader != NOBODY {
                election.leader = names[usize::from(election.leader)];
            }
        }
        self
    }

    /// The same history without what no property will ask for once every server has reached a term, if terms never go
    /// back: who led before it, with which log, and in which of those terms something was committed.
    pub fn settled(mut self, term: u8) -> History {
        for election in self.leaders.iter_mut().take(usize::from(term)) {
            *election = Election { leader: NOBODY, log: EMPTY };
        }
        self.leaders[usize::from(term)].log = EMPTY;
        for oldest in self.oldest.iter_mut().filter(|oldest| **oldest > 0 && **oldest < term) {
            *oldest = 1;
        }
        self
    }

    /// Takes in that a server went from one state to another, while the others are in theirs. Says what broke.
    pub fn observe(
        &mut self,
        model: &Model,
        servers: &[ServerState],
        at: usize,
        before: ServerState,
    ) -> PropertySet {
        let mut broken = PropertySet::default();
        if before == servers[at] {
            return broken;
        }
        let (before, now) = (model.server(before), model.server(servers[at]));
        let same_leadership = before.leads && now.leads && before.term == now.term;
        let logs = &model.logs;
        if now.log != before.log {
            if same_leadership && !logs.contains(now.log, before.log) {
                broken.add(Property::LeaderAppendOnly);
            }
            let others = servers.iter().enumerate().filter(|(other, _)| *other != at);
            if others.into_iter().any(|(_, other)| !logs.match_each_other(now.log, model.server(*other).log))
            {
                broken.add(Property::LogMatching);
            }
        }
        if now.leads && !same_leadership {
            broken = broken.or(self.elected(model, at as u8, now));
        }
        if now.leads && now.commit > before.commit {
            broken = broken.or(self.commit(model, before.commit, now));
        }
        if now.applied > before.applied {
            broken = broken.or(self.apply(model, before.applied, now));
        }
        broken
    }

    /// Election Safety (§5.2) and, of what was committed in older terms, Leader Completeness (§5.4).
    fn elected(&mut self, model: &Model, leader: u8, now: &KnownServer) -> PropertySet {
        let mut broken = PropertySet::default();
        let slot = &mut self.leaders[usize::from(now.term)];
        if slot.leader != NOBODY && slot.leader != leader {
            broken.add(Property::ElectionSafety);
        }
        *slot = Election { leader, log: now.log };
        let logs = &model.logs;
        let lacks = |index: u8| {
            self.oldest[usize::from(index)] < now.term
                && logs.up_to(now.log, index) != logs.up_to(self.committed, index)
        };
        if (1..=logs.length(self.committed)).any(lacks) {
            broken.add(Property::LeaderCompleteness);
        }
        broken
    }

    /// Leader Completeness of what a leader commits late: leaders of later terms had it when they were elected.
    fn commit(&mut self, model: &Model, before: u8, now: &KnownServer) -> PropertySet {
        let mut broken = PropertySet::default();
        let logs = &model.logs;
        let known = logs.length(self.committed);
        for index in before.min(known) + 1..=now.commit.min(logs.length(now.log)) {
            let entry = logs.up_to(now.log, index);
            let oldest = &mut self.oldest[usize::from(index)];
            if index > known {
                self.committed = entry;
                *oldest = now.term;
            } else if logs.up_to(self.committed, index) == entry {
                if *oldest <= now.term {
                    continue;
                }
                *oldest = now.term;
            } else if *oldest < now.term {
                broken.add(Property::LeaderCompleteness);
                continue;
            }
            let lacked = |(term, election): (u8, Election)| {
                term > now.term && logs.up_to(election.log, index) != entry
            };
            if self.elections().any(lacked) {
                broken.add(Property::LeaderCompleteness);
            }
        }
        broken
    }

    /// State Machine Safety (§5.4.3): nobody applies something else at the same index.
    fn apply(&mut self, model: &Model, before: u8, now: &KnownServer) -> PropertySet {
        let mut broken = PropertySet::default();
        let logs = &model.logs;
        for index in before + 1..=now.applied {
            let entry = logs.up_to(now.log, index);
            if index > logs.length(self.applied) {
                self.applied = entry;
            } else if !logs.same_last(logs.up_to(self.applied, index), entry) {
                broken.add(Property::StateMachineSafety);
            }
        }
        broken
    }
}
