//! Questions in words: for the palette, `run --explain` and lessons.

use super::complete::{Completion, fitting};
use super::parser::{Known, Parser, check_line};
use super::usage::{Place, Usage};
use super::{Problem, Targets, View};
use crate::explain::Question;
use crate::raft::ServerId;

macro_rules! questions {
    ($($word:literal, $usage:literal, $example:literal, $help:literal;)+) => {
        const QUESTIONS: &[Usage] = &[$(Usage {
            word: $word, usage: $usage, help: $help, example: $example, place: Place::Question,
        }),+];
    };
}

questions! {
    "why", "why", "why", "What is most worth asking now.";
    "why is", "why is SERVER [not] leader|candidate|follower|down", "why is S1 not leader", "What made a server what it is, or what it lacks.";
    "why no leader", "why is there no leader", "why is there no leader", "What keeps the cluster from electing one.";
    "can win", "can SERVER win", "can S2 win", "Whether it could win an election now: with whose votes, refused by whom.";
    "why vote", "why did SERVER [not] vote for SERVER", "why did S2 not vote for S3", "What decided a vote.";
    "why message", "why message #N", "why message #12", "What a message says, and why it was refused, ignored or lost.";
    "why committed", "why is index N [not] committed [on SERVER]", "why is index 3 not committed on S1", "What the rule of commitment asks for, and what is missing.";
    "why applied", "why is index N [not] applied [on SERVER]", "why is index 3 not applied on S1", "What keeps a state machine from executing it.";
    "can be lost", "can index N [of term N] be lost", "can index 3 be lost", "Whether a server that lacks it could still be elected.";
    "what is safe", "what is safe", "what is safe", "Up to which index entries may be applied.";
    "where", "where is index N [of term N]", "where is index 3", "Who has it; or when, by whom and under which rule it was taken away.";
    "why change", "why did the term|vote|timer|next|match|commit of SERVER change", "why did the term of S2 change", "What changed it last.";
    "why nothing", "why does nothing move", "why does nothing move", "What keeps the cluster from going on.";
    "who elected", "who elected SERVER|the leader [in term N]", "who elected S1", "Its voters, and who of them holds what was committed before (Figure 9).";
    "who committed", "who committed index N", "who committed index 3", "The servers that had it when it was committed.";
    "what if", "what if SERVER crashes", "what if S2 crashes", "What it would remember, and what it would forget.";
    "why property", "why PROPERTY", "why Election Safety", "Why a property of Figure 3 holds, or how it broke.";
    "why step", "why step N", "why step 57", "What happened in a step, fact by fact, with the rules.";
}

/// All questions, each with its usage, a sentence and an example.
pub const fn questions() -> &'static [Usage] {
    QUESTIONS
}

/// Reads a question. Words such as `leader` mean whoever that is now.
///
/// # Errors
/// If it is no question; the problem says where and what was expected.
pub fn parse_question(line: &str, view: View<'_>) -> Result<Question, Box<Problem>> {
    let known = Known {
        servers: view.run.world().size(),
        names: view.names.iter().map(|(name, _)| name.to_owned()).collect(),
    };
    read(line, &known, &|targets| view.one_server(targets))
}

/// Reads a question before there is a run, to see whether it is one. Words such as `leader` mean nobody yet.
///
/// # Errors
/// As [`parse_question`].
pub fn check_question(line: &str, known: &Known) -> Result<(), Box<Problem>> {
    read(line, known, &|_| Ok(ServerId::at(0))).map(|_| ())
}

fn read(
    line: &str,
    known: &Known,
    who: &dyn Fn(&Targets) -> Result<ServerId, String>,
) -> Result<Question, Box<Problem>> {
    check_line(line, 1)?;
    let asked = line.trim_end().trim_end_matches(['?', '.', '!']);
    let mut parser = Parser::new(asked, known);
    let question = parser.question(who)?;
    parser.end()?;
    Ok(question)
}

/// How a question can go on: completions of its last word, or what may follow it.
pub fn complete_question(line: &str, view: View<'_>) -> Vec<Completion> {
    let who = |targets: &Targets| view.one_server(targets).or(Ok(ServerId::at(0)));
    fitting(line, view.run.world(), view.names, |parser| parser.question(&who).and_then(|_| parser.end()))
}
