//! How questions are answered, and what an answer is.

use crate::lesson::{Prose, TypedLog};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, Term};
use crate::sim::MessageId;

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
    /// By putting these into the order in which they come about.
    Order(Vec<Prose>),
    /// By typing the logs of these servers.
    Logs(Vec<ServerId>),
    /// By naming a rule.
    Rule,
    /// In one's own words; then by ticking which of these points they make.
    Why(Vec<Prose>),
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
    /// These events, in this order, counted from 0.
    Order(Vec<usize>),
    /// These logs.
    Logs(Vec<TypedLog>),
    /// This rule.
    Rule(Rule),
    /// One's own words, and the points that they make, counted from 0.
    Why {
        /// What was said.
        said: String,
        /// Which points it makes, as whoever said it finds.
        made: Vec<usize>,
    },
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

/// What is right. Of pointed-at things, any one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Right {
    /// For each choice whether it is right.
    Choices(Vec<bool>),
    /// This number.
    Number(u64),
    /// Any of these.
    Points(Vec<Pointed>),
    /// This order.
    Order(Vec<usize>),
    /// These logs.
    Logs(Vec<(ServerId, Vec<Term>)>),
    /// Any of these.
    Rules(Vec<Rule>),
    /// So many points, all of them made.
    Own(usize),
}
