//! Playing a lesson: from segment to segment, with what was answered on the way.
//!
//! A segment is everything up to the next stop: a question, a challenge, a pause, the end of a step. What a segment shows,
//! and the cluster at its end, follow from the lesson alone and are computed once; only answers are remembered. So one
//! may go anywhere and finds everything as it was.
//!
//! | file | what is there |
//! |-|-|
//! | `plan` | where a lesson stops and waits |
//! | `cluster` | the cluster while its scripts are played |
//! | `scene` | the cluster as it is shown, and what is lit up in it |
//! | `segment` | what a learner has before them |
//! | `project` | one segment from those before it |
//! | `answer` | how questions are answered, and what an answer is |
//! | `asking` | a question as it is asked: what is right, and what is said to which answer |
//! | `order` | in which order choices are shown |
//! | `right` | what is right, read from the cluster |
//! | `trial` | a challenge while it is tried |
//! | `score` | how it went |
//! | `spoken` | answers as they are typed |

mod answer;
mod asking;
mod cluster;
mod order;
mod plan;
mod project;
mod right;
mod scene;
mod score;
mod segment;
mod spoken;
mod trial;

pub use super::TaskId;
pub use answer::{AskKind, Given, PointKind, Pointed, Right};
pub use asking::{Asking, NoAnswer, Reply, Verdict};
pub use cluster::MOST_STEPS;
pub use order::shown_order;
pub use plan::Stop;
pub use scene::{Beside, Broken, Lights, Scene};
pub use score::{First, Score, Solved};
pub use segment::{Played, Position, Segment, Shown};
pub use spoken::NotAPlace;
pub use trial::{Forbidden, GoalPart, Lineage, Met, Standing, Trial};

use super::{Challenge, Lesson, Prose};
use asking::Key;
use cluster::LessonCluster;
use plan::{Cue, SegmentPlan};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a lesson is played.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LessonOptions {
    /// This seed forevery cluster, whatever the lesson says.
    pub seed: Option<u64>,
    /// Whose choices are mixed; without it they stand as they are written.
    pub learner: Option<u32>,
}

/// A lesson while it is played.
#[derive(Clone, Debug)]
pub struct Play {
    lesson: Arc<Lesson>,
    plan: Vec<Vec<SegmentPlan>>,
    /// The segments so far computed, from the first on.
    segments: Vec<Arc<Segment>>,
    /// The cluster at the end of the last of them.
    cluster: LessonCluster,
    /// How many steps of runs are kept in segments: a bound for memory.
    kept: u64,
    position: Position,
    options: LessonOptions,
    /// Answers that are on the screen.
    given: BTreeMap<TaskId, Verdict>,
    /// Questions that were gone past without an answer, and hints that were asked for.
    passed: Vec<TaskId>,
    /// Challenges that were left behind.
    left: Vec<TaskId>,
    hints: BTreeMap<TaskId, usize>,
    score: Score,
}

/// Why one cannot go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Halt {
    /// The question wants an answer first.
    #[error("answer the question first")]
    Unanswered,
    /// The lesson is over.
    #[error("the lesson is over")]
    End,
    /// This is where it begins.
    #[error("this is the beginning of the lesson")]
    Beginning,
    /// There is no such step.
    #[error("there is no such step")]
    NoSuchStep,
}

impl Play {
    /// A lesson from its beginning. A lesson without steps has nothing to play.
    pub fn new(lesson: Arc<Lesson>) -> Option<Play> {
        Play::with(lesson, LessonOptions::default())
    }

    /// As [`Play::new`], with options.
    pub fn with(lesson: Arc<Lesson>, options: LessonOptions) -> Option<Play> {
        if lesson.steps.is_empty() {
            return None;
        }
        let plan = plan::plan(&lesson);
        let cluster = LessonCluster::new(options.seed, project::expected_violations(&lesson));
        let score = Score::of(&lesson);
        let mut play = Play {
            lesson,
            plan,
            segments: Vec::new(),
            cluster,
            kept: 0,
            position: Position::default(),
            options,
            given: BTreeMap::new(),
            passed: Vec::new(),
            left: Vec::new(),
            hints: BTreeMap::new(),
            score,
        };
        play.project_to(Position::default());
        Some(play)
    }

    /// The lesson.
    pub fn lesson(&self) -> &Arc<Lesson> {
        &self.lesson
    }

    /// How it is played.
    pub fn options(&self) -> LessonOptions {
        self.options
    }

