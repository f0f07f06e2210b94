//! Whether a server could win an election now: with whose votes, refused by whom and why.

use super::ballot::{Prospects, Says, Voter, tip};
use super::trial::SOON;
use super::{Case, elect, reach};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{ElectionClaim, When};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::servers;
use crate::language::{Condition, Op, Quantity, Targets};
use crate::paper::Rule;
use crate::raft::{Denial, ServerId, ServerSet};
use crate::sim::{Contents, LifeKind, World};

pub(super) fn can_win(case: &Case<'_>, server: ServerId) -> Answer {
    let prospects = Prospects::of(case.world, server);
    let node = case.world.node(server);
    let votes = prospects.votes();
    let share = case.share(votes.len());
    let term = prospects.term;
    let answer = if node.leads() {
        let leads =
            format!("{server} leads term {} already, and a leader does not stand.", case.term(server));
        case.answer(leads).says(false)
    } else if !prospects.can_stand {
        let what = if node.is_down() { "down" } else { "frozen" };
        case.answer(format!("Not now: {server} is {what}, and stands for nothing.")).says(false)
    } else if prospects.now() {
        let others = votes.minus(ServerSet::only(server));
        let with = if others.is_empty() { "alone".to_owned() } else { format!("with {}", servers(others)) };
        case.answer(format!("Yes: if {server} stands now, in term {term}, it can win {with}: {share} votes."))
            .says(true)
    } else {
        case.answer(format!(
            "No: if {server} stands now, in term {term}, it gets {share} votes, and needs {}.",
            prospects.quorums.least()
        ))
        .says(false)
    };
    let answer = answer
        .and(ever(case, &prospects))
        .by(counted(case, &prospects))
        .by(restriction(case, &prospects))
        .light(votes.or(ServerSet::only(server)))
        .because(Rule::V2.article().why)
        .do_this(remedies(case, &prospects));
    let answer = by_messages(case, &prospects, answer);
    let changed = if prospects.ever() {
        "Votes of an older term bind nobody in a newer one: what counts in the end is whose log is as new."
    } else {
        "Only a newer log would: entries that it gets from a leader."
    };
    let evidence = case.past.all(4, |step| {
        step.seen().any(|fact| {
            use crate::raft::Fact;
            matches!(fact, Fact::VoteDenied { to, .. } | Fact::VoteGranted { to, .. } if to == server)
        })
    });
    answer.changed_by(changed).with(case.past.tell_all(evidence))
}

/// What would be so in a later term, with all servers running and in touch.
fn ever(case: &Case<'_>, prospects: &Prospects) -> String {
    let server = prospects.candidate;
    let logs = prospects.by_logs;
    let share = case.share(logs.len());
    match (prospects.ever(), prospects.now()) {
        (true, true) => format!("By their logs {share} would vote for it in any newer term."),
        (true, false) => format!(
            "In a later term it could, with the logs as they are: those of {} are no newer than its own.",
            names(logs, case.world.roster())
        ),
        (false, true) => {
            format!("That rests on a rule that is set aside: by their logs {share} vote for it.")
        }
        (false, false) => {
            let newer = case.world.roster().minus(logs);
            format!(
                "Nor in any later term as the logs are: those of {} are newer than that of {server}.",
                names(newer, case.world.roster())
            )
        }
    }
}

/// All of a few servers by name.
fn names(set: ServerSet, all: ServerSet) -> String {
    match set.len() {
        _ if set == all => "all".to_owned(),
        0..=4 => servers(set),
        _ => set.to_string(),
    }
}

/// Candidates 2: the votes of a majority, one condition a server.
fn counted(case: &Case<'_>, prospects: &Prospects) -> Clause {
    let votes = prospects.votes();
    let enough = prospects.quorums.is_quorum(votes) && prospects.can_stand;
    let total = Held::new(
        enough,
        format!("the votes of {}", prospects.quorums),
        if votes.is_empty() { "none".to_owned() } else { votes.to_string() },
    );
    let each = prospects.voters.iter().map(|voter| said(case, prospects, voter));
    Clause::of(Rule::E3, std::iter::once(total).chain(each))
}

fn said(case: &Case<'_>, prospects: &Prospects, voter: &Voter) -> Held {
    let (voter, candidate, says, reached) = (voter.server, prospects.candidate, voter.says, voter.reached);
    let newer = ElectionClaim::LogIsNewer { server: voter, than: candidate };
    let live = match says {
        Says::Yes => say![newer.no()],
        Says::No(Denial::AlreadyVoted { to }) => {
            say![ElectionClaim::HasVoted { voter, term: prospects.term, candidate: Some(to) }]
        }
        Says::No(Denial::LogBehind { own_term, own_index, .. }) => {
            say![newer, ": ", ElectionClaim::LogEnds { server: voter, index: own_index, term: own_term }]
        }
        Says::NewerTerm(newer) => say![ElectionClaim::InTerm { server: voter, term: newer }],
    };
    let obstacle = reach::obstacle(case.world, candidate, voter);
    let live = Sentence::joined(obstacle.into_iter().chain([live]), "; ");
    let would = ElectionClaim::WouldVote { voter, candidate, when: When::Now };
    Held::of(would.is(reached && says == Says::Yes), live)
}

