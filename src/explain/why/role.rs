//! Why a server leads, is a candidate, follows or is down.

use super::ballot::Prospects;
use super::trial::SOON;
use super::{Case, election};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{ElectionClaim, PastClaim, When};
use crate::explain::sentence::{Sentence, say};
use crate::language::{Being, Condition};
use crate::paper::Rule;
use crate::raft::{Candidate, Fact, Role, ServerId, ServerSet};
use crate::sim::{Life, World};

/// The role of a server. A frozen server keeps the role that it had.
pub(super) fn being(world: &World, server: ServerId) -> Being {
    match world.node(server).server().map(crate::raft::Server::role) {
        None => Being::Down,
        Some(Role::Follower { .. }) => Being::Follower,
        Some(Role::Candidate(_)) => Being::Candidate,
        Some(Role::Leader(_)) => Being::Leader,
    }
}

pub(super) fn answer(case: &Case<'_>, server: ServerId, asked: Being, not: bool) -> Answer {
    let is = being(case.world, server);
    let told = match &case.world.node(server).life {
        Life::Down(_) => down(case, server),
        Life::Up(it) | Life::Frozen(it) => match it.role() {
            Role::Leader(_) => leader(case, server),
            Role::Candidate(candidate) => candidate_now(case, server, *candidate),
            Role::Follower { leader } => follows(case, server, *leader),
        },
    };
    let told = if asked == Being::Leader && is != Being::Leader { lacks(case, server, told) } else { told };
    let told = match case.world.node(server).life {
        Life::Frozen(_) => {
            told.note(say![ElectionClaim::IsFrozen(server), ": it does nothing, but it keeps its role"])
        }
        _ => told,
    };
    if (is == asked) == not { contradicted(told, server, asked, is, not) } else { told }
}

/// The question assumes something that is not true.
fn contradicted(mut told: Answer, server: ServerId, asked: Being, is: Being, not: bool) -> Answer {
    let so = if not {
        say!["but ", ElectionClaim::Is { server, being: is }]
    } else {
        say![ElectionClaim::Is { server, being: asked }.no(), ": ", ElectionClaim::Is { server, being: is }]
    };
    // What it lacks to be a leader says more than why it has its role.
    let keep = usize::from(asked == Being::Leader && told.headline.len() > 1);
    let kept = told.headline.swap_remove(keep);
    told.headline = vec![so.finished(), kept];
    told
}

fn leader(case: &Case<'_>, server: ServerId) -> Answer {
    let term = case.term(server);
    let won = case.past.won(server, term);
    let by_setup = won.as_ref().is_some_and(|step| case.world.is_boot(step.number));
    let votes = won.as_ref().filter(|_| !by_setup).and_then(|step| {
        step.seen().find_map(|fact| match fact {
            Fact::BecameLeader { votes, .. } => Some(votes),
            _ => None,
        })
    });
    let leads = ElectionClaim::Leads { server, term };
    let headline = match votes {
        Some(votes) => say![leads, ": ", PastClaim::WonWith { server, term, votes }],
        None if by_setup => say![leads, ": ", PastClaim::LedFromStart { server, term }],
        None if case.past.is_whole() => say![leads, ", as the setup says"],
        None => say![leads, ": its election happened before the available history"],
    };
    let servers = case.world.which(|node| node.persistent().current_term > term);
    let answer = case.answer(headline).light(votes.unwrap_or_default().or(ServerSet::only(server)));
    let answer = if servers.is_empty() {
        answer.and("It leads until it learns of a newer term or crashes.")
    } else {
        let newer = ElectionClaim::InNewerTerm { servers, than: term };
        answer.and(say![newer, ", but the leader does not know it"])
    };
    let votes = votes.map(|votes| {
        Held::if_so(
            ElectionClaim::IsEnough(votes).is(case.is_quorum(votes)),
            "the votes of a majority",
            PastClaim::WonWith { server, term, votes },
        )
    });
    let heard = Held::of(ElectionClaim::InTerm { server, term }.yes(), "");
    let stood =
        case.past.last_of(server, |fact| matches!(fact, Fact::ElectionStarted { term: of } if of == term));
    answer
        .by(Clause::of(Rule::E3, votes))
        .by(Clause::of(Rule::T1, [heard]).speaking_to(server))
        .with(stood.map(|step| case.past.cited(&step, |it| matches!(it, Fact::ElectionStarted { .. }))))
        .with(won.map(|step| case.past.cited(&step, |it| matches!(it, Fact::BecameLeader { .. }))))
        .because(Rule::E3.article().why)
        .changed_by("Learning of a newer term, or a crash. Figure 2 gives no other reason to step down.")
        .do_this(depose(case, server))
}

