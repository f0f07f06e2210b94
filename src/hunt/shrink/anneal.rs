//! Changing a run at random, as long as it ends as it should and is hardly longer.

use super::super::action::{ActionKind, Path, SmallAction};
use super::reducer::{Reducer, sent_by_another};
use crate::sim::Random;

/// How many changes are tried in one round.
pub(super) const CHANGES: usize = 6_000;
/// How much longer than the best a run may be at the beginning of a round; at its end, not at all.
const SLACK: usize = 3;

/// The shortest run that a round of changes came by.
pub(super) fn round(reducer: &mut Reducer, random: &mut Random, path: &Path) -> Path {
    let mut current = path.clone();
    let mut best = path.clone();
    for done in 0..CHANGES {
        let slack = SLACK * (CHANGES - done) / CHANGES;
        let changed = Change { random, size: reducer.model.size() }.of(&current);
        let Some(played) = reducer.play(&changed) else { continue };
        if played.len() <= best.len() + slack {
            if played.len() < best.len() {
                best.clone_from(&played);
            }
            current = played;
        }
    }
    best
}

/// A change at random.
struct Change<'a> {
    random: &'a mut Random,
    size: usize,
}

impl Change<'_> {
    fn of(mut self, path: &Path) -> Path {
        let mut path = path.clone();
        for _ in 0..=self.below(3) {
            self.once(&mut path);
        }
        path
    }

    fn below(&mut self, bound: usize) -> usize {
        self.random.below(bound as u32) as usize
    }

    fn once(&mut self, path: &mut Path) {
        let kind = self.below(9);
        if path.is_empty() || kind >= 6 {
            return self.put_in(path);
        }
        let at = self.below(path.len());
        match kind {
            0 => {
                path.remove(at);
            }
            1 | 2 => {
                let action = path.remove(at);
                let to = self.below(path.len() + 1);
                path.insert(to, action);
            }
            3 => {
                let server = self.below(self.size) as u8;
                path[at].kind = path[at].kind.renamed(|_| server);
            }
            // What arrives was sent by another action.
            4 => {
                let other = path[self.below(path.len())].id;
                if self.random.chance(500) {
                    *path = sent_by_another(path, at, other);
                } else if let ActionKind::Deliver { sent_by, .. } = &mut path[at].kind {
                    *sent_by = other;
                }
            }
            // Two servers change places from here on.
            _ => {
                let (a, b) = (self.below(self.size) as u8, self.below(self.size) as u8);
                for action in &mut path[at..] {
                    action.kind = action.kind.renamed(|server| match server {
                        _ if server == a => b,
                        _ if server == b => a,
                        _ => server,
                    });
                }
            }
        }
    }

    fn put_in(&mut self, path: &mut Path) {
        if path.is_full() {
            return;
        }
        let at = self.below(path.len() + 1);
        let kind = self.any(path);
        let id = path.iter().map(|action| action.id + 1).max().unwrap_or(0);
        path.insert(at, SmallAction { id, kind });
    }

    fn any(&mut self, path: &Path) -> ActionKind {
        let server = self.below(self.size) as u8;
        match self.below(8) {
            0 => ActionKind::Timeout(server),
            1 => ActionKind::Heartbeat(server),
            2 => ActionKind::Command(server),
            3 => ActionKind::Restart(server),
            _ if path.is_empty() => ActionKind::Timeout(server),
            _ => {
                let sent_by = path[self.below(path.len())].id;
                ActionKind::Deliver { sent_by, to: server, copy: self.random.chance(100) }
            }
        }
    }
}
