//! How a lesson or a review begins line by line.

use super::Aloud;
use crate::lesson::play::{Play, Position};
use crate::lesson::progress::Progress;
use crate::lesson::review::Review;
use crate::lesson::{Lesson, LessonId};
use std::sync::Arc;

impl Aloud {
    /// Takes a lesson up where its learner left it, or at a step, counted from 1; one that is over begins again. Before
    /// a lesson that begins, something that was missed in another one is asked again; `find` finds that lesson. `today`
    /// is the date.
    ///
    /// # Errors
    /// If the lesson has no such step.
    pub fn take_up(
        lesson: &Arc<Lesson>,
        step: Option<usize>,
        mut progress: Progress,
        today: &str,
        find: impl Fn(&LessonId) -> Option<Arc<Lesson>>,
    ) -> Result<Aloud, String> {
        let fresh = |progress: &Progress| {
            let play = Play::with(lesson.clone(), progress.options());
            play.ok_or_else(|| "the lesson has no steps".to_owned())
        };
        let mut play = fresh(&progress)?;
        progress.take_up(&mut play);
        if play.is_over() {
            play = fresh(&progress)?;
            progress.begin(&lesson.id);
        }
        let begins = step.is_none() && play.position() == Position::default();
        if let Some(step) = step {
            let steps = lesson.steps.len();
            let found = step.checked_sub(1).map(|step| play.go(step));
            found.and_then(Result::ok).ok_or_else(|| format!("the lesson has steps 1 to {steps}"))?;
        }
        let review = if begins { Review::before(&lesson.id, &mut progress, today, find) } else { None };
        Ok(Aloud::new(play, review, progress, today))
    }

    /// Repeats what is due today. None if nothing is.
    pub fn review(
        mut progress: Progress,
        today: &str,
        find: impl Fn(&LessonId) -> Option<Arc<Lesson>>,
    ) -> Option<Aloud> {
        let review = Review::due(&mut progress, today, find)?;
        Aloud::reviewing(review, progress, today)
    }
}
