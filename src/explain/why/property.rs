//! Why a property of Figure 3 holds, or how it was broken.

use super::fate::rule_off;
use super::{Case, ExactEntry};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{ElectionClaim, EntryClaim, PastClaim, ServerClaim};
use crate::explain::sentence::{Sentence, say};
use crate::paper::{Bug, Property};
use crate::raft::{Fact, Index, ServerId, ServerSet};
use crate::safety::Violation;
use crate::sim::StepId;

pub(super) fn answer(case: &Case<'_>, property: Property) -> Answer {
    let broken = case.checker.violations().iter().find(|violation| violation.property == property);
    let answer = match broken {
        Some(violation) => violated(case, violation),
        None => holds(case, property),
    };
    answer.because(property.rule().article().why)
}

fn violated(case: &Case<'_>, violation: &Violation) -> Answer {
    let Violation { property, step, servers: whose, index, evidence, .. } = violation;
    let what = what_broke(case, violation);
    let answer = case
        .answer(say![PastClaim::IsBroken { property: *property, step: *step }, ": ", what.clone()])
        .says(false)
        .by(clause(case, *property, Some(Held::new(false, property.name(), what))))
        .with(evidence.iter().filter_map(|number| case.past.evidence_of(*number)))
        .light(*whose);
    let answer = index.map_or_else(|| answer.clone(), |index| answer.clone().light_entry(*whose, index));
    if let Some(blame) = case.world.beginning().blame() {
        return answer.and(blame);
    }
    if !case.world.driver().can_act() {
        return answer;
    }
    let answer = answer.changed_by("Nothing can undo it.");
    match rule_off(case.world, Some(*property)) {
        Some(bug) => {
            let mut trial = case.trial();
            trial.put_back(bug);
            answer.and(say![EntryClaim::IsOff(bug), ": ", bug.rule_off()]).do_this(
                trial.remedy(format!("switch rule {} back on", bug.rule()), EntryClaim::IsOff(bug).no()),
            )
        }
        None => answer.and(
            "No rule that this property depends on is off now: one was off earlier, or a disk was wiped.",
        ),
    }
}

/// Which servers did what, in a few words.
fn what_broke(case: &Case<'_>, violation: &Violation) -> Sentence {
    let Violation { property, step, servers: whose, term, index, evidence } = violation;
    let index = index.unwrap_or_default();
    match property {
        Property::ElectionSafety => PastClaim::AllWon { servers: *whose, term: *term }.into(),
        Property::LeaderAppendOnly => whose.first().map_or_else(Sentence::default, |server| {
            PastClaim::ChangedOwnLog { server, index, term: *term, step: *step }.into()
        }),
        Property::LogMatching => {
            PastClaim::LogsDiffered { servers: *whose, index, term: *term, step: *step }.into()
        }
        Property::LeaderCompleteness => {
            let won = case.checker.leaders().find(|(of, server, _)| of == term && whose.contains(*server));
            let leader = won.map(|(_, server, _)| server).or_else(|| case.past.step(*step)?.server());
            match leader {
                Some(leader) => EntryClaim::LedWithout { leader, in_term: *term, index }.into(),
                None => PastClaim::HasHeld(Property::LeaderCompleteness).no().into(),
            }
        }
        Property::StateMachineSafety => {
            let executed = |number: &StepId| {
                let step = case.past.step(*number)?;
                let (term, payload) = step.seen().find_map(|fact| match fact {
                    Fact::Applied { index: at, term, payload } if at == index => term.zip(payload),
                    _ => None,
                })?;
                let server = step.server()?;
                Some(PastClaim::Executed { server, index, term, payload, step: *number }.into())
            };
            let told: Vec<Sentence> = evidence.iter().filter_map(executed).collect();
            if told.len() == evidence.len() {
                return say![EntryClaim::ExecutedAlike.no(), ": ", Sentence::joined(told, ", and ")];
            }
            EntryClaim::ExecutedAlike.no().into()
        }
    }
}

fn holds(case: &Case<'_>, property: Property) -> Answer {
    let breakers: Vec<Bug> = Bug::ALL.iter().copied().filter(|bug| bug.breaks() == Some(property)).collect();
    let won: Vec<_> = case.checker.leaders().collect();
    let first: Sentence = match (property, won.last()) {
        (Property::ElectionSafety, None) => {
            say!["It holds: ", PastClaim::HasWon { server: None, term: None }.no(), " yet"]
        }
        (Property::ElectionSafety, Some((last, leader, _))) => {
            let (terms, leader, last) = (won.len(), *leader, *last);
            say!["It holds: ", PastClaim::TermsLed { terms, leader, last }]
        }
        _ => say!["It holds: ", PastClaim::HasHeld(property)],
    };
    let answer = case.answer(first).says(true).by(clause(case, property, None));
    let elections = case.checker.leaders().last().and_then(|(_, _, step)| case.past.evidence_of(step));
    let answer = match property {
        Property::ElectionSafety | Property::LeaderCompleteness => answer.with(elections),
        _ => answer,
    };
    let example = breakers.first().map_or("one from the bug lab", |bug| bug.id());
    answer
        .changed_by(say!["Only a rule that is switched off, such as ", example, ", or a wiped disk."])
        .do_this(break_it(case, &breakers))
}

