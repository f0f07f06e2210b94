//! Why an entry is applied on a server or not.

use super::{Case, commit};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::{ElectionClaim, ServerClaim};
use crate::explain::sentence::{Sentence, say};
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
        return answer.first(ServerClaim::HasApplied { server, index }.is(so)).says(so);
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
            case.runs(server),
            Held::if_so(
                ServerClaim::CommitReaches { server, index }.is(commit >= index),
                "its commit index reaches the entry",
                Sentence::told(
                    format!("it is {commit}"),
                    ElectionClaim::CommitIndex { server, index: commit },
                ),
            ),
            Held::if_so(
                ServerClaim::HasApplied { server, index: index.previous() }.is(applied >= index.previous()),
                "every entry before it is applied",
                Sentence::told(
                    format!("up to index {applied}"),
                    ServerClaim::LastApplied { server, index: applied },
                ),
            ),
        ],
    )
    .speaking_to(server)
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
    // While a rule is off, its log may have changed since and no longer have what it executed.
    let executed = step.as_ref().and_then(|step| {
        step.seen().find_map(|fact| match fact {
            Fact::Applied { index: at, payload, .. } if at == index => payload,
            _ => None,
        })
    });
    let what = executed.map_or(ServerClaim::HasApplied { server, index }, |payload| {
        ServerClaim::HasExecuted { server, index, payload }
    });
    let mut trial = case.trial();
    trial.crash(ServerSet::only(server));
    let again = say![
        ElectionClaim::Is { server, being: Being::Down },
        ": after a restart, it executes the command again once it learns that the entry is committed"
    ];
    case.answer(say![
        what,
        ": it knew that the entry was committed, and it had applied every entry before it"
    ])
    .by(clause(case, index, server))
    .with(case.past.with_cause(learned.as_ref()))
    .with(case.past.told(step.as_ref()))
    .because(Rule::A1.article().why)
    .changed_by("Only a crash: the state machine is in memory.")
    .do_this(trial.remedy(format!("crash {server}"), again))
    .light(ServerSet::only(server))
    .light_entry(ServerSet::only(server), index)
}

/// It is not applied because the server does not know that it is committed.
fn missing(case: &Case<'_>, index: Index, server: ServerId) -> Answer {
    let answer = commit::answer(case, index, Some(server), true);
    let reaches = case.world.node(server).server().is_some_and(|it| it.volatile().commit_index >= index);
    let first = say![
        "A server applies only what it knows to be committed, and ",
        ServerClaim::CommitReaches { server, index }.is(reaches)
    ];
    let mut answer = answer.first(first);
    answer.rules.insert(0, clause(case, index, server));
    answer
}
