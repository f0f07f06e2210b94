//! Why an entry is not committed: what the rule of commitment asks for, and what is missing.

use super::{Case, ExactEntry, Fate, reach, recover};
use crate::explain::answer::{Answer, Clause, Evidence, Held, Remedy};
use crate::explain::sentence::Sentence;
use crate::explain::words::servers;
use crate::history::Watched;
use crate::language::{Condition, Targets};
use crate::paper::Rule;
use crate::raft::{Command, Fact, Index, LeaderState, ServerId, ServerSet};

/// That an entry is committed, or known to be on a server: as a condition of the language, and as a test.
pub(super) fn goal(index: Index, server: Option<ServerId>) -> (Condition, impl Fn(&Watched) -> bool + Copy) {
    let holds = move |state: &Watched| match server {
        None => state.checker.committed_index() >= index,
        Some(server) => {
            state.world.node(server).server().is_some_and(|it| it.volatile().commit_index >= index)
        }
    };
    let condition = match server {
        None => Condition::committed(index),
        Some(server) => Condition::CommittedOn { index, term: None, who: Targets::server(server) },
    };
    (condition, holds)
}

/// No leader has committed it.
pub(super) fn missing(case: &Case<'_>, index: Index, server: Option<ServerId>) -> Answer {
    let leader = case.world.leader();
    let of_leader = leader.and_then(|it| ExactEntry::of(&case.world.node(it).persistent().log, index));
    let Some(named) = of_leader.or_else(|| ExactEntry::at(case.run, index, None)) else {
        return nowhere(case, index, server);
    };
    let on = named.holders(case.world);
    let (headline, second) = match leader {
        None => (
            format!("Nobody leads, and only a leader commits. Entry {index} is on {}.", case.share(on.len()))
                .into(),
            None,
        ),
        Some(leader) if of_leader.is_none() => (
            format!(
                "{leader} leads without it: entry {index} of term {} is on {} only.",
                named.entry.term, on
            )
            .into(),
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
                Held::new(case.is_quorum(on), "on a majority", case.share(on.len())),
            ],
        )),
    };
    let (condition, holds) = goal(index, server);
    let leads_to = Sentence::from(condition.to_string());
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
            Rule::L7.article().why
        ),
        Fate::Gone | Fate::Open => Rule::L7.article().why.to_owned(),
    };
    let old = leader.is_some_and(|leader| named.entry.term != case.term(leader));
    let change = match leader {
        Some(leader) if old => {
            format!("An entry of term {}, behind it, on a majority: {index} goes with it.", case.term(leader))
        }
        Some(_) => {
            format!("Copies on {}, and word of them to the leader.", case.quorums())
        }
        None => "A leader that has it, and an entry of that leader's own term on a majority.".to_owned(),
    };
    answer
        .because(reason)
        .changed_by(change)
        .with(history(case, named, leader))
        .light(on)
        .light_entry(on, index)
        .do_this(remedies)
}

/// Why a leader that has the entry has not committed it.
fn withheld(case: &Case<'_>, leader: ServerId, named: ExactEntry) -> (Sentence, Option<Sentence>) {
    let Some(server) = case.world.node(leader).server() else { return (Sentence::default(), None) };
    let (index, term) = (named.index, case.term(leader));
    let known = server.holders(index);
    let really = named.holders(case.world);
    if case.is_quorum(known) && named.entry.term < term {
        return (
            format!(
                "A majority has it, but it is of term {} and {leader} leads term {term}.",
                named.entry.term
            )
            .into(),
            Some("A leader counts copies only of entries of its own term.".into()),
        );
    }
    let first = format!(
        "{leader} knows of copies on {} only ({known}), and needs {}.",
        case.share(known.len()),
        case.quorums().least()
    );
    let second = if case.is_quorum(really) {
        format!("It is on {} by now, but their word has not come back.", servers(really)).into()
    } else {
        let lacking = case.world.roster().minus(really);
        let obstacles: Vec<Sentence> =
            lacking.iter().filter_map(|it| reach::obstacle(case.world, leader, it)).collect();
        if obstacles.is_empty() {
            format!("It is still on its way to {}.", servers(lacking)).into()
        } else {
            Sentence::joined(obstacles.into_iter().take(3), "; ")
        }
    };
    (first.into(), Some(second))
}

