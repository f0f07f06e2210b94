//! Why an entry is committed, or is not, and what is missing.

use super::facts::at_least;
use super::{Case, ExactEntry, reach, recover, uncommitted};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::sentence::Sentence;
use crate::explain::words::{known as or_mark, servers};
use crate::paper::Rule;
use crate::raft::{Fact, Index, ServerId, ServerSet};
use crate::safety::Committed;

pub(super) fn answer(case: &Case<'_>, index: Index, server: Option<ServerId>, not: bool) -> Answer {
    let committed = case.checker.committed_at(index);
    let knows = |server: ServerId| {
        case.world.node(server).server().is_some_and(|it| it.volatile().commit_index >= index)
    };
    let so = match server {
        None => committed.is_some(),
        Some(server) => knows(server),
    };
    let answer = match (committed, server) {
        (_, Some(server)) if knows(server) => known(case, index, server, committed),
        (Some(committed), Some(server)) => unknown(case, index, server, committed),
        (Some(committed), None) => by_leader(case, index, committed),
        (None, _) => uncommitted::missing(case, index, server),
    };
    let answer = answer.says(so);
    if so == not {
        let on = server.map_or(String::new(), |server| format!(" on {server}"));
        let is = if so { "is" } else { "is not" };
        return answer.first(format!("Entry {index} {is} committed{on}."));
    }
    answer
}

/// Some leader committed it.
pub(super) fn by_leader(case: &Case<'_>, index: Index, committed: &Committed) -> Answer {
    let Committed { entry, by, in_term, step, .. } = *committed;
    let found = case.past.step(step);
    let fact = found.as_ref().and_then(|step| {
        step.seen().find_map(|fact| match fact {
            Fact::CommitAdvanced { from, to, on } if from < index && index <= to => Some((from, to, on)),
            _ => None,
        })
    });
    let named = ExactEntry { index, entry, digest: committed.digest };
    let holders = named.holders(case.world);
    let answer = match fact {
        Some((from, to, on)) => {
            let own = if to == index {
                "of its own term and".to_owned()
            } else {
                format!("before entry {to}, which is of its own term and")
            };
            let headline = format!(
                "{by} committed it in term {in_term}: it is {own} on {} ({}).",
                case.share(on.len()),
                servers(on)
            );
            let clause = Clause::of(
                Rule::L7,
                [
                    Held::new(to > from, format!("an index above the commit index {from}"), to.to_string()),
                    Held::new(case.is_quorum(on), "on a majority, by match index", on.to_string()),
                    Held::new(
                        entry.term == in_term || to > index,
                        "of the leader's own term",
                        if to == index {
                            format!("term {}", entry.term)
                        } else {
                            format!("{to} is, of term {in_term}")
                        },
                    ),
                ],
            );
            let answer = case.answer(headline).by(clause);
            if to > index {
                let after = Held::new(
                    true,
                    format!("before an entry that is committed by count: {to}"),
                    index.to_string(),
                );
                answer.by(Clause::of(Rule::L8, [after]))
            } else {
                answer
            }
        }
        None if case.world.is_boot(step) => case
            .answer(format!("It was so from the start: the setup says that {by} knows it to be committed.")),
        None => case.answer(format!("{by} committed it in term {in_term}, in step {step}.")),
    };
    let won = case.past.won(by, in_term);
    let stored = holders.iter().filter_map(|server| case.past.stored(server, index));
    answer
        .and(format!("It is on {} now, and stays: every later leader has it.", case.share(holders.len())))
        .with(case.past.told(won.as_ref()))
        .with(case.past.tell_all(stored.filter(|stored| stored.number <= step)))
        .with(case.past.told(found.as_ref()))
        .because(Rule::L7.article().why)
        .changed_by("Nothing: what is committed stays committed.")
        .light(holders)
        .light_entry(holders, index)
}

