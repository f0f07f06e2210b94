//! What is done in a worker, so that the page never waits: hunts, and trying what strangers send.

use raftarium::fuzz::FuzzOptions;
use raftarium::hunt::{Finding, Progress};
use raftarium::lesson::{MOST_LESSON_BYTES, parse_bytes};
use raftarium::link::{Link, LinkPlace};
use raftarium::paper::Bug;
use raftarium::script::{PlayOptions, play_through};
use raftarium::storage::{Document, Kind};
use raftarium::tui::lab::hunt_for;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

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
    hunt: raftarium::hunt::Hunt,
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

/// Tries a file: reads it, and plays it to its end. Whoever waits for it can end that at any time.
///
/// # Errors
/// What is wrong with it.
pub fn try_file(name: &str, bytes: &[u8]) -> Result<(), String> {
    match Kind::of_input(&mut &bytes[..]).map_err(|error| error.to_string())? {
        Kind::Lesson if bytes.len() > MOST_LESSON_BYTES => {
            Err(format!("{name} is larger than {} KiB, the maximum for a lesson", MOST_LESSON_BYTES / 1024))
        }
        Kind::Lesson => parse_bytes(bytes, "").map(|_| ()).map_err(|problems| problems.render(name)),
        _ => {
            let document = Document::read(None, name, bytes);
            document.and_then(Document::play).map(|_| ()).map_err(|error| error.to_string())
        }
    }
}

/// Tries a link: reads it, and plays its run to its end.
///
/// # Errors
/// What is wrong with it.
pub fn try_link(fragment: &str) -> Result<(), String> {
    let link = Link::read(fragment).map_err(|error| error.to_string())?;
    match link.and_then(|link| link.place) {
        Some(LinkPlace::Run { text, .. }) => try_file("the run in the link", text.as_bytes()),
        _ => Ok(()),
    }
}

/// The step and the digest at which a script ends: to be compared with what `raftarium run --format json` says.
pub fn scenario_digest(text: &str) -> Option<String> {
    let script = raftarium::language::parse(text).ok()?;
    let (report, _) = play_through(&script, &PlayOptions::default());
    Some(report.digest)
}

/// What `raftarium fuzz --format json` says of these seeds, but for the time it took.
pub fn fuzz(seeds: std::ops::Range<u64>, steps: u64) -> String {
    let options = FuzzOptions { seeds, steps, ..FuzzOptions::default() };
    let report = raftarium::fuzz::run(&options, |_| ControlFlow::Continue(()));
    serde_json::to_string(&report).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_tried_whatever_they_are() {
        assert_eq!(try_file("a.raft", b"servers 3\nrun until leader exists within 10s\n"), Ok(()));
        assert_eq!(try_file("a.jsonl", b"1 1 ada leader\n2 1 bob follower\n"), Ok(()));
        for bytes in
            [b"servers 3\nrun untl leader\n".as_slice(), b"\xff\xfe\x00", b"---\nid: x\n", &vec![0; 1 << 21]]
        {
            let why = try_file("b.raft", bytes).expect_err("it is refused");
            assert!(why.contains("b.raft"), "{why}");
        }
    }

    #[test]
    fn a_hunt_tells_how_far_it_is() {
        let mut hunting = Hunting::new("vote-twice").expect("a hunt");
        let found = (0..10_000).find_map(|_| hunting.advance(2_000).found).expect("found");
        assert!(Finding::read(&found).is_some());
        assert!(Hunting::new("no-such-rule").is_none());
    }
}
