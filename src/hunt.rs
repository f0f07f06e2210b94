//! Searching for a run that breaks a property when a rule is set aside; shrinking it; and checking the intact
//! rules exhaustively within bounds.

mod archive;
mod burst;
mod cluster;
mod deed;
mod features;
mod logs;
mod memory;
mod model;
mod search;
mod shrink;
pub mod verify;

#[doc(hidden)]
pub fn trial(bug: crate::paper::Bug, seed: u64, most: u64) -> Option<(u64, u64, usize, usize, usize)> {
    let bugs = crate::paper::BugSet::NONE.with(bug);
    let wanted = memory::Broken::only(bug.breaks()?);
    let mut search = search::Search::new(bugs, wanted, seed);
    let found = search.run(most);
    let (length, size) = found.map_or((0, 0), |found| {
        let shrink = shrink::Shrink::new(&found, wanted, seed);
        let start = std::time::Instant::now();
        let found = shrink.run(&found);
        eprint!(" [{:.2}s]", start.elapsed().as_secs_f64());
        (found.path.len(), found.size)
    });
    Some((search.bursts, search.deeds, length, size, search.situations()))
}
