//! What a rule that is off would have done in a step.

use crate::explain::words::{entries, known};
use crate::explain::{Narration, tell};
use crate::raft::{AppendOutcome, Fact, RoleKind, SeenMessage, ServerId};
use crate::sim::{Action, Contents, Node, Step, StepId, World};

/// What the rules that were off would have done in a step instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Objection {
    /// Who does what; stands alone.
    pub head: String,
    /// Why; may be empty.
    pub rest: String,
    /// Where the paper says so, for narrow lists.
    pub place: String,
}

impl Objection {
    /// What comes of a step if all rules are put back right before it, if anything is different then: a fact, a message
    /// that it sends, or what a server is left with. What a person did is done all the same; else what comes by itself.
    pub fn to(step: &Step, by_hand: Option<&Action>, mut before: World, after: &World) -> Option<Objection> {
        let bugs = before.options().bugs;
        let mut other = Step::default();
        if let Some(Action::SetAside(_) | Action::PutBack(_)) = by_hand {
            return None;
        }
        // Where the step was done by hand, time passed before it.
        before.pass(step.at);
        for bug in bugs.iter() {
            before.act(&Action::PutBack(bug), &mut other).ok()?;
        }
        match by_hand {
            Some(action) => before.act(action, &mut other).ok()?,
            None if before.step(&mut other) => {}
            None => return None,
        }
        let bug = bugs.iter().next()?;
        let news: Vec<Fact> = facts(&other).filter(|fact| !step.facts.contains(fact)).copied().collect();
        if !news.is_empty() {
            // Only what is different is told.
            let Narration { head, rest, short_place, .. } =
                tell(&Step { facts: news, ..other.clone() }, before.configuration());
            return Some(Objection { head, rest, place: short_place });
        }
        let said = sent(step.number, after, other.number, &before);
        let differs = said.is_some() || !facts(step).eq(facts(&other));
        let left = step.server().and_then(|server| left_with(after.node(server), before.node(server)));
        let head = match left.or(said) {
            Some(head) => head,
            None if differs => bug.rule_off().to_owned(),
            None => return None,
        };
        Some(Objection { head, rest: String::new(), place: bug.rule().place().narrow() })
    }
}

/// The facts that servers report: what the checker adds is its own.
fn facts(step: &Step) -> impl Iterator<Item = &Fact> {
    let by_checker = |fact: &&Fact| {
        matches!(fact, Fact::PropertyViolated { .. } | Fact::QuorumWitness { .. } | Fact::TimerArmed { .. })
    };
    step.facts.iter().filter(move |fact| !by_checker(fact))
}

/// What is different about the messages that a step sent: what the intact server says in its place.
fn sent(step: StepId, world: &World, other: StepId, intact: &World) -> Option<String> {
    let of = |world: &World, cause: StepId| -> Vec<(ServerId, ServerId, Contents)> {
        let flights = world.network().flights().filter(|flight| flight.cause == cause);
        let mut sent: Vec<_> =
            flights.map(|flight| (flight.from, flight.to, flight.message.clone())).collect();
        sent.sort_by_key(|(from, to, message)| (*from, *to, message.kind()));
        sent
    };
    let (theirs, ours) = (of(world, step), of(intact, other));
    if theirs == ours {
        return None;
    }
    let pair = theirs.iter().zip(&ours).find(|(theirs, ours)| theirs != ours);
    Some(match pair {
        Some(((from, to, theirs), (_, _, ours))) => said(*from, *to, theirs, ours),
        None if theirs.len() > ours.len() => {
            let (from, to, message) = &theirs[ours.len()];
            format!("{from} sends {to} no {}", crate::explain::words::noun(message))
        }
        None => {
            let (from, to, message) = &ours[theirs.len()];
            format!("{from} sends {to} a {}", crate::explain::words::noun(message))
        }
    })
}

/// What the intact server says where the other one says something else.
fn said(from: ServerId, to: ServerId, theirs: &Contents, ours: &Contents) -> String {
    match (&*theirs.seen(), &*ours.seen()) {
        (SeenMessage::AppendEntriesReply(theirs), SeenMessage::AppendEntriesReply(ours)) => {
            match (theirs.outcome, ours.outcome) {
                (
                    AppendOutcome::Success { match_index: theirs },
                    AppendOutcome::Success { match_index: ours },
                ) => {
                    let (ours, theirs) = (known(ours), known(theirs));
                    format!("{from} acknowledges entries up to {ours}, not up to {theirs}")
                }
                (_, AppendOutcome::Success { match_index }) => {
                    format!("{from} acknowledges entries up to {}", known(match_index))
                }
                _ => format!("{from} rejects the request of {to}"),
            }
        }
        (_, SeenMessage::RequestVoteReply(reply)) if reply.vote_granted => {
            format!("{from} grants {to} its vote")
        }
        (_, SeenMessage::RequestVoteReply(_)) => format!("{from} denies {to} its vote"),
        _ => format!("{from} sends {to} a different {}", crate::explain::words::noun(ours)),
    }
}

/// What the intact server is left with where the other one is left with something else.
fn left_with(theirs: &Node, ours: &Node) -> Option<String> {
    let (disk, intact) = (theirs.persistent(), ours.persistent());
    let who = ours.id;
    if disk.current_term != intact.current_term {
        return Some(format!("{who} keeps term {}", intact.current_term));
    }
    if disk.voted_for != intact.voted_for {
        return Some(match intact.voted_for {
            Some(vote) => format!("{who} keeps its vote for {vote}"),
            None => format!("{who} has not voted"),
        });
    }
    if disk.log.last_index() != intact.log.last_index()
        || disk.log.digest_at(disk.log.last_index()) != intact.log.digest_at(intact.log.last_index())
    {
        let (had, has) = (disk.log.last_index(), intact.log.last_index());
        return Some(if has > had {
            format!("{who} keeps {}", entries(had.next(), has))
        } else {
            format!("the log of {who} ends at {has}")
        });
    }
    let (server, intact) = (theirs.server()?, ours.server()?);
    if server.role().kind() != intact.role().kind() {
        return Some(match intact.role().kind() {
            RoleKind::Leader => format!("{who} is the leader"),
            RoleKind::Candidate => format!("{who} stays a candidate"),
            RoleKind::Follower => format!("{who} stays a follower"),
        });
    }
    if let (Some(theirs), Some(ours)) = (server.leader(), intact.leader()) {
        let differs = theirs.everyone().find_map(|(follower, _)| {
            let (wrong, right) = (theirs.match_index(follower), ours.match_index(follower));
            (wrong != right).then(|| format!("match index for {follower} is {right}, not {wrong}"))
        });
        if differs.is_some() {
            return differs;
        }
    }
    let (state, commit) = (server.volatile().commit_index, intact.volatile().commit_index);
    (state != commit).then(|| format!("{who} keeps its commit index at {commit}"))
}