    /// Where one is.
    pub fn position(&self) -> Position {
        self.position
    }

    /// How many segments a step has.
    pub fn segments_of(&self, step: usize) -> usize {
        self.plan.get(step).map_or(0, Vec::len)
    }

    /// The segment that one is at.
    pub fn segment(&self) -> &Arc<Segment> {
        &self.segments[self.number(self.position).min(self.segments.len() - 1)]
    }

    /// The segments of this step up to the one that one is at: what the page of the lesson shows.
    pub fn page(&self) -> &[Arc<Segment>] {
        let at = self.number(self.position).min(self.segments.len() - 1);
        &self.segments[at - self.position.segment.min(at)..=at]
    }

    /// Whether this is the last segment.
    pub fn is_last(&self) -> bool {
        self.after(self.position).is_none()
    }

    /// How many steps the clusters took so far, in copies too: bounded by [`MOST_STEPS`].
    pub fn steps_taken(&self) -> u64 {
        MOST_STEPS.saturating_sub(self.cluster.left)
    }

    /// Whether everything was gone through: this is the last segment, and nothing in it waits for an answer.
    pub fn is_over(&self) -> bool {
        let challenge = self.challenge().is_none_or(|(id, _)| self.is_tried(id));
        let question = self.question().is_none_or(|asking| self.is_settled(asking.id));
        self.is_last() && question && challenge
    }

    /// Goes on to the next segment.
    ///
    /// # Errors
    /// If a question wants an answer first, or the lesson is over.
    pub fn forward(&mut self) -> Result<Position, Halt> {
        if self.question().is_some_and(|asking| !self.is_settled(asking.id)) {
            return Err(Halt::Unanswered);
        }
        self.leave()
    }

    /// Leaves the segment behind.
    fn leave(&mut self) -> Result<Position, Halt> {
        if let Some((id, _)) = self.challenge()
            && !self.left.contains(&id)
        {
            self.left.push(id);
        }
        let next = self.after(self.position).ok_or(Halt::End)?;
        Ok(self.arrive(next))
    }

    /// Goes on without an answer to the question, which counts as not answered then.
    ///
    /// # Errors
    /// If the lesson is over.
    pub fn pass(&mut self) -> Result<Position, Halt> {
        if let Some(asking) = self.question()
            && !self.is_settled(asking.id)
        {
            let id = asking.id;
            self.passed.push(id);
            self.score.pass(id);
        }
        self.leave()
    }

    /// Goes back to the segment before.
    ///
    /// # Errors
    /// If there is none.
    pub fn back(&mut self) -> Result<Position, Halt> {
        let Position { step, segment } = self.position;
        let before = if segment > 0 {
            Position { step, segment: segment - 1 }
        } else {
            let step = step.checked_sub(1).ok_or(Halt::Beginning)?;
            Position { step, segment: self.segments_of(step).saturating_sub(1) }
        };
        Ok(self.arrive(before))
    }

    /// Goes to the beginning of a step, whatever was answered before.
    ///
    /// # Errors
    /// If there is no such step.
    pub fn go(&mut self, step: usize) -> Result<Position, Halt> {
        self.go_to(Position { step, segment: 0 })
    }

    /// Goes to a segment: to the last one of the step, if it has fewer (the lesson may have been changed).
    ///
    /// # Errors
    /// If there is no such step.
    pub fn go_to(&mut self, position: Position) -> Result<Position, Halt> {
        let segments = self.segments_of(position.step);
        if segments == 0 {
            return Err(Halt::NoSuchStep);
        }
        Ok(self.arrive(Position { segment: position.segment.min(segments - 1), ..position }))
    }

    /// Goes to the last segment.
    pub fn go_to_last(&mut self) -> Position {
        let step = self.plan.len().saturating_sub(1);
        self.arrive(Position { step, segment: self.segments_of(step).saturating_sub(1) })
    }

    /// Starts this step again: its questions can be answered again. What counts are first answers.
    pub fn restart_step(&mut self) -> Position {
        let step = self.position.step;
        self.given.retain(|id, _| id.step != step);
        self.passed.retain(|id| id.step != step);
        self.left.retain(|id| id.step != step);
        self.hints.retain(|id, _| id.step != step);
        self.arrive(Position { step, segment: 0 })
    }

    /// Starts the lesson again, as if nothing had been answered.
    pub fn restart(&mut self) -> Position {
        self.given.clear();
        self.passed.clear();
        self.left.clear();
        self.hints.clear();
        self.score = Score::of(&self.lesson);
        self.arrive(Position::default())
    }

