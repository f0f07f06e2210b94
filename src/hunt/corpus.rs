//! The corpus: situations to go on from, kept by their features.

use super::big_steps::Situation;
use super::features::Features;
use crate::sim::Random;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// How many situations with the same features are kept.
const KEPT: usize = 4;

/// How much more often a situation is gone on from for each of its features that should not be.
const DANGER: u32 = 2;

/// In so many of a thousand cases a situation gives way to a longer one: the same features do not make the same
/// situation.
const REPLACED: u16 = 200;

/// All situations with the same features.
#[derive(Debug)]
struct Cell {
    /// How often it was gone on from; what should not be at all counts for more.
    visits: u32,
    dangers: u32,
    kept: Vec<Situation>,
}

/// Situations by their features.
#[derive(Debug)]
pub(super) struct Corpus {
    cells: Vec<Cell>,
    by_features: HashMap<u32, usize, FxBuildHasher>,
}

impl Corpus {
    pub fn new() -> Corpus {
        Corpus { cells: Vec::new(), by_features: HashMap::with_hasher(FxBuildHasher) }
    }

    /// How many kinds of situations are known.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// A situation of a kind that was seldom gone on from.
    pub fn pick(&mut self, random: &mut Random) -> Option<&Situation> {
        let drawn = (0..3).map(|_| random.below(self.cells.len() as u32) as usize);
        let cell = drawn.min_by_key(|at| {
            self.cells.get(*at).map_or(0, |cell| cell.visits / (1 + DANGER * cell.dangers))
        })?;
        let cell = self.cells.get_mut(cell)?;
        cell.visits += 1;
        Some(&cell.kept[random.below(cell.kept.len() as u32) as usize])
    }

    /// Keeps a situation if there are few like it, or if one like it took longer to come about. Says whether its
    /// features are new.
    pub fn keep(&mut self, features: Features, situation: &Situation, random: &mut Random) -> bool {
        let next = self.cells.len();
        let at = *self.by_features.entry(features.bits).or_insert(next);
        if at == next {
            self.cells.push(Cell { visits: 0, dangers: features.dangers, kept: vec![situation.clone()] });
            return true;
        }
        let kept = &mut self.cells[at].kept;
        if kept.len() < KEPT {
            kept.push(situation.clone());
        } else {
            let fresh = random.chance(REPLACED);
            let other = &mut kept[random.below(KEPT as u32) as usize];
            if fresh || situation.path.len() <= other.path.len() {
                other.clone_from(situation);
            }
        }
        false
    }
}
