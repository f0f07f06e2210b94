//! Time passes on two branches side by side; and a run with a rule off stops where it parts from the same one with every
//! rule obeyed.

use super::execute::{next_step, pass_within, steps_until};
use crate::tui::app::state::App;
use crate::tui::stage::Stage;
use std::time::Duration;

impl Stage {
    /// Whether a run with a rule off stands beside the same one with every rule obeyed.
    pub(in crate::tui) fn is_beside(&self) -> bool {
        self.compare.as_ref().is_some_and(|compare| compare.beside.is_some())
    }

    /// Time passes on both sides from now on.
    pub(in crate::tui) fn play_both(&mut self) {
        self.playback.playing = true;
    }

    /// Lets the viewer's time pass on both sides. They stop where they part, and at the end.
    fn pass_on_both(&mut self, elapsed: Duration) -> Option<String> {
        let now = self.shown();
        let until = self.playback.until(now, elapsed, None);
        let compare = self.compare.as_mut()?;
        let parts = compare.parting.next.a.at;
        let stops = compare.beside.is_some() && now < parts && until >= parts;
        let until = if stops { parts } else { until };
        let both = self.both()?;
        let mut over = true;
        for run in both {
            steps_until(run, until);
            pass_within(run, until);
            over &= next_step(run).is_none();
        }
        if stops || over {
            self.playback.playing = false;
        }
        self.beside_said()
    }

    /// What there is to say where a run with a rule off and the same one without it part, when one gets there or beyond.
    pub(super) fn beside_said(&mut self) -> Option<String> {
        let now = self.shown();
        let compare = self.compare.as_mut()?;
        let parts = compare.parting.next.a.at;
        let beside = compare.beside.as_mut()?;
        let before = std::mem::replace(&mut beside.is_said, now >= parts);
        let where_to = if now == parts { "They diverge here" } else { "They have diverged" };
        (now >= parts && !before).then(|| format!("{where_to}. {}", beside.said))
    }

    /// Whether the two have not parted yet: then it is not told how they will.
    pub(super) fn is_same_so_far(&self) -> bool {
        let now = self.shown();
        let compare = self.compare.as_ref().filter(|compare| compare.beside.is_some());
        compare.is_some_and(|compare| now < compare.parting.next.a.at)
    }
}

impl App {
    /// The viewer's time passes on two branches side by side.
    pub(in crate::tui) fn advance_both(&mut self, elapsed: Duration) {
        self.dirty = true;
        let Some(stage) = &mut self.stage else { return };
        if let Some(said) = stage.pass_on_both(elapsed) {
            self.notice = Some(said);
        }
        if let Some(stage) = &mut self.stage {
            stage.show_step();
        }
    }
}
