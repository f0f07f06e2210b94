//! How it went.

use super::{TaskId, Verdict};
use crate::lesson::{Lesson, PartKind};
use std::collections::BTreeMap;

/// How it went with a lesson.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// The first answer to each question that was answered or passed.
    pub answers: BTreeMap<TaskId, First>,
    /// The best solution of each challenge that was solved.
    pub solved: BTreeMap<TaskId, Solved>,
    /// All questions of the lesson.
    questions: Vec<TaskId>,
    /// All challenges of the lesson.
    challenges: Vec<TaskId>,
}

/// The first answer to a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct First {
    /// Whether it was right. A question that was passed was not.
    pub right: bool,
    /// The misconceptions that it stands for.
    pub believes: Vec<String>,
    /// It was gone past without an answer.
    pub passed: bool,
}

/// A challenge that was solved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Solved {
    /// In how many actions; none if the solution was shown.
    pub actions: u32,
    /// How many a good solution takes.
    pub par: u32,
    /// How many hints were taken.
    pub hints: u32,
    /// The solution was shown.
    pub shown: bool,
}

impl Score {
    /// Of a lesson that begins.
    pub fn of(lesson: &Lesson) -> Score {
        let mut score = Score::default();
        for (step, held) in lesson.steps.iter().enumerate() {
            let (mut questions, mut challenges) = (0, 0);
            for part in &held.parts {
                match part.kind {
                    PartKind::Question(_) => {
                        score.questions.push(TaskId { step, number: questions });
                        questions += 1;
                    }
                    PartKind::Challenge(_) => {
                        score.challenges.push(TaskId { step, number: challenges });
                        challenges += 1;
                    }
                    _ => {}
                }
            }
        }
        score
    }

    /// All questions of the lesson.
    pub fn questions(&self) -> &[TaskId] {
        &self.questions
    }

    /// All challenges of the lesson.
    pub fn challenges(&self) -> &[TaskId] {
        &self.challenges
    }

    /// How many first answers were right.
    pub fn right(&self) -> usize {
        self.answers.values().filter(|first| first.right).count()
    }

    /// How many challenges were solved without being shown how.
    pub fn met(&self) -> usize {
        self.solved.values().filter(|solved| !solved.shown).count()
    }

    /// Of a hundred: each question and each challenge counts the same. A lesson that asks nothing has been done well.
    pub fn percent(&self) -> u32 {
        let all = self.questions.len() + self.challenges.len();
        let good = self.right() + self.met();
        (good * 100).checked_div(all).map_or(100, |percent| percent as u32)
    }

    pub(super) fn answer(&mut self, question: TaskId, verdict: &Verdict) {
        self.answers.entry(question).or_insert_with(|| First {
            right: verdict.right,
            believes: verdict.believes.clone(),
            passed: false,
        });
    }

    pub(super) fn pass(&mut self, question: TaskId) {
        self.answers.entry(question).or_insert_with(|| First {
            right: false,
            believes: Vec::new(),
            passed: true,
        });
    }

    /// The better of two: one's own before one that was shown, then fewer actions, then fewer hints.
    pub(super) fn solve(&mut self, challenge: TaskId, solved: Solved) {
        let rank = |solved: &Solved| (solved.shown, solved.actions, solved.hints);
        let best = self.solved.entry(challenge).or_insert(solved);
        if rank(&solved) < rank(best) {
            *best = solved;
        }
    }

    /// Takes up what was kept of an earlier time, as far as the lesson still has it.
    pub(super) fn take_up(&mut self, earlier: Score) {
        for (id, first) in earlier.answers {
            if self.questions.contains(&id) {
                self.answers.insert(id, first);
            }
        }
        for (id, solved) in earlier.solved {
            if self.challenges.contains(&id) {
                self.solve(id, solved);
            }
        }
    }
}
