//! Making a run short: nothing can be left out of it, and nothing like it is shorter.
//!
//! First whatever can go goes: long pieces, single actions, pairs, whole servers. What is left is then changed at
//! random (actions moved, put in, left out, given to another server) as long as the run still ends in the same
//! violation and is hardly longer; and shortened again. That is what makes hunts with different seeds end in
//! runs of the same length.

use super::cluster::Cluster;
use super::deed::{Deed, Path, What};
use super::memory::Broken;
use super::model::Model;
use super::search::Found;
use super::target::Target;
use crate::sim::Random;

/// How many changes are tried in one round, and how many rounds may pass with nothing gained.
const CHANGES: u32 = 12_000;
const PATIENCE: u32 = 4;

/// A run that is being made shorter.
pub(super) struct Shrink {
    model: Model,
    target: Target,
    random: Random,
}

impl Shrink {
    /// For runs in clusters of this size that end in this violation.
    pub fn new(found: &Found, target: Target, seed: u64) -> Shrink {
        let model = Model::new(found.size, found.options);
        Shrink { model, target, random: Random::from_seed(seed) }
    }

    /// The shortest run like this one that was found, with the size of its cluster.
    pub fn run(mut self, found: &Found) -> Found {
        let Some(path) = self.play(&found.path) else { return found.clone() };
        let mut best = Found { path: self.reduce(path), ..found.clone() };
        self.fewer_servers(&mut best);
        let mut idle = 0;
        while idle < PATIENCE {
            let annealed = self.anneal(&best.path);
            let shorter = self.reduce(annealed);
            if shorter.len() < best.path.len() {
                best.path = shorter;
                self.fewer_servers(&mut best);
                idle = 0;
            } else {
                idle += 1;
            }
        }
        best.path = in_order_of_appearance(&best.path);
        best
    }

    /// Plays a run from the beginning, leaves out what cannot be done, and ends with the violation. None if there
    /// is none.
    fn play(&mut self, path: &Path) -> Option<Path> {
        let played = match &self.target {
            Target::Broken(wanted) => played_to(&mut self.model, path, *wanted),
            Target::Condition(_) => self.target.played_to(self.model.size(), self.model.options(), path),
        };
        played.map(|path| renumbered(&path))
    }

    /// Leaves out what can be left out: long pieces first, then single actions, then pairs.
    fn reduce(&mut self, mut path: Path) -> Path {
        let mut piece = path.len() / 2;
        while piece > 0 {
            let mut at = 0;
            while at < path.len() {
                match self.without(&path, |position| (at..at + piece).contains(&position)) {
                    Some(shorter) => path = shorter,
                    None => at += 1,
                }
            }
            piece /= 2;
        }
        let mut first = 0;
        while first < path.len() {
            let pair = (first + 1..path.len())
                .find_map(|second| self.without(&path, |position| position == first || position == second));
            match pair {
                Some(shorter) => (path, first) = (shorter, 0),
                None => first += 1,
            }
        }
        path
    }

    fn without(&mut self, path: &Path, left_out: impl Fn(usize) -> bool) -> Option<Path> {
        let kept = (0..).zip(path).filter(|(position, _)| !left_out(*position));
        let kept: Path = kept.map(|(_, deed)| *deed).collect();
        self.play(&kept).filter(|played| played.len() < path.len())
    }

    /// Takes servers out of the cluster, one or two at a time, as long as the run gets no longer. Two at a time
    /// because of majorities: three of four are as many as three of five.
    fn fewer_servers(&mut self, best: &mut Found) {
        while let Some(fewer) = self.without_servers(best, 2).or_else(|| self.without_servers(best, 1)) {
            *best = fewer;
        }
    }

    fn without_servers(&mut self, best: &Found, count: u32) -> Option<Found> {
        let size = best.size.checked_sub(count as usize).filter(|size| *size >= 2)?;
        let mut smaller = Shrink {
            model: Model::new(size, best.options),
            target: self.target.clone(),
            random: self.random.clone(),
        };
        let gone = (0u8..1 << best.size).filter(|gone| gone.count_ones() == count);
        let mut found: Option<Path> = None;
        for gone in gone {
            let is_gone = |server: u8| gone >> server & 1 == 1;
            let name = |server: u8| server - (gone & ((1 << server) - 1)).count_ones() as u8;
            let rest = best.path.iter().filter(|deed| !is_gone(deed.what.server()));
            let path = rest.map(|deed| Deed { what: deed.what.renamed(name), ..*deed }).collect();
            let Some(played) = smaller.play(&path) else { continue };
            let shorter = smaller.reduce(played);
            if found.as_ref().is_none_or(|known| shorter.len() < known.len()) {
                found = Some(shorter);
            }
        }
        let path = found.filter(|path| path.len() <= best.path.len())?;
        self.model = smaller.model;
        Some(Found { size, path, ..best.clone() })
    }

