//! When the session on the screen is saved, and what becomes of the sessions before it.

use super::{Store, StoreError};
use crate::history::{BranchId, Run};
use crate::script::session;
use crate::sim::{Setup, StepId};
use crate::tui::app::App;

/// What the session that was saved last is called.
pub const LAST_SESSION: &str = "last.raftarium";
/// How many sessions before that are kept.
const EARLIER: usize = 5;

/// Decides when the run on the screen is to be saved while it goes on.
#[derive(Debug, Default)]
pub struct Autosave {
    /// Whether the run that comes is the one that the file holds.
    continues: bool,
    seen: Option<Seen>,
}

/// The run that was looked at last.
#[derive(Debug)]
struct Seen {
    setup: Setup,
    /// How many changes it had when it came.
    first_changes: u64,
    /// How it was when it was looked at last.
    state: State,
    /// Whether the file is this run's.
    saved: bool,
}

/// How a run is, as far as it matters whether it is to be saved again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct State {
    changes: u64,
    branch: BranchId,
    cursor: StepId,
}

/// A session to be saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Save {
    /// Its text.
    pub text: String,
    /// Whether the file held another session until now.
    pub is_new: bool,
}

impl Autosave {
    /// Saves the runs that come. `continues`: the first of them is the one that the file holds.
    pub fn new(continues: bool) -> Autosave {
        Autosave { continues, seen: None }
    }

    /// The session on the screen, if it is to be saved now. `chosen`: somebody asked for the file, so that it is to hold
    /// whatever is on the screen.
    pub fn due(&mut self, app: &App, chosen: bool) -> Option<Save> {
        // What a lesson plays is the lesson's.
        let stage =
            app.stage().filter(|stage| stage.lesson.as_ref().is_none_or(|lesson| lesson.is_away()))?;
        let run = &stage.run;
        // A trace is a file already.
        if !run.world().driver().can_act() {
            return None;
        }
        let state = State { changes: run.changes(), branch: run.current().id(), cursor: run.cursor() };
        let same =
            |seen: &&mut Seen| seen.setup == *run.world().setup() && seen.state.changes <= state.changes;
        let due = if let Some(seen) = self.seen.as_mut().filter(same) {
            let moved = seen.state != state;
            seen.state = state;
            moved && (seen.saved || chosen || state.changes > seen.first_changes)
        } else {
            let saved = std::mem::take(&mut self.continues);
            let setup = run.world().setup().clone();
            self.seen = Some(Seen { setup, first_changes: state.changes, state, saved });
            // A cluster in which nothing has happened, and a story that was only opened, are no loss.
            chosen || saved || (stage.story.is_none() && run.end() > run.start())
        };
        due.then(|| self.save(run))
    }

    fn save(&mut self, run: &Run) -> Save {
        let was_saved = self.seen.as_mut().is_some_and(|seen| std::mem::replace(&mut seen.saved, true));
        Save { text: session::write(run), is_new: !was_saved }
    }
}

/// Keeps a session as the last one. A new one does not take the place of the one before: of those, a few are kept.
///
/// # Errors
/// Why it cannot be kept. There is a last session at any moment.
pub fn save_last(store: &mut dyn Store, save: &Save) -> Result<(), StoreError> {
    if save.is_new && store.has(LAST_SESSION) {
        let earlier = |number: usize| format!("earlier-{number}.raftarium");
        for number in (1..EARLIER).rev() {
            if store.has(&earlier(number)) {
                store.rename(&earlier(number), &earlier(number + 1))?;
            }
        }
        // A copy: at every moment there is a last session.
        store.copy(LAST_SESSION, &earlier(1))?;
    }
    store.write(LAST_SESSION, &save.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;
    use crate::tui::Look;
    use crate::tui::app::Preferences;

    fn sandbox(seed: u64) -> App {
        let mut app = App::new(Preferences::default(), Look::default());
        let run = Run::new(Setup::of(3, seed)).expect("a cluster");
        app.show(run, "sandbox");
        app
    }

    fn obey(app: &mut App, command: &str) {
        app.obey(command).unwrap_or_else(|mistake| panic!("{command}: {}", mistake.message));
    }

    #[test]
    fn a_cluster_in_which_nothing_has_happened_is_not_saved() {
        let mut app = sandbox(1);
        let mut autosave = Autosave::new(false);
        assert_eq!(autosave.due(&app, false), None);
        obey(&mut app, "next");
        let first = autosave.due(&app, false).expect("it moved");
        assert!(first.is_new && session::is_session(&first.text), "{first:?}");
        assert_eq!(autosave.due(&app, false), None, "nothing has happened since");
        obey(&mut app, "next");
        assert!(!autosave.due(&app, false).expect("it moved").is_new);
    }

    #[test]
    fn a_file_that_was_asked_for_holds_whatever_is_on_the_screen() {
        let app = sandbox(1);
        assert!(Autosave::new(false).due(&app, true).expect("it is due").is_new);
        let continued = Autosave::new(true).due(&app, false).expect("it is already in the file");
        assert!(!continued.is_new, "it replaces itself");
    }

    #[test]
    fn a_few_earlier_sessions_are_kept() {
        let mut store = Memory::default();
        for number in 1..=8 {
            save_last(&mut store, &Save { text: format!("new {number}"), is_new: true }).expect("kept");
            save_last(&mut store, &Save { text: format!("{number}"), is_new: false }).expect("kept");
        }
        let names: Vec<&str> = store.names().collect();
        assert_eq!(names.len(), 1 + EARLIER, "{names:?}");
        for (name, text) in [(LAST_SESSION, "8"), ("earlier-1.raftarium", "7"), ("earlier-5.raftarium", "3")]
        {
            assert_eq!(store.read(name, 100), Ok(Some(text.to_owned())), "{name}");
        }
    }
}
