//! Why a number of a server last changed.

use super::{Case, facts};
use crate::explain::answer::{Answer, Clause, Remedy};
use crate::explain::claim::{Cited, ElectionClaim, PastClaim};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::known;
use crate::history::Watched;
use crate::language::{Condition, Number, Op, Quantity, Targets};
use crate::paper::{Bug, Rule};
use crate::raft::{Command, Fact, Index, ServerId, ServerSet, Timer};
use crate::sim::{Action, SeenFact, Step, What, World};

pub(super) fn answer(case: &Case<'_>, what: Number, server: ServerId) -> Answer {
    match what {
        Number::Timer => timer(case, server),
        Number::Next | Number::Match => of_leader(case, what, server),
        Number::Term | Number::Vote | Number::Commit => own(case, what, server),
    }
}

/// The value now, in words; of a next or match index, the one that this leader has.
fn value(world: &World, what: Number, server: ServerId, leader: Option<ServerId>) -> String {
    let node = world.node(server);
    match what {
        Number::Term => node.persistent().current_term.to_string(),
        Number::Vote => {
            let disk = node.persistent();
            let vote = disk.voted_for.map_or_else(|| "none".to_owned(), |to| to.to_string());
            format!("{vote} in term {}", disk.current_term)
        }
        Number::Commit => node.server().map_or(Index::ZERO, |it| it.volatile().commit_index).to_string(),
        Number::Next | Number::Match => {
            let seen = leader.and_then(|leader| seen(world, leader, what, server));
            seen.unwrap_or_else(|| "unknown".to_owned())
        }
        Number::Timer => String::new(),
    }
}

/// The value in a state, as a claim.
fn claim_in(world: &World, what: Number, server: ServerId, leader: Option<ServerId>) -> ElectionClaim {
    let node = world.node(server);
    let disk = node.persistent();
    let progress = || {
        let leader = leader?;
        Some((leader, world.node(leader).server()?.leader()?.progress(server)?))
    };
    match (what, progress()) {
        (Number::Vote, _) => {
            ElectionClaim::HasVoted { voter: server, term: disk.current_term, candidate: disk.voted_for }
        }
        (Number::Commit, _) => {
            let index = node.server().map_or(Index::ZERO, |it| it.volatile().commit_index);
            ElectionClaim::CommitIndex { server, index }
        }
        (Number::Next, Some((leader, progress))) => {
            ElectionClaim::NextIndex { leader, of: server, index: progress.next_index }
        }
        (Number::Match, Some((leader, progress))) => {
            ElectionClaim::MatchIndex { leader, of: server, index: progress.match_index }
        }
        _ => ElectionClaim::InTerm { server, term: disk.current_term },
    }
}

/// Whether a fact of a server changes its number.
fn changes(what: Number, fact: SeenFact) -> bool {
    match (what, fact) {
        (Number::Term | Number::Vote, Fact::TermAdopted { .. } | Fact::ElectionStarted { .. })
        | (Number::Commit, Fact::CommitAdvanced { .. } | Fact::FollowerCommitAdvanced { .. })
        // A vote can be taken back without a fact of its own, by a rule that is off.
        | (Number::Vote, Fact::Persisted { vote: true, .. }) => true,
        (Number::Vote, Fact::VoteGranted { to, before, .. }) => before != Some(to),
        (Number::Term, Fact::Crashed { term_lost, .. }) => term_lost,
        (Number::Vote, Fact::Crashed { vote_lost, term_lost, .. }) => vote_lost || term_lost,
        (Number::Commit, Fact::Crashed { commit_index, .. }) => commit_index > Index::ZERO,
        _ => false,
    }
}

fn own(case: &Case<'_>, what: Number, server: ServerId) -> Answer {
    let after = |step: &Step| case.run.state_at(step.number);
    let of = |state: Option<Watched>| state.map(|state| value(&state.world, what, server, None));
    let differs = |step: &Step| {
        let before = of(case.past.before(step.number));
        before.is_none() || before != of(after(step))
    };
    let wiped = |step: &Step| matches!(step.what, What::Acted(Action::Wipe(it)) if it == server);
    let steps = case.past.all(6, |step| {
        wiped(step) || (step.server() == Some(server) && step.seen().any(|fact| changes(what, fact)))
    });
    let found = steps.into_iter().rev().find(differs);
    let found = found.or_else(|| case.past.last_of(server, |fact| changes(what, fact)).filter(differs));
    let Some(step) = found else { return unchanged(case, what, server, None) };
    let fact = step.seen().find(|fact| changes(what, *fact) && !matches!(fact, Fact::Persisted { .. }));
    let headline = changed(case, what, server, None, &step);
    // With a rule off, a vote is forgotten in the middle of its term: no fact of Figure 2 says so.
    let otherwise = if step.broken.has(Bug::VoteClearedByAppend) { Rule::V1 } else { Rule::P1 };
    let rule = fact.map_or(otherwise, |fact| fact.rule());
    told(case, what, server, &step, rule, say![headline, how(what, &step, fact)])
}

