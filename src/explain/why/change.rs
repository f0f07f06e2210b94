//! Why a number of a server changed last.

use super::{Case, facts};
use crate::explain::answer::{Answer, Clause, Remedy};
use crate::explain::words::{known, ms, servers};
use crate::language::{Condition, Number, Op, Quantity, Targets};
use crate::paper::{Bug, Rule};
use crate::raft::{Command, Fact, Index, MessageKind, ServerId, ServerSet, Timer};
use crate::sim::{Action, SeenFact, Step, What, World};

pub(super) fn answer(case: &Case<'_>, what: Number, server: ServerId) -> Answer {
    match what {
        Number::Timer => timer(case, server),
        Number::Next | Number::Match => of_leader(case, what, server),
        Number::Term | Number::Vote | Number::Commit => own(case, what, server),
    }
}

/// The value now, in words.
fn value(world: &World, what: Number, server: ServerId) -> String {
    let node = world.node(server);
    match what {
        Number::Term => node.persistent().current_term.to_string(),
        Number::Vote => {
            let disk = node.persistent();
            let vote = disk.voted_for.map_or_else(|| "free".to_owned(), |to| to.to_string());
            format!("{vote} in term {}", disk.current_term)
        }
        Number::Commit => node.server().map_or(Index::ZERO, |it| it.volatile().commit_index).to_string(),
        Number::Next | Number::Match => {
            let seen = world.leader().and_then(|leader| seen(world, leader, what, server));
            seen.unwrap_or_else(|| "unknown".to_owned())
        }
        Number::Timer => {
            node.election.map_or_else(|| "none".to_owned(), |timer| ms(timer.due.since(world.now())))
        }
    }
}

fn name(what: Number) -> &'static str {
    match what {
        Number::Term => "term",
        Number::Vote => "vote",
        Number::Timer => "election timer",
        Number::Next => "next index",
        Number::Match => "match index",
        Number::Commit => "commit index",
    }
}

/// Whether a fact of a server changes its number.
fn changes(what: Number, fact: SeenFact) -> bool {
    match (what, fact) {
        (Number::Term | Number::Vote, Fact::TermAdopted { .. } | Fact::ElectionStarted { .. })
        | (Number::Commit, Fact::CommitAdvanced { .. } | Fact::FollowerCommitAdvanced { .. }) => true,
        (Number::Vote, Fact::VoteGranted { to, before, .. }) => before != Some(to),
        (Number::Term, Fact::Crashed { term_lost, .. }) => term_lost,
        (Number::Vote, Fact::Crashed { vote_lost, .. }) => vote_lost,
        (Number::Commit, Fact::Crashed { commit_index, .. }) => commit_index > Index::ZERO,
        _ => false,
    }
}

fn own(case: &Case<'_>, what: Number, server: ServerId) -> Answer {
    let now = value(case.world, what, server);
    let differs = |step: &Step| {
        let before = case.past.before(step.number);
        before
            .is_none_or(|before| value(&before.world, what, server) != value_after(case, step, what, server))
    };
    let wiped = |step: &Step| matches!(step.what, What::Acted(Action::Wipe(it)) if it == server);
    let cleared = |step: &Step| what == Number::Vote && clears_vote(step, server);
    let steps = case.past.all(4, |step| {
        wiped(step)
            || cleared(step)
            || (step.server() == Some(server) && step.seen().any(|fact| changes(what, fact)))
    });
    let found = steps.into_iter().rev().find(differs);
    let found = found.or_else(|| case.past.last_of(server, |fact| changes(what, fact)).filter(differs));
    let Some(step) = found else { return unchanged(case, what, server) };
    let before = case.past.before(step.number).map(|it| value(&it.world, what, server));
    // With a rule off, a vote is forgotten in the middle of its term: no fact of Figure 2 tells that.
    let forgot = cleared(&step);
    let fact = if forgot { None } else { step.seen().find(|fact| changes(what, *fact)) };
    let headline = match before {
        Some(before) => {
            format!("The {} of {server} went from {before} to {now}: {}.", name(what), how(what, &step, fact))
        }
        None => format!("The {} of {server} became {now}: {}.", name(what), how(what, &step, fact)),
    };
    let otherwise = if forgot { Rule::V1 } else { Rule::P1 };
    told(case, what, server, &step, fact.map_or(otherwise, |fact| fact.rule()), headline)
}

/// Whether a server forgets its vote in a step though the term stays the same, as a rule is set aside.
fn clears_vote(step: &Step, server: ServerId) -> bool {
    let delivered =
        matches!(&step.what, What::Delivered(flight) if flight.message.kind() == MessageKind::AppendEntries);
    step.server() == Some(server) && delivered && step.broken.has(Bug::VoteClearedByAppend)
}

fn value_after(case: &Case<'_>, step: &Step, what: Number, server: ServerId) -> String {
    let after = case.run.state_at(step.number);
    after.map_or_else(String::new, |after| value(&after.world, what, server))
}

