//! A run that is shown to nobody but a recording.

use super::{App, Story};
use crate::history::Run;
use crate::sim::{StepId, Time};
use crate::tui::keymap::printable;

/// The most that is said along a run.
const MOST_NOTES: usize = 10_000;

impl App {
    /// Shows a run with what a script says of it: what it is called, what it shows, and notes, each with the last
    /// step before it.
    pub fn show_told(&mut self, run: Run, title: &str, intro: &str, notes: &[(StepId, String)]) {
        self.show(run, title);
        let Some(stage) = &mut self.stage else { return };
        let said: Vec<(StepId, String)> =
            notes.iter().take(MOST_NOTES).map(|(step, note)| (*step, printable(note, 300))).collect();
        if said.is_empty() && intro.is_empty() {
            return;
        }
        stage.story = Some(Story::beside(&said));
        if intro.is_empty() {
            stage.show_step();
        } else {
            self.open_story(title, "", intro);
        }
    }

    /// Lets time pass until a step that was reached before on this branch, and no further.
    pub fn play_to(&mut self, step: StepId) {
        let Some(stage) = &mut self.stage else { return };
        if stage.run.cursor() >= step.min(stage.run.end()) {
            return;
        }
        stage.play();
        stage.until = Some((step.min(stage.run.end()), Time::ZERO));
        self.dirty = true;
    }
}
