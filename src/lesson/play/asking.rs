//! A question as it is asked: what is right, and what is said to which answer.

use super::cluster::LessonCluster;
use super::scene::Broken;
use crate::lesson::live::resolve;
use crate::lesson::{Answering, Choice, Correctness, Number, PointTarget, Prose, Question, TaskId, Wrong};
use crate::raft::{Index, ServerId};
use crate::script::{View, holds};
use crate::sim::{MessageId, Span};

/// A question as it is asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Which it is.
    pub id: TaskId,
    /// Its line in the file.
    pub line: u32,
    /// What is asked.
    pub ask: Prose,
    /// How it is answered.
    pub kind: AskKind,
    /// Nudges.
    pub hints: Vec<Prose>,
    /// How long a class talks it over.
    pub discuss: Option<Span>,
    /// What is right, and what is said to which answer.
    pub(super) key: Key,
}

/// How a question is answered.
#[derive(Clone, PartialEq, Debug)]
pub enum AskKind {
    /// By one of these.
    One(Vec<Prose>),
    /// By all of these that are right.
    Several(Vec<Prose>),
    /// By a number.
    Number,
    /// By pointing at something of this kind.
    Point(PointKind),
}

/// What is pointed at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PointKind {
    /// A server.
    Server,
    /// An entry of a log.
    Entry,
    /// A message in flight.
    Message,
}

/// An answer that a learner gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// These choices, counted from 0.
    Choices(Vec<usize>),
    /// A number.
    Number(u64),
    /// Something that was pointed at.
    Point(Pointed),
}

/// Something that was pointed at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Pointed {
    /// A server.
    Server(ServerId),
    /// An entry in a log.
    Entry(ServerId, Index),
    /// A message in flight.
    Message(MessageId),
}

/// What came of an answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    /// What was answered.
    pub given: Given,
    /// Whether it is right.
    pub right: bool,
    /// What is said to it: to each choice that was chosen, then to right ones that were not.
    pub replies: Vec<Reply>,
    /// The misconceptions that it stands for.
    pub believes: Vec<String>,
}

/// What is said to an answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Reply {
    /// The choice that it is about, counted from 0; none for numbers and what is pointed at.
    pub choice: Option<usize>,
    /// Whether that choice is right.
    pub right: bool,
    /// What is said.
    pub text: Prose,
}

/// Why an answer is none.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoAnswer {
    /// Nothing is asked here.
    #[error("there is no question here")]
    NotAsked,
    /// It was answered before.
    #[error("you have answered this question; you can start the step again")]
    Answered,
    /// It is of another kind.
    #[error("{0}")]
    Kind(&'static str),
    /// There is no such choice.
    #[error("there is no choice {given}: there are {choices}")]
    NoSuchChoice {
        /// Which, counted from 1.
        given: usize,
        /// How many there are.
        choices: usize,
    },
    /// The lesson is broken here, so nobody knows what is right.
    #[error("the right answer cannot be computed: {0}")]
    Broken(Broken),
}

/// What is right, and what is said to which answer.
#[derive(Clone, Debug)]
pub(super) struct Key {
    right: Result<Right, Broken>,
    /// Replies to choices in their order; otherwise to the right answer.
    replies: Vec<Prose>,
    /// The misconceptions of choices in their order.
    believes: Vec<Option<String>>,
    /// Wrong answers that were thought of.
    wrong: Vec<(Answer, String, Prose)>,
    /// What is said to all others.
    other: Prose,
}

/// What is right. Of pointed-at things, any one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Right {
    /// For each choice whether it is right.
    Choices(Vec<bool>),
    /// This number.
    Number(u64),
    /// Any of these.
    Points(Vec<Pointed>),
}

/// An answer that was thought of: of things that can be pointed at, any of these.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Answer {
    Number(u64),
    Points(Vec<Pointed>),
}

