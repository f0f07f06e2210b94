//! The search: from situations that were seldom met, in clusters of several sizes, until something breaks.

use super::action::Path;
use super::big_steps::{BigSteps, Bounds, Situation};
use super::corpus::Corpus;
use super::features::features;
use super::history::TERMS;
use super::model::Model;
use super::target::Target;
use crate::paper::BugSet;
use crate::raft::{BackUp, Options};
use crate::sim::Random;

/// How many bursts of the first round each kind of cluster gets; later rounds get more.
const FIRST_ROUND: u64 = 1_500;
/// After so many bursts all situations are given up. Some searches are lucky early and others not for long: beginning
/// again is quicker than going on.
const RESTART: u64 = 400_000;
/// In so many of a thousand cases a burst begins with a fresh cluster.
const AFRESH: u16 = 100;

/// The clusters that are searched, in turn: their size, the most entries in one message, and whether a leader
/// searches with empty requests.
const CLUSTERS: [(usize, u32, bool); 6] =
    [(5, 100, false), (3, 100, false), (4, 100, false), (2, 100, false), (3, 1, false), (3, 100, true)];

/// How far runs go.
pub(super) const BOUNDS: Bounds = Bounds { terms: TERMS, commands: 6, restarts: 2, actions: 85 };

/// A run that breaks something, as it was met.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub size: usize,
    pub options: Options,
    pub path: Path,
}

/// One kind of cluster, with all that is known of it.
struct ClusterSearch {
    model: Model,
    corpus: Corpus,
    random: Random,
}

/// A running search.
pub(super) struct Search {
    searches: Vec<ClusterSearch>,
    bounds: Bounds,
    target: Target,
    /// The search whose turn it is, how many bursts are left of its turn, and how long turns are now.
    turn: usize,
    left: u64,
    round: u64,
    /// How often every kind of cluster had its turn.
    passed: u64,
    /// Smaller clusters than this get most of the time: a run that was found in one as large may have a shorter
    /// twin there.
    below: usize,
    /// How much was done so far.
    pub bursts: u64,
    pub actions: u64,
    /// How many actions the longest run took.
    pub depth: usize,
}

impl Search {
    pub fn new(bugs: BugSet, target: Target, seed: u64) -> Search {
        let searches = (0u64..)
            .zip(CLUSTERS)
            .map(|(number, (size, max_entries, probe_empty))| {
                let options = Options {
                    no_op_on_election: false,
                    back_up: BackUp::OneByOne,
                    max_entries,
                    probe_empty,
                    bugs,
                };
                ClusterSearch {
                    model: Model::new(size, options),
                    corpus: Corpus::new(),
                    random: Random::from_seed(seed.wrapping_mul(CLUSTERS.len() as u64) + number),
                }
            })
            .collect();
        Search {
            searches,
            bounds: BOUNDS,
            target,
            turn: 0,
            left: FIRST_ROUND,
            round: FIRST_ROUND,
            passed: 0,
            below: 0,
            bursts: 0,
            actions: 0,
            depth: 0,
        }
    }

    /// How many kinds of situations are known.
    pub fn situations(&self) -> usize {
        self.searches.iter().map(|search| search.corpus.len()).sum()
    }

    /// Searches on, for so many bursts.
    pub fn run(&mut self, bursts: u64) -> Option<Found> {
        for _ in 0..bursts {
            if self.left == 0 {
                self.turn += 1;
                if self.turn == self.searches.len() {
                    self.turn = 0;
                    self.passed += 1;
                    self.round += self.round / 2;
                }
                self.left = self.length_of_turn();
            }
            if self.bursts > 0 && self.bursts.is_multiple_of(RESTART) {
                self.begin_again();
            }
            self.left -= 1;
            self.bursts += 1;
            if let Some(found) = self.burst() {
                // Going on from the same situations would mostly find the same once more.
                self.forget();
                (self.left, self.round, self.passed) = (0, FIRST_ROUND, 0);
                return Some(found);
            }
        }
        None
    }

    /// Goes on from all situations that a run came through: for one that took long to find, others like it are
    /// found sooner than different ones.
    pub fn go_on_from(&mut self, found: &Found) {
        let like = |search: &&mut ClusterSearch| {
            search.model.size() == found.size && search.model.options() == found.options
        };
        let Some(ClusterSearch { model, corpus, random }) = self.searches.iter_mut().find(like) else {
            return;
        };
        let mut situation = Situation::fresh(model);
        for action in &found.path {
            corpus.keep(features(model, &situation.cluster), &situation, random);
            if situation.cluster.perform(model, *action).is_none() {
                return;
            }
            situation.path.push(*action);
        }
    }

    /// From now on most of the search is in smaller clusters than this.
    pub fn look_below(&mut self, size: usize) {
        self.below = size;
    }

    /// The largest clusters hide most, and the longer nothing is found the more of it; once something is found, smaller
    /// ones may have something shorter.
    fn length_of_turn(&self) -> u64 {
        let is_small = self.searches[self.turn].model.size() < self.below;
        match (self.below, self.turn) {
            (0, 0) => (3 + self.passed) * self.round,
            (0, _) => self.round,
            _ if is_small => 3 * self.round,
            _ => self.round,
        }
    }

    fn forget(&mut self) {
        for search in &mut self.searches {
            search.corpus = Corpus::new();
        }
    }

    fn begin_again(&mut self) {
        self.forget();
        (self.turn, self.round, self.passed) = (0, FIRST_ROUND, 0);
        self.left = self.length_of_turn();
    }

    fn burst(&mut self) -> Option<Found> {
        let ClusterSearch { model, corpus, random } = &mut self.searches[self.turn];
        let fresh = corpus.len() == 0 || random.chance(AFRESH);
        let mut situation = match corpus.pick(random) {
            Some(known) if !fresh => known.clone(),
            _ => Situation::fresh(model),
        };
        let before = situation.path.len();
        let wanted = self.target.broken();
        let broken = BigSteps::new(model, random, &mut situation, self.bounds, wanted).run();
        self.depth = self.depth.max(situation.path.len());
        self.actions += (situation.path.len() - before) as u64;
        let (size, options) = (model.size(), model.options());
        if !broken.and(wanted).none() || self.target.is_reached(size, options, &situation.path, before) {
            return Some(Found { size, options, path: situation.path });
        }
        // What follows from something broken that was not asked for is of no use.
        if broken.none() && situation.path.len() < self.bounds.actions {
            corpus.keep(features(model, &situation.cluster), &situation, random);
        }
        None
    }
}
