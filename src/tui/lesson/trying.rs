//! Challenges: the run is judged after everything that happens; steps back, hints, the solution.

use super::state::Lesson;
use crate::lesson::play::{Solved, Standing};
use crate::tui::stage::Stage;
use crate::tui::{Chosen, Page};

impl Lesson {
    /// Whether a challenge is being tried, and not met yet.
    pub(in crate::tui) fn is_trying(&self) -> bool {
        let met = self.standing.as_ref().is_some_and(|standing| standing.met.is_some());
        self.trial.is_some() && !met && self.shown.is_none() && !self.over && self.trouble.is_none()
    }

    /// Looks how the run stands to the challenge.
    pub(super) fn judge(&mut self, stage: &mut Stage) {
        if stage.is_watching() || self.over {
            return;
        }
        let Some(trial) = &mut self.trial else { return };
        let standing = trial.judge(&stage.run, &stage.player.names);
        let before = self.standing.as_ref();
        let is_new = |find: fn(&Standing) -> bool| find(&standing) && before.is_none_or(|was| !find(was));
        if is_new(|standing| standing.met.is_some()) && self.shown.is_none() {
            if let Some(met) = standing.met {
                let hints = trial.hints_taken() as u32;
                let solved = Solved { actions: met.actions, par: standing.par, hints, shown: false };
                self.play.solved(trial.id(), solved);
            }
            stage.stop();
            self.side.page = Page::Task;
            // The page says that it is solved; the subtitle, what has solved it.
            self.side.scroll = 0;
        } else if is_new(|standing| standing.never.is_some()) {
            stage.stop();
            self.side.page = Page::Task;
            self.side.scroll = 0;
            let what = standing.never.as_ref().map(|(_, never)| never.clone()).unwrap_or_default();
            stage.say("This must not happen here", &format!("{what}; step back and try again"));
        }
        self.standing = Some(standing);
    }

    /// The next hint. Says whether there is one.
    pub(super) fn hint(&mut self) -> bool {
        self.side.page = Page::Task;
        // The end of the page is where hints appear.
        self.side.scroll = u16::MAX;
        if self.open_question().is_some() {
            return self.play.hint().is_some();
        }
        match &mut self.trial {
            Some(trial) => trial.hint().is_some(),
            None => false,
        }
    }
}

impl Stage {
    /// Takes back what was done last in a challenge. Says whether there was something.
    pub(super) fn undo(&mut self) -> bool {
        let Some(trial) = self.lesson.as_ref().and_then(|lesson| lesson.trial.as_ref()) else { return false };
        let Some(run) = trial.without_last(&self.run) else { return false };
        self.playback.playing = false;
        self.run = run;
        self.chosen = Chosen::Nothing;
        self.show_step();
        true
    }

    /// Shows how the challenge can be done: the cluster as the solution leaves it.
    ///
    /// # Errors
    /// If the lesson is broken there.
    pub(super) fn show_solution(&mut self) -> Result<(), String> {
        let Some(lesson) = &mut self.lesson else { return Ok(()) };
        let Some(trial) = &lesson.trial else { return Err("There is no challenge here".into()) };
        let (run, names) = trial.solution().map_err(|why| why.to_string())?;
        let challenge = trial.challenge().clone();
        let solved = Solved {
            actions: challenge.par,
            par: challenge.par,
            hints: trial.hints_taken() as u32,
            shown: true,
        };
        lesson.play.solved(trial.id(), solved);
        let lines = challenge.solution.lines.iter().map(|line| line.command.to_string()).collect();
        lesson.shown = Some(lines);
        lesson.side.page = Page::Task;
        lesson.side.scroll = 0;
        // It can be watched: step by step from where the challenge began.
        let begin = trial.run().cursor();
        (self.run, self.player.names) = (run, names);
        let end = (self.run.cursor(), self.run.world().now());
        self.run.seek(begin);
        self.until = Some(end);
        self.play();
        Ok(())
    }

    /// Whether a command may be used here.
    ///
    /// # Errors
    /// Why not.
    pub(in crate::tui) fn allows(&self, command: &crate::language::Command) -> Result<(), String> {
        let Some(lesson) = self.lesson_here().filter(|lesson| lesson.is_trying()) else { return Ok(()) };
        match &lesson.trial {
            Some(trial) => trial.allows(command).map_err(|why| crate::explain::capitalized(&why.to_string())),
            None => Ok(()),
        }
    }
}