impl Key {
    /// Reads what is right from the cluster: `now` as it stands, `then` after what was played in a copy.
    pub fn read(question: &Question, now: &LessonCluster, then: &LessonCluster) -> Key {
        let said = |prose: &Prose| resolve(prose, now.view()).0;
        let right = right(question, then).map_err(|(line, why)| Broken { line, message: why });
        let right = match (&then.broken, &now.broken) {
            (_, Some(broken)) | (Some(broken), _) => Err(broken.clone()),
            _ => right,
        };
        let mut key = Key {
            right,
            replies: Vec::new(),
            believes: Vec::new(),
            wrong: Vec::new(),
            other: Prose::default(),
        };
        match &question.answering {
            Answering::One(choices) | Answering::Several(choices) => {
                key.replies = choices.iter().map(|choice| said(&choice.reply)).collect();
                key.believes = choices.iter().map(|choice| choice.believes.clone()).collect();
            }
            Answering::Number { reply, wrong, other, .. } => {
                let answer = |answer: &u64| Answer::Number(*answer);
                key.numbers_or_spots(reply, wrong, other, &said, answer);
            }
            Answering::Point { reply, wrong, other, .. } => {
                // What is pointed at is on the screen now.
                let answer = |point: &PointTarget| {
                    Answer::Points(now.view().and_then(|view| points(point, view).ok()).unwrap_or_default())
                };
                key.numbers_or_spots(reply, wrong, other, &said, answer);
            }
        }
        key
    }

    fn numbers_or_spots<T>(
        &mut self,
        reply: &Prose,
        wrong: &[Wrong<T>],
        other: &Prose,
        said: &impl Fn(&Prose) -> Prose,
        answer: impl Fn(&T) -> Answer,
    ) {
        self.replies = vec![said(reply)];
        self.wrong = wrong
            .iter()
            .map(|wrong| (answer(&wrong.answer), wrong.believes.clone(), said(&wrong.reply)))
            .collect();
        self.other = said(other);
    }

    /// What is right.
    pub fn right(&self) -> Result<&Right, &Broken> {
        self.right.as_ref()
    }

    /// Judges an answer.
    pub fn judge(&self, kind: &AskKind, given: Given) -> Result<Verdict, NoAnswer> {
        let right = self.right.as_ref().map_err(|broken| NoAnswer::Broken(broken.clone()))?;
        match (right, given) {
            (Right::Choices(right), Given::Choices(chosen)) => self.choices(kind, right, chosen),
            (Right::Number(right), Given::Number(number)) => {
                let answer = |answer: &Answer| *answer == Answer::Number(number);
                Ok(self.other_than_choices(Given::Number(number), number == *right, answer))
            }
            (Right::Points(right), Given::Point(point)) => {
                let same = matches!(
                    (kind, point),
                    (AskKind::Point(PointKind::Server), Pointed::Server(_))
                        | (AskKind::Point(PointKind::Entry), Pointed::Entry(..))
                        | (AskKind::Point(PointKind::Message), Pointed::Message(_))
                );
                if !same {
                    return Err(NoAnswer::Kind(wanted(kind)));
                }
                let answer =
                    |answer: &Answer| matches!(answer, Answer::Points(points) if points.contains(&point));
                Ok(self.other_than_choices(Given::Point(point), right.contains(&point), answer))
            }
            _ => Err(NoAnswer::Kind(wanted(kind))),
        }
    }

    fn choices(&self, kind: &AskKind, right: &[bool], mut chosen: Vec<usize>) -> Result<Verdict, NoAnswer> {
        chosen.sort_unstable();
        chosen.dedup();
        if let Some(none) = chosen.iter().find(|choice| **choice >= right.len()) {
            return Err(NoAnswer::NoSuchChoice { given: none + 1, choices: right.len() });
        }
        let one = matches!(kind, AskKind::One(_));
        if chosen.is_empty() || (one && chosen.len() != 1) {
            return Err(NoAnswer::Kind(wanted(kind)));
        }
        let fits = |(choice, right): (usize, &bool)| chosen.contains(&choice) == *right;
        // Should the run make two of several right, either is.
        let all = if one { right[chosen[0]] } else { right.iter().enumerate().all(fits) };
        let missed = (0..right.len()).filter(|choice| right[*choice] && !chosen.contains(choice));
        let missed: Vec<usize> = if one { Vec::new() } else { missed.collect() };
        let replies = chosen.iter().chain(&missed).map(|choice| Reply {
            choice: Some(*choice),
            right: right[*choice],
            text: self.replies.get(*choice).cloned().unwrap_or_default(),
        });
        let replies = replies.collect();
        let wrong = chosen.iter().filter(|choice| !right[**choice]);
        let believes = wrong.filter_map(|choice| self.believes.get(*choice).cloned().flatten()).collect();
        Ok(Verdict { given: Given::Choices(chosen), right: all, replies, believes })
    }

