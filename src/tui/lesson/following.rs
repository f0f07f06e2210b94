//! A lesson that is being written: what its author saves is on the screen, at the step that was changed.

use super::moving::Arrival;
use super::source::Source;
use super::state::Lesson;
use crate::lesson::play::{Play, Position};
use crate::lesson::{self};
use crate::tui::Page;
use crate::tui::app::state::App;
use crate::tui::stage::Stage;
use crate::untrusted::printable;
use std::sync::Arc;

impl App {
    /// Shows a lesson of a file, and follows it from then on.
    ///
    /// # Errors
    /// What is wrong with it, with line and column.
    pub fn open_lesson(&mut self, path: &str, text: &str) -> Result<(), String> {
        let source = Source { path: path.into(), text: text.into() };
        let lesson = source.parse().map_err(|lines| lines.join("\n"))?;
        self.show_lesson_of(Arc::new(lesson), Some(source), None)
    }

    /// The file that is followed, if one is: only then does it have to be looked at.
    pub fn follows(&self) -> Option<&str> {
        let lesson = self.stage.as_ref()?.lesson.as_deref()?;
        lesson.source.as_ref().map(|source| source.path.as_str())
    }

    /// The file that is followed was changed, or cannot be read any more.
    pub fn reload_lesson(&mut self, text: Result<String, String>) {
        let Some(stage) = &mut self.stage else { return };
        let Some(lesson) = &mut stage.lesson else { return };
        let Some(before) = lesson.source.clone() else { return };
        let text = match text {
            Ok(text) if text == before.text && lesson.trouble.is_none() => return,
            Ok(text) => text,
            Err(why) => return self.in_trouble(vec![printable(&why, 300)]),
        };
        let source = Source { text, ..before.clone() };
        match source.parse() {
            Ok(new) => {
                stage.take_up(Arc::new(new), source);
                self.see_lesson();
                self.dirty = true;
            }
            Err(lines) => self.in_trouble(lines),
        }
    }

    fn in_trouble(&mut self, lines: Vec<String>) {
        if let Some(lesson) = self.stage.as_mut().and_then(|stage| stage.lesson.as_mut()) {
            lesson.trouble = Some(lines);
            (lesson.side.page, lesson.side.scroll) = (Page::Read, 0);
        }
        self.see_lesson();
        self.dirty = true;
    }
}

impl Stage {
    /// The lesson as it is now, at the step that was changed; where none was, one stays where one is.
    fn take_up(&mut self, new: Arc<lesson::Lesson>, source: Source) {
        self.return_to_lesson();
        let Some(old) = self.lesson.take() else { return };
        let was = old.source.as_ref().map_or("", |source| source.text.as_str());
        let changed = changed_step(was, old.play.lesson(), &source.text, &new);
        let at = old.play.position();
        let at = match changed {
            Some(step) if step != at.step => Position { step, segment: 0 },
            _ => at,
        };
        let Some(mut play) = Play::with(new, old.play.options()) else { return self.lesson = Some(old) };
        let last = play.lesson().steps.len() - 1;
        // A step that is gone was the last one.
        let _ = play.go_to(Position { step: at.step.min(last), ..at });
        let presenting = old.presenting.clone();
        self.lesson = Some(Box::new(Lesson { presenting, ..Lesson::new(play, Some(source)) }));
        self.arrive(Arrival::End);
    }
}

/// The first step whose text is another one.
fn changed_step(was: &str, old: &lesson::Lesson, text: &str, new: &lesson::Lesson) -> Option<usize> {
    let steps = |text: &str, lesson: &lesson::Lesson| -> Vec<Vec<String>> {
        let lines: Vec<&str> = text.lines().collect();
        let begins: Vec<usize> = lesson.steps.iter().map(|step| step.line as usize - 1).collect();
        let ends = begins.iter().skip(1).copied().chain([lines.len()]);
        begins
            .iter()
            .zip(ends)
            .map(|(begin, end)| {
                let held = lines.get(*begin..end).unwrap_or_default();
                held.iter().map(|line| line.trim_end().to_string()).filter(|line| !line.is_empty()).collect()
            })
            .collect()
    };
    let (was, now) = (steps(was, old), steps(text, new));
    (0..now.len()).find(|step| was.get(*step) != now.get(*step))
}
