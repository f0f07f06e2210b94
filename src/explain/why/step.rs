//! A step: its facts with their rules, and what led to it.

use super::{Case, facts};
use crate::explain::answer::{Answer, Evidence};
use crate::explain::claim::{Cited, PastClaim};
use crate::explain::sentence::Sentence;
use crate::explain::words::capitalized;
use crate::explain::{Narration, tell};
use crate::raft::ServerSet;
use crate::sim::{Step, StepId, What};

/// How far causes are followed.
const DEPTH: usize = 6;

pub(super) fn answer(case: &Case<'_>, number: StepId) -> Answer {
    let now = case.run.cursor();
    let cited = PastClaim::HappenedAt { step: number, cited: Cited::Step };
    if number > now {
        let text = format!("Step {number} has not happened yet: this is step {now}");
        return case.answer(Sentence::told(text, PastClaim::HappenedAt { step: now, cited: Cited::Step }));
    }
    let Some(step) = case.past.step(number) else {
        return case.answer(cited.no());
    };
    let Narration { head, rest, rule, .. } = tell(&step, case.world.configuration());
    let rest = if rest.is_empty() { String::new() } else { format!(": {rest}") };
    let text = format!("{}{rest}", capitalized(&head));
    let answer = case.answer(Sentence::told(text, cited.clone())).and(Sentence::told(origin(&step), cited));
    let answer = facts::clauses(&step, case.world.configuration()).into_iter().fold(answer, Answer::by);
    answer
        .with(causes(case, &step))
        .because(rule.map_or("", |rule| rule.article().why))
        .light(step.server().map_or(ServerSet::EMPTY, ServerSet::only))
}

/// What caused the step.
fn origin(step: &Step) -> String {
    let cause = step.cause.map_or_else(String::new, |cause| format!(" in step {cause}"));
    let by_hand = if step.forced { " Somebody triggered it at this moment." } else { "" };
    match &step.what {
        What::Nothing => String::new(),
        What::Booted(_) => "The cluster started.".to_owned(),
        What::Delivered(flight) => format!("{} sent the message{cause}.{by_hand}", flight.from),
        What::Lost(flight, _) => format!("{} had sent the message{cause}.", flight.from),
        What::Recorded { .. } => "The trace says nothing more about it.".to_owned(),
        What::TimerFired { .. } | What::Acted(_) if step.line().is_some() => String::new(),
        What::TimerFired { waited, .. } => {
            format!(
                "The timer was started{cause} and ran for {}.{by_hand}",
                crate::explain::words::ms(*waited)
            )
        }
        What::Acted(_) => "Somebody did this from outside the cluster.".to_owned(),
    }
}

/// The steps that caused it, each the cause of the one before.
fn causes(case: &Case<'_>, step: &Step) -> Vec<Evidence> {
    let mut evidence = vec![case.past.evidence(step)];
    let mut cause = step.cause;
    while evidence.len() < DEPTH
        && let Some(step) = cause.and_then(|number| case.past.step(number))
    {
        evidence.push(case.past.evidence(&step));
        cause = step.cause;
    }
    evidence
}
