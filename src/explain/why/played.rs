//! Answers about a trace: what it does not tell is said, and nothing is offered that could be done.

use super::Case;
use crate::explain::answer::Answer;
use crate::explain::claim::ElectionClaim;
use crate::explain::sentence::{Sentence, say};
use crate::language::Question;
use crate::paper::Rule;
use crate::raft::{ServerId, Timer};
use crate::sim::{Node, StatePart, What};

/// An answer as it is true of a trace.
pub(super) fn mended(case: &Case<'_>, mut answer: Answer) -> Answer {
    answer.remedies.clear();
    answer.change = "".into();
    let asked: Vec<ServerId> = case.question.servers().collect();
    let about = |node: &&Node| asked.is_empty() || asked.contains(&node.id);
    let dark: Vec<String> = case.world.nodes().iter().filter(about).filter_map(unknown).collect();
    if !dark.is_empty() {
        answer = answer.note(Sentence::untested(format!(
            "The trace does not tell {}: what hangs on that is not certain",
            dark.join("; ")
        )));
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

/// Why nothing moves: in a trace all that moves is told.
pub(super) fn stuck(case: &Case<'_>) -> Answer {
    match case.run.next_at() {
        Some(next) => case
            .answer(say!["It moves: ", ElectionClaim::NextIn(Some(next.since(case.world.now())))])
            .says(false),
        None => case.answer("The trace ends here.").and("What came next is not told."),
    }
}

/// Timers are nobody's business but their server's: a trace tells at most that one ran out.
pub(super) fn timer(case: &Case<'_>, server: ServerId) -> Answer {
    let ran_out = case.past.last(|step| {
        matches!(step.what, What::TimerFired { timer: Timer::Election, .. }) && step.server() == Some(server)
    });
    case.answer(Sentence::untested(format!("The trace does not tell how long {server} waits")))
        .with(case.past.told(ran_out.as_ref()))
        .because(Rule::E1.article().why)
}

/// What is not known of a server: `S2's vote and log`.
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
