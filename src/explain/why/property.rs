//! Why a property of Figure 3 holds, or how it broke.

use super::fate::set_aside;
use super::{Case, ExactEntry};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::words::servers;
use crate::paper::{Bug, Property};
use crate::raft::{Index, ServerId, ServerSet};
use crate::safety::Violation;

pub(super) fn answer(case: &Case<'_>, property: Property) -> Answer {
    let broken = case.checker.violations().iter().find(|violation| violation.property == property);
    let answer = match broken {
        Some(violation) => violated(case, violation),
        None => holds(case, property),
    };
    answer.because(property.rule().article().why)
}

fn violated(case: &Case<'_>, violation: &Violation) -> Answer {
    let Violation { property, step, servers: whose, term, index, evidence } = violation;
    let what = match property {
        Property::ElectionSafety => format!("{} both won term {term}", servers(*whose)),
        Property::LeaderAppendOnly => format!(
            "{} changed entry {} of its own log while it led term {term}",
            servers(*whose),
            index.unwrap_or_default()
        ),
        Property::LogMatching => format!(
            "the logs of {} share entry {} of term {term}, and differ before it",
            servers(*whose),
            index.unwrap_or_default()
        ),
        Property::LeaderCompleteness => format!(
            "{} led without entry {}, which was committed",
            servers(*whose),
            index.unwrap_or_default()
        ),
        Property::StateMachineSafety => {
            format!("{} executed different commands at index {}", servers(*whose), index.unwrap_or_default())
        }
    };
    let answer = case
        .answer(format!("{property} is broken since step {step}: {what}."))
        .says(false)
        .by(clause(case, *property))
        .with(evidence.iter().filter_map(|number| case.past.evidence_of(*number)))
        .light(*whose);
    let answer = index.map_or_else(|| answer.clone(), |index| answer.clone().light_entry(*whose, index));
    if let Some(blame) = case.world.beginning().blame() {
        return answer.and(format!("{blame}."));
    }
    match set_aside(case.world) {
        Some(bug) => {
            let mut trial = case.trial();
            trial.put_back(bug);
            answer
                .and(format!("Rule {} is set aside: {}.", bug.rule(), bug.rule_off()))
                .changed_by(
                    "Nothing undoes it. With the rule in place the same schedule would not have broken it.",
                )
                .do_this(
                    trial
                        .remedy(format!("put rule {} back", bug.rule()), "it cannot break again in this way"),
                )
        }
        None if !case.world.driver().can_act() => answer,
        None => answer.and("No rule is set aside now: one was, or a disk was wiped."),
    }
}

fn holds(case: &Case<'_>, property: Property) -> Answer {
    let breakers: Vec<Bug> = Bug::ALL.iter().copied().filter(|bug| bug.breaks() == Some(property)).collect();
    let first = match property {
        Property::ElectionSafety => {
            let won: Vec<_> = case.checker.leaders().collect();
            match won.last() {
                None => "It holds: nobody has been elected yet.".to_owned(),
                Some((term, leader, _)) => format!(
                    "It holds: {} so far had one winner each; {leader} won the last, term {term}.",
                    crate::explain::words::count(won.len(), "term")
                ),
            }
        }
        Property::LeaderAppendOnly => {
            "It holds: no leader has changed or deleted an entry of its own log.".to_owned()
        }
        Property::LogMatching => {
            "It holds: wherever two logs share an entry, all before it is the same.".to_owned()
        }
        Property::LeaderCompleteness => format!(
            "It holds: each leader had all of the {} that were committed before it.",
            crate::explain::words::count(case.checker.committed_index().since(Index::ZERO), "entry")
        ),
        Property::StateMachineSafety => {
            "It holds: no index was executed with two different commands.".to_owned()
        }
    };
    let answer = case.answer(first).says(true).by(clause(case, property));
    let elections = case.checker.leaders().last().and_then(|(_, _, step)| case.past.evidence_of(step));
    let answer = match property {
        Property::ElectionSafety | Property::LeaderCompleteness => answer.with(elections),
        _ => answer,
    };
    let names: Vec<String> = breakers.iter().map(|bug| bug.id().to_owned()).collect();
    answer
        .changed_by(format!(
            "Only a rule set aside, such as {}, or a wiped disk.",
            names.first().map_or("one of the bug lab", String::as_str)
        ))
        .do_this(break_it(case, &breakers))
}