/// The value before and after, and the step that changed it.
fn changed(
    case: &Case<'_>,
    what: Number,
    server: ServerId,
    leader: Option<ServerId>,
    step: &Step,
) -> Sentence {
    let to = value(case.world, what, server, leader);
    match case.past.before(step.number).map(|it| value(&it.world, what, server, leader)) {
        Some(from) => PastClaim::Changed { what, server, leader, from, to, step: step.number }.into(),
        None => claim_in(case.world, what, server, leader).into(),
    }
}

/// What changed it: a fact of the step.
fn how(what: Number, step: &Step, fact: Option<SeenFact>) -> Sentence {
    let is = |fact: SeenFact| PastClaim::HappenedAt { step: step.number, cited: Cited::Fact(fact) };
    let why = match (fact, &step.what) {
        (Some(Fact::TermAdopted { .. }), _) if what == Number::Vote => ", and a new term clears the vote",
        (Some(Fact::TermAdopted { .. }), _) => ", and a server adopts every newer term",
        (Some(Fact::ElectionStarted { .. }), _) if what == Number::Vote => {
            ", and a candidate votes for itself"
        }
        (Some(Fact::Crashed { .. }), _) => ", and the value was not on its disk",
        (Some(_), _) => "",
        (None, What::Acted(Action::Wipe(_))) => return ": its disk was wiped".into(),
        (None, _) if what == Number::Vote && step.broken.has(Bug::VoteClearedByAppend) => {
            return ": AppendEntries from a leader cleared it because rule V1 is off (vote-cleared-by-append)"
                .into();
        }
        (None, _) => return Sentence::default(),
    };
    fact.map_or_else(Sentence::default, |fact| say![": ", is(fact), why])
}

fn told(
    case: &Case<'_>,
    what: Number,
    server: ServerId,
    step: &Step,
    rule: Rule,
    headline: Sentence,
) -> Answer {
    let clauses = facts::clauses(step, case.world.configuration()).into_iter();
    let clauses: Vec<Clause> = clauses.filter(|clause| clause.rule == rule).collect();
    let answer = case.answer(headline);
    let answer = clauses.into_iter().fold(answer, Answer::by);
    answer
        .with(case.past.with_cause(Some(step)))
        .because(rule.article().why)
        .light(ServerSet::only(server).or(step.server().map_or(ServerSet::EMPTY, ServerSet::only)))
        .changed_by(next_change(what))
        .do_this(again(case, what, server))
}

fn next_change(what: Number) -> &'static str {
    match what {
        Number::Term => "Learning of a newer term, or starting an election.",
        Number::Vote => "A newer term. In this term, the vote can change only if it is still free.",
        Number::Timer => "A message from its leader, a vote that it grants, or the end of its time.",
        Number::Next | Number::Match => "The follower's next reply, or a new leader.",
        Number::Commit => "Another entry that is stored on a majority.",
    }
}

/// What changes it again.
fn again(case: &Case<'_>, what: Number, server: ServerId) -> Option<Remedy> {
    let mut trial = case.trial();
    match what {
        Number::Term | Number::Vote | Number::Timer => {
            trial.timeout(server);
            let disk = trial.state().world.node(server).persistent();
            let leads_to =
                ElectionClaim::HasVoted { voter: server, term: disk.current_term, candidate: disk.voted_for };
            trial.remedy(format!("let {server}'s election timer expire"), leads_to)
        }
        Number::Next | Number::Match | Number::Commit => {
            let leader = case.world.leader()?;
            let next = case.world.node(leader).persistent().log.last_index().next();
            let of = Targets::server(server);
            let (quantity, bound) = match what {
                Number::Commit => (Quantity::Commit(of), next),
                Number::Match => (Quantity::Match { of, on: None }, next),
                _ => (Quantity::Next { of, on: None }, next.next()),
            };
            let condition = Condition::compare(quantity, Op::AtLeast, bound.0);
            trial.submit(&[Command::set("new", 1)?], leader);
            trial.until(&condition, super::trial::SOON, move |state| {
                let number = value(&state.world, what, server, state.world.leader());
                number.parse::<u32>().is_ok_and(|number| Index(number) >= bound)
            });
            let world = &trial.state().world;
            let leader_after = world.leader();
            let leads_to = claim_in(world, what, server, leader_after);
            trial.remedy(format!("submit new=1 to {leader}"), leads_to)
        }
    }
}

