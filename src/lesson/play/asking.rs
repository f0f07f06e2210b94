//! A question as it is asked: what is right, and what is said to which answer.

use super::answer::{AskKind, Given, PointKind, Pointed, Right};
use super::cluster::LessonCluster;
use super::right::{Copy, points, right};
use super::scene::Broken;
use crate::lesson::live::resolve;
use crate::lesson::{Answering, PointTarget, Prose, Question, Replies, TaskId, TypedLog};
use crate::paper::Rule;
use crate::raft::{ServerId, Term};
use crate::sim::Span;

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
    /// For each choice as it is shown, which one it is as the lesson is written, counted from 0.
    pub order: Vec<usize>,
    /// What is right, and what is said to which answer.
    pub(super) key: Key,
}

/// What came of an answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    /// What was answered.
    pub given: Given,
    /// Whether it is right.
    pub right: bool,
    /// What is said to it: to each choice that was chosen, then to right ones that were not; to a wrong answer that is no
    /// choice, then to the right one.
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

/// An answer that was thought of: of things that can be pointed at, any of these.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Answer {
    Number(u64),
    Points(Vec<Pointed>),
    Log(TypedLog),
    Rule(Rule),
}

impl Key {
    /// Reads what is right from the cluster: `now` as it stands, `then` after what was played in a copy.
    pub(super) fn read(question: &Question, now: &LessonCluster, copy: &Copy) -> Key {
        let said = |prose: &Prose| resolve(prose, now.view()).0;
        let then = &copy.cluster;
        let right = right(question, copy).map_err(|(line, why)| Broken { line, message: why });
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
            Answering::Number { replies, .. } => {
                key.replying(replies, &said, |answer: &u64| Answer::Number(*answer));
            }
            Answering::Point { replies, .. } => {
                // What is pointed at is on the screen now.
                let answer = |point: &PointTarget| {
                    Answer::Points(now.view().and_then(|view| points(point, view).ok()).unwrap_or_default())
                };
                key.replying(replies, &said, answer);
            }
            Answering::Logs { replies, .. } => {
                key.replying(replies, &said, |log: &TypedLog| Answer::Log(log.clone()));
            }
            Answering::Rule { replies, .. } => {
                key.replying(replies, &said, |rule: &Rule| Answer::Rule(*rule));
            }
            Answering::Order { replies, .. } => key.replying(replies, &said, |none| match *none {}),
            Answering::Why { reply, .. } => (key.replies, key.other) = (vec![said(reply)], said(reply)),
        }
        key
    }

    fn replying<T>(
        &mut self,
        replies: &Replies<T>,
        said: &impl Fn(&Prose) -> Prose,
        answer: impl Fn(&T) -> Answer,
    ) {
        self.replies = vec![said(&replies.right)];
        self.wrong = replies
            .wrong
            .iter()
            .map(|wrong| (answer(&wrong.answer), wrong.believes.clone(), said(&wrong.reply)))
            .collect();
        self.other = said(&replies.other);
    }

    /// Puts what belongs to choices into the order in which they are shown.
    #[must_use]
    pub fn arranged(mut self, order: &[usize]) -> Key {
        match &mut self.right {
            Ok(Right::Choices(right)) => {
                *right = arranged(right, order);
                self.replies = arranged(&self.replies, order);
                self.believes = arranged(&self.believes, order);
            }
            Ok(Right::Order(right)) => {
                let place = |event: &usize| order.iter().position(|shown| shown == event);
                *right = right.iter().filter_map(place).collect();
            }
            _ => {}
        }
        self
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
            (Right::Order(right), Given::Order(order)) => {
                let mut all = order.clone();
                all.sort_unstable();
                if !all.into_iter().eq(0..right.len()) {
                    return Err(NoAnswer::Kind(wanted(kind)));
                }
                let fits = order == *right;
                Ok(self.other_than_choices(Given::Order(order), fits, |_| false))
            }
            (Right::Logs(right), Given::Logs(logs)) => {
                let of = |server: ServerId| logs.iter().find(|log| log.server == server);
                if logs.len() != right.len() || right.iter().any(|(server, _)| of(*server).is_none()) {
                    return Err(NoAnswer::Kind(wanted(kind)));
                }
                let fits =
                    right.iter().all(|(server, terms)| of(*server).is_some_and(|log| log.terms == *terms));
                let typed = logs.clone();
                let is_it = |answer: &Answer| matches!(answer, Answer::Log(log) if typed.contains(log));
                Ok(self.other_than_choices(Given::Logs(logs), fits, is_it))
            }
            (Right::Rules(right), Given::Rule(rule)) => {
                let is_it = |answer: &Answer| *answer == Answer::Rule(rule);
                Ok(self.other_than_choices(Given::Rule(rule), right.contains(&rule), is_it))
            }
            (Right::Own(points), Given::Why { said, mut made }) => {
                made.sort_unstable();
                made.dedup();
                if let Some(none) = made.iter().find(|point| **point >= *points) {
                    return Err(NoAnswer::NoSuchChoice { given: none + 1, choices: *points });
                }
                let all = made.len() == *points;
                Ok(self.other_than_choices(Given::Why { said, made }, all, |_| false))
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
        // Of one that is chosen in place of the right one, the right one is said too.
        let missed: Vec<usize> = if one && all { Vec::new() } else { missed.collect() };
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
        let mut replies = vec![Reply { choice: None, right, text }];
        // Words of one's own were answered with a good answer already.
        if !right && !matches!(given, Given::Why { .. }) {
            let text = self.replies.first().cloned().unwrap_or_default();
            replies.push(Reply { choice: None, right: true, text });
        }
        Verdict { given, right, replies, believes }
    }
}

/// Things in another order.
pub(super) fn arranged<T: Clone>(things: &[T], order: &[usize]) -> Vec<T> {
    order.iter().filter_map(|place| things.get(*place)).cloned().collect()
}

impl Asking {
    /// The misconceptions that its choices stand for, in the order in which they are shown.
    pub fn believes(&self) -> &[Option<String>] {
        &self.key.believes
    }

    /// What is right.
    ///
    /// # Errors
    /// If the lesson is broken here.
    pub fn right(&self) -> Result<&Right, &Broken> {
        self.key.right()
    }

    /// An answer that is right; none if the lesson is broken here.
    pub fn right_answer(&self) -> Option<Given> {
        Some(match self.right().ok()? {
            Right::Choices(right) => {
                let right = right.iter().enumerate().filter(|(_, right)| **right).map(|(place, _)| place);
                let most = if matches!(self.kind, AskKind::One(_)) { 1 } else { usize::MAX };
                Given::Choices(right.take(most).collect())
            }
            Right::Number(number) => Given::Number(*number),
            Right::Points(points) => Given::Point(*points.first()?),
            Right::Order(order) => Given::Order(order.clone()),
            Right::Logs(logs) => {
                let log = |(server, terms): &(ServerId, Vec<Term>)| TypedLog {
                    server: *server,
                    terms: terms.clone(),
                };
                Given::Logs(logs.iter().map(log).collect())
            }
            Right::Rules(rules) => Given::Rule(*rules.first()?),
            Right::Own(points) => Given::Why { said: String::new(), made: (0..*points).collect() },
        })
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
        AskKind::Order(_) => "the answer is all events, each once, in their order",
        AskKind::Logs(_) => "the answer is the log of each of these servers",
        AskKind::Rule => "the answer is a rule",
        AskKind::Why(_) => "the answer is your own words, and the points that they make",
    }
}
