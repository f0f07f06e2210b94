//! How often facts with certain details have happened. The [`Tally`](super::Tally) counts facts by their names alone;
//! what they hold is looked up in the steps, once for each step.

use super::BranchId;
use crate::raft::{Detail, Field, SeenFact, ServerId, fields};
use crate::sim::{Step, StepId};
use std::sync::{Mutex, PoisonError};

/// Facts of one name that hold certain values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactPattern {
    /// The name of the fact.
    pub fact: &'static str,
    /// The names of fields, each with its value.
    pub details: Vec<(&'static str, Detail)>,
}

/// What was asked for lately, and counted up to some step. Only a shortcut: it can be forgotten at any time.
#[derive(Debug, Default)]
pub(super) struct Sightings {
    counted: Mutex<Vec<Sighting>>,
}

#[derive(Debug)]
struct Sighting {
    pattern: FactPattern,
    branch: BranchId,
    /// The last step that is counted.
    up_to: StepId,
    /// By server; the last counts steps that have none.
    counts: Vec<u32>,
}

/// How many are remembered.
const MOST: usize = 8;

impl Clone for Sightings {
    fn clone(&self) -> Sightings {
        Sightings::default()
    }
}

impl Sightings {
    /// How often such a fact has happened up to a step of a branch, by server; `steps` hands out the steps behind one
    /// that is counted already.
    pub(super) fn counts(
        &self,
        pattern: &FactPattern,
        (branch, cursor): (BranchId, StepId),
        servers: usize,
        steps: impl FnOnce(StepId, &mut dyn FnMut(&Step)),
    ) -> Vec<u32> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let known = counted.iter().position(|sighting| {
            sighting.pattern == *pattern && sighting.branch == branch && sighting.up_to <= cursor
        });
        let mut sighting = match known {
            Some(position) => counted.remove(position),
            None => Sighting { pattern: pattern.clone(), branch, up_to: 0, counts: vec![0; servers + 1] },
        };
        let fields = fields(pattern.fact);
        let counts = &mut sighting.counts;
        steps(sighting.up_to, &mut |step| {
            let fits = step.seen().filter(|fact| pattern.is(fact, &fields)).count() as u32;
            counts[step.server().map_or(servers, ServerId::position)] += fits;
        });
        sighting.up_to = cursor;
        let counts = sighting.counts.clone();
        counted.insert(0, sighting);
        counted.truncate(MOST);
        counts
    }
}

impl FactPattern {
    fn is(&self, fact: &SeenFact, fields: &[Field]) -> bool {
        fact.name() == self.fact
            && self.details.iter().all(|(name, value)| {
                let field = fields.iter().find(|field| field.name == *name);
                field.is_some_and(|field| (field.of)(fact) == Some(*value))
            })
    }
}