    /// The question that the segment ends with.
    pub fn question(&self) -> Option<&Arc<Asking>> {
        self.segment().shown.iter().rev().find_map(|shown| match shown {
            Shown::Question(asking) => Some(asking),
            _ => None,
        })
    }

    /// The challenge that the segment ends with.
    pub fn challenge(&self) -> Option<(TaskId, &Arc<Challenge>)> {
        self.segment().shown.iter().rev().find_map(|shown| match shown {
            Shown::Challenge(id, challenge) => Some((*id, challenge)),
            _ => None,
        })
    }

    /// Answers the question that the segment ends with.
    ///
    /// # Errors
    /// If nothing is asked, if it was answered before, or if this is no answer to it.
    pub fn answer(&mut self, given: Given) -> Result<&Verdict, NoAnswer> {
        let asking = self.question().ok_or(NoAnswer::NotAsked)?.clone();
        if self.given.contains_key(&asking.id) {
            return Err(NoAnswer::Answered);
        }
        let verdict = asking.judge(given)?;
        self.score.answer(asking.id, &verdict);
        Ok(self.given.entry(asking.id).or_insert(verdict))
    }

    /// What came of the answer to a question, if it was answered.
    pub fn verdict(&self, question: TaskId) -> Option<&Verdict> {
        self.given.get(&question)
    }

    /// The next hint of the question that the segment ends with; the last one again, if there are no more.
    pub fn hint(&mut self) -> Option<Prose> {
        let asking = self.question()?.clone();
        let taken = self.hints.entry(asking.id).or_default();
        *taken = (*taken + 1).min(asking.hints.len());
        asking.hints.get(taken.checked_sub(1)?).cloned()
    }

    /// How many hints were asked for at a question.
    pub fn hints_taken(&self, question: TaskId) -> usize {
        self.hints.get(&question).copied().unwrap_or(0)
    }

    /// Begins to try the challenge that the segment ends with. None if there is none, or no cluster.
    pub fn begin(&self) -> Option<Trial> {
        let (id, challenge) = self.challenge()?;
        let scene = self.segment().scene.as_ref()?;
        Some(Trial::new(id, challenge.clone(), scene))
    }

    /// The challenge was met: keeps the best.
    pub fn solved(&mut self, challenge: TaskId, solved: Solved) {
        self.score.solve(challenge, solved);
    }

    /// How it went so far.
    pub fn score(&self) -> &Score {
        &self.score
    }

    /// Takes up what was kept of an earlier time, as far as the lesson still has it.
    pub fn take_up(&mut self, score: Score) {
        self.score.take_up(score);
    }

    /// A lesson right at one of its questions. None if there is no such question.
    pub fn at_question(lesson: Arc<Lesson>, question: TaskId, options: LessonOptions) -> Option<Play> {
        let mut play = Play::with(lesson, options)?;
        let part = play.lesson.question_part(question)?;
        let ends_there = |segment: &SegmentPlan| segment.cues.last() == Some(&Cue::Part(part));
        let segment = play.plan[question.step].iter().position(ends_there)?;
        play.go_to(Position { step: question.step, segment }).ok()?;
        Some(play)
    }

    /// What a question asks, as it is written.
    pub fn asked(&self, question: TaskId) -> Option<&Prose> {
        self.lesson.question(question).map(|question| &question.ask)
    }

    /// Whether a challenge was solved or left alone.
    fn is_tried(&self, challenge: TaskId) -> bool {
        self.score.solved.contains_key(&challenge) || self.left.contains(&challenge)
    }

    /// Whether a question was answered or passed.
    pub fn is_settled(&self, question: TaskId) -> bool {
        self.given.contains_key(&question)
            || self.passed.contains(&question)
            || self.score.answers.contains_key(&question)
    }

    fn after(&self, Position { step, segment }: Position) -> Option<Position> {
        if segment + 1 < self.segments_of(step) {
            Some(Position { step, segment: segment + 1 })
        } else {
            (step + 1 < self.plan.len()).then_some(Position { step: step + 1, segment: 0 })
        }
    }

    fn arrive(&mut self, position: Position) -> Position {
        self.project_to(position);
        self.position = position;
        position
    }

    /// The number of a segment, counted over all steps.
    fn number(&self, position: Position) -> usize {
        let before: usize = self.plan.iter().take(position.step).map(Vec::len).sum();
        before + position.segment
    }
}
