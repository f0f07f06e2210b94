//! Saved sessions: a run with all its branches as readable text, in the one command language.
//!
//! A session says how the cluster began and what was done, each action after its step and at its moment; everything
//! else follows. Digests of some states tell whether it still plays out the same.

mod read;
mod resume;

pub use read::{MOST_SESSION_BYTES, Session, read, read_bytes};
pub use resume::{Parted, Resumed, WhyParted};

use crate::history::{Branch, Run};
use crate::language::{spell_placed, spell_setup_briefly};
use std::fmt::{self, Write};

/// The most steps of a session, those of all its branches together.
const MOST_STEPS: u64 = 10_000_000;

/// Whether a text is meant to be a session rather than a script: its first command says so.
pub fn is_session(text: &str) -> bool {
    let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines();
    let mut words =
        lines.filter_map(|line| line.split_whitespace().next()).filter(|word| !word.starts_with('#'));
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("session"))
}

/// Writes a run down as a session.
pub fn write(run: &Run) -> String {
    let mut text = String::new();
    // Writing into a string never fails.
    let _ = write_to(run, &mut text);
    text
}

fn write_to(run: &Run, text: &mut String) -> fmt::Result {
    writeln!(text, "# A session of Raftarium: `raftarium open FILE` continues it.")?;
    writeln!(text, "session 1")?;
    for command in spell_setup_briefly(run.world().setup()) {
        writeln!(text, "{command}")?;
    }
    // Branches are numbered as they are listed: a branch comes after the one that it left.
    let branches: Vec<&Branch> = run.branches().iter().map(|nested| nested.branch).collect();
    let number = |id| branches.iter().position(|branch| branch.id() == id).map_or(1, |at| at + 1);
    for branch in &branches {
        write!(text, "\nbranch {}", number(branch.id()))?;
        if let Some(fork) = branch.fork() {
            write!(text, " from {}", number(fork.parent))?;
        }
        writeln!(text)?;
        write_branch(run, branch, text)?;
    }
    writeln!(text, "\ncursor {} {}", number(run.current().id()), run.cursor())
}

fn write_branch(run: &Run, branch: &Branch, text: &mut String) -> fmt::Result {
    if let Some(name) = branch.name() {
        writeln!(text, "name {name}")?;
    }
    for placed in branch.actions() {
        writeln!(text, "{}", spell_placed(placed))?;
    }
    for bookmark in run.bookmarks().iter().filter(|bookmark| bookmark.branch == branch.id()) {
        writeln!(text, "bookmark {} {}", bookmark.step, bookmark.name)?;
    }
    let end = branch.ending().step;
    for (step, digest) in branch.digests().iter().filter(|(step, _)| *step < end) {
        writeln!(text, "digest {step} {digest:016x}")?;
    }
    let digest = run.end_digest(branch.id()).unwrap_or_default();
    writeln!(text, "end {end} {digest:016x}")
}