fn how(what: Number, step: &Step, fact: Option<SeenFact>) -> String {
    match fact {
        Some(Fact::TermAdopted { to, sender, .. }) if what == Number::Vote => {
            format!("it heard of term {to} from {sender}, and a new term frees the vote")
        }
        Some(Fact::TermAdopted { to, sender, .. }) => {
            format!("it heard of term {to} from {sender}, and a newer term is adopted")
        }
        Some(Fact::ElectionStarted { term }) if what == Number::Vote => {
            format!("it stood in term {term}, with its own vote")
        }
        Some(Fact::ElectionStarted { term }) => {
            format!("its election timer ran out, and it stood in term {term}")
        }
        Some(Fact::VoteGranted { to, term, .. }) => {
            format!("{to} asked for it in term {term}, with a log as new")
        }
        Some(Fact::CommitAdvanced { to, on, .. }) => {
            format!("entry {to} came to be on a majority, {}", servers(on))
        }
        Some(Fact::FollowerCommitAdvanced { leader_commit, last_new, .. }) => {
            let (leader_commit, last_new) = (known(leader_commit), known(last_new));
            format!("its leader has committed up to {leader_commit}, and their logs agree up to {last_new}")
        }
        Some(Fact::Crashed { .. }) => "it crashed, and that was not on its disk".to_owned(),
        Some(Fact::MatchAdvanced { follower, to, .. }) => format!("{follower} confirmed the log up to {to}"),
        Some(Fact::NextBackedUp { follower, from, .. }) => {
            format!("{follower} refused what follows index {}: their logs do not meet there", from.previous())
        }
        Some(Fact::BecameLeader { term, .. }) => {
            format!("a new leader, of term {term}, guesses that all have its log, and knows of none")
        }
        _ => match &step.what {
            What::Acted(Action::Wipe(_)) => "its disk was wiped".to_owned(),
            What::Delivered(flight) if step.broken.has(Bug::VoteClearedByAppend) => format!(
                "it heard {} and forgot its vote within the term, as rule {} is set aside",
                flight.from,
                Bug::VoteClearedByAppend.rule()
            ),
            _ => "as the step tells".to_owned(),
        },
    }
}

fn told(
    case: &Case<'_>,
    what: Number,
    server: ServerId,
    step: &Step,
    rule: Rule,
    headline: String,
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
        Number::Term => "A newer term that it hears of, or an election of its own.",
        Number::Vote => "A newer term; in this term only a vote that is still free.",
        Number::Timer => "Word of its leader, a vote that it gives, or that it runs out.",
        Number::Next | Number::Match => "The follower's next answer, or a new leader.",
        Number::Commit => "Another entry on a majority.",
    }
}

/// What changes it again.
fn again(case: &Case<'_>, what: Number, server: ServerId) -> Option<Remedy> {
    let mut trial = case.trial();
    match what {
        Number::Term | Number::Vote | Number::Timer => {
            trial.timeout(server);
            trial.remedy(
                format!("let {server}'s election timer run out"),
                "it stands in the next term, with its own vote",
            )
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
                let number = value(&state.world, what, server);
                number.parse::<u32>().is_ok_and(|number| Index(number) >= bound)
            });
            trial.remedy(
                format!("submit another command to {leader}"),
                format!("the {} of {server} is {bound}", name(what)),
            )
        }
    }
}

fn unchanged(case: &Case<'_>, what: Number, server: ServerId) -> Answer {
    let now = value(case.world, what, server);
    case.answer(format!("The {} of {server} is {now}, and did not change in the steps at hand.", name(what)))
        .light(ServerSet::only(server))
        .changed_by(next_change(what))
        .do_this(again(case, what, server))
}

/// A leader's next or match index for a server.
fn of_leader(case: &Case<'_>, what: Number, server: ServerId) -> Answer {
    let Some(leader) = case.world.leader() else {
        return case
            .answer(format!("Nobody leads, and only a leader has a {} for {server}.", name(what)))
            .because(Rule::L2.article().why);
    };
    let now = value(case.world, what, server);
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
    let Some(step) = steps.into_iter().rev().find(differs) else { return unchanged(case, what, server) };
    let before = case.past.before(step.number).and_then(|it| seen(&it.world, leader, what, server));
    let fact = step.seen().rev().find(|fact| about(*fact));
    let went =
        before.map_or_else(|| format!("became {now}"), |before| format!("went from {before} to {now}"));
    let headline =
        format!("What {leader} has as {} of {server} {went}: {}.", name(what), how(what, &step, fact));
    told(case, what, server, &step, fact.map_or(Rule::L2, |fact| fact.rule()), headline)
}

/// What a leader has as next or match index of a server.
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
        let why = if node.leads() { "it leads, and a leader waits for no leader" } else { "it is down" };
        return case
            .answer(format!("{server} has no election timer: {why}."))
            .because(Rule::E1.article().why)
            .light(ServerSet::only(server));
    };
    let left = ms(timer.due.since(case.world.now()));
    let Some(step) = case.past.step(timer.armed_by) else {
        return case.answer(format!("The election timer of {server} has {left} left."));
    };
    let by = armed(&step);
    let length = step.seen().find_map(|fact| match fact {
        Fact::TimerArmed { timer: Timer::Election, after_us, .. } => Some(ms(crate::sim::Span(after_us))),
        _ => None,
    });
    let drawn = length.map_or_else(String::new, |length| format!(" {length} were drawn, at random."));
    let headline = format!("{by} started the election timer of {server} in step {}.{drawn}", step.number);
    let answer =
        told(case, Number::Timer, server, &step, Rule::E6, headline).and(format!("{left} are left."));
    answer.because(Rule::E6.article().why)
}

fn armed(step: &Step) -> String {
    let of = |fact: SeenFact| {
        Some(match fact {
            Fact::VoteGranted { to, .. } => format!("Giving {to} its vote"),
            Fact::ElectionStarted { .. } => "Standing for election".to_owned(),
            Fact::Restarted { .. } => "Coming back".to_owned(),
            Fact::Booted { .. } => "The start".to_owned(),
            Fact::SteppedDown { .. } => "Stepping down".to_owned(),
            _ => return None,
        })
    };
    step.seen().rev().find_map(of).unwrap_or_else(|| match &step.what {
        What::Delivered(flight) => format!("A message of {}", flight.from),
        _ => "Somebody".to_owned(),
    })
}
