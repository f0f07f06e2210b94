//! Answers about a trace: they say what the trace does not show, and offer nothing that could be done.

use super::Case;
use crate::explain::answer::Answer;
use crate::explain::claim::Said;
use crate::explain::sentence::Sentence;
use crate::explain::words::ms;
use crate::language::Question;
use crate::paper::Rule;
use crate::raft::{ServerId, Timer};
use crate::sim::{Node, StatePart, What};

/// An answer as it is true of a trace: whatever depends on something that the trace does not show is left out.
pub(super) fn mended(case: &Case<'_>, mut answer: Answer) -> Answer {
    let is_told = |said: &Said| said.is_told(case.world);
    let tells = |sentence: &Sentence| sentence.said().iter().all(is_told);
    let first = answer.headline.first().is_some_and(tells);
    answer.remedies.clear();
    answer.change = "".into();
    answer.headline.retain(tells);
    answer.notes.retain(tells);
    if !tells(&answer.reason) {
        answer.reason = answer.rules.first().map_or("", |clause| clause.rule.article().why).into();
    }
    for clause in &mut answer.rules {
        clause.speaks_to = clause.speaks_to.filter(|_| clause.said().is_some_and(|said| is_told(&said)));
        clause
            .conditions
            .retain(|held| held.said.as_ref().is_none_or(is_told) && tells(&held.text) && tells(&held.live));
    }
    answer.rules.retain(|clause| !clause.conditions.is_empty());
    if !first || !answer.decided.as_ref().is_none_or(is_told) {
        answer.verdict = None;
        answer.decided = None;
    }
    let asked: Vec<ServerId> = case.question.servers().collect();
    let about = |node: &&Node| asked.is_empty() || asked.contains(&node.id);
    let dark: Vec<String> = case.world.nodes().iter().filter(about).filter_map(unknown).collect();
    if answer.headline.is_empty() {
        // The notes depend on what the trace does not show, too.
        answer.notes.clear();
        let what = if dark.is_empty() { "what decides it".to_owned() } else { dark.join("; ") };
        answer.headline.push(Sentence::untested(format!("This is unknown: the trace does not show {what}.")));
    } else if !dark.is_empty() {
        answer = answer.note(Sentence::untested(format!("The trace does not show {}", dark.join("; "))));
    }
    let last = case.run.cursor();
    for finding in case.world.driver().findings().iter().filter(|finding| finding.step <= last) {
        let speaks = asked.iter().any(|server| finding.servers.contains(*server));
        let is_it = matches!(case.question, Question::Step(step) if step == finding.step);
        let is_property = matches!(case.question, Question::Property(it) if Some(it.rule()) == finding.rule);
        if speaks || is_it || is_property {
            answer = answer
                .note(Sentence::untested(format!("Line {} is illegal: {}", finding.line, finding.says)));
        }
    }
    answer.notes.truncate(8);
    answer
}

/// Why nothing new is committed: a trace shows every event.
pub(super) fn stuck(case: &Case<'_>) -> Answer {
    match case.run.next_at() {
        Some(next) => case
            .answer(Sentence::untested(format!(
                "It is not stuck: the next line of the trace is {} away",
                ms(next.since(case.world.now()))
            )))
            .says(false),
        None => case.answer("The trace ends here.").and("It does not show what happened next."),
    }
}

/// Only a server knows its timers: a trace shows at most that one expired.
pub(super) fn timer(case: &Case<'_>, server: ServerId) -> Answer {
    let expired = case.past.last(|step| {
        matches!(step.what, What::TimerFired { timer: Timer::Election, .. }) && step.server() == Some(server)
    });
    case.answer(Sentence::untested(format!("The trace does not show how long {server} waits")))
        .with(case.past.told(expired.as_ref()))
        .because(Rule::E1.article().why)
}

/// What is unknown about a server: `S2's vote and log`.
fn unknown(node: &Node) -> Option<String> {
    let name = |part| match part {
        StatePart::Term => "term",
        StatePart::Vote => "vote",
        StatePart::Role => "role",
        StatePart::Log => "log",
        StatePart::CommitIndex => "commit index",
    };
    let names: Vec<&str> = node.unknown().map(name).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("{}'s {one}", node.id)),
        [most @ .., last] => Some(format!("{}'s {} and {last}", node.id, most.join(", "))),
    }
}
