//! What takes long in a browser: hunts and the fuzzer. A worker loads this as a module of its own.
//!
//! The page is built for size, because a visitor waits for it; this is built for speed, because hunts run for minutes.
//! The page uses this crate too: it reads the [`News`], and exports the same digests, so that both can be compared.

use raftarium::fuzz::FuzzOptions;
use raftarium::hunt::{Finding, Hunt, Progress};
use raftarium::paper::Bug;
use raftarium::script::{PlayOptions, play_through};
use raftarium::tui::lab::hunt_for;
use serde::{Deserialize, Serialize};
use std::ops::{ControlFlow, Range};

#[cfg(target_arch = "wasm32")]
mod exports;

/// How far a hunt is, and what it has found.
#[derive(Serialize, Deserialize)]
pub struct News {
    /// The rule that is off.
    pub bug: String,
    /// How far it is.
    pub progress: Progress,
    /// What was found, as [`Finding::write`] writes it.
    pub found: Option<String>,
}

/// A hunt that goes on in portions.
pub struct Hunting {
    bug: Bug,
    hunt: Hunt,
}

impl Hunting {
    /// Hunts for a run that breaks a property without this rule. None if there is no such hunt.
    pub fn new(bug: &str) -> Option<Hunting> {
        let bug = Bug::parse(bug)?;
        Some(Hunting { bug, hunt: hunt_for(bug).ok()? })
    }

    /// Goes on for about so many bursts.
    pub fn advance(&mut self, bursts: u64) -> News {
        let found = self.hunt.advance(bursts).as_ref().map(Finding::write);
        News { bug: self.bug.id().to_owned(), progress: self.hunt.progress(), found }
    }
}

/// The digest at which a script ends: to be compared with what `raftarium run --format json` says.
pub fn scenario_digest(text: &str) -> Option<String> {
    let script = raftarium::language::parse(text).ok()?;
    let (report, _) = play_through(&script, &PlayOptions::default());
    Some(report.digest)
}

/// What `raftarium fuzz --format json` says of these seeds, but for the time it took.
pub fn fuzz(seeds: Range<u64>, steps: u64) -> String {
    let options = FuzzOptions { seeds, steps, ..FuzzOptions::default() };
    let report = raftarium::fuzz::run(&options, |_| ControlFlow::Continue(()));
    serde_json::to_string(&report).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hunt_tells_how_far_it_is() {
        let mut hunting = Hunting::new("vote-twice").expect("a hunt");
        let found = (0..10_000).find_map(|_| hunting.advance(2_000).found).expect("found");
        assert!(Finding::read(&found).is_some());
        assert!(Hunting::new("no-such-rule").is_none());
    }
}
