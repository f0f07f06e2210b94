//! A step of a lesson as data, and what it holds.

use super::{Challenge, Pane, Prose, Question};
use crate::language::{Pattern, Script, Targets};
use crate::paper::Rule;
use crate::raft::Index;

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
