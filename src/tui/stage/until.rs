//! Playing to a place and no further: to the end of a lesson's segment, or to the next pause of a demo.

use crate::tui::stage::Stage;

impl Stage {
    /// Whether such a scene is being played.
    pub(in crate::tui) fn is_watching(&self) -> bool {
        self.until.is_some()
    }

    /// The cluster as the scene leaves it, at once.
    pub(in crate::tui) fn finish(&mut self) {
        let Some((step, at)) = self.until.take() else { return };
        self.playback.playing = false;
        self.run.seek(step);
        self.run.pass(at);
        self.playback.restore();
        self.show_step();
        self.say_what_a_demo_says();
    }

    /// Whether the end of the scene is reached: then time stands still.
    pub(in crate::tui) fn has_reached_end(&mut self) -> bool {
        let Some((step, at)) = self.until.filter(|(step, _)| self.run.cursor() >= *step) else {
            return false;
        };
        self.until = None;
        if self.run.cursor() == step {
            self.run.pass(at);
        }
        self.playback.restore();
        self.stop();
        self.say_what_a_demo_says();
        true
    }

    /// Where a demo pauses, its own words come before those of the step.
    fn say_what_a_demo_says(&mut self) {
        if self.demo.is_some() {
            self.show_note();
        }
    }
}
