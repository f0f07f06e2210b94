//! Why a server leads, stands, follows or is down.

use super::ballot::Prospects;
use super::{Case, election};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::words::{count, ms, servers};
use crate::language::{Being, Condition};
use crate::paper::Rule;
use crate::raft::{Candidate, Fact, Index, LeaderState, Role, ServerId, ServerSet};
use crate::sim::{Life, Step, World};

/// What a server is. A frozen one is what it believes to be.
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
            Role::Leader(state) => leader(case, server, state),
            Role::Candidate(candidate) => stands(case, server, *candidate),
            Role::Follower { leader } => follows(case, server, *leader),
        },
    };
    let told = if asked == Being::Leader && is != Being::Leader { lacks(case, server, told) } else { told };
    let told = match case.world.node(server).life {
        Life::Frozen(_) => {
            told.note(format!("{server} is frozen: it does nothing, and still believes this."))
        }
        _ => told,
    };
    if (is == asked) == not { contradicted(told, server, asked, is, not) } else { told }
}

/// What was said of a server is not so.
fn contradicted(mut told: Answer, server: ServerId, asked: Being, is: Being, not: bool) -> Answer {
    let so = if not {
        format!("It is: {server} is {}.", called(is))
    } else {
        format!("{server} is not {}, but {}.", called(asked), called(is))
    };
    // What it lacks to be a leader says more than how it came to be what it is.
    let keep = usize::from(asked == Being::Leader && told.headline.len() > 1);
    let kept = told.headline.swap_remove(keep);
    told.headline = vec![so.into(), kept];
    told
}

fn called(being: Being) -> &'static str {
    match being {
        Being::Leader => "a leader",
        Being::Candidate => "a candidate",
        Being::Follower => "a follower",
        Being::Down => "down",
    }
}

fn leader(case: &Case<'_>, server: ServerId, _state: &LeaderState) -> Answer {
    let term = case.term(server);
    let won = case.past.won(server, term);
    let votes = won.as_ref().and_then(|step| {
        step.seen().find_map(|fact| match fact {
            Fact::BecameLeader { votes, .. } => Some(votes),
            _ => None,
        })
    });
    let headline = match votes {
        Some(votes) if votes.len() > 1 => {
            let others = servers(votes.minus(ServerSet::only(server)));
            format!("{server} leads term {term}: {others} voted for it, and so did it itself.")
        }
        Some(_) => format!("{server} leads term {term}, by its own vote alone."),
        None => format!("{server} leads term {term}; its election lies further back than the steps at hand."),
    };
    let newer = case.world.which(|node| node.persistent().current_term > term);
    let answer = case.answer(headline).light(votes.unwrap_or_default().or(ServerSet::only(server)));
    let answer = if newer.is_empty() {
        answer.and("It goes on leading until it hears of a newer term, or stops.")
    } else {
        answer.and(format!("It has not heard yet that {} in a newer term.", are_in(newer)))
    };
    let votes = votes.map(|votes| {
        Held::new(
            case.is_quorum(votes),
            format!("votes of {} in term {term}", case.quorums()),
            votes.to_string(),
        )
    });
    let heard = Held::new(true, "no word of a newer term", format!("it knows term {term}"));
    let stood =
        case.past.last_of(server, |fact| matches!(fact, Fact::ElectionStarted { term: of } if of == term));
    answer
        .by(Clause::of(Rule::E3, votes))
        .by(Clause::of(Rule::T1, [heard]))
        .with(case.past.told(stood.as_ref()))
        .with(case.past.told(won.as_ref()))
        .because(Rule::E3.article().why)
        .changed_by(
            "A newer term that it hears of, or a crash. Figure 2 knows no other reason to stop leading.",
        )
        .do_this(unseat(case, server))
}

fn are_in(servers: ServerSet) -> String {
    let is = if servers.len() == 1 { "is" } else { "are" };
    format!("{} {is}", crate::explain::words::servers(servers))
}