/// Switching off a rule that the property depends on.
fn break_it(case: &Case<'_>, breakers: &[Bug]) -> Option<Remedy> {
    let bug = breakers.iter().copied().find(|bug| !case.world.options().has(*bug))?;
    let mut trial = case.trial();
    trial.set_aside(bug);
    trial.remedy(format!("switch rule {} off", bug.rule()), EntryClaim::IsOff(bug))
}

/// The property as conditions: how it was broken, if it was, and how the present state complies with it.
fn clause(case: &Case<'_>, property: Property, broken: Option<Held>) -> Clause {
    let conditions = match property {
        Property::ElectionSafety => leaders(case),
        Property::LogMatching => pairs(case),
        Property::LeaderCompleteness => complete(case),
        // What was executed is in no log: only the history shows it.
        Property::StateMachineSafety if broken.is_some() => Vec::new(),
        Property::StateMachineSafety => applied(case),
        Property::LeaderAppendOnly => {
            let has_changed = |server: ServerId| {
                let mut of = case.checker.violations().iter().filter(|it| it.property == property);
                of.any(|violation| violation.servers.contains(server))
            };
            let held = |server: ServerId| {
                let log = &case.world.node(server).persistent().log;
                let (index, term) = (log.last_index(), log.last_term());
                Held::new(
                    !has_changed(server),
                    "a leader only appends to its own log",
                    ElectionClaim::LogEnds { server, index, term },
                )
            };
            case.world.leaders().into_iter().map(held).collect()
        }
    };
    Clause::of(property.rule(), broken.into_iter().chain(conditions))
}

fn leaders(case: &Case<'_>) -> Vec<Held> {
    let leaders = case.world.leaders();
    let mut terms: Vec<_> = leaders.iter().map(|server| case.term(*server)).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
        .into_iter()
        .map(|term| {
            let of: ServerSet = leaders.iter().copied().filter(|server| case.term(*server) == term).collect();
            let leaders = ServerClaim::LeadersOf { term, servers: of };
            Held::new(of.len() == 1, "a term has only one leader", leaders)
        })
        .collect()
}

/// Whether any two logs that share an entry are identical up to it.
fn pairs(case: &Case<'_>) -> Vec<Held> {
    let all: Vec<ServerId> = case.world.roster().iter().collect();
    let log = |server: ServerId| &case.world.node(server).persistent().log;
    let mut wrong: Vec<Sentence> = Vec::new();
    for (position, one) in all.iter().enumerate() {
        for other in &all[position + 1..] {
            let shared = log(*one).last_index().min(log(*other).last_index());
            let same = Index::FIRST
                .through(shared)
                .rev()
                .find(|index| log(*one).term_at(*index) == log(*other).term_at(*index));
            if same.is_some_and(|index| log(*one).digest_at(index) != log(*other).digest_at(index)) {
                wrong.push(ServerClaim::LogsAgree { one: *one, other: *other }.no().into());
            }
        }
    }
    let agree = ServerClaim::AllLogsAgree.is(wrong.is_empty());
    vec![Held::of(agree, Sentence::joined(wrong, ", "))]
}

fn complete(case: &Case<'_>) -> Vec<Held> {
    let held = |server: ServerId| {
        let log = &case.world.node(server).persistent().log;
        let term = case.term(server);
        let lacks = case.checker.committed_from(Index::FIRST).find(|(index, committed)| {
            committed.in_term < term
                && !ExactEntry { index: *index, entry: committed.entry, digest: committed.digest }.is_in(log)
        });
        let live = lacks.map_or_else(Sentence::default, |(index, committed)| {
            let named = ExactEntry { index, entry: committed.entry, digest: committed.digest };
            named.is_on_one(case.world, server).into()
        });
        Held::of(ServerClaim::HasAllBefore { server, term }.is(lacks.is_none()), live)
    };
    case.world.leaders().into_iter().map(held).collect()
}

/// Up to where each server has executed.
fn applied(case: &Case<'_>) -> Vec<Held> {
    let up_to = |server: ServerId| {
        let index = case.world.node(server).server()?.volatile().last_applied;
        Some(ServerClaim::LastApplied { server, index }.into())
    };
    let live = Sentence::joined(case.world.roster().iter().filter_map(up_to), ", ");
    vec![Held::of(EntryClaim::ExecutedAlike.yes(), live)]
}