/// A server knows it.
fn known(case: &Case<'_>, index: Index, server: ServerId, committed: Option<&Committed>) -> Answer {
    let step = case.past.last_of(server, |fact| match fact {
        Fact::FollowerCommitAdvanced { from, to, .. } | Fact::CommitAdvanced { from, to, .. } => {
            from < index && index <= to
        }
        _ => false,
    });
    let learned = step.as_ref().and_then(|step| {
        step.seen().find_map(|fact| match fact {
            Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new }
                if from < index && index <= to =>
            {
                Some((leader_commit, last_new))
            }
            _ => None,
        })
    });
    match (learned, committed) {
        (Some((leader_commit, last_new)), _) => {
            let clause = Clause::of(
                Rule::R4,
                [
                    at_least(leader_commit, index, "the leader's commit index reaches it"),
                    at_least(last_new, index, "the request reached as far, so the logs agree"),
                ],
            );
            let (leader_commit, last_new) = (or_mark(leader_commit), or_mark(last_new));
            let answer = case
                .answer(format!("{server} learned it from its leader: that has committed up to {leader_commit}, and their logs agree up to {last_new}."))
                .by(clause)
                .with(case.past.with_cause(step.as_ref()))
                .because(Rule::R4.article().why)
                .light(ServerSet::only(server))
                .light_entry(ServerSet::only(server), index);
            answer
                .with(committed.and_then(|it| case.past.evidence_of(it.step)))
                .changed_by("A crash of the server alone: it would have to learn it again.")
                .do_this(forget(case, server))
        }
        (None, Some(committed)) => by_leader(case, index, committed),
        (None, None) => {
            case.answer(format!("{server} takes it for committed, but no leader ever committed it."))
        }
    }
}

fn forget(case: &Case<'_>, server: ServerId) -> Option<Remedy> {
    let mut trial = case.trial();
    trial.crash(ServerSet::only(server)).restart(ServerSet::only(server));
    trial.remedy(format!("crash and restart {server}"), "its commit index is 0 again")
}

/// It is committed, but this server does not know.
fn unknown(case: &Case<'_>, index: Index, server: ServerId, committed: &Committed) -> Answer {
    let node = case.world.node(server);
    let named = ExactEntry { index, entry: committed.entry, digest: committed.digest };
    let has = named.is_in(&node.persistent().log);
    let leader = case.world.leader();
    let reached =
        leader.is_some_and(|leader| leader == server || reach::in_touch(case.world, leader).contains(server));
    let leads = node.leads();
    let own = node.server().map_or(Index::ZERO, |it| it.volatile().commit_index);
    let headline = match () {
        () if node.is_down() => {
            format!("{server} is down: a commit index is in memory only, and gone with it.")
        }
        () if leads => format!(
            "{server} has it, and may not count its copies: it is of term {}, and no entry of its own term is on a majority yet.",
            committed.entry.term
        ),
        () if !has => format!("{server} does not have it yet: its log {}.", ends(case, server)),
        () if leader.is_none() => format!("Nobody leads who could tell {server} that it is committed."),
        () if !reached => format!(
            "{} cannot reach {server}, so {server} does not hear that it is committed.",
            leader.map_or_else(String::new, |it| it.to_string())
        ),
        () => format!("{server} has it, and has not heard from its leader that it is committed."),
    };
    let leader_knows = leader
        .and_then(|it| case.world.node(it).server())
        .map_or(Index::ZERO, |it| it.volatile().commit_index);
    let clause = if leads {
        uncommitted::committing(case, index, server)
    } else {
        Some(Clause::of(
            Rule::R4,
            [
                Held::new(!node.is_down(), "it runs", if node.is_down() { "down" } else { "yes" }),
                Held::new(
                    leader.is_some() && reached,
                    "it hears a leader",
                    leader.map_or_else(|| "none".to_owned(), |it| it.to_string()),
                ),
                Held::new(
                    leader_knows >= index,
                    "the leader's commit index reaches it",
                    leader_knows.to_string(),
                ),
                Held::new(has, "its log has the entry", ends(case, server)),
                Held::new(false, "a message said so since", format!("its commit index is {own}")),
            ],
        ))
    };
    let (condition, knows) = uncommitted::goal(index, Some(server));
    let leads_to = Sentence::from(format!("{server} knows it"));
    let mut remedies = recover::ways(case, &case.trial(), &condition, &leads_to, knows);
    if remedies.is_empty() {
        remedies.extend(uncommitted::with_own_entry(case, &condition, &leads_to, knows));
    }
    let answer =
        case.answer(headline).and(format!("{} committed it in term {}.", committed.by, committed.in_term));
    let answer = clause.into_iter().fold(answer, Answer::by);
    answer
        .with(case.past.evidence_of(committed.step))
        .with(case.past.told(case.past.stopped(server).as_ref()))
        .because(if leads { Rule::L7 } else { Rule::R4 }.article().why)
        .changed_by("The next word of a leader that knows.")
        .light(ServerSet::only(server))
        .light_entry(named.holders(case.world), index)
        .do_this(remedies)
}

fn ends(case: &Case<'_>, server: ServerId) -> String {
    let log = &case.world.node(server).persistent().log;
    match log.last_index() {
        Index::ZERO => "is empty".to_owned(),
        last => format!("ends at {last}, term {}", log.last_term()),
    }
}
