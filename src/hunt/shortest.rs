//! Whether there is a shorter run: every run of the same kind of cluster that uses up no more than the one at hand.
//!
//! A hunt finds one of many ways to a violation, and changing it a little does not always lead to the shortest. Where runs
//! are short, looking at all of them takes no time.

use super::action::{ActionKind, awaited};
use super::cluster::Cluster;
use super::history::PropertySet;
use super::model::Model;
use super::search::Found;
use super::verify::explore::Explorer;
use super::verify::{Alone, Bounds};

/// Runs longer than this have too many others beside them.
pub(super) const LONGEST: usize = 16;
/// After so many states it is given up; in clusters of more than three servers, where states are many and take longer,
/// after fewer.
const MOST_STATES: u64 = 150_000;
const MOST_STATES_OF_MANY: u64 = 60_000;

/// What a search for a shorter run has come to.
pub(super) enum SearchState {
    /// It is not over.
    Running,
    /// No shorter run was found.
    None,
    /// One was.
    Shorter(Box<Found>),
}

/// Looking at every run that is shorter than one.
pub(super) struct Shortest {
    explorer: Explorer,
    known: Found,
}

impl Shortest {
    /// Of the runs that violate what this one does. None if there would be too many of them.
    pub fn than(found: &Found, wanted: PropertySet) -> Option<Shortest> {
        let bounds = bounds(found).filter(|bounds| !wanted.none() && bounds.check().is_ok())?;
        let mut explorer = Explorer::new(bounds);
        explorer.wanted = wanted;
        Some(Shortest { explorer, known: found.clone() })
    }

    /// Goes on a little.
    pub fn advance(&mut self) -> SearchState {
        if self.explorer.depth() as usize + 1 >= self.known.path.len() {
            return SearchState::None;
        }
        let Some((_, broken)) = self.explorer.advance(&Alone) else { return SearchState::Running };
        let violation = broken.and_then(|broken| self.explorer.violation(broken));
        let path = violation.and_then(|violation| violation.path());
        path.map_or(SearchState::None, |path| {
            SearchState::Shorter(Box::new(Found { path, ..self.known.clone() }))
        })
    }
}

/// What a run uses up.
fn bounds(found: &Found) -> Option<Bounds> {
    if found.path.len() > LONGEST {
        return None;
    }
    let count = |is: fn(ActionKind) -> bool| found.path.iter().filter(|action| is(action.kind)).count() as u8;
    let mut model = Model::new(found.size, found.options);
    let mut cluster = Cluster::fresh(&mut model);
    let awaited = awaited(&found.path);
    let mut flights = 1;
    for action in &found.path {
        cluster.perform(&mut model, *action)?;
        cluster.lose(&model, action.id, awaited[usize::from(action.id)]);
        flights = flights.max(cluster.flights.len());
    }
    let terms = cluster.servers.iter().map(|state| model.server(*state).term).max()?;
    Some(Bounds {
        servers: found.size,
        terms,
        commands: count(|kind| matches!(kind, ActionKind::Command(_))),
        restarts: count(|kind| matches!(kind, ActionKind::Restart(_))),
        beats: count(|kind| matches!(kind, ActionKind::Heartbeat(_))),
        duplicates: count(|kind| matches!(kind, ActionKind::Deliver { copy: true, .. })),
        flights: flights as u8,
        options: found.options,
        most_states: Some(if found.size > 3 { MOST_STATES_OF_MANY } else { MOST_STATES }),
        ..Bounds::default()
    })
}
