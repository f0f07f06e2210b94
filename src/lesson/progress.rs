//! What a learner has done: where to go on, how it went, and what was missed.
//!
//! Data only: the shell reads and writes it, and hands in what day it is.

mod merge;

use super::play::{First, LessonOptions, Play, Position, Score, Solved, TaskId};
use super::{Lesson, LessonId, Prose, schedule};
use crate::language::printable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The version of the form: whoever reads a later one leaves it alone.
pub const PROGRESS_VERSION: u32 = 1;
/// The most lessons that are remembered.
const MOST_LESSONS: usize = 1_000;
/// The most missed questions that are remembered: the latest.
const MOST_MISSED: usize = 200;
/// The longest text that is remembered, in characters.
const LONGEST: usize = 300;

/// What a learner has done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// The version of the form.
    pub version: u32,
    /// Whose it is: for each learner choices are mixed in another way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner: Option<u32>,
    /// Each lesson that was begun.
    #[serde(default)]
    pub lessons: BTreeMap<LessonId, LessonProgress>,
    /// Questions that were answered wrongly, those at the front to be asked again first.
    #[serde(default)]
    pub missed: Vec<Missed>,
}

impl Default for Progress {
    fn default() -> Self {
        Progress { version: PROGRESS_VERSION, learner: None, lessons: BTreeMap::new(), missed: Vec::new() }
    }
}

/// What was done of a lesson.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonProgress {
    /// When it was played last: a date.
    pub when: String,
    /// Where to go on: step and segment.
    pub at: Position,
    /// It was played to its end at least once.
    pub finished: bool,
    /// The best score of those times, of a hundred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<u32>,
    /// The first answers, of the last time.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<TaskId, Answered>,
    /// The best solutions of challenges, ever.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub challenges: BTreeMap<TaskId, SolvedIn>,
}

/// A first answer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answered {
    /// Whether it was right.
    pub right: bool,
    /// The question was left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub passed: bool,
    /// The misconceptions that it stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub believes: Vec<String>,
}

/// How a challenge was solved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SolvedIn {
    /// In how many actions.
    pub actions: u32,
    /// How many a good solution takes.
    pub par: u32,
    /// How many hints were taken.
    pub hints: u32,
    /// The solution was shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shown: bool,
}