    fn other_than_choices(&self, given: Given, right: bool, is_it: impl Fn(&Answer) -> bool) -> Verdict {
        let thought_of = self.wrong.iter().find(|(answer, ..)| is_it(answer));
        let (text, believes) = match thought_of {
            _ if right => (self.replies.first().cloned().unwrap_or_default(), Vec::new()),
            Some((_, believes, reply)) => (reply.clone(), vec![believes.clone()]),
            None => (self.other.clone(), Vec::new()),
        };
        Verdict { given, right, replies: vec![Reply { choice: None, right, text }], believes }
    }
}

impl Asking {
    /// What is right.
    ///
    /// # Errors
    /// If the lesson is broken here.
    pub fn right(&self) -> Result<&Right, &Broken> {
        self.key.right()
    }

    /// Judges an answer, without anybody committing to it.
    ///
    /// # Errors
    /// If this is no answer to it.
    pub fn judge(&self, given: Given) -> Result<Verdict, NoAnswer> {
        self.key.judge(&self.kind, given)
    }
}

/// What an answer looks like.
fn wanted(kind: &AskKind) -> &'static str {
    match kind {
        AskKind::One(_) => "the answer is one of the choices",
        AskKind::Several(_) => "the answer is all right choices, at least one",
        AskKind::Number => "the answer is a number",
        AskKind::Point(PointKind::Server) => "the answer is a server",
        AskKind::Point(PointKind::Entry) => "the answer is an entry in a log",
        AskKind::Point(PointKind::Message) => "the answer is a message in flight",
    }
}

fn right(question: &Question, then: &LessonCluster) -> Result<Right, (u32, String)> {
    let view = || then.view().ok_or_else(|| "there is no cluster yet".to_owned());
    let judge = |choice: &Choice| match &choice.correctness {
        Correctness::Right => Ok(true),
        Correctness::Wrong => Ok(false),
        Correctness::If(condition) => {
            view().map(|view| holds(condition, view)).map_err(|why| (choice.line, why))
        }
    };
    match &question.answering {
        Answering::One(choices) | Answering::Several(choices) => {
            Ok(Right::Choices(choices.iter().map(judge).collect::<Result<Vec<bool>, _>>()?))
        }
        Answering::Number { right: Number::Exactly(number), .. } => Ok(Right::Number(*number)),
        Answering::Number { right: Number::Of(quantity), .. } => {
            let values = view().and_then(|view| view.values(quantity)).map_err(|why| (0, why))?;
            let mut numbers = values.iter().map(|(_, number)| *number);
            let first = numbers.next().flatten();
            match first.filter(|first| numbers.all(|number| number == Some(*first))) {
                Some(number) => Ok(Right::Number(number)),
                None => Err((0, "the run has no such number, or more than one".to_owned())),
            }
        }
        Answering::Point { right, .. } => {
            let found = view().and_then(|view| points(right, view)).map_err(|why| (0, why))?;
            Ok(Right::Points(found))
        }
    }
}

/// What is meant; any one is right.
fn points(point: &PointTarget, view: View<'_>) -> Result<Vec<Pointed>, String> {
    Ok(match point {
        PointTarget::Server(who) => view.servers(who)?.iter().map(Pointed::Server).collect(),
        PointTarget::Entry { index, on } => {
            view.servers(on)?.iter().map(|server| Pointed::Entry(server, *index)).collect()
        }
        PointTarget::Message(pattern) => {
            let found: Vec<Pointed> =
                view.flights(pattern)?.iter().map(|flight| Pointed::Message(flight.id)).collect();
            if found.is_empty() {
                return Err(format!("no {pattern} is in flight"));
            }
            found
        }
    })
}