fn unchanged(case: &Case<'_>, what: Number, server: ServerId, leader: Option<ServerId>) -> Answer {
    case.answer(say![
        claim_in(case.world, what, server, leader),
        ", and this has not changed in the available history"
    ])
    .light(ServerSet::only(server))
    .changed_by(next_change(what))
    .do_this(again(case, what, server))
}

/// A leader's next or match index for a server.
fn of_leader(case: &Case<'_>, what: Number, server: ServerId) -> Answer {
    let Some(leader) = case.world.leader() else {
        return case
            .answer(say![ElectionClaim::SomebodyLeads.no(), ", and only a leader has next and match indexes"])
            .because(Rule::L2.article().why);
    };
    let about = |fact: SeenFact| match fact {
        Fact::MatchAdvanced { follower, .. } => follower == server,
        Fact::NextBackedUp { follower, .. } => what == Number::Next && follower == server,
        Fact::BecameLeader { .. } => true,
        Fact::EntryAppended { .. } | Fact::NoOpAppended { .. } => leader == server,
        _ => false,
    };
    let steps = case.past.all(8, |step| step.server() == Some(leader) && step.seen().any(about));
    let differs = |step: &Step| {
        let before = case.past.before(step.number).map(|it| seen(&it.world, leader, what, server));
        let after = case.run.state_at(step.number).and_then(|it| seen(&it.world, leader, what, server));
        before.is_none_or(|before| before != after)
    };
    let last = steps.into_iter().rev().find(differs);
    // Something else may have changed it since: then the reason is unknown.
    let now = seen(case.world, leader, what, server);
    let last = last.filter(|step| {
        case.run.state_at(step.number).and_then(|it| seen(&it.world, leader, what, server)) == now
    });
    let Some(step) = last else { return unchanged(case, what, server, Some(leader)) };
    let fact = step.seen().rev().find(|fact| about(*fact));
    let headline = say![changed(case, what, server, Some(leader), &step), how(what, &step, fact)];
    told(case, what, server, &step, fact.map_or(Rule::L2, |fact| fact.rule()), headline)
}

/// A leader's next or match index for a server.
fn seen(world: &World, leader: ServerId, what: Number, server: ServerId) -> Option<String> {
    let node = world.node(leader);
    let progress = node.server()?.leader()?.progress(server)?;
    let next = || known(node.next_index(server));
    Some(if what == Number::Next { next() } else { progress.match_index.to_string() })
}

/// The election timer: who started it and why.
fn timer(case: &Case<'_>, server: ServerId) -> Answer {
    let node = case.world.node(server);
    let Some(timer) = node.election else {
        let why = ElectionClaim::Is { server, being: super::role::being(case.world, server) };
        return case
            .answer(say![ElectionClaim::TimerLeft { server, left: None }, ": ", why])
            .because(Rule::E1.article().why)
            .light(ServerSet::only(server));
    };
    let left = ElectionClaim::TimerLeft { server, left: Some(timer.due.since(case.world.now())) };
    let Some(step) = case.past.step(timer.armed_by) else {
        return case.answer(left);
    };
    let length = step.seen().find_map(|fact| match fact {
        Fact::TimerArmed { timer: Timer::Election, after_us, .. } => Some(crate::sim::Span(after_us)),
        _ => None,
    });
    let started = PastClaim::TimerStarted { server, step: step.number, length };
    let by = step.seen().rev().find(|fact| {
        matches!(
            fact,
            Fact::VoteGranted { .. }
                | Fact::ElectionStarted { .. }
                | Fact::Restarted { .. }
                | Fact::Booted { .. }
                | Fact::SteppedDown { .. }
        )
    });
    let by = by.map(|fact| PastClaim::HappenedAt { step: step.number, cited: Cited::Fact(fact) });
    let headline = match by {
        Some(by) => say![started, ": ", by],
        None => Sentence::from(started),
    };
    let answer = told(case, Number::Timer, server, &step, Rule::E6, headline).and(left);
    answer.because(Rule::E6.article().why)
}
