//! Playing runs, and leaving out of them what can be left out.

use super::super::action::{ActionKind, Path, SmallAction, awaited};
use super::super::cluster::Cluster;
use super::super::history::PropertySet;
use super::super::model::Model;
use super::super::search::Found;
use super::super::target::Target;
use crate::raft::Options;

/// Where runs in one kind of cluster are played.
pub(super) struct Reducer {
    pub model: Model,
    target: Target,
}

impl Reducer {
    pub fn new(size: usize, options: Options, target: Target) -> Reducer {
        Reducer { model: Model::new(size, options), target }
    }

    /// Whether this is the kind of cluster that a run is of.
    pub fn is_of(&self, size: usize, options: Options) -> bool {
        self.model.size() == size && self.model.options() == options
    }

    /// A run as it was met, as what was found.
    pub fn found(&self, path: Path) -> Found {
        Found { size: self.model.size(), options: self.model.options(), path }
    }

    /// Plays a run from the beginning, leaves out what cannot be done, and ends with what was hunted for. None if it
    /// does not come to that.
    pub fn play(&mut self, path: &Path) -> Option<Path> {
        let played = match &self.target {
            Target::Broken(wanted) => played_to(&mut self.model, path, *wanted),
            Target::Condition(_) => self.target.played_to(self.model.size(), self.model.options(), path),
        };
        played.map(|path| renumbered(&path))
    }

    /// Leaves out what can be left out: long pieces first, then single actions, then pairs.
    pub fn reduce(&mut self, mut path: Path) -> Path {
        loop {
            let before = path.len();
            self.leave_out_pieces(&mut path);
            self.leave_out_copies(&mut path);
            if !self.merge_actions(&mut path) {
                self.leave_out_pairs(&mut path);
            }
            if path.len() == before {
                return path;
            }
        }
    }

    fn leave_out_pieces(&mut self, path: &mut Path) {
        let mut piece = path.len() / 2;
        while piece > 0 {
            let mut at = 0;
            while at < path.len() {
                match self.without(path, |position| (at..at + piece).contains(&position)) {
                    Some(shorter) => *path = shorter,
                    None => at += 1,
                }
            }
            piece /= 2;
        }
    }

    /// Has messages arrive once that arrived twice.
    fn leave_out_copies(&mut self, path: &mut Path) {
        for at in 0..path.len() {
            if let Some(once) = without_copy(path, at).and_then(|once| self.play(&once))
                && once.len() <= path.len()
            {
                *path = once;
            }
        }
    }

    fn leave_out_pairs(&mut self, path: &mut Path) {
        let mut first = 0;
        while first < path.len() {
            let pair = (first + 1..path.len())
                .find_map(|second| self.without(path, |position| position == first || position == second));
            match pair {
                Some(shorter) => (*path, first) = (shorter, 0),
                None => first += 1,
            }
        }
    }

    fn without(&mut self, path: &Path, left_out: impl Fn(usize) -> bool) -> Option<Path> {
        let kept = (0..).zip(path).filter(|(position, _)| !left_out(*position));
        let kept: Path = kept.map(|(_, action)| *action).collect();
        self.play(&kept).filter(|played| played.len() < path.len())
    }

    /// Leaves an action out whose messages another action of the same server sends just as well. Says whether there
    /// was one.
    fn merge_actions(&mut self, path: &mut Path) -> bool {
        let mut merged = false;
        let mut gone = 0;
        while gone < path.len() {
            let server = path[gone].kind.server();
            let others =
                (0..path.len()).filter(|other| *other != gone && path[*other].kind.server() == server);
            let shorter = others
                .into_iter()
                .find_map(|other| self.play(&sent_by_another(path, gone, path[other].id)))
                .filter(|played| played.len() < path.len());
            match shorter {
                Some(shorter) => (*path, merged) = (shorter, true),
                None => gone += 1,
            }
        }
        merged
    }
}

/// A run in which the message that arrives at a place is not a copy. None if it is none.
pub(in crate::hunt) fn without_copy(path: &Path, at: usize) -> Option<Path> {
    let ActionKind::Deliver { sent_by, to, copy: true } = path.get(at)?.kind else { return None };
    let mut once = path.clone();
    once[at].kind = ActionKind::Deliver { sent_by, to, copy: false };
    Some(once)
}

/// A run without an action, whose messages are to come from another one.
pub(super) fn sent_by_another(path: &Path, gone: usize, instead: u8) -> Path {
    let id = path[gone].id;
    let kept = path.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, action)| match action.kind {
        ActionKind::Deliver { sent_by, to, copy } if sent_by == id => {
            SmallAction { kind: ActionKind::Deliver { sent_by: instead, to, copy }, ..*action }
        }
        _ => *action,
    });
    kept.collect()
}

/// Plays a run until something breaks, and leaves out what cannot be done. None if nothing breaks.
fn played_to(model: &mut Model, path: &Path, wanted: PropertySet) -> Option<Path> {
    let mut cluster = Cluster::fresh(model);
    let mut played = Path::new();
    let awaited = awaited(path);
    for action in path {
        let Some(broken) = cluster.perform(model, *action) else { continue };
        cluster.lose(model, action.id, awaited[usize::from(action.id)]);
        played.push(*action);
        if !broken.and(wanted).none() {
            return Some(played);
        }
    }
    None
}

/// Actions named by their place.
fn renumbered(path: &Path) -> Path {
    let name = |id: u8| path.iter().position(|action| action.id == id).map_or(u8::MAX, |at| at as u8);
    (0u8..)
        .zip(path)
        .map(|(id, action)| {
            let kind = match action.kind {
                ActionKind::Deliver { sent_by, to, copy } => {
                    ActionKind::Deliver { sent_by: name(sent_by), to, copy }
                }
                other => other,
            };
            SmallAction { id, kind }
        })
        .collect()
}

/// The server that acts first is S1, the next one S2, …: which is which makes no difference.
pub(super) fn in_order_of_appearance(path: &Path) -> Path {
    let mut seen = arrayvec::ArrayVec::<u8, 8>::new();
    for action in path {
        if !seen.contains(&action.kind.server()) {
            seen.push(action.kind.server());
        }
    }
    let name = |server: u8| seen.iter().position(|known| *known == server).map_or(server, |at| at as u8);
    path.iter().map(|action| SmallAction { kind: action.kind.renamed(name), ..*action }).collect()
}
