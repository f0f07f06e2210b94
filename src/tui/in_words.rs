//! The cluster and its commands in lines of words, for sessions and lessons with no screen.

mod pieces;
mod standing;
mod usages;

pub(super) use pieces::{logs, messages, rows};
pub(super) use standing::{about, rules_off, standing, standing_now};
pub(super) use usages::usages;

/// How wide lines are.
pub(super) const WIDTH: usize = 78;
