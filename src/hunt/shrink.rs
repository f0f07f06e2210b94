//! Making a run short: nothing can be left out of it, and nothing like it is shorter.
//!
//! First whatever can go goes: long pieces, single actions, pairs, whole servers, which are left out or do the work of
//! another one as well. What is left is then changed at random (actions moved, put in, left out, given to
//! another server) as long as the run still ends in the same violation and is hardly longer; and shortened again. That
//! is what makes hunts with different seeds end in runs of the same length.

mod anneal;
mod reducer;

use super::action::{Path, SmallAction};
use super::search::Found;
use super::target::Target;
use crate::raft::Options;
use crate::sim::Random;
pub(super) use reducer::without_copy;
use reducer::{Reducer, in_order_of_appearance};

/// How many rounds of changes may pass with nothing gained.
const PATIENCE: u32 = 6;

/// A run that is being changed.
pub(super) struct Annealing {
    pub best: Found,
    idle: u32,
}

impl Annealing {
    pub fn new(best: Found) -> Annealing {
        Annealing { best, idle: 0 }
    }
}

/// Makes runs shorter.
pub(super) struct Shrink {
    reducers: Vec<Reducer>,
    target: Target,
    random: Random,
}

impl Shrink {
    /// Of runs that end so.
    pub fn new(target: Target, seed: u64) -> Shrink {
        Shrink { reducers: Vec::new(), target, random: Random::from_seed(seed) }
    }

    /// The run without anything that can be left out.
    pub fn reduce(&mut self, found: &Found) -> Found {
        let at = self.reducer(found.size, found.options);
        let reducer = &mut self.reducers[at];
        let Some(path) = reducer.play(&found.path) else { return found.clone() };
        let reduced = Found { path: reducer.reduce(path), ..found.clone() };
        let mut best = self.with_fewer_servers(&reduced);
        best.path = in_order_of_appearance(&best.path);
        best
    }

    /// A round of changes at random. Says whether it is worth while to go on.
    pub fn anneal(&mut self, annealing: &mut Annealing) -> bool {
        let best = &annealing.best;
        let at = self.reducer(best.size, best.options);
        let reducer = &mut self.reducers[at];
        let annealed = anneal::round(reducer, &mut self.random, &best.path);
        let shorter = reducer.reduce(annealed);
        if shorter.len() < best.path.len() {
            annealing.idle = 0;
            annealing.best = self.with_fewer_servers(&Found { path: shorter, ..best.clone() });
            annealing.best.path = in_order_of_appearance(&annealing.best.path);
        } else {
            annealing.idle += 1;
        }
        annealing.idle < PATIENCE
    }

    fn reducer(&mut self, size: usize, options: Options) -> usize {
        self.reducers.iter().position(|reducer| reducer.is_of(size, options)).unwrap_or_else(|| {
            self.reducers.push(Reducer::new(size, options, self.target.clone()));
            self.reducers.len() - 1
        })
    }

    /// The shortest of the runs in smaller clusters that come of leaving servers out, or of letting one do the work of
    /// several; the run as it is if all of them are longer. Majorities are what makes several servers go at a time:
    /// three of four are as many as three of five.
    fn with_fewer_servers(&mut self, found: &Found) -> Found {
        let mut best = found.clone();
        for size in (2..found.size).rev() {
            let at = self.reducer(size, found.options);
            let reducer = &mut self.reducers[at];
            for names in assignments(found.size, size) {
                let Some(played) = reducer.play(&reassigned(&found.path, &names)) else { continue };
                let shorter = reducer.reduce(played);
                if shorter.len() <= best.path.len() {
                    best = reducer.found(shorter);
                }
            }
        }
        best
    }
}

/// No server.
const NOBODY: u8 = u8::MAX;

/// Every way for so many servers to be played by fewer of them, some by none. Who is called what makes no difference:
/// names are taken in order.
fn assignments(from: usize, to: usize) -> Vec<Vec<u8>> {
    let mut assignments: Vec<Vec<u8>> = vec![Vec::new()];
    for _ in 0..from {
        let longer = assignments.iter().flat_map(|assignment| {
            let known = assignment.iter().filter(|name| **name != NOBODY).max().map_or(0, |most| most + 1);
            let names = (0..(known + 1).min(to as u8)).chain([NOBODY]);
            names.map(|name| [assignment.as_slice(), &[name]].concat())
        });
        assignments = longer.collect();
    }
    assignments.retain(|assignment| (0..to as u8).all(|name| assignment.contains(&name)));
    assignments
}

/// The run with servers renamed, without those who are nobody any more.
fn reassigned(path: &Path, names: &[u8]) -> Path {
    let name = |server: u8| names.get(usize::from(server)).copied().unwrap_or(NOBODY);
    path.iter()
        .filter(|action| name(action.kind.server()) != NOBODY)
        .map(|action| SmallAction { kind: action.kind.renamed(name), ..*action })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_recast_in_every_way_once() {
        // Ways to put some of n servers into k groups: Stirling numbers of n + 1 servers and k + 1 groups.
        for (from, to, ways) in [(5, 4, 15), (5, 3, 65), (5, 2, 90), (4, 3, 10), (3, 2, 6)] {
            let mut assignments = assignments(from, to);
            assert_eq!(assignments.len(), ways);
            assignments.sort();
            assignments.dedup();
            assert_eq!(assignments.len(), ways);
        }
    }
}
