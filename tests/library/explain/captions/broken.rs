//! Which rule is off is said in those steps that would have gone otherwise with the rule back: the same step is
//! taken with the rule back, and the two clusters are compared.

use super::{Case, Tried};
use raftarium::paper::Bug;
use raftarium::raft::{AppendOutcome, Fact, Message, Role, Server, Timer};
use raftarium::sim::{Action, Node, Step, What, World};

pub fn hold(case: &Case, acted: Option<&Action>, tried: &mut Tried) {
    if case.told.alarm {
        // A broken property is told before all else.
        return;
    }
    let Some(bug) = case.bug else {
        let said = ["is off", "are off"].iter().any(|off| case.told.rest.contains(off));
        tried.hold("no rule is said to be off while all are followed", case, not(said, "said"));
        return;
    };
    let mut twin = case.before.clone();
    let mut step = Step::default();
    twin.act(&Action::PutBack(bug), &mut step).unwrap();
    match acted {
        Some(action) => twin.act(action, &mut step).unwrap(),
        None => assert!(twin.step(&mut step)),
    }
    let otherwise = differs(case.after, &twin) || also(case, bug);
    let words = format!("rule {} is off", bug.rule());
    let said = case.told.rest.contains(&words);
    let votes = |fact: &Fact| matches!(fact, Fact::VoteGranted { .. } | Fact::ElectionStarted { .. });
    if matches!(bug, Bug::VoteForgotten | Bug::TermForgotten) && case.step.facts.iter().any(votes) {
        // That it is a second vote of its term, a crash before has made so.
        return;
    }
    let kind = format!("{bug}: said to be off just when it makes a difference");
    let result = match (said, otherwise) {
        (true, false) => Err("said, and makes no difference".to_owned()),
        (false, true) => Err(format!("not said, and with the rule back: {step:?}")),
        _ => Ok(()),
    };
    tried.hold(&kind, case, result);
}

fn not(what: bool, why: &str) -> Result<(), String> {
    if what { Err(why.to_owned()) } else { Ok(()) }
}

/// Whether anything that can be seen of two clusters is not the same.
fn differs(one: &World, other: &World) -> bool {
    let nodes = one.nodes().iter().zip(other.nodes());
    nodes.clone().any(|(one, other)| differ(one, other)) || messages(one) != messages(other)
}

fn differ(one: &Node, other: &Node) -> bool {
    let due = |node: &Node| (node.election.map(|it| it.due), node.heartbeat.map(|it| it.due));
    if one.persistent() != other.persistent() || due(one) != due(other) || one.kind() != other.kind() {
        return true;
    }
    let (Some(one), Some(other)) = (one.server(), other.server()) else { return false };
    let role = match (one.role(), other.role()) {
        // How often a vote was heard counts for nothing while all rules are followed.
        (Role::Candidate(one), Role::Candidate(other)) => {
            (one.votes, one.refusals) != (other.votes, other.refusals)
        }
        (one, other) => one != other,
    };
    role || one.volatile() != other.volatile()
}

fn messages(world: &World) -> Vec<String> {
    let mut all: Vec<String> = world
        .network()
        .flights()
        .map(|flight| {
            format!("{} {} {:?} {:?} {:?}", flight.from, flight.to, flight.due, flight.doom, flight.message)
        })
        .collect();
    all.sort();
    all
}

/// What is against the rule though it leaves the cluster as the rule would have: a second vote after the first was
/// cleared, one vote counted twice, entries taken away that are written again at once, a timeout that is not random, an
/// entry that is not on the disk yet.
fn also(case: &Case, bug: Bug) -> bool {
    if bug == Bug::AckBeforeDurable {
        return case.step.server().is_some_and(|who| {
            let log = |world: &World| world.node(who).persistent().log.clone();
            let durable = case.after.node(who).server().map(Server::durable);
            log(case.before) != log(case.after)
                && durable.is_some_and(|durable| durable < log(case.after).last_index())
        });
    }
    let What::Delivered(flight) = &case.step.what else {
        return bug == Bug::FixedTimeouts && draws(case);
    };
    let before = case.before.node(flight.to).server();
    let message = flight.message.whole().expect("our own servers sent it");
    match (bug, message) {
        (Bug::VoteClearedByAppend, Message::RequestVote(request)) => {
            let votes = case.past.votes.get(&(flight.to, request.term));
            let second = votes.is_some_and(|votes| votes.first() != Some(&flight.from));
            second
                && case.after.node(flight.to).persistent().voted_for == Some(flight.from)
                && before.is_some_and(|it| it.term() == request.term && it.persistent().voted_for.is_none())
        }
        (Bug::VotesAreACount, Message::RequestVoteReply(reply)) => before
            .filter(|it| it.term() == reply.request_term && reply.vote_granted)
            .and_then(Server::candidate)
            .is_some_and(|it| it.votes.contains(flight.from)),
        (Bug::TruncateAlways, Message::AppendEntries(request)) => {
            let own = before.and_then(|it| it.persistent().log.term_at(request.first_index()));
            let accepted = case.after.network().flights().any(|answer| {
                answer.cause == case.step.number
                    && matches!(answer.message.whole(), Some(Message::AppendEntriesReply(reply))
                        if matches!(reply.outcome, AppendOutcome::Success { .. }))
            });
            accepted && own.is_some_and(|own| request.entries.first().is_none_or(|entry| entry.term == own))
        }
        (Bug::FixedTimeouts, _) => draws(case),
        _ => false,
    }
}

/// Whether an election timer was started in this step, by whoever acted.
fn draws(case: &Case) -> bool {
    let Some(who) = case.step.server() else { return false };
    if matches!(case.step.what, What::Acted(Action::SetTimer { .. })) {
        return false;
    }
    case.after.node(who).timer(Timer::Election).is_some_and(|timer| timer.armed_by == case.step.number)
}
