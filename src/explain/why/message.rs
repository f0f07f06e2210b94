//! A message: what it says, why it was sent, and what became of it or would become of it now.

use super::{Case, facts};
use crate::explain::answer::{Answer, Clause, Evidence, Held, Remedy};
use crate::explain::claim::{Cited, MessageClaim, OnItsWay, PastClaim};
use crate::explain::sentence::{Sentence, say};
use crate::explain::{Narration, tell};
use crate::paper::Rule;
use crate::raft::ServerSet;
use crate::sim::{Action, Flight, LifeKind, Loss, MessageId, Step, Transit, What};

pub(super) fn answer(case: &Case<'_>, id: MessageId) -> Answer {
    if let Some(flight) = case.world.network().flight(id) {
        return in_flight(case, flight);
    }
    let of = |step: &Step| match &step.what {
        What::Delivered(flight) | What::Lost(flight, _) => flight.id == id,
        _ => false,
    };
    let Some(step) = case.past.last(of) else {
        let none = MessageClaim::IsInFlight(id).no();
        return case.answer(say![none, ", and it did not arrive in the available history"]);
    };
    match &step.what {
        What::Lost(flight, loss) => lost(case, &step, flight, *loss),
        What::Delivered(flight) => delivered(case, &step, flight),
        _ => case.answer(""),
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
    let left = flight.due.since(case.world.now());
    let way = match (flight.doom, flight.place) {
        (Some(loss), _) => OnItsWay::Lost(loss),
        (None, Transit::Held) => OnItsWay::Held,
        (None, Transit::Waiting) if case.world.node(flight.to).kind() == LifeKind::Frozen => OnItsWay::Waits,
        (None, Transit::Waiting) => OnItsWay::LetIn,
        (None, Transit::Travelling) if case.world.network().link(flight.from, flight.to).cut => {
            OnItsWay::CutOff
        }
        (None, Transit::Travelling) if case.world.node(flight.to).is_down() => OnItsWay::DueAtDown(left),
        (None, Transit::Travelling) => OnItsWay::Arrives(left),
    };
    let boxed = || Box::new(flight.clone());
    let answer = case
        .answer(say![MessageClaim::Is { flight: boxed(), way }, ": ", MessageClaim::Says(boxed())])
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
    let would = format!("If it arrived now: {head}{rest}");
    let answer = match step.seen().next() {
        Some(fact) => answer.and(Sentence::told(would, PastClaim::WouldHappen { message: id, fact })),
        None => answer,
    };
    let clauses = facts::foretold(&step, id, case.world.configuration());
    let answer = clauses.into_iter().fold(answer, Answer::by);
    answer
        .because(rule.map_or("", |rule| rule.article().why))
        .changed_by("Anything that happens before it arrives.")
        .do_this(handle(case, flight))
}

/// What can be done with a message in flight.
fn handle(case: &Case<'_>, flight: &Flight) -> Vec<Remedy> {
    let id = flight.id;
    let mut found = Vec::new();
    let mut deliver = case.trial();
    deliver.deliver(id);
    found.extend(deliver.remedy("deliver it now", "it arrives before anything else"));
    let mut lose = case.trial();
    lose.drop(id);
    found.extend(lose.remedy("drop it", "it never arrives"));
    let mut other = case.trial();
    if flight.place == Transit::Held {
        other.release(id);
        found.extend(other.remedy("release it", "it arrives when it is due"));
    } else {
        other.hold(id);
        found.extend(other.remedy("hold it back", "everything else continues without it"));
    }
    found
}

fn lost(case: &Case<'_>, step: &Step, flight: &Flight, loss: Loss) -> Answer {
    let again = "A request without a reply is retried as long as its sender is a leader or a candidate.";
    let lost = MessageClaim::WasLost { flight: Box::new(flight.clone()), loss, step: step.number };
    let held = Held::new(false, "a reply arrives", lost.clone());
    case.answer(lost)
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
    let cited = PastClaim::HappenedAt { step: step.number, cited: Cited::Step };
    let answer = case
        .answer(MessageClaim::Arrived { flight: Box::new(flight.clone()), step: step.number })
        .and(Sentence::told(format!("{head}{rest}"), cited))
        .with(sent(case, flight))
        .with([case.past.evidence(step)])
        .light(ends(flight))
        .because(rule.map_or("", |rule| rule.article().why));
    facts::clauses(step, case.world.configuration()).into_iter().fold(answer, Answer::by)
}
