//! What is asked.

use super::Prose;
use crate::language::{Condition, Pattern, Quantity, Script, Targets};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, Term};
use crate::sim::Span;
use std::convert::Infallible;

/// A question: the learner commits to an answer before going on.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// What is asked.
    pub ask: Prose,
    /// How it is answered.
    pub answering: Answering,
    /// Its choices stand where they are written, for whoever plays it.
    pub pinned: bool,
    /// What is played in a copy of the cluster before the right answer is read from it.
    pub then: Lookahead,
    /// Nudges.
    pub hints: Vec<Prose>,
    /// How long a class talks it over.
    pub discuss: Option<Span>,
}

/// How a question is answered.
#[derive(Clone, PartialEq, Debug)]
pub enum Answering {
    /// By one choice.
    One(Vec<Choice>),
    /// By all choices that are right, and no other.
    Several(Vec<Choice>),
    /// By a number.
    Number {
        /// Which is right.
        right: Number,
        /// What is said to numbers.
        replies: Replies<u64>,
    },
    /// By pointing at something on the screen.
    Point {
        /// At what. Of several that are meant any one is right.
        right: PointTarget,
        /// What is said to things that are pointed at.
        replies: Replies<PointTarget>,
    },
    /// By putting events into the order in which they come about.
    Order {
        /// The events.
        events: Vec<Event>,
        /// What is said to orders: nobody thinks of a particular wrong one.
        replies: Replies<Infallible>,
    },
    /// By typing the logs that will be there.
    Logs {
        /// Whose.
        of: Targets,
        /// What is said to logs: a wrong one is that of a single server.
        replies: Replies<TypedLog>,
    },
    /// By naming the rule that decides.
    Rule {
        /// Which.
        right: RightRule,
        /// What is said to rules.
        replies: Replies<Rule>,
    },
    /// In one's own words, which one holds against a rubric afterwards.
    Why {
        /// What a good answer says.
        rubric: Vec<Prose>,
        /// A good answer.
        reply: Prose,
    },
}

/// Something that comes about.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// The line, counted from 1.
    pub line: u32,
    /// What it is, in words.
    pub text: Prose,
    /// What holds from then on: the run decides when that is.
    pub when: Condition,
}

/// The log of a server, as somebody types it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedLog {
    /// Whose.
    pub server: ServerId,
    /// The terms of its entries.
    pub terms: Vec<Term>,
}

/// Which rule is right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RightRule {
    /// Any of these.
    These(Vec<Rule>),
    /// The rule behind a fact of this name, in what is played after the question.
    Behind(&'static str),
}

/// A choice.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// The line, counted from 1.
    pub line: u32,
    /// What it says.
    pub text: Prose,
    /// Whether it is right.
    pub correctness: Correctness,
    /// The misconception that it stands for. Any choice that can be wrong has one.
    pub believes: Option<String>,
    /// What is said to who chose it.
    pub reply: Prose,
}

/// Who decides whether a choice is right.
#[derive(Clone, PartialEq, Debug)]
pub enum Correctness {
    /// It is.
    Right,
    /// It is not.
    Wrong,
    /// The run decides.
    If(Condition),
}

/// A number that is right.
#[derive(Clone, PartialEq, Debug)]
pub enum Number {
    /// This one.
    Exactly(u64),
    /// What the run says.
    Of(Quantity),
}

/// Something on the screen.
#[derive(Clone, PartialEq, Debug)]
pub enum PointTarget {
    /// A server.
    Server(Targets),
    /// An entry of a log.
    Entry {
        /// Its index, counted from 1.
        index: Index,
        /// In whose log.
        on: Targets,
    },
    /// A message in flight.
    Message(Pattern),
}

/// What is said to answers that are no choices.
#[derive(Clone, PartialEq, Debug)]
pub struct Replies<T> {
    /// To the right answer.
    pub right: Prose,
    /// To wrong answers that were thought of.
    pub wrong: Vec<Wrong<T>>,
    /// To all others.
    pub other: Prose,
}

/// What is said to answers that are no choices, whatever the answers are.
pub struct SaidToAnswers<'a> {
    /// To the right answer.
    pub right: &'a Prose,
    /// To each wrong answer that was thought of, with its line.
    pub wrong: Vec<(u32, &'a Prose)>,
    /// To all others.
    pub other: &'a Prose,
}

/// A wrong answer that was thought of.
#[derive(Clone, PartialEq, Debug)]
pub struct Wrong<T> {
    /// The line, counted from 1.
    pub line: u32,
    /// The answer.
    pub answer: T,
    /// The misconception that it stands for.
    pub believes: String,
    /// What is said to it.
    pub reply: Prose,
}

/// What is played in a copy before the right answer is read.
#[derive(Clone, PartialEq, Debug)]
pub enum Lookahead {
    /// The scripts that follow in the step, up to the next question.
    Following,
    /// Nothing: as things stand.
    Nothing,
    /// These commands.
    Script(Script),
}

impl Answering {
    /// The choices, if it is answered by choosing.
    pub fn choices(&self) -> Option<&[Choice]> {
        match self {
            Answering::One(choices) | Answering::Several(choices) => Some(choices),
            _ => None,
        }
    }

    /// What is said to answers, if they are neither choices nor one's own words.
    pub fn said_to_answers(&self) -> Option<SaidToAnswers<'_>> {
        Some(match self {
            Answering::Number { replies, .. } => replies.said(),
            Answering::Point { replies, .. } => replies.said(),
            Answering::Order { replies, .. } => replies.said(),
            Answering::Logs { replies, .. } => replies.said(),
            Answering::Rule { replies, .. } => replies.said(),
            Answering::One(_) | Answering::Several(_) | Answering::Why { .. } => return None,
        })
    }

    /// All that is said to any answer.
    pub fn replies(&self) -> Vec<&Prose> {
        match self {
            Answering::One(choices) | Answering::Several(choices) => {
                choices.iter().map(|choice| &choice.reply).collect()
            }
            Answering::Why { reply, .. } => vec![reply],
            _ => self.said_to_answers().map_or_else(Vec::new, |said| {
                said.wrong.iter().map(|(_, reply)| *reply).chain([said.right, said.other]).collect()
            }),
        }
    }
}

impl<T> Replies<T> {
    /// The lines of the wrong answers for which this is so.
    pub fn lines_of(&self, is_so: impl Fn(&T) -> bool) -> Vec<u32> {
        self.wrong.iter().filter(|wrong| is_so(&wrong.answer)).map(|wrong| wrong.line).collect()
    }

    fn said(&self) -> SaidToAnswers<'_> {
        SaidToAnswers {
            right: &self.right,
            wrong: self.wrong.iter().map(|wrong| (wrong.line, &wrong.reply)).collect(),
            other: &self.other,
        }
    }
}