/// Ways to depose a leader.
fn depose(case: &Case<'_>, leader: ServerId) -> Vec<Remedy> {
    let mut crash = case.trial();
    crash.crash(ServerSet::only(leader));
    let down = ElectionClaim::Is { server: leader, being: Being::Down };
    let mut found: Vec<Remedy> = crash.remedy(format!("crash {leader}"), down).into_iter().collect();
    let others = case.world.up().minus(ServerSet::only(leader));
    let heir = others.iter().find_map(|other| {
        if !Prospects::of(case.world, other).now() {
            return None;
        }
        let mut trial = case.trial();
        trial
            .timeout(other)
            .until(&Condition::leads(other), SOON, move |state| state.world.node(other).leads());
        let after = being(&trial.state().world, leader);
        if after == Being::Leader {
            return None;
        }
        let leads_to = say![
            ElectionClaim::Is { server: other, being: Being::Leader },
            ", ",
            ElectionClaim::Is { server: leader, being: after }
        ];
        trial.remedy(format!("let {other} start an election"), leads_to)
    });
    found.extend(heir);
    found
}

fn candidate_now(case: &Case<'_>, server: ServerId, candidate: Candidate) -> Answer {
    let term = case.term(server);
    let silent = candidate.silent(case.world.roster().minus(ServerSet::only(server)));
    let stood =
        case.past.last_of(server, |fact| matches!(fact, Fact::ElectionStarted { term: of } if of == term));
    let how = stood.as_ref().and_then(|step| super::past::started(server, step));
    let is = ElectionClaim::Is { server, being: Being::Candidate };
    let headline = match how {
        Some(how) => say![is, ": ", how],
        None if case.past.is_whole() => say![is, ", as the setup says"],
        None => say![is, ": its election happened before the available history"],
    };
    let waits = ElectionClaim::WaitsFor { candidate: server, voters: silent };
    let has = ElectionClaim::HasVotes { candidate: server, votes: candidate.votes };
    let needs = case.needs_votes();
    let second = if candidate.refusals.is_empty() {
        say![has, ", and ", needs, "; ", waits]
    } else {
        let refused = ElectionClaim::Refused { candidate: server, voters: candidate.refusals };
        say![has, ", and ", needs, "; ", refused, ", and ", waits]
    };
    let since = stood.as_ref().map_or(u64::MAX, |stood| stood.number);
    let votes = case.past.all(4, |step| {
        step.server() == Some(server)
            && step.number > since
            && step.seen().any(|fact| matches!(fact, Fact::VoteCounted { .. }))
    });
    let votes: Vec<_> = votes
        .iter()
        .map(|step| case.past.cited(step, |fact| matches!(fact, Fact::VoteCounted { .. })))
        .collect();
    let enough = ElectionClaim::IsEnough(candidate.votes).is(case.is_quorum(candidate.votes));
    case.answer(headline)
        .and(second)
        .by(Clause::of(Rule::E3, [Held::if_so(enough, "the votes of a majority", has)]).speaking_to(server))
        .by(Clause::of(Rule::E1, [Held::of(is.yes(), ElectionClaim::InTerm { server, term })])
            .speaking_to(server))
        .with(case.past.with_cause(stood.as_ref()))
        .with(votes)
        .light(candidate.votes)
        .because(Rule::E1.article().why)
        .changed_by(
            "The missing votes, another leader in its term, a newer term, or its own election timeout.",
        )
        .do_this(election::remedies(case, &Prospects::of(case.world, server)))
}