/// Setting aside a rule on which it rests.
fn break_it(case: &Case<'_>, breakers: &[Bug]) -> Option<Remedy> {
    let bug = breakers.iter().copied().find(|bug| !case.world.options().has(*bug))?;
    let mut trial = case.trial();
    trial.set_aside(bug);
    trial.remedy(format!("set rule {} aside", bug.rule()), "from now on it can break")
}

/// The property as conditions on the present state, each checked here and now.
fn clause(case: &Case<'_>, property: Property) -> Clause {
    let conditions = match property {
        Property::ElectionSafety => leaders(case),
        Property::LogMatching => pairs(case),
        Property::LeaderCompleteness => complete(case),
        Property::StateMachineSafety => applied(case),
        Property::LeaderAppendOnly => {
            let leader = case.world.leaders();
            leader
                .into_iter()
                .map(|server| {
                    let last = case.world.node(server).persistent().log.last_index();
                    Held::new(
                        !is_broken(case, property),
                        format!("{server} only appends while it leads"),
                        format!("up to {last}"),
                    )
                })
                .collect()
        }
    };
    Clause::of(property.rule(), conditions)
}

fn is_broken(case: &Case<'_>, property: Property) -> bool {
    case.checker.violations().iter().any(|violation| violation.property == property)
}

fn leaders(case: &Case<'_>) -> Vec<Held> {
    let leaders = case.world.leaders();
    let mut terms: Vec<_> = leaders.iter().map(|server| case.term(*server)).collect();
    terms.dedup();
    terms
        .into_iter()
        .map(|term| {
            let of: ServerSet = leaders.iter().copied().filter(|server| case.term(*server) == term).collect();
            Held::new(of.len() == 1, format!("one leader of term {term}"), of.to_string())
        })
        .collect()
}

/// Up to where each log is the same as the longest that it could be compared with.
fn pairs(case: &Case<'_>) -> Vec<Held> {
    let all: Vec<ServerId> = case.world.roster().iter().collect();
    let log = |server: ServerId| &case.world.node(server).persistent().log;
    let mut wrong: Vec<String> = Vec::new();
    let mut count = 0;
    for (position, one) in all.iter().enumerate() {
        for other in &all[position + 1..] {
            count += 1;
            let shared = log(*one).last_index().min(log(*other).last_index());
            let same = Index::FIRST
                .through(shared)
                .rev()
                .find(|index| log(*one).term_at(*index) == log(*other).term_at(*index));
            if same.is_some_and(|index| log(*one).digest_at(index) != log(*other).digest_at(index)) {
                wrong.push(format!("{one} and {other}"));
            }
        }
    }
    let live = if wrong.is_empty() { "all".to_owned() } else { format!("not {}", wrong.join(", ")) };
    vec![Held::new(wrong.is_empty(), format!("of {count} pairs of logs, what is shared is the same"), live)]
}

fn complete(case: &Case<'_>) -> Vec<Held> {
    let held = |server: ServerId| {
        let log = &case.world.node(server).persistent().log;
        let term = case.term(server);
        let lacks = case.checker.committed_from(Index::FIRST).find(|(index, committed)| {
            committed.in_term < term
                && !ExactEntry { index: *index, entry: committed.entry, digest: committed.digest }.is_in(log)
        });
        let live = lacks.map_or_else(|| "all".to_owned(), |(index, _)| format!("not {index}"));
        Held::new(lacks.is_none(), format!("{server} has what was committed before term {term}"), live)
    };
    case.world.leaders().into_iter().map(held).collect()
}

fn applied(case: &Case<'_>) -> Vec<Held> {
    let of = |server: ServerId| {
        case.world.node(server).server().map(|it| (server, it.volatile().last_applied, it))
    };
    let running: Vec<_> = case.world.roster().iter().filter_map(of).collect();
    running
        .iter()
        .map(|(server, last, it)| {
            let agrees = running.iter().all(|(_, other, that)| {
                let shared = *last.min(other);
                it.persistent().log.digest_at(shared) == that.persistent().log.digest_at(shared)
            });
            Held::new(agrees, format!("{server} has executed what the others have"), format!("up to {last}"))
        })
        .collect()
}
