//! What is asked.

use super::Prose;
use crate::language::{Condition, Pattern, Quantity, Script, Targets};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, Term};
use crate::sim::Span;

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
        /// What is said to it.
        reply: Prose,
        /// Other numbers that one may think of.
        wrong: Vec<Wrong<u64>>,
        /// All others.
        other: Prose,
    },
    /// By pointing at something on the screen.
    Point {
        /// At what. Of several that are meant any one is right.
        right: PointTarget,
        /// What is said to it.
        reply: Prose,
        /// Others that one may think of.
        wrong: Vec<Wrong<PointTarget>>,
        /// All others.
        other: Prose,
    },
    /// By putting events into the order in which they come about.
    Order {
        /// The events.
        events: Vec<Event>,
        /// What is said to the right order.
        reply: Prose,
        /// What is said to all others.
        other: Prose,
    },
    /// By typing the logs that will be there.
    Logs {
        /// Whose.
        of: Targets,
        /// What is said to the right ones.
        reply: Prose,
        /// Logs of single servers that one may think of.
        wrong: Vec<Wrong<TypedLog>>,
        /// All others.
        other: Prose,
    },
    /// By naming the rule that decides.
    Rule {
        /// Which.
        right: RightRule,
        /// What is said to it.
        reply: Prose,
        /// Others that one may think of.
        wrong: Vec<Wrong<Rule>>,
        /// All others.
        other: Prose,
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
