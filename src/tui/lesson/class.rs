//! Before a class: answers hidden until they are asked for, a time to talk it over, a black screen, demos at hand.

use super::presenting::{Before, Presenting};
use super::state::{Lesson, name};
use crate::tui::stage::Stage;
use crate::tui::{Chosen, Page};
use std::time::Duration;

/// How long a class talks it over, if the lesson does not say.
const TALK: Duration = Duration::from_mins(1);

impl Lesson {
    /// Whether the right answer is shown to a class.
    pub(super) fn is_revealed(&self) -> bool {
        self.presenting.as_ref().is_some_and(|presenting| presenting.revealed)
    }

    /// What is prepared in this step.
    pub(in crate::tui) fn demos(&self) -> &[crate::lesson::Demo] {
        let step = self.play.position().step;
        self.play.lesson().steps.get(step).map(|step| step.demos.as_slice()).unwrap_or_default()
    }

    /// Whether the time of a discussion passes.
    pub(in crate::tui) fn counts_down(&self) -> bool {
        self.presenting.as_ref().is_some_and(Presenting::counts_down)
    }

    /// Lets the viewer's time pass. Says whether that is seen.
    pub(in crate::tui) fn pass_time(&mut self, elapsed: Duration) -> bool {
        self.presenting.as_mut().is_some_and(|presenting| presenting.advance(elapsed))
    }

    /// Whether a demo is on the stage.
    pub(in crate::tui) fn shows_demo(&self) -> bool {
        self.presenting.as_ref().is_some_and(|presenting| presenting.before.is_some())
    }

    /// Shows the right answer. Says whether there is one to show.
    pub(super) fn reveal(&mut self) -> bool {
        if self.open_question().is_none() {
            return false;
        }
        let Some(presenting) = &mut self.presenting else { return false };
        presenting.revealed = true;
        presenting.left = None;
        self.side.page = Page::Task;
        self.side.scroll = 0;
        true
    }

    /// Begins the time to talk it over, or ends it.
    pub(super) fn discuss(&mut self) -> bool {
        let time = self.open_question().map(|asking| asking.discuss);
        let Some(presenting) = &mut self.presenting else { return false };
        if presenting.left.take().is_some() {
            return true;
        }
        let wanted = time.flatten().map(|span| Duration::from_micros(span.0));
        presenting.left = Some(wanted.unwrap_or(TALK));
        self.side.page = Page::Task;
        true
    }
}

impl Stage {
    /// Plays what is prepared on a branch of its own; again, or at its end, the lesson is back.
    ///
    /// # Errors
    /// Why it cannot be played.
    pub(super) fn play_demo(&mut self, place: usize) -> Result<(), String> {
        self.end_demo();
        self.finish();
        let Some(lesson) = &mut self.lesson else { return Ok(()) };
        let demo = lesson.demos().get(place).cloned().ok_or("There is no demo with this number here")?;
        let title = self.title.clone();
        let before = Before { run: self.run.clone(), names: self.player.names.clone(), title };
        let from = self.run.cursor();
        let mut run = self.run.clone();
        for line in &demo.script.lines {
            self.player.execute(&line.command, &mut run).map_err(|why| why.to_string())?;
        }
        let Some(presenting) = &mut lesson.presenting else { return Ok(()) };
        presenting.before = Some(Box::new(before));
        let end = (run.cursor(), run.world().now());
        self.run = run;
        self.run.seek(from);
        self.chosen = Chosen::Nothing;
        self.title = format!("{} · {}", demo.title, name(lesson.play.lesson()));
        self.until = Some(end);
        self.show_step();
        self.play();
        Ok(())
    }

    /// The lesson is back on the stage. Says whether a demo was there.
    pub(in crate::tui) fn end_demo(&mut self) -> bool {
        let presenting = self.lesson.as_mut().and_then(|lesson| lesson.presenting.as_mut());
        let Some(before) = presenting.and_then(|presenting| presenting.before.take()) else { return false };
        let Before { run, names, title } = *before;
        (self.run, self.player.names, self.title) = (run, names, title);
        self.until = None;
        self.playback.playing = false;
        self.chosen = Chosen::Nothing;
        self.show_step();
        true
    }
}