/// Ways in which a leader loses its office.
fn unseat(case: &Case<'_>, leader: ServerId) -> Vec<Remedy> {
    let mut crash = case.trial();
    crash.crash(ServerSet::only(leader));
    let mut found: Vec<Remedy> =
        crash.remedy(format!("crash {leader}"), "it forgets its role").into_iter().collect();
    let others = case.world.up().minus(ServerSet::only(leader));
    let heir = others.iter().find_map(|other| {
        let prospects = Prospects::of(case.world, other);
        let with = prospects.votes().or(ServerSet::only(leader));
        if !prospects.now() {
            return None;
        }
        let mut trial = case.trial();
        trial.timeout(other).until(&Condition::leads(other), super::trial::SOON, move |state| {
            state.world.node(other).leads()
        });
        let gone = being(&trial.state().world, leader) != Being::Leader;
        let text = format!("let {other} stand: {}", servers(with.minus(ServerSet::only(other))));
        if gone {
            trial.remedy(
                text.split(':').next().unwrap_or_default(),
                format!("{other} leads, {leader} follows"),
            )
        } else {
            None
        }
    });
    found.extend(heir);
    found
}

fn stands(case: &Case<'_>, server: ServerId, candidate: Candidate) -> Answer {
    let term = case.term(server);
    let others = case.world.roster().minus(ServerSet::only(server));
    let silent = candidate.silent(others);
    let needed = case.quorums().least();
    let headline = format!(
        "{server} stands for election in term {term}: it heard no leader for its election timeout, and has {} of {needed} votes.",
        candidate.votes.len()
    );
    let second = match (silent.is_empty(), candidate.refusals.is_empty()) {
        (true, _) => "All have answered: it must wait for its timeout and stand again.".to_owned(),
        (false, true) => format!("It waits for the answers of {}.", servers(silent)),
        (false, false) => {
            format!("{} refused, and it waits for {}.", servers(candidate.refusals), servers(silent))
        }
    };
    let stood =
        case.past.last_of(server, |fact| matches!(fact, Fact::ElectionStarted { term: of } if of == term));
    let votes = case.past.all(4, |step| {
        step.server() == Some(server)
            && stood.as_ref().is_some_and(|stood| step.number > stood.number)
            && step.seen().any(|fact| matches!(fact, Fact::VoteCounted { .. }))
    });
    let mut conditions = vec![Held::new(
        case.is_quorum(candidate.votes),
        format!("the votes of {}", case.quorums()),
        candidate.votes.to_string(),
    )];
    conditions.push(Held::new(true, "no leader of its term was heard", format!("term {term}")));
    case.answer(headline)
        .and(second)
        .by(Clause::of(Rule::E3, conditions))
        .with(case.past.with_cause(stood.as_ref()))
        .with(case.past.tell_all(votes))
        .light(candidate.votes)
        .because(Rule::E1.article().why)
        .changed_by("The missing votes, a leader of its term, a newer term, or its own timeout.")
        .do_this(election::remedies(case, &Prospects::of(case.world, server)))
}

fn follows(case: &Case<'_>, server: ServerId, leader: Option<ServerId>) -> Answer {
    let term = case.term(server);
    let made = case.past.last_of(server, |fact| {
        matches!(
            fact,
            Fact::Booted { .. }
                | Fact::Restarted { .. }
                | Fact::SteppedDown { .. }
                | Fact::CandidateYielded { .. }
        )
    });
    let how =
        made.as_ref().and_then(made_follower).unwrap_or((Rule::E0, "it has been one for long".to_owned()));
    let second = match leader {
        Some(leader) => format!("It hears {leader}, the leader of term {term}, and so does not stand."),
        None => format!("It knows no leader of term {term}, and waits for one, or for its timeout."),
    };
    let timer = case.world.node(server).election;
    let left = timer.map_or("none".to_owned(), |timer| ms(timer.due.since(case.world.now())));
    let armed = timer.and_then(|timer| case.past.step(timer.armed_by));
    let mut trial = case.trial();
    trial.timeout(server);
    let stand = trial.remedy(format!("let {server}'s election timer run out"), "it stands for election");
    case.answer(format!("{server} follows in term {term}: {}.", how.1))
        .and(second)
        .by(Clause::of(
            how.0,
            [Held::new(true, "a follower until its timer runs out", format!("{left} left"))],
        ))
        .with(case.past.with_cause(made.as_ref()))
        .with(case.past.told(armed.as_ref()))
        .light(ServerSet::only(server).or(leader.map_or(ServerSet::EMPTY, ServerSet::only)))
        .because(how.0.article().why)
        .changed_by("Its election timer running out, with no word of a leader and no vote given.")
        .do_this(stand)
}