    /// Changes at random that keep the violation; the run may grow by a little on the way.
    fn anneal(&mut self, path: &Path) -> Path {
        let mut current = path.clone();
        let mut best = path.clone();
        for round in 0..CHANGES {
            // Early on it may be longer by three, at the end by none.
            let slack = (3 * (CHANGES - round) / CHANGES) as usize;
            let changed = self.changed(&current);
            let Some(played) = self.play(&changed) else { continue };
            if played.len() <= best.len() + slack {
                if played.len() < best.len() {
                    best.clone_from(&played);
                }
                current = played;
            }
        }
        best
    }

    fn below(&mut self, bound: usize) -> usize {
        self.random.below(bound as u32) as usize
    }

    fn changed(&mut self, path: &Path) -> Path {
        let mut path = path.clone();
        for _ in 0..=self.below(3) {
            match self.below(5) {
                0 if !path.is_empty() => {
                    let at = self.below(path.len());
                    path.remove(at);
                }
                1 if !path.is_empty() => {
                    let from = self.below(path.len());
                    let deed = path.remove(from);
                    let to = self.below(path.len() + 1);
                    path.insert(to, deed);
                }
                2 if !path.is_empty() => {
                    let at = self.below(path.len());
                    let server = self.below(self.model.size()) as u8;
                    path[at].what = path[at].what.renamed(|_| server);
                }
                _ if !path.is_full() => {
                    let at = self.below(path.len() + 1);
                    let what = self.any(&path);
                    let id = path.iter().map(|deed| deed.id + 1).max().unwrap_or(0);
                    path.insert(at, Deed { id, what });
                }
                _ => {}
            }
        }
        path
    }

    fn any(&mut self, path: &Path) -> What {
        let server = self.below(self.model.size()) as u8;
        match self.below(8) {
            0 => What::Timeout(server),
            1 => What::Beat(server),
            2 => What::Command(server),
            3 => What::Restart(server),
            _ if path.is_empty() => What::Timeout(server),
            _ => {
                let maker = path[self.below(path.len())].id;
                What::Deliver { maker, to: server, copy: self.random.chance(100) }
            }
        }
    }
}

/// Plays a run until something breaks, and leaves out what cannot be done. None if nothing breaks.
fn played_to(model: &mut Model, path: &Path, wanted: Broken) -> Option<Path> {
    let mut cluster = Cluster::fresh(model);
    let mut played = Path::new();
    // By action, the servers that one of its messages is to reach: whatever else is sent is lost.
    let mut awaited = [0u8; 256];
    for deed in path {
        if let What::Deliver { maker, to, .. } = deed.what {
            awaited[usize::from(maker)] |= 1 << to;
        }
    }
    for deed in path {
        let Some(broken) = cluster.perform(model, *deed) else { continue };
        cluster.lose(model, deed.id, awaited[usize::from(deed.id)]);
        played.push(*deed);
        if !broken.and(wanted).none() {
            return Some(played);
        }
    }
    None
}

/// Actions named by their place.
fn renumbered(path: &Path) -> Path {
    let name = |id: u8| path.iter().position(|deed| deed.id == id).map_or(u8::MAX, |at| at as u8);
    (0u8..)
        .zip(path)
        .map(|(id, deed)| {
            let what = match deed.what {
                What::Deliver { maker, to, copy } => What::Deliver { maker: name(maker), to, copy },
                other => other,
            };
            Deed { id, what }
        })
        .collect()
}

/// The server that acts first is S1, the next one S2, …: which is which makes no difference.
fn in_order_of_appearance(path: &Path) -> Path {
    let mut seen = arrayvec::ArrayVec::<u8, 8>::new();
    for deed in path {
        if !seen.contains(&deed.what.server()) {
            seen.push(deed.what.server());
        }
    }
    let name = |server: u8| seen.iter().position(|known| *known == server).map_or(server, |at| at as u8);
    path.iter().map(|deed| Deed { what: deed.what.renamed(name), ..*deed }).collect()
}
