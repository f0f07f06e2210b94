//! Searching for a run that breaks a property when a rule is off, or that reaches a situation; shrinking it; and
//! checking the intact rules exhaustively within bounds.
//!
//! What runs is the real server of [`crate::raft`] (see `model`); time is left out, so that timers expire and messages
//! arrive, are lost, repeated or overtaken whenever the search likes. Whatever is found is played again in the
//! ordinary world before it is believed (see [`Finding`]).
//!
//! | file | what is there |
//! |-|-|
//! | `model`, `logs`, `history` | states of servers, messages, logs and histories, by number |
//! | `cluster`, `action` | a cluster as a few numbers, and the small actions that change it |
//! | `big_steps`, `features`, `corpus`, `search` | big steps, what makes a situation worth going on from, and the search |
//! | `shrink`, `shortest` | making a run short, and looking for one that is shorter still |
//! | `worked_out` | a run to logs that are asked for |
//! | `replay`, `target`, `finding` | the ordinary world has the last word |
//! | `carried` | a finding as a text |
//! | `story` | a finding in words |
//! | [`verify`] | every run within bounds |
//! | [`stuck`] | rules without which nothing breaks, and nothing moves |

mod action;
#[cfg(test)]
mod agreement;
mod big_steps;
mod carried;
mod cluster;
mod corpus;
mod features;
mod finding;
mod history;
mod logs;
mod model;
mod replay;
mod search;
mod shortest;
mod shrink;
mod story;
pub mod stuck;
mod target;
pub mod verify;
mod worked_out;

pub use finding::{Finding, Intact};

use crate::language::Condition;
use crate::paper::{Bug, BugSet, Property};
use action::Path;
use history::PropertySet;
use search::{Found, Search};
use shortest::{SearchState, Shortest};
use shrink::{Annealing, Shrink};
use target::Target;

/// How many runs are found before the search is over.
const ENOUGH: usize = 12;
/// How many of them, the shortest, are worked on until nothing is gained any more.
const WORTHY: usize = 4;
/// How many more bursts are spent on other runs once there is one: as many as it took, within these bounds.
const MORE: std::ops::RangeInclusive<u64> = 60_000..=100_000;
/// Work is done in portions of so many bursts: whoever asks for less gets this much.
const PORTION: u64 = 500;
/// As how many bursts a round of changes to a run counts.
const ROUND: u64 = 2_000;

/// What to hunt for.
#[derive(Clone, Debug)]
pub enum Goal {
    /// A run in which the property of Figure 3 breaks that the rules off are for.
    Violation,
    /// A run that reaches a situation.
    Situation(Condition),
}

/// Why there is nothing to hunt for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HuntError {
    /// No rule is off.
    #[error("no rule is off: a correct cluster violates nothing")]
    NoRule,
    /// Only liveness suffers.
    #[error("without {} only liveness suffers, and no property of Figure 3 breaks", .0.id())]
    OnlyLiveness(Bug),
}

/// Within what a hunt looks for a run: beyond that it knows nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    /// How many servers the clusters have.
    pub clusters: std::ops::RangeInclusive<usize>,
    /// The highest term.
    pub terms: u8,
    /// The most commands that clients submit.
    pub commands: u8,
    /// How often at the most a server crashes and comes back.
    pub restarts: u8,
    /// The most actions of a run.
    pub actions: usize,
}

/// How far a hunt is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// How many bursts of big steps were tried.
    pub bursts: u64,
    /// How many small actions were carried out: a state each.
    pub states: u64,
    /// How many kinds of situations are known now: each find begins afresh.
    pub situations: usize,
    /// How many actions the longest run so far took.
    pub depth: usize,
    /// How many runs that do what was asked for were found so far.
    pub found: usize,
}

/// A running hunt. It does its work in portions, so that whoever runs it can show progress, or stop.
pub struct Hunt {
    search: Search,
    target: Target,
    shrink: Shrink,
    found: Vec<Found>,
    stage: Stage,
}

/// What a hunt is at.
enum Stage {
    /// It looks for a first run.
    First,
    /// It looks for others, until so many bursts were tried.
    Others(u64),
    /// It works on the shortest, the last one first; what is done with is kept.
    Shortening(Vec<Annealing>, Vec<Found>),
    /// It looks at every run that is shorter than the shortest.
    Shorter(Box<Shortest>, Vec<Found>),
}

impl Hunt {
    /// Within what it looks.
    pub const TRIED: Tried = Tried {
        clusters: 2..=5,
        terms: search::BOUNDS.terms,
        commands: search::BOUNDS.commands,
        restarts: search::BOUNDS.restarts,
        actions: search::BOUNDS.actions,
    };

