//! Whether a server could win an election now: which servers would vote for it, which would not, and why.

use super::ballot::{Prospects, Says, Voter, tip};
use super::trial::SOON;
use super::{Case, elect, reach};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{ElectionClaim, When};
use crate::explain::sentence::{Sentence, say};
use crate::language::{Being, Condition, Op, Quantity, Targets};
use crate::paper::Rule;
use crate::raft::{Denial, Fact, SeenFact, ServerId, ServerSet};
use crate::sim::{Contents, LifeKind, World};

pub(super) fn can_win(case: &Case<'_>, server: ServerId) -> Answer {
    let prospects = Prospects::of(case.world, server);
    let node = case.world.node(server);
    let votes = prospects.votes();
    let now = ElectionClaim::WouldGet { candidate: server, votes, when: When::Now };
    let headline = if node.leads() {
        let leads = ElectionClaim::Leads { server, term: case.term(server) };
        say!["no: ", leads, ", and a leader starts no election"]
    } else if !prospects.can_stand {
        let why = if node.is_down() {
            ElectionClaim::Is { server, being: Being::Down }
        } else {
            ElectionClaim::IsFrozen(server)
        };
        say!["not now: ", why, ", so it starts no election"]
    } else if prospects.now() {
        say!["yes: ", now, ", and ", case.needs_votes()]
    } else {
        say!["no: ", now, ", and ", case.needs_votes()]
    };
    let answer = case
        .answer(headline)
        .decides(ElectionClaim::CanWin { server, when: When::Now }.is(prospects.now()))
        .and(ever(case, &prospects))
        .by(counted(case, &prospects))
        .by(restriction(case, &prospects))
        .light(votes.or(ServerSet::only(server)))
        .because(Rule::V2.article().why)
        .do_this(remedies(case, &prospects));
    let answer = by_messages(case, &prospects, answer);
    let changed = if prospects.ever() {
        "Votes from an older term do not count in a newer one: in the end, what counts is whose log is at least as up-to-date."
    } else {
        "Only a more up-to-date log: entries that it gets from a leader."
    };
    let about = |fact: SeenFact| matches!(fact, Fact::VoteDenied { to, .. } | Fact::VoteGranted { to, .. } if to == server);
    let evidence = case.past.all(4, |step| step.seen().any(about));
    answer
        .changed_by(changed)
        .with(evidence.iter().map(|step| case.past.cited(step, about)).collect::<Vec<_>>())
}

/// What would be true in a later term, with all servers running and connected.
fn ever(case: &Case<'_>, prospects: &Prospects) -> Sentence {
    let server = prospects.candidate;
    let votes = prospects.by_logs;
    let would = ElectionClaim::WouldGet { candidate: server, votes, when: When::Later };
    let can = ElectionClaim::CanWin { server, when: When::Later }.is(prospects.ever());
    let all = "with all servers running and connected, ";
    match (prospects.ever(), prospects.now()) {
        (true, true) => say![all, would],
        (true, false) => say![all, can],
        (false, true) => say![all, can, "; it can win now only because a rule is off"],
        (false, false) => {
            let newer = case.world.roster().minus(votes).iter().take(2).map(|voter| {
                let newer = tip(case.world, voter) > tip(case.world, server);
                Sentence::from(ElectionClaim::LogIsNewer { server: voter, than: server }.is(newer))
            });
            say![all, can, ": ", Sentence::joined(newer, "; ")]
        }
    }
}

/// Candidates 2: the votes of a majority, one condition per server.
fn counted(case: &Case<'_>, prospects: &Prospects) -> Clause {
    let (candidate, votes) = (prospects.candidate, prospects.votes());
    let would = ElectionClaim::WouldGet { candidate, votes, when: When::Now };
    let enough = ElectionClaim::IsEnough(votes).is(prospects.quorums.is_quorum(votes));
    let total = Held::if_so(enough, "the votes of a majority", would);
    let each = prospects.voters.iter().map(|voter| said(case, prospects, voter));
    Clause::of(Rule::E3, std::iter::once(total).chain(each))
}

