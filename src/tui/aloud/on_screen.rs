//! What a lesson on the screen says, in words: for a shell that can show text beside the screen.

use super::tell;
use crate::lesson::play::Segment;
use crate::tui::app::state::App;
use std::sync::Arc;

/// Where one is in a lesson, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InWords {
    /// The lesson: `18 · Partition`.
    pub title: String,
    /// All that was to be read at this step so far, a blank line between its parts.
    pub lines: Vec<String>,
}

impl App {
    /// The lesson on the screen, if it is one that ships.
    pub fn lesson_on_screen(&self) -> Option<&str> {
        let stage = self.stage.as_ref().filter(|_| self.follows().is_none())?;
        Some(stage.lesson_here()?.id().0.as_str())
    }

    /// What the lesson on the screen says at this step, down to where one is.
    pub fn lesson_in_words(&self) -> Option<InWords> {
        let stage = self.stage.as_ref()?;
        let lesson = stage.lesson_here()?;
        let play = lesson.play();
        let mut lines = Vec::new();
        let pages: &[Arc<Segment>] = play.page();
        for segment in pages {
            tell::blank(&mut lines);
            tell::segment(play, segment, &mut lines);
        }
        if let Some((asking, verdict)) =
            play.question().and_then(|asking| Some((asking, play.verdict(asking.id)?)))
        {
            tell::blank(&mut lines);
            tell::verdict(asking, verdict, Some(&stage.run), &mut lines);
        }
        Some(InWords { title: crate::tui::lesson::state::name(play.lesson()), lines })
    }
}
