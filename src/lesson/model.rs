//! A lesson as data.

use super::{Card, Challenge, Prose, Question, Steps};
use crate::language::{Pattern, Script, Targets};
use crate::lesson::Pane;
use crate::paper::Rule;
use crate::raft::Index;

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

/// A step of a lesson: one idea.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Its heading.
    pub title: String,
    /// The line of the heading, counted from 1.
    pub line: u32,
    /// What it holds, in the order in which it plays.
    pub parts: Vec<Part>,
    /// For the teacher.
    pub notes: Vec<Prose>,
    /// For the teacher: one key away.
    pub demos: Vec<Demo>,
}

/// A part of a step, and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// The line at which it begins, counted from 1.
    pub line: u32,
    /// What it is.
    pub kind: PartKind,
}

/// What a part of a step is.
#[derive(Clone, PartialEq, Debug)]
pub enum PartKind {
    /// To be read.
    Prose(Prose),
    /// To be played. Lines are numbered as in the file.
    Script(Script),
    /// To be answered before it goes on.
    Question(Box<Question>),
    /// To be tried; one may go on without.
    Challenge(Box<Challenge>),
    /// The logs of all servers as they stand there, and what is said above them.
    Logs(Option<Prose>),
    /// To be looked at. Lines as in the file.
    Show(Vec<(u32, Show)>),
}

/// Where to look.
#[derive(Clone, PartialEq, Debug)]
pub enum Show {
    /// `light S1 S2`
    Light(Lit),
    /// `pane logs`
    Pane(Pane),
    /// `pause`: what follows waits for a key.
    Pause,
    /// `return to "Step title"`: the cluster is as at the end of that step (its position), and another future begins.
    ReturnTo(usize),
    /// `beside "Step title"`: side by side with the future that this step ended in.
    Beside(usize),
}

/// What is lit.
#[derive(Clone, PartialEq, Debug)]
pub enum Lit {
    /// `light S1 S2`, `light leader`
    Servers(Targets),
    /// `light entry 2 on S1 S2`
    Entry {
        /// Its index, counted from 1.
        index: Index,
        /// In whose logs.
        on: Targets,
    },
    /// `light message vote S1 -> S3`
    Message(Pattern),
    /// `light rule L7`
    Rule(Rule),
}

/// Something prepared to be shown to a class, at the press of a key.
#[derive(Clone, PartialEq, Debug)]
pub struct Demo {
    /// What it is called.
    pub title: String,
    /// The line at which it begins.
    pub line: u32,
    /// What happens.
    pub script: Script,
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
