//! What a hunt is for: a property broken, or a situation reached.

use super::action::Path;
use super::history::PropertySet;
use super::replay::Player;
use crate::language::{Condition, Names};
use crate::raft::Options;
use crate::script::{View, holds};

/// What a run is to end with.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// One of these properties is violated.
    Broken(PropertySet),
    /// A condition of the language holds, judged in the ordinary world.
    Condition(Condition),
}

impl Target {
    /// The properties that may break.
    pub fn broken(&self) -> PropertySet {
        match self {
            Target::Broken(wanted) => *wanted,
            Target::Condition(_) => PropertySet::default(),
        }
    }

    /// Whether the condition is reached after one of the actions from a place on.
    pub fn is_reached(&self, size: usize, options: Options, path: &Path, from: usize) -> bool {
        let Target::Condition(condition) = self else { return false };
        let Some(mut player) = Player::new(size, options) else { return false };
        (0..).zip(path).any(|(position, action)| {
            player.perform(*action) && position >= from && is_so(condition, &player)
        })
    }

    /// Plays a run in the ordinary world until it ends as it should, and leaves out what cannot be done.
    pub fn played_to(&self, size: usize, options: Options, path: &Path) -> Option<Path> {
        let mut player = Player::new(size, options)?;
        let mut played = Path::new();
        for action in path {
            if player.perform(*action) {
                played.push(*action);
                if self.is_met(&player) {
                    return Some(played);
                }
            }
        }
        None
    }

    /// Whether a run of the ordinary world has come to it.
    fn is_met(&self, player: &Player) -> bool {
        match self {
            Target::Condition(condition) => is_so(condition, player),
            Target::Broken(wanted) => {
                player.run.checker().violations().iter().any(|violation| wanted.has(violation.property))
            }
        }
    }
}

fn is_so(condition: &Condition, player: &Player) -> bool {
    holds(condition, View { run: &player.run, names: &Names::default() })
}
