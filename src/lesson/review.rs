//! What was missed comes back: a few questions of earlier lessons, each on its own cluster.

use super::play::{Asking, Given, LessonOptions, NoAnswer, Play, Verdict};
use super::progress::{Missed, Progress, asked};
use super::{Lesson, LessonId};
use std::sync::Arc;

/// The most questions of a review at the start of a lesson.
const MOST_BEFORE: usize = 3;
/// The most questions of a review for its own sake.
const MOST: usize = 30;

/// What is due, asked again.
#[derive(Clone, Debug)]
pub struct Review {
    /// What is still to be asked, the next at the end.
    waiting: Vec<(Missed, Arc<Lesson>)>,
    /// The question that is asked.
    now: Option<(Missed, Play)>,
    /// How many there are.
    all: usize,
    /// As the learner sees lessons.
    options: LessonOptions,
    /// What day it is.
    today: String,
}

impl Review {
    /// What is due at the start of a lesson, if anything is: never of this lesson itself, a few questions, what waits
    /// longest first. `find` finds lessons; a question that is no longer the one that was missed is forgotten. `today` is
    /// a date.
    pub fn before(
        lesson: &LessonId,
        progress: &mut Progress,
        today: &str,
        find: impl FnMut(&LessonId) -> Option<Arc<Lesson>>,
    ) -> Option<Review> {
        Review::of(MOST_BEFORE, progress, today, find, |missed| missed.lesson != *lesson)
    }

    /// All that is due today, if anything is. As [`Review::before`].
    pub fn due(
        progress: &mut Progress,
        today: &str,
        find: impl FnMut(&LessonId) -> Option<Arc<Lesson>>,
    ) -> Option<Review> {
        Review::of(MOST, progress, today, find, |_| true)
    }

    fn of(
        most: usize,
        progress: &mut Progress,
        today: &str,
        mut find: impl FnMut(&LessonId) -> Option<Arc<Lesson>>,
        is_meant: impl Fn(&Missed) -> bool,
    ) -> Option<Review> {
        let mut waiting: Vec<(Missed, Arc<Lesson>)> = Vec::new();
        let mut gone = Vec::new();
        for missed in progress.due(today).filter(|missed| is_meant(missed)) {
            if waiting.len() == most {
                break;
            }
            match find(&missed.lesson).filter(|lesson| is_still_asked(missed, lesson)) {
                Some(lesson) => waiting.push((missed.clone(), lesson)),
                None => gone.push((missed.lesson.clone(), missed.question)),
            }
        }
        for (lesson, question) in gone {
            progress.forget(&lesson, question);
        }
        waiting.reverse();
        let mut review = Review {
            all: waiting.len(),
            waiting,
            now: None,
            options: progress.options(),
            today: today.to_owned(),
        };
        review.advance().then_some(review)
    }

    /// Goes on to the next question. Says whether there is one.
    pub fn advance(&mut self) -> bool {
        self.now = None;
        while let Some((missed, lesson)) = self.waiting.pop() {
            if let Some(play) = Play::at_question(lesson, missed.question, self.options) {
                self.now = Some((missed, play));
                return true;
            }
        }
        false
    }

    /// The lesson at the question: its segment has the cluster, and what is asked. None at the end.
    pub fn play(&self) -> Option<&Play> {
        self.now.as_ref().map(|(_, play)| play)
    }

    /// What is asked.
    pub fn question(&self) -> Option<&Arc<Asking>> {
        self.play()?.question()
    }

    /// What was missed.
    pub fn missed(&self) -> Option<&Missed> {
        self.now.as_ref().map(|(missed, _)| missed)
    }

    /// Which question it is, counted from 1, and how many there are.
    pub fn count(&self) -> (usize, usize) {
        (self.all - self.waiting.len(), self.all)
    }

    /// Answers the question, and remembers how.
    ///
    /// # Errors
    /// If it was answered before, or if this is no answer to it.
    pub fn answer(&mut self, given: Given, progress: &mut Progress) -> Result<Verdict, NoAnswer> {
        let (missed, play) = self.now.as_mut().ok_or(NoAnswer::NotAsked)?;
        let verdict = play.answer(given)?.clone();
        progress.reviewed(&missed.lesson, missed.question, verdict.right, &self.today);
        Ok(verdict)
    }
}

fn is_still_asked(missed: &Missed, lesson: &Lesson) -> bool {
    lesson.question(missed.question).is_some_and(|question| asked(&question.ask) == missed.ask)
}