/// What made a server a follower, with the rule.
fn made_follower(step: &Step) -> Option<(Rule, String)> {
    step.seen().rev().find_map(|fact| {
        let how = match fact {
            Fact::Booted { .. } => "every server begins as one".to_owned(),
            Fact::Restarted { .. } => "it came back after a crash, and every server begins as one".to_owned(),
            Fact::SteppedDown { was, of, sender } => {
                format!("it was {} of term {of}, and heard of a newer term from {sender}", was.name())
            }
            Fact::CandidateYielded { leader, .. } => format!("it stood, and {leader} won"),
            _ => return None,
        };
        let rule = if matches!(fact, Fact::Restarted { .. }) { Rule::E0 } else { fact.rule() };
        Some((rule, how))
    })
}

fn down(case: &Case<'_>, server: ServerId) -> Answer {
    let stopped = case.past.stopped(server);
    let how = if stopped.is_some() { "it crashed" } else { "it began so, or crashed longer ago" };
    let disk = case.world.node(server).persistent();
    let mut trial = case.trial();
    trial.restart(ServerSet::only(server));
    case.answer(format!("{server} is down: {how}."))
        .and(format!(
            "Term {}, vote and {} are on its disk; it has no role.",
            disk.current_term,
            count(disk.log.last_index().since(Index::ZERO), "entry")
        ))
        .with(case.past.told(stopped.as_ref()))
        .light(ServerSet::only(server))
        .because(Rule::P2.article().why)
        .changed_by("Only a restart.")
        .do_this(trial.remedy(format!("restart {server}"), "it comes back as a follower"))
}

/// What a server that does not lead would need for it.
fn lacks(case: &Case<'_>, server: ServerId, told: Answer) -> Answer {
    let prospects = Prospects::of(case.world, server);
    let votes = prospects.votes();
    let stands = being(case.world, server) == Being::Candidate;
    let runs = !case.world.node(server).is_down();
    let first = told.headline.first().cloned().unwrap_or_default();
    let second = if prospects.now() || prospects.ever() {
        format!(
            "It could win an election: {} would vote for it.",
            servers(prospects.by_logs.minus(ServerSet::only(server)))
        )
    } else {
        format!("It could not win: only {} would vote for it.", prospects.by_logs)
    };
    let mut answer = told;
    answer.headline = vec![first, second.into()];
    answer.rules = vec![
        Clause::of(
            Rule::E1,
            [
                Held::new(runs, "it runs", if runs { "yes" } else { "down" }),
                Held::new(stands, "it stands for election", called(being(case.world, server))),
            ],
        ),
        Clause::of(
            Rule::E3,
            [Held::new(false, format!("the votes of {}", prospects.quorums), format!("would get {votes}"))],
        ),
        Clause::of(
            Rule::V2,
            [Held::new(
                prospects.ever(),
                "a log as new as a majority's",
                format!("no newer: {}", prospects.by_logs),
            )],
        ),
    ];
    answer.reason = Rule::E3.article().why.into();
    answer.change = "The votes of a majority, in a term newer than those that it has lost.".into();
    answer.remedies.clear();
    answer.do_this(election::remedies(case, &prospects))
}