/// A question that was answered wrongly.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Missed {
    /// In which lesson.
    pub lesson: LessonId,
    /// Which question.
    pub question: TaskId,
    /// What was asked: should the lesson be another one by now, it is not asked again.
    pub ask: String,
    /// The misconceptions that the answer stood for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub believes: Vec<String>,
    /// When: a date.
    pub when: String,
    /// When it is due to be asked again: a date. Without one, now.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// How often it was answered rightly since: its box.
    #[serde(skip_serializing_if = "is_zero")]
    pub rights: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl Progress {
    /// How lessons are played for this learner.
    pub fn options(&self) -> LessonOptions {
        LessonOptions { seed: None, learner: self.learner }
    }

    /// Keeps how a lesson stands. To be called whenever something has changed; `when` is a date.
    pub fn note(&mut self, play: &Play, when: &str) {
        let id = play.lesson().id.clone();
        if self.lessons.len() >= MOST_LESSONS && !self.lessons.contains_key(&id) {
            return;
        }
        let score = play.score();
        let kept = self.lessons.entry(id.clone()).or_default();
        kept.when = printable(when, 40);
        kept.at = play.position();
        let all = score.questions().iter().all(|question| score.answers.contains_key(question));
        let ended = all && play.is_over();
        let fresh: Vec<TaskId> =
            score.answers.keys().filter(|question| !kept.answers.contains_key(question)).copied().collect();
        kept.answers = score.answers.iter().map(|(id, first)| (*id, Answered::of(first))).collect();
        for (challenge, solved) in &score.solved {
            kept.challenges.insert(*challenge, SolvedIn::of(*solved));
        }
        if ended {
            kept.finished = true;
            kept.best = kept.best.max(Some(score.percent()));
        }
        for question in fresh {
            let Some(first) = score.answers.get(&question).filter(|first| !first.right && !first.passed)
            else {
                continue;
            };
            if let Some(ask) = play.asked(question) {
                let missed = Missed {
                    lesson: id.clone(),
                    question,
                    ask: asked(ask),
                    believes: first.believes.iter().map(|text| printable(text, LONGEST)).collect(),
                    when: printable(when, 40),
                    due: schedule::due(when, 0).unwrap_or_default(),
                    rights: 0,
                };
                self.miss(missed);
            }
        }
    }

    /// Takes up where somebody was: the position, and what was answered.
    pub fn take_up(&self, play: &mut Play) {
        let Some(kept) = self.lessons.get(&play.lesson().id) else { return };
        let mut score = Score::default();
        score.answers = kept.answers.iter().map(|(id, answered)| (*id, answered.first())).collect();
        score.solved = kept.challenges.iter().map(|(id, solved)| (*id, solved.solved())).collect();
        play.take_up(score);
        // A lesson that has changed meanwhile may have fewer steps.
        if play.go_to(kept.at).is_err() {
            play.go_to_last();
        }
    }

    /// A lesson is begun again: the answers of the last time count no more.
    pub fn begin(&mut self, lesson: &LessonId) {
        if let Some(kept) = self.lessons.get_mut(lesson) {
            kept.answers.clear();
            kept.at = Position::default();
        }
    }

    /// The lesson that was played last and is not finished.
    pub fn unfinished(&self) -> Option<&LessonId> {
        let begun = self.lessons.iter().filter(|(_, kept)| !kept.finished);
        begun.max_by(|a, b| a.1.when.cmp(&b.1.when).then(b.0.cmp(a.0))).map(|(id, _)| id)
    }

    /// Which of some lessons to take up next: what was begun last, or else the first that is not finished. None if all
    /// of them are.
    pub fn next_of(&self, lessons: &[Arc<Lesson>]) -> Option<usize> {
        let place = |id: &LessonId| lessons.iter().position(|lesson| lesson.id == *id);
        let finished = |id: &LessonId| self.lessons.get(id).is_some_and(|kept| kept.finished);
        let begun = self.unfinished().and_then(place);
        begun.or_else(|| lessons.iter().position(|lesson| !finished(&lesson.id)))
    }

    fn miss(&mut self, missed: Missed) {
        self.missed.retain(|other| (&other.lesson, other.question) != (&missed.lesson, missed.question));
        if self.missed.len() >= MOST_MISSED {
            self.missed.remove(0);
        }
        self.missed.push(missed);
    }

    /// What is due to be asked again, what waits longest first.
    pub fn due<'p>(&'p self, today: &'p str) -> impl Iterator<Item = &'p Missed> {
        self.missed.iter().filter(move |missed| schedule::has_come(&missed.due, today))
    }

    /// The day on which something is due again, if nothing is today.
    pub fn next_due(&self) -> Option<&str> {
        self.missed.iter().map(|missed| missed.due.as_str()).min()
    }

    /// A missed question was asked again: answered rightly, it comes back later, and at last no more; answered wrongly,
    /// it comes back tomorrow. `today` is a date.
    pub fn reviewed(&mut self, lesson: &LessonId, question: TaskId, right: bool, today: &str) {
        let is_it = |missed: &Missed| missed.lesson == *lesson && missed.question == question;
        let Some(at) = self.missed.iter().position(is_it) else { return };
        let mut missed = self.missed.remove(at);
        missed.rights = if right { missed.rights.saturating_add(1) } else { 0 };
        if let Some(due) = schedule::due(today, missed.rights) {
            missed.due = due;
            self.missed.push(missed);
        }
    }

    /// A missed question that is not asked any more.
    pub fn forget(&mut self, lesson: &LessonId, question: TaskId) {
        self.missed.retain(|missed| missed.lesson != *lesson || missed.question != question);
    }

    /// Makes what was read from a file safe to show, and holds it to its bounds.
    #[must_use]
    pub fn cleaned(mut self) -> Progress {
        let clean = |text: &mut String| *text = printable(text, LONGEST);
        self.missed.truncate(MOST_MISSED);
        self.missed.retain(|missed| super::is_id(&missed.lesson.0));
        for missed in &mut self.missed {
            clean(&mut missed.ask);
            clean(&mut missed.when);
            clean(&mut missed.due);
            missed.believes.truncate(10);
            missed.believes.iter_mut().for_each(clean);
        }
        let lessons = std::mem::take(&mut self.lessons);
        let known = lessons.into_iter().filter(|(id, _)| super::is_id(&id.0)).take(MOST_LESSONS);
        self.lessons = known.collect();
        for kept in self.lessons.values_mut() {
            clean(&mut kept.when);
            kept.best = kept.best.map(|best| best.min(100));
            for answered in kept.answers.values_mut() {
                answered.believes.truncate(10);
                answered.believes.iter_mut().for_each(clean);
            }
        }
        self
    }
}

/// What is asked, as it is remembered.
pub(super) fn asked(ask: &Prose) -> String {
    printable(&ask.words(), LONGEST)
}

impl Answered {
    fn of(first: &First) -> Answered {
        let believes = first.believes.iter().map(|text| printable(text, LONGEST)).collect();
        Answered { right: first.right, passed: first.passed, believes }
    }

    fn first(&self) -> First {
        First { right: self.right, passed: self.passed, believes: self.believes.clone() }
    }
}

impl SolvedIn {
    fn of(solved: Solved) -> SolvedIn {
        let Solved { actions, par, hints, shown } = solved;
        SolvedIn { actions, par, hints, shown }
    }

    fn solved(self) -> Solved {
        let SolvedIn { actions, par, hints, shown } = self;
        Solved { actions, par, hints, shown }
    }
}
