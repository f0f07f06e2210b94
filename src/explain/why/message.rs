//! A message: what it says, why it was sent, and what became of it or would become of it now.

use super::{Case, facts};
use crate::explain::answer::{Answer, Clause, Evidence, Held, Remedy};
use crate::explain::words::{capitalized, flight as told, known, ms};
use crate::explain::{Narration, tell};
use crate::paper::Rule;
use crate::raft::{AppendOutcome, SeenMessage, ServerSet};
use crate::sim::{Action, Flight, Loss, MessageId, Step, Transit, What};

pub(super) fn answer(case: &Case<'_>, id: MessageId) -> Answer {
    if let Some(flight) = case.world.network().flight(id) {
        return in_flight(case, flight);
    }
    let of = |step: &Step| match &step.what {
        What::Delivered(flight) | What::Lost(flight, _) => flight.id == id,
        _ => false,
    };
    let Some(step) = case.past.last(of) else {
        return case.answer(format!("No message {id} is in flight, and none arrived in the steps at hand."));
    };
    match &step.what {
        What::Lost(flight, loss) => lost(case, &step, flight, *loss),
        What::Delivered(flight) => delivered(case, &step, flight),
        _ => case.answer(String::new()),
    }
}

/// What it says.
fn contents(message: &SeenMessage) -> String {
    match message {
        SeenMessage::RequestVote(it) => format!(
            "it asks for a vote in term {}; its sender's log ends at {}, term {}",
            known(it.term),
            known(it.last_log_index),
            known(it.last_log_term)
        ),
        SeenMessage::RequestVoteReply(it) => {
            let what = if it.vote_granted { "grants the vote" } else { "refuses the vote" };
            format!("it {what} of term {}", known(it.request_term))
        }
        SeenMessage::AppendEntries(it) => {
            let (prev_index, prev_term) = (known(it.prev_log_index), known(it.prev_log_term));
            let after = format!("after index {prev_index} of term {prev_term}");
            let (term, commit) = (known(it.term), known(it.leader_commit));
            let what = match it.entries.len() {
                0 => "no entries".to_owned(),
                many => crate::explain::words::count(many, "entry"),
            };
            format!("term {term}, {what} {after}; its sender has committed up to {commit}")
        }
        SeenMessage::AppendEntriesReply(it) => match it.outcome {
            AppendOutcome::Success { match_index } => {
                format!("the logs agree up to {}", known(match_index))
            }
            AppendOutcome::Mismatch { prev_log_index, .. } => {
                format!("there is no such entry at {}", known(prev_log_index))
            }
            AppendOutcome::StaleTerm => format!("the request was of an older term than {}", known(it.term)),
        },
    }
}

fn sent(case: &Case<'_>, flight: &Flight) -> Option<Evidence> {
    case.past.evidence_of(flight.cause)
}

fn ends(flight: &Flight) -> ServerSet {
    ServerSet::only(flight.from).or(ServerSet::only(flight.to))
}

fn in_flight(case: &Case<'_>, flight: &Flight) -> Answer {
    let id = flight.id;
    let arrives = ms(flight.due.since(case.world.now()));
    let where_is = match (flight.doom, flight.place) {
        (Some(loss), _) => format!("is lost: {}", because(loss, flight)),
        (None, Transit::Held) => "is held back".to_owned(),
        (None, Transit::Waiting) => format!("waits at {}, which is frozen", flight.to),
        (None, Transit::Travelling) if case.world.network().link(flight.from, flight.to).cut => {
            "will be lost: the link was cut behind it".to_owned()
        }
        (None, Transit::Travelling) if case.world.node(flight.to).is_down() => {
            format!("is due in {arrives}, and lost if {} is still down", flight.to)
        }
        (None, Transit::Travelling) => format!("arrives in {arrives}"),
    };
    let answer = case
        .answer(format!("{} {where_is}: {}.", told(flight), contents(&flight.message.seen())))
        .with(sent(case, flight))
        .light(ends(flight))
        .light_messages([id]);
    if !case.world.driver().can_act() {
        return answer;
    }
    let mut step = Step::default();
    let mut world = case.world.clone();
    if world.act(&Action::Deliver(id), &mut step).is_err() {
        let rule = if flight.doom.is_some() { Rule::L9 } else { Rule::C1 };
        return answer.because(rule.article().why);
    }
    let Narration { head, rest, rule, .. } = tell(&step, case.world.configuration());
    let rest = if rest.is_empty() { String::new() } else { format!(": {rest}") };
    let answer = answer.and(format!("If it arrived now: {head}{rest}."));
    let clauses = facts::foretold(&step, id, case.world.configuration());
    let answer = clauses.into_iter().fold(answer, Answer::by);
    answer
        .because(rule.map_or("", |rule| rule.article().why))
        .changed_by("When it arrives, and after what else.")
        .do_this(handle(case, flight))
}

/// What can be done to a message on its way.
fn handle(case: &Case<'_>, flight: &Flight) -> Vec<Remedy> {
    let id = flight.id;
    let mut found = Vec::new();
    let mut deliver = case.trial();
    deliver.deliver(id);
    found.extend(deliver.remedy("deliver it now", "before all else"));
    let mut lose = case.trial();
    lose.drop(id);
    found.extend(lose.remedy("lose it", "this one does not arrive"));
    let mut other = case.trial();
    if flight.place == Transit::Held {
        other.release(id);
        found.extend(other.remedy("let it go on", "it arrives when it would have"));
    } else {
        other.hold(id);
        found.extend(other.remedy("hold it back", "all else goes on without it"));
    }
    found
}

fn because(loss: Loss, flight: &Flight) -> String {
    match loss {
        Loss::Network => format!("the link {} -> {} loses some", flight.from, flight.to),
        Loss::Cut => format!("the link {} -> {} is cut", flight.from, flight.to),
        Loss::ServerDown => format!("{} is down", flight.to),
        Loss::Dropped => "somebody dropped it".to_owned(),
        Loss::Unheard => "the trace does not tell that it arrived".to_owned(),
    }
}

fn lost(case: &Case<'_>, step: &Step, flight: &Flight, loss: Loss) -> Answer {
    let again = "A request that is not answered is sent again, while its sender leads or is a candidate.";
    let held = Held::new(false, "an answer comes back", because(loss, flight));
    case.answer(format!("{} never arrived: {}.", told(flight), because(loss, flight)))
        .and(again)
        .by(Clause::of(Rule::L9, [held]))
        .with(sent(case, flight))
        .with([case.past.evidence(step)])
        .because(Rule::L9.article().why)
        .light(ends(flight))
}

fn delivered(case: &Case<'_>, step: &Step, flight: &Flight) -> Answer {
    let Narration { head, rest, rule, .. } = tell(step, case.world.configuration());
    let rest = if rest.is_empty() { String::new() } else { format!(": {rest}") };
    let answer = case
        .answer(format!("{} arrived: {}.", told(flight), contents(&flight.message.seen())))
        .and(format!("{}{rest}.", capitalized(&head)))
        .with(sent(case, flight))
        .with([case.past.evidence(step)])
        .light(ends(flight))
        .because(rule.map_or("", |rule| rule.article().why));
    facts::clauses(step, case.world.configuration()).into_iter().fold(answer, Answer::by)
}
