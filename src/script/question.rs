//! Questions of a run, in words: for the palette, `run --explain` and lessons.

use super::View;
use crate::language::{self, Completion, Known, Problem, Question, Targets, read_question};
use crate::raft::ServerId;

/// Reads a question. Words such as `leader` mean whoever that is now.
///
/// # Errors
/// If it is no question; the problem says where and what was expected.
pub fn parse_question(line: &str, view: View<'_>) -> Result<Question, Box<Problem>> {
    let known = Known {
        servers: view.run.world().size(),
        names: view.names.iter().map(|(name, _)| name.to_owned()).collect(),
    };
    read_question(line, &known, &|targets| view.one_server(targets))
}

/// How a question can go on: completions of its last word, or what may follow it.
pub fn complete_question(line: &str, view: View<'_>) -> Vec<Completion> {
    let who = |targets: &Targets| view.one_server(targets).or(Ok(ServerId::at(0)));
    language::complete_question(line, view.run.world(), view.names, &who)
}