/// `RequestVote` 2: the candidate's log against that of each other.
fn restriction(case: &Case<'_>, prospects: &Prospects) -> Clause {
    let (term, index) = tip(case.world, prospects.candidate);
    let enough = prospects.ever();
    let text = format!("a log as new as those of {}", prospects.quorums);
    let live = format!("it ends at {index}, term {term}; no newer: {}", prospects.by_logs);
    Clause::of(Rule::V2, [Held::new(enough, text, live)])
}

/// Messages on their way that may change the outcome before the votes are asked.
fn by_messages(case: &Case<'_>, prospects: &Prospects, answer: Answer) -> Answer {
    let newer = prospects.voters.iter().filter(|voter| voter.reached).find_map(|voter| match voter.says {
        Says::NewerTerm(term) => Some((voter.server, term)),
        _ => None,
    });
    let answer = match newer {
        Some((other, term)) => answer.note(format!(
            "{other} answers with term {term}: if that answer comes before the last vote, {} steps down.",
            prospects.candidate
        )),
        None => answer,
    };
    let matters = |message: &Contents| {
        message.term().is_none_or(|term| term >= prospects.term)
            || message.entry_count() > 0
            || message.grants_vote()
    };
    let flights = case.world.network().flights();
    let ids: Vec<_> = flights
        .filter(|flight| flight.doom.is_none() && matters(&flight.message))
        .map(|flight| flight.id)
        .collect();
    if ids.is_empty() {
        return answer;
    }
    let count = crate::explain::words::count(ids.len(), "message");
    let first = if ids.len() == 1 { "it arrives" } else { "they arrive" };
    let note = format!(
        "{count} in flight can change terms, votes or logs, and with them this answer, if {first} first."
    );
    answer.note(note).light_messages(ids)
}

pub(super) fn remedies(case: &Case<'_>, prospects: &Prospects) -> Vec<Remedy> {
    let server = prospects.candidate;
    let leads = move |state: &crate::history::Watched| state.world.node(server).leads();
    let condition = Condition::leads(server);
    if case.world.node(server).leads() {
        let mut trial = case.trial();
        trial.crash(ServerSet::only(server));
        return trial
            .remedy(format!("crash {server}"), "the others may elect another".to_owned())
            .into_iter()
            .collect();
    }
    let mut plain = case.trial();
    plain.timeout(server).until(&condition, SOON, leads);
    let mut found: Vec<Remedy> =
        plain.remedy(format!("let {server} stand now"), "it leads").into_iter().collect();
    if !found.is_empty() {
        return found;
    }
    if prospects.ever() {
        let with = enough(case.world, prospects);
        let leads_to = format!("it leads with {}", servers(with.minus(ServerSet::only(server))));
        let elected = elect::won(&case.trial(), server, with)
            .and_then(|trial| trial.remedy(format!("let {server} stand among those that will"), leads_to));
        found.extend(elected);
    } else if let Some(leader) = case.world.leader() {
        // A leader brings it what it lacks.
        let mut trial = case.trial();
        elect::wake(&mut trial, ServerSet::only(server));
        if case.world.network().has_cuts() {
            trial.heal();
        }
        let as_new = move |state: &crate::history::Watched| Prospects::of(&state.world, server).ever();
        let length = case.world.node(leader).persistent().log.last_index();
        let has_it = Condition::compare(Quantity::Length(Targets::server(server)), Op::AtLeast, length.0);
        trial.until(&has_it, SOON, move |state| {
            state.world.node(server).persistent().log.last_index() >= length
        });
        if trial.works() && as_new(trial.state()) {
            let with = enough(&trial.state().world, &Prospects::of(&trial.state().world, server));
            found.extend(elect::won(&trial, server, with).and_then(|trial| {
                trial.remedy(
                    format!("let {leader} bring {server} what it lacks, then let it stand"),
                    "it leads",
                )
            }));
        }
    }
    found
}

/// As few voters as it takes, those that run first.
fn enough(world: &World, prospects: &Prospects) -> ServerSet {
    let server = prospects.candidate;
    let mut others: Vec<ServerId> = prospects.by_logs.minus(ServerSet::only(server)).iter().collect();
    others.sort_by_key(|other| world.node(*other).kind() != LifeKind::Up);
    let enough = prospects.quorums.completed(ServerSet::only(server), others);
    enough.unwrap_or(prospects.by_logs.or(ServerSet::only(server)))
}