/// Leaders 4, with the values of a leader.
pub(super) fn committing(case: &Case<'_>, index: Index, leader: ServerId) -> Option<Clause> {
    let server = case.world.node(leader).server()?;
    let state: &LeaderState = server.leader()?;
    let entry = server.persistent().log.get(index)?;
    let commit = server.volatile().commit_index;
    let known = server.holders(index);
    let term = server.term();
    let behind: Vec<String> = state
        .everyone()
        .filter(|(_, progress)| progress.match_index < index)
        .map(|(server, progress)| format!("{server} has {}", progress.match_index))
        .collect();
    let enough = case.is_quorum(known);
    let live = match behind.len() {
        _ if enough => known.to_string(),
        1..=4 => format!("{known}; {}", behind.join(", ")),
        _ => format!("{}: {known}", case.share(known.len())),
    };
    Some(Clause::of(
        Rule::L7,
        [
            Held::new(index > commit, "an index above the commit index", format!("{index} > {commit}")),
            Held::new(enough, "on a majority, by match index", live),
            Held::new(
                entry.term == term,
                "of the leader's own term",
                if entry.term == term { term.to_string() } else { format!("{}, not {term}", entry.term) },
            ),
        ],
    ))
}

/// A new command of the leader's own term, which takes all before it along.
pub(super) fn with_own_entry(
    case: &Case<'_>,
    condition: &Condition,
    leads_to: &Sentence,
    holds: impl Fn(&Watched) -> bool + Copy,
) -> Option<Remedy> {
    let leader = case.world.leader()?;
    let mut trial = case.trial();
    trial.submit(&[Command::set("new", 1)?], leader).until(condition, super::trial::SOON, holds);
    let text = format!("submit another command to {leader}");
    if holds(trial.state()) { trial.remedy(text, leads_to.clone()) } else { None }
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
    let missing = index.since(length).max(1);
    let mut trial = case.trial();
    let mut remedy = None;
    if missing <= 20
        && index > Index::ZERO
        && let Some(leader) = case.world.leader()
    {
        let commands: Vec<Command> = (1..).take(missing).filter_map(|it| Command::set("new", it)).collect();
        trial.submit(&commands, leader).until(&condition, super::trial::SOON, holds);
        if holds(trial.state()) {
            remedy = trial.remedy(
                format!("submit {} to {leader}", crate::explain::words::count(missing, "command")),
                condition.to_string(),
            );
        }
    }
    answer
        .because(Rule::L3.article().why)
        .changed_by("Commands of clients, taken by a leader.")
        .do_this(remedy)
}

/// How it came about: the entry's beginning, the present leader's election, the last copies.
fn history(case: &Case<'_>, named: ExactEntry, leader: Option<ServerId>) -> Vec<Evidence> {
    let ExactEntry { index, entry, .. } = named;
    let born = case.past.last(|step| {
        step.seen().any(|fact| matches!(fact, Fact::EntryAppended { index: at, term: Some(term), .. } | Fact::NoOpAppended { index: at, term: Some(term) } if at == index && term == entry.term))
    });
    let won = leader.and_then(|leader| case.past.won(leader, case.term(leader)));
    let since = won.as_ref().map_or(0, |won| won.number);
    let known = leader.map_or_else(Vec::new, |leader| {
        case.past.all(2, |step| {
            step.number > since
                && step.server() == Some(leader)
                && step.seen().any(|fact| match fact {
                    Fact::MatchAdvanced { from, to, .. } => from < index && index <= to,
                    Fact::CommitWithheld { index: at, .. } => at >= index,
                    _ => false,
                })
        })
    });
    let steps = born.into_iter().chain(won).chain(known);
    case.past.tell_all(steps)
}