    /// A hunt in clusters of two to five servers with these rules off.
    ///
    /// # Errors
    /// If no property can break with these rules off.
    pub fn new(bugs: BugSet, goal: Goal, seed: u64) -> Result<Hunt, HuntError> {
        let target = match goal {
            Goal::Situation(condition) => Target::Condition(condition),
            Goal::Violation => {
                let first = bugs.iter().next().ok_or(HuntError::NoRule)?;
                let breaks: Vec<Property> = bugs.iter().filter_map(Bug::breaks).collect();
                if breaks.is_empty() {
                    return Err(HuntError::OnlyLiveness(first));
                }
                let wanted =
                    breaks.into_iter().map(PropertySet::only).fold(PropertySet::default(), PropertySet::or);
                Target::Broken(wanted)
            }
        };
        let search = Search::new(bugs, target.clone(), seed);
        let shrink = Shrink::new(target.clone(), seed);
        Ok(Hunt { search, target, shrink, found: Vec::new(), stage: Stage::First })
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress {
            bursts: self.search.bursts,
            states: self.search.actions,
            situations: self.search.situations(),
            depth: self.search.depth,
            found: self.found.len(),
        }
    }

    /// Goes on for about so many bursts. The finding, once there is one.
    pub fn advance(&mut self, bursts: u64) -> Option<Finding> {
        if let Target::Condition(condition) = &self.target
            && self.search.bursts == 0
            && let Some(found) = worked_out::run_to(condition)
        {
            return Some(found);
        }
        let mut left = bursts.max(PORTION);
        while left > 0 {
            let spent = match &mut self.stage {
                Stage::First | Stage::Others(_) => self.look(left),
                Stage::Shortening(open, done) => {
                    if let Some(mut annealing) = open.pop() {
                        if self.shrink.anneal(&mut annealing) {
                            open.push(annealing);
                        } else {
                            done.push(annealing.best);
                        }
                    } else {
                        let done = sorted(std::mem::take(done));
                        let wanted = self.target.broken();
                        match done.first().and_then(|best| Shortest::than(best, wanted)) {
                            Some(shortest) => self.stage = Stage::Shorter(Box::new(shortest), done),
                            None => return self.best(&done),
                        }
                    }
                    ROUND
                }
                Stage::Shorter(shortest, done) => {
                    let shorter = match shortest.advance() {
                        SearchState::Running => None,
                        SearchState::None => Some(Vec::new()),
                        SearchState::Shorter(found) => Some(vec![self.shrink.reduce(&found)]),
                    };
                    if let Some(shorter) = shorter {
                        let done = sorted([shorter, std::mem::take(done)].concat());
                        return self.best(&done);
                    }
                    ROUND
                }
            };
            left = left.saturating_sub(spent);
        }
        None
    }

    /// Looks for runs, for no more than so many bursts. Says how many it took.
    fn look(&mut self, most: u64) -> u64 {
        let before = self.search.bursts;
        if let Some(found) = self.search.run(PORTION.min(most)) {
            let short = self.shrink.reduce(&found);
            let now = self.search.bursts;
            if short.path.len() > shortest::LONGEST {
                self.search.go_on_from(&short);
            }
            if let Stage::First = self.stage {
                self.stage = Stage::Others(now + now.clamp(*MORE.start(), *MORE.end()));
            }
            self.found.push(short);
            let smallest = self.found.iter().map(|found| found.size).min();
            self.search.look_below(smallest.unwrap_or(0));
        }
        if let Stage::Others(until) = self.stage
            && (self.search.bursts >= until || self.found.len() >= ENOUGH)
        {
            let mut worthy = sorted(self.found.clone());
            let known: Vec<Path> = worthy.iter().map(|found| found.path.clone()).collect();
            let mut position = 0..;
            worthy.retain(|found| {
                position.next().is_some_and(|position: usize| !known[..position].contains(&found.path))
            });
            worthy.truncate(WORTHY);
            worthy.reverse();
            self.stage = Stage::Shortening(worthy.into_iter().map(Annealing::new).collect(), Vec::new());
        }
        self.search.bursts - before
    }

    /// The first that the ordinary world confirms. If it confirms none, the hunt goes on.
    fn best(&mut self, done: &[Found]) -> Option<Finding> {
        self.stage = Stage::First;
        done.iter().find_map(|found| Finding::confirm(found, &self.target))
    }
}

/// The shortest first; of two, the one with fewer servers.
fn sorted(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (found.path.len(), found.size));
    found
}
