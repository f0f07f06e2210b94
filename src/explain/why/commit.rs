//! Why an entry is committed, or is not, and what is missing.

use super::{Case, Fate, Named, reach, recover};
use crate::explain::answer::{Answer, Clause, Evidence, Held, Remedy};
use crate::explain::words::servers;
use crate::history::Watched;
use crate::paper::Rule;
use crate::paper::catalogue::article;
use crate::raft::{Command, Fact, Index, LeaderState, ServerId, ServerSet};
use crate::safety::Committed;

pub(super) fn answer(case: &Case<'_>, index: Index, server: Option<ServerId>, not: bool) -> Answer {
    let committed = (index.0 as usize).checked_sub(1).and_then(|at| case.checker.committed().get(at));
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
        (None, _) => missing(case, index, server),
    };
    let answer = answer.says(so);
    if so == not {
        let mut answer = answer;
        let on = server.map_or(String::new(), |server| format!(" on {server}"));
        let is = if so { "is" } else { "is not" };
        answer.headline.insert(0, format!("Entry {index} {is} committed{on}."));
        answer.headline.truncate(2);
        return answer;
    }
    answer
}

/// That an entry is committed, or known to be on a server: in the words of the language, and as a test.
fn goal(index: Index, server: Option<ServerId>) -> (String, impl Fn(&Watched) -> bool + Copy) {
    let on = server.map_or(String::new(), |server| format!(" on {server}"));
    let holds = move |state: &Watched| match server {
        None => state.checker.committed().len() >= index.0 as usize,
        Some(server) => {
            state.world.node(server).server().is_some_and(|it| it.volatile().commit_index >= index)
        }
    };
    (format!("index {index} is committed{on}"), holds)
}

/// Some leader committed it.
pub(super) fn by_leader(case: &Case<'_>, index: Index, committed: &Committed) -> Answer {
    let Committed { entry, by, in_term, step, .. } = *committed;
    let found = case.past.step(step);
    let fact = found.as_ref().and_then(|step| {
        step.facts.iter().find_map(|fact| match *fact {
            Fact::CommitAdvanced { from, to, on } if from < index && index <= to => Some((from, to, on)),
            _ => None,
        })
    });
    let named = Named { index, entry, digest: committed.digest };
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
                    Held::new(on.len() >= case.needed(), "on a majority, by match index", on.to_string()),
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
        None if step <= case.world.size() as u64 => case
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
        .because(article(Rule::L7).why)
        .changed_by("Nothing: what is committed stays committed.")
        .light(holders)
        .light_entry(holders, index)
}

