//! A lesson as data.

use super::{Card, PartKind, Prose, Question, Steps};

/// Names a question of a lesson, or a challenge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TaskId {
    /// The step, counted from 0.
    pub step: usize,
    /// Which of the step's questions (or challenges) it is, counted from 0.
    pub number: usize,
}

/// What a lesson is called in files and on the command line: `18-partition`.
#[derive(
    Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize, serde::Deserialize,
)]
pub struct LessonId(pub String);

/// A lesson.
#[derive(Clone, PartialEq, Debug)]
pub struct Lesson {
    /// Its id.
    pub id: LessonId,
    /// What it is called.
    pub title: String,
    /// Where in the paper: `§5.4.2`, `Figure 8`.
    pub places: Vec<String>,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// The part of the course that it belongs to, if it says so.
    pub part: Option<LessonPart>,
    /// The lessons that it builds on.
    pub after: Vec<LessonId>,
    /// The question that it answers, in one line.
    pub asks: String,
    /// What it is about.
    pub about: Prose,
    /// Told for one seed only.
    pub pinned: bool,
    /// Its steps, at least one.
    pub steps: Steps,
}

/// A part of the course, in the order in which they are learned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LessonPart {
    /// Who leads, and how long.
    Elections,
    /// How logs are kept the same.
    Logs,
    /// Why nothing that is committed is lost.
    Safety,
    /// What happens to all that when something breaks.
    Failures,
}

impl LessonPart {
    /// All of them.
    pub const ALL: [LessonPart; 4] =
        [LessonPart::Elections, LessonPart::Logs, LessonPart::Safety, LessonPart::Failures];

    /// As it is written in the head of a lesson.
    pub const fn word(self) -> &'static str {
        match self {
            LessonPart::Elections => "elections",
            LessonPart::Logs => "logs",
            LessonPart::Safety => "safety",
            LessonPart::Failures => "when things fail",
        }
    }

    /// As a heading.
    pub const fn title(self) -> &'static str {
        match self {
            LessonPart::Elections => "Elections",
            LessonPart::Logs => "Logs",
            LessonPart::Safety => "Safety",
            LessonPart::Failures => "When things fail",
        }
    }
}

impl std::fmt::Display for LessonId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl LessonId {
    /// Its words: `partition` of `18-partition`.
    pub fn words(&self) -> &str {
        self.0.split_once('-').map_or(self.0.as_str(), |(_, words)| words)
    }
}

impl Lesson {
    /// What is to be kept of it.
    pub fn card(&self) -> Option<&Card> {
        self.steps.card()
    }

    /// Which part of its step a question is.
    pub fn question_part(&self, question: TaskId) -> Option<usize> {
        let parts = self.steps.get(question.step)?.parts.iter().enumerate();
        let mut asked = parts.filter(|(_, part)| matches!(part.kind, PartKind::Question(_)));
        asked.nth(question.number).map(|(at, _)| at)
    }

    /// A question.
    pub fn question(&self, question: TaskId) -> Option<&Question> {
        match &self.steps.get(question.step)?.parts.get(self.question_part(question)?)?.kind {
            PartKind::Question(question) => Some(question),
            _ => None,
        }
    }
}
