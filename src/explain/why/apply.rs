//! Why an entry is applied on a server, or is not.

use super::{Case, commit};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::ElectionClaim;
use crate::explain::sentence::say;
use crate::language::Being;
use crate::paper::Rule;
use crate::raft::{Fact, Index, ServerId, ServerSet};

pub(super) fn answer(case: &Case<'_>, index: Index, server: Option<ServerId>, not: bool) -> Answer {
    let applied = |server: ServerId| {
        case.world.node(server).server().is_some_and(|it| it.volatile().last_applied >= index)
    };
    let any = || case.world.roster().iter().find(|server| applied(*server));
    let server = server.or_else(|| case.world.leader()).or_else(any).unwrap_or(ServerId::at(0));
    let so = applied(server) && index > Index::ZERO;
    let answer = if so { done(case, index, server) } else { missing(case, index, server) };
    if so == not {
        let is = if so { "is" } else { "is not" };
        return answer.first(format!("Entry {index} {is} applied on {server}.")).says(so);
    }
    answer.says(so)
}

fn clause(case: &Case<'_>, index: Index, server: ServerId) -> Clause {
    let node = case.world.node(server);
    let (commit, applied) = node
        .server()
        .map_or((Index::ZERO, Index::ZERO), |it| (it.volatile().commit_index, it.volatile().last_applied));
    Clause::of(
        Rule::A1,
        [
            Held::new(!node.is_down(), "it runs", if node.is_down() { "down" } else { "yes" }),
            Held::new(commit >= index, "its commit index reaches it", commit.to_string()),
            Held::new(applied >= index.previous(), "all before it are applied", format!("up to {applied}")),
        ],
    )
}

fn done(case: &Case<'_>, index: Index, server: ServerId) -> Answer {
    let step =
        case.past.last_of(server, |fact| matches!(fact, Fact::Applied { index: at, .. } if at == index));
    let learned = case.past.last_of(server, |fact| match fact {
        Fact::CommitAdvanced { from, to, .. } | Fact::FollowerCommitAdvanced { from, to, .. } => {
            from < index && index <= to
        }
        _ => false,
    });
    // What it executed is in its log no more if that was changed since, as can be while a rule is set aside.
    let executed = step.as_ref().and_then(|step| {
        step.seen().find_map(|fact| match fact {
            Fact::Applied { index: at, payload, .. } if at == index => payload,
            _ => None,
        })
    });
    let in_log = || case.world.node(server).persistent().log.get(index).map(|entry| entry.payload);
    let command = executed.or_else(in_log).map_or_else(String::new, |payload| payload.to_string());
    let mut trial = case.trial();
    trial.crash(ServerSet::only(server));
    let again = say![
        ElectionClaim::Is { server, being: Being::Down },
        ": after a restart it would execute it again, once it knows it to be committed"
    ];
    case.answer(format!("{server} has executed {command}: it knew entry {index} to be committed, and had applied all before it."))
        .by(clause(case, index, server))
        .with(case.past.with_cause(learned.as_ref()))
        .with(case.past.told(step.as_ref()))
        .because(Rule::A1.article().why)
        .changed_by("Only a crash: the state machine is in memory.")
        .do_this(trial.remedy(format!("crash {server}"), again))
        .light(ServerSet::only(server))
        .light_entry(ServerSet::only(server), index)
}

/// It is not applied because the server does not know it to be committed: that is what is missing.
fn missing(case: &Case<'_>, index: Index, server: ServerId) -> Answer {
    let answer = commit::answer(case, index, Some(server), true);
    let first = format!(
        "{server} applies only what it knows to be committed, and it does not know that of entry {index}."
    );
    let mut answer = answer.first(first);
    answer.rules.insert(0, clause(case, index, server));
    answer
}