/// A server knows it.
fn known(case: &Case<'_>, index: Index, server: ServerId, committed: Option<&Committed>) -> Answer {
    let step = case.past.last_of(server, |fact| match *fact {
        Fact::FollowerCommitAdvanced { from, to, .. } | Fact::CommitAdvanced { from, to, .. } => {
            from < index && index <= to
        }
        _ => false,
    });
    let learned = step.as_ref().and_then(|step| {
        step.facts.iter().find_map(|fact| match *fact {
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
                    Held::new(
                        leader_commit >= index,
                        "the leader's commit index reaches it",
                        leader_commit.to_string(),
                    ),
                    Held::new(
                        last_new >= index,
                        "the request reached as far, so the logs agree",
                        last_new.to_string(),
                    ),
                ],
            );
            let answer = case
                .answer(format!("{server} learned it from its leader: that has committed up to {leader_commit}, and their logs agree up to {last_new}."))
                .by(clause)
                .with(case.past.with_cause(step.as_ref()))
                .because(article(Rule::R4).why)
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
    let named = Named { index, entry: committed.entry, digest: committed.digest };
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
        committing(case, index, server)
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
    let (condition, knows) = goal(index, Some(server));
    let leads_to = format!("{server} knows it");
    let mut remedies = recover::ways(case, &case.trial(), &condition, &leads_to, knows);
    if remedies.is_empty() {
        remedies.extend(with_own_entry(case, &condition, &leads_to, knows));
    }
    let answer =
        case.answer(headline).and(format!("{} committed it in term {}.", committed.by, committed.in_term));
    let answer = clause.into_iter().fold(answer, Answer::by);
    answer
        .with(case.past.evidence_of(committed.step))
        .with(case.past.told(case.past.stopped(server).as_ref()))
        .because(article(if leads { Rule::L7 } else { Rule::R4 }).why)
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

/// No leader has committed it.
fn missing(case: &Case<'_>, index: Index, server: Option<ServerId>) -> Answer {
    let leader = case.world.leader();
    let of_leader = leader.and_then(|it| Named::of(&case.world.node(it).persistent().log, index));
    let Some(named) = of_leader.or_else(|| Named::at(case.run, index, None)) else {
        return nowhere(case, index, server);
    };
    let on = named.holders(case.world);
    let (headline, second) = match leader {
        None => (
            format!("Nobody leads, and only a leader commits. Entry {index} is on {}.", case.share(on.len())),
            None,
        ),
        Some(leader) if of_leader.is_none() => (
            format!(
                "{leader} leads without it: entry {index} of term {} is on {} only.",
                named.entry.term, on
            ),
            None,
        ),
        Some(leader) => withheld(case, leader, named),
    };
    let fate = Fate::of(case.run, named);
    let answer = case.answer(headline);
    let answer = second.into_iter().fold(answer, Answer::and);
    let clause = leader.and_then(|leader| committing(case, index, leader));
    let answer = match clause {
        Some(clause) => answer.by(clause),
        None => answer.by(Clause::of(
            Rule::L7,
            [
                Held::new(
                    leader.is_some(),
                    "a server leads",
                    leader.map_or_else(|| "nobody".to_owned(), |it| it.to_string()),
                ),
                Held::new(of_leader.is_some(), "its log has the entry", format!("it is on {on}")),
                Held::new(on.len() >= case.needed(), "on a majority", case.share(on.len())),
            ],
        )),
    };
    let (condition, holds) = goal(index, server);
    let leads_to = condition.clone();
    let mut remedies = recover::ways(case, &case.trial(), &condition, &leads_to, holds);
    if remedies.is_empty() {
        remedies.extend(with_own_entry(case, &condition, &leads_to, holds));
    }
    if let Fate::CanBeLost(loss) = &fate {
        remedies.push(loss.remedy.clone());
    }
    let reason = match &fate {
        Fate::CanBeLost(loss) => {
            let others = servers(loss.with.minus(ServerSet::only(loss.leader)));
            format!(
                "Not safe yet: {} can still lead with {others} and put its own entry at {index}.",
                loss.leader
            )
        }
        Fate::Safe(_) => format!(
            "No server without it can be elected any more; the leader does not know that, and the rule asks only for what it can know. {}",
            article(Rule::L7).why
        ),
        Fate::Gone | Fate::Open => article(Rule::L7).why.to_owned(),
    };
    let old = leader.is_some_and(|leader| named.entry.term != case.term(leader));
    let change = match leader {
        Some(leader) if old => {
            format!("An entry of term {}, behind it, on a majority: {index} goes with it.", case.term(leader))
        }
        Some(_) => {
            format!("Copies on {} of {}, and word of them to the leader.", case.needed(), case.world.size())
        }
        None => "A leader that has it, and an entry of that leader's own term on a majority.".to_owned(),
    };
    answer
        .because(&reason)
        .changed_by(change)
        .with(history(case, named, leader))
        .light(on)
        .light_entry(on, index)
        .do_this(remedies)
}

/// Why a leader that has the entry has not committed it.
fn withheld(case: &Case<'_>, leader: ServerId, named: Named) -> (String, Option<String>) {
    let Some(server) = case.world.node(leader).server() else { return (String::new(), None) };
    let (index, term) = (named.index, case.term(leader));
    let known = server.holders(index);
    let really = named.holders(case.world);
    if known.len() >= case.needed() && named.entry.term < term {
        return (
            format!(
                "A majority has it, but it is of term {} and {leader} leads term {term}.",
                named.entry.term
            ),
            Some("A leader counts copies only of entries of its own term.".to_owned()),
        );
    }
    let first = format!(
        "{leader} knows of copies on {} only ({known}), and needs {}.",
        case.share(known.len()),
        case.needed()
    );
    let second = if really.len() >= case.needed() {
        format!("It is on {} by now, but their word has not come back.", servers(really))
    } else {
        let lacking = case.world.all().minus(really);
        let obstacles: Vec<String> =
            lacking.iter().filter_map(|it| reach::obstacle(case.world, leader, it)).collect();
        if obstacles.is_empty() {
            format!("It is still on its way to {}.", servers(lacking))
        } else {
            let most: Vec<String> = obstacles.into_iter().take(3).collect();
            format!("{}.", crate::explain::answer::capitalized(&most.join("; ")))
        }
    };
    (first, Some(second))
}

/// Leaders 4, with the values of a leader.
fn committing(case: &Case<'_>, index: Index, leader: ServerId) -> Option<Clause> {
    let server = case.world.node(leader).server()?;
    let state: &LeaderState = server.leader()?;
    let entry = server.persistent().log.get(index)?;
    let commit = server.volatile().commit_index;
    let known = server.holders(index);
    let term = server.term();
    let behind: Vec<String> = (0..state.match_index.len())
        .filter(|at| state.match_index[*at] < index)
        .map(|at| format!("{} {}", ServerId::at(at), state.match_index[at]))
        .collect();
    let live =
        if behind.is_empty() { known.to_string() } else { format!("{known}; not {}", behind.join(", ")) };
    Some(Clause::of(
        Rule::L7,
        [
            Held::new(index > commit, "an index above the commit index", format!("{index} > {commit}")),
            Held::new(known.len() >= case.needed(), "on a majority, by match index", live),
            Held::new(
                entry.term == term,
                "of the leader's own term",
                if entry.term == term { term.to_string() } else { format!("{}, not {term}", entry.term) },
            ),
        ],
    ))
}

/// A new command of the leader's own term, which takes all before it along.
fn with_own_entry(
    case: &Case<'_>,
    condition: &str,
    leads_to: &str,
    holds: impl Fn(&Watched) -> bool + Copy,
) -> Option<Remedy> {
    let leader = case.world.leader()?;
    let mut trial = case.trial();
    trial.submit(&[Command::set("new", 1)?], leader).until(condition, super::trial::SOON, holds);
    let text = format!("submit another command to {leader}");
    if holds(trial.state()) { trial.remedy(text, leads_to) } else { None }
}

/// There is no such entry.
fn nowhere(case: &Case<'_>, index: Index, server: Option<ServerId>) -> Answer {
    let longest =
        case.world.nodes().iter().map(|node| node.persistent().log.last_index()).max().unwrap_or_default();
    let answer = case.answer(match longest {
        Index::ZERO => format!("There is no entry {index}: all logs are empty."),
        last => format!("There is no entry {index}: no log is longer than {last}."),
    });
    let (condition, holds) = goal(index, server);
    let length = case.world.leader().map_or(longest, |it| case.world.node(it).persistent().log.last_index());
    let missing = index.0.saturating_sub(length.0).max(1);
    let mut trial = case.trial();
    let mut remedy = None;
    if missing <= 20
        && index > Index::ZERO
        && let Some(leader) = case.world.leader()
    {
        let commands: Vec<Command> =
            (1..=missing).filter_map(|it| Command::set("new", i64::from(it))).collect();
        trial.submit(&commands, leader).until(&condition, super::trial::SOON, holds);
        if holds(trial.state()) {
            remedy = trial.remedy(
                format!("submit {} to {leader}", crate::explain::words::count(missing as usize, "command")),
                condition.clone(),
            );
        }
    }
    answer
        .because(article(Rule::L3).why)
        .changed_by("Commands of clients, taken by a leader.")
        .do_this(remedy)
}

/// How it came about: the entry's beginning, the present leader's election, the last copies.
fn history(case: &Case<'_>, named: Named, leader: Option<ServerId>) -> Vec<Evidence> {
    let Named { index, entry, .. } = named;
    let born = case.past.last(|step| {
        step.facts.iter().any(|fact| matches!(*fact, Fact::EntryAppended { index: at, term, .. } | Fact::NoOpAppended { index: at, term } if at == index && term == entry.term))
    });
    let won = leader.and_then(|leader| case.past.won(leader, case.term(leader)));
    let known = leader.map_or_else(Vec::new, |leader| {
        case.past.all(3, |step| {
            step.server() == Some(leader)
                && step.facts.iter().any(|fact| match *fact {
                    Fact::MatchAdvanced { from, to, .. } => from < index && index <= to,
                    Fact::CommitWithheld { index: at, .. } => at >= index,
                    _ => false,
                })
        })
    });
    let steps = born.into_iter().chain(won).chain(known);
    case.past.tell_all(steps)
}
