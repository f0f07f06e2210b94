//! The same story with a server that obeys all rules, and with one that does not.

use raftarium::paper::{Bug, BugSet};
use raftarium::raft::Options;

/// The options with one rule off.
pub fn without(bug: Bug) -> Options {
    Options { bugs: BugSet::NONE.with(bug), ..Options::default() }
}

/// Does the same with a server that obeys all rules and with one that sets this one aside.
pub fn both<T>(bug: Bug, story: impl Fn(Options) -> T) -> (T, T) {
    (story(Options::default()), story(without(bug)))
}