fn said(case: &Case<'_>, prospects: &Prospects, voter: &Voter) -> Held {
    let (voter, candidate, says, reached) = (voter.server, prospects.candidate, voter.says, voter.reached);
    // With a voting rule off, a server may vote for a candidate whose log is less up-to-date.
    let newer = ElectionClaim::LogIsNewer { server: voter, than: candidate };
    let newer = newer.is(tip(case.world, voter) > tip(case.world, candidate));
    let disk = case.world.node(voter).persistent();
    let live = match says {
        Says::Yes => say![newer],
        Says::No(Denial::AlreadyVoted { .. }) => {
            say![ElectionClaim::HasVoted { voter, term: disk.current_term, candidate: disk.voted_for }]
        }
        Says::No(Denial::LogBehind { own_term, own_index, .. }) => {
            say![newer, ": ", ElectionClaim::LogEnds { server: voter, index: own_index, term: own_term }]
        }
        Says::NewerTerm(newer) => say![ElectionClaim::InTerm { server: voter, term: newer }],
    };
    let obstacle = reach::obstacle(case.world, candidate, voter);
    let live = Sentence::joined(obstacle.into_iter().chain([live]), "; ");
    let would = ElectionClaim::WouldVote { voter, candidate, when: When::Now };
    Held::of(would.is(prospects.can_stand && reached && says == Says::Yes), live)
}

/// `RequestVote` 2: the candidate's log against that of each other.
fn restriction(case: &Case<'_>, prospects: &Prospects) -> Clause {
    let (candidate, votes) = (prospects.candidate, prospects.by_logs);
    let (term, index) = tip(case.world, candidate);
    let enough = ElectionClaim::IsEnough(votes).is(prospects.ever());
    let live = say![
        ElectionClaim::LogEnds { server: candidate, index, term },
        "; ",
        ElectionClaim::WouldGet { candidate, votes, when: When::Later }
    ];
    Clause::of(Rule::V2, [Held::if_so(enough, "a log at least as up-to-date as a majority's", live)])
}

/// Messages in flight that may change the outcome before the vote requests arrive.
fn by_messages(case: &Case<'_>, prospects: &Prospects, answer: Answer) -> Answer {
    let newer = prospects.voters.iter().filter(|voter| voter.reached).find_map(|voter| match voter.says {
        Says::NewerTerm(term) => Some((voter.server, term)),
        _ => None,
    });
    let answer = match newer {
        Some((server, term)) => answer.note(say![
            ElectionClaim::InTerm { server, term },
            ": if its reply arrives before the last vote, the candidate steps down"
        ]),
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
    answer
        .note("Messages in flight can change terms, votes or logs, and with them this answer, if they arrive first.")
        .light_messages(ids)
}

pub(super) fn remedies(case: &Case<'_>, prospects: &Prospects) -> Vec<Remedy> {
    let server = prospects.candidate;
    let leads = move |state: &crate::history::Watched| state.world.node(server).leads();
    let condition = Condition::leads(server);
    if case.world.node(server).leads() {
        let mut trial = case.trial();
        trial.crash(ServerSet::only(server));
        return trial
            .remedy(format!("crash {server}"), ElectionClaim::Is { server, being: Being::Down })
            .into_iter()
            .collect();
    }
    let mut plain = case.trial();
    plain.timeout(server).until(&condition, SOON, leads);
    let is_leader = || ElectionClaim::Is { server, being: Being::Leader };
    let mut found: Vec<Remedy> =
        plain.remedy(format!("let {server} start an election"), is_leader()).into_iter().collect();
    if !found.is_empty() {
        return found;
    }
    if prospects.ever() {
        let with = enough(case.world, prospects);
        let elected = elect::won(&case.trial(), server, with).and_then(|trial| {
            trial.remedy(
                format!("let {server} start an election among servers that will vote for it"),
                is_leader(),
            )
        });
        found.extend(elected);
    } else if let Some(leader) = case.world.leader() {
        // A leader replicates the missing entries to it.
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
                    format!("let {leader} replicate the missing entries to {server}, then let {server} start an election"),
                    is_leader(),
                )
            }));
        }
    }
    found
}

/// As few voters as it takes, running ones first.
fn enough(world: &World, prospects: &Prospects) -> ServerSet {
    let server = prospects.candidate;
    let mut others: Vec<ServerId> = prospects.by_logs.minus(ServerSet::only(server)).iter().collect();
    others.sort_by_key(|other| world.node(*other).kind() != LifeKind::Up);
    let enough = prospects.quorums.completed(ServerSet::only(server), others);
    enough.unwrap_or(prospects.by_logs.or(ServerSet::only(server)))
}