fn follows(case: &Case<'_>, server: ServerId, leader: Option<ServerId>) -> Answer {
    let made = |fact: crate::raft::SeenFact| {
        matches!(
            fact,
            Fact::Booted { .. }
                | Fact::Restarted { .. }
                | Fact::SteppedDown { .. }
                | Fact::CandidateYielded { .. }
        )
    };
    let step = case.past.last_of(server, made);
    let fact = step.as_ref().and_then(|step| step.seen().rev().find(|fact| made(*fact)));
    let is = ElectionClaim::Is { server, being: Being::Follower };
    let headline = match (&step, fact) {
        (Some(step), Some(fact)) => {
            say![is, ": ", PastClaim::BecameFollower { server, step: step.number, fact }]
        }
        _ => say![is, ", and has been one for longer than the available history shows"],
    };
    let rule = fact.map_or(Rule::E0, |fact| match fact {
        Fact::SteppedDown { .. } | Fact::CandidateYielded { .. } => fact.rule(),
        _ => Rule::E0,
    });
    let second = match leader {
        Some(leader) => {
            say![
                ElectionClaim::Follows { server, leader },
                ", and starts no election as long as messages from that leader arrive in time"
            ]
        }
        None => say![
            ElectionClaim::KnowsNoLeader(server),
            ": it is waiting for a leader or for its election timeout"
        ],
    };
    let timer = case.world.node(server).election;
    let left = timer.map(|timer| timer.due.since(case.world.now()));
    let armed = timer.and_then(|timer| case.past.step(timer.armed_by));
    let mut trial = case.trial();
    trial.timeout(server);
    let after = ElectionClaim::Is { server, being: being(&trial.state().world, server) };
    let start = trial.remedy(format!("let {server}'s election timer expire"), after);
    case.answer(headline)
        .and(second)
        .by(Clause::of(rule, [Held::of(is.yes(), ElectionClaim::TimerLeft { server, left })]))
        .with(step.map(|step| case.past.cited(&step, made)))
        .with(case.past.told(armed.as_ref()))
        .light(ServerSet::only(server).or(leader.map_or(ServerSet::EMPTY, ServerSet::only)))
        .because(rule.article().why)
        .changed_by("An election timeout, if it neither hears from a leader nor grants a vote in time.")
        .do_this(start)
}

fn down(case: &Case<'_>, server: ServerId) -> Answer {
    let crashed = case.past.crashed(server);
    let is = ElectionClaim::Is { server, being: Being::Down };
    let headline = match &crashed {
        Some(step) => say![is, ": ", PastClaim::Crashed { server, step: step.number }],
        None if case.past.is_whole() => say![is, ", as the setup says"],
        None => say![is, ": it crashed before the available history"],
    };
    let disk = case.world.node(server).persistent();
    let mut trial = case.trial();
    trial.restart(ServerSet::only(server));
    let back = ElectionClaim::Is { server, being: being(&trial.state().world, server) };
    case.answer(headline)
        .and(say![
            "on its disk: ",
            ElectionClaim::HasVoted { voter: server, term: disk.current_term, candidate: disk.voted_for },
            ", and ",
            ElectionClaim::LogEnds { server, index: disk.log.last_index(), term: disk.log.last_term() }
        ])
        .with(case.past.told(crashed.as_ref()))
        .light(ServerSet::only(server))
        .because(Rule::P2.article().why)
        .changed_by("Only a restart.")
        .do_this(trial.remedy(format!("restart {server}"), back))
}

/// What a server that is not a leader would need to become one.
fn lacks(case: &Case<'_>, server: ServerId, told: Answer) -> Answer {
    let prospects = Prospects::of(case.world, server);
    let votes = prospects.votes();
    let first = told.headline.first().cloned().unwrap_or_default();
    let now = ElectionClaim::WouldGet { candidate: server, votes, when: When::Now };
    let later = ElectionClaim::WouldGet { candidate: server, votes: prospects.by_logs, when: When::Later };
    let can = |when, yes| ElectionClaim::CanWin { server, when }.is(yes);
    let second = if prospects.now() {
        say![can(When::Now, true), ": ", now]
    } else {
        say![
            can(When::Now, false),
            ": ",
            now,
            "; with all servers running and connected, ",
            can(When::Later, prospects.ever())
        ]
    };
    let mut answer = told;
    answer.headline = vec![first, second.finished()];
    let is_candidate = being(case.world, server) == Being::Candidate;
    let is = ElectionClaim::Is { server, being: Being::Candidate }.is(is_candidate);
    let enough = |votes: ServerSet| ElectionClaim::IsEnough(votes).is(prospects.quorums.is_quorum(votes));
    answer.rules = vec![
        Clause::of(Rule::E1, [Held::of(is, ElectionClaim::Is { server, being: being(case.world, server) })]),
        Clause::of(Rule::E3, [Held::if_so(enough(votes), "the votes of a majority", now)]),
        Clause::of(
            Rule::V2,
            [Held::if_so(enough(prospects.by_logs), "a log at least as up-to-date as a majority's", later)],
        ),
    ];
    answer.reason = Sentence::from(Rule::E3.article().why);
    answer.change = "The votes of a majority, in a newer term.".into();
    answer.remedies.clear();
    answer.do_this(election::remedies(case, &prospects))
}
