//! A step told with what its run knows: what was in the entries that are gone, and whether they were committed;
//! which message a person meant; whom a broken property is about; who will move first.

use super::{Narration, tell};
use crate::explain::fact::most_telling;
use crate::explain::words::{count, entries, flight_in_words, ms, of, servers};
use crate::history::Run;
use crate::paper::{BugSet, Property};
use crate::raft::{Entry, Fact, Index, Payload, Role, SeenMessage, Server, ServerId, ServerSet, Term};
use crate::safety::Violation;
use crate::sim::{Action, Flight, Step, What};

/// Tells a step of a run. The run's cursor is at the step or after it.
pub fn tell_within(step: &Step, run: &Run) -> Narration {
    let narration = tell(step, run.world().configuration());
    let driver = run.world().driver();
    if driver.has_remarks() {
        return super::played::within(narration, step, driver);
    }
    let more = match &step.what {
        _ if narration.alarm => broken(step, run).map(|rest| (narration.head.clone(), rest)),
        What::Booted(_) if run.cursor() == step.number => waiting(step, run),
        What::Acted(action) => by_hand(action, run, run.cursor() == step.number),
        _ => given_up(step, run).map(|rest| (narration.head.clone(), rest)),
    };
    match more {
        Some((head, rest)) => {
            let broken = if narration.alarm { BugSet::NONE } else { step.broken };
            let rest = super::set_aside::said(&head, rest, broken);
            Narration { head, rest, ..narration }
        }
        None => narration,
    }
}

/// All servers have started as followers: who stands first, and when.
fn waiting(step: &Step, run: &Run) -> Option<(String, String)> {
    let world = run.world();
    let up = world.up();
    let follows = |server: ServerId| {
        let role = world.node(server).running().map(Server::role);
        matches!(role, Some(Role::Follower { leader: None }))
    };
    if step.number != world.boot_steps() || up.len() < 2 || !up.iter().all(follows) {
        return None;
    }
    let timers = up.iter().filter_map(|server| Some((world.node(server).election?.due, server)));
    let (due, first) = timers.min()?;
    let left = ms(due.since(world.now()));
    let head = format!("{} servers wait for a leader", up.len());
    Some((head, format!("{first}'s timer expires first, in {left}")))
}

/// What a person did to one message: which message that was.
fn by_hand(action: &Action, run: &Run, now: bool) -> Option<(String, String)> {
    if let Action::Align(set) | Action::Spread(set) = action {
        return now.then(|| timers(action, *set, run));
    }
    let (Action::Drop(id)
    | Action::Duplicate(id)
    | Action::Delay { message: id, .. }
    | Action::Hold(id)
    | Action::Release(id)) = action
    else {
        return None;
    };
    let network = run.world().network();
    let flight = network.flight(*id)?;
    let (what, why) = match action {
        Action::Drop(_) => ("is lost".to_owned(), "it was dropped on command".to_owned()),
        Action::Duplicate(_) => {
            let same = |other: &&Flight| {
                (other.from, other.to, other.sent) == (flight.from, flight.to, flight.sent)
                    && other.message == flight.message
                    && other.doom.is_none()
            };
            let copies = count(network.flights().filter(same).count(), "copy");
            let told = format!("the copy is #{}, {copies} in flight now", network.last_id());
            ("is duplicated".to_owned(), if now { told } else { "the copy takes the same link".to_owned() })
        }
        Action::Delay { by, .. } => ("is delayed".to_owned(), format!("by {}", ms(*by))),
        Action::Hold(_) => ("is held back".to_owned(), "it is late, not lost".to_owned()),
        _ => ("is released".to_owned(), "no longer held back".to_owned()),
    };
    Some((format!("{} {what}", flight_in_words(flight)), why))
}

/// Election timers that a person sets: of those servers that have one.
fn timers(action: &Action, set: ServerSet, run: &Run) -> (String, String) {
    let set = run.world().which(|node| node.running().is_some() && node.election.is_some()).and(set);
    let who = servers(set);
    match action {
        Action::Align(_) => (format!("{who} will time out together"), "their votes may split".to_owned()),
        _ => (format!("{who} will time out one by one"), "the first one has time to win".to_owned()),
    }
}

/// Entries that were deleted: what they said, and whether they were ever committed.
fn given_up(step: &Step, run: &Run) -> Option<String> {
    let Fact::Truncated { first, last, own_term: Some(own_term), their_term: Some(their_term) } =
        most_telling(step)?
    else {
        return None;
    };
    if their_term == Term::ZERO {
        return None;
    }
    // Which of them a majority had: those up to some index, if any.
    let known = run.checker().committed_at(first);
    let known = known.filter(|known| known.entry.term == own_term && known.step <= step.number);
    let fate =
        known.map_or("never committed".to_owned(), |known| format!("committed in term {}", known.in_term));
    let theirs = match &step.what {
        What::Delivered(flight) => of(flight.from),
        _ => "the leader's".to_owned(),
    };
    if first < last {
        let lost = if known.is_some() { format!("{first} was {fate}") } else { format!("they were {fate}") };
        return Some(format!("{lost}; {theirs} entry {first} has term {their_term}"));
    }
    let lost = match said(run, first, own_term) {
        Some(payload) => format!("it was {payload} of term {own_term}, {fate}"),
        None => format!("it was {fate}"),
    };
    Some(format!("{lost}; {theirs} has term {their_term}"))
}

/// What the entry of this index and term says, if anything at hand has it: index and term name one entry (§5.3).
fn said(run: &Run, index: Index, term: Term) -> Option<Payload> {
    let found = |entry: Option<&Entry>| entry.filter(|entry| entry.term == term).map(|entry| entry.payload);
    let mut nodes = run.world().nodes().iter();
    let in_logs = nodes.find_map(|node| found(node.persistent().log.get(index)));
    in_logs.or_else(|| run.recent().iter().rev().find_map(|step| sent(step, index, term)))
}

fn sent(step: &Step, index: Index, term: Term) -> Option<Payload> {
    let appended = step.seen().find_map(|fact| match fact {
        Fact::EntryAppended { index: at, term: of, command } if (at, of) == (index, Some(term)) => {
            command.map(Payload::from)
        }
        _ => None,
    });
    appended.or_else(|| {
        let (What::Delivered(flight) | What::Lost(flight, _)) = &step.what else { return None };
        let SeenMessage::AppendEntries(request) = &*flight.message.seen() else { return None };
        let entry = request.get(index)?;
        entry.payload.filter(|_| entry.term == Some(term))
    })
}

/// Whom a broken property is about, in a full sentence.
fn broken(step: &Step, run: &Run) -> Option<String> {
    let violation = run.checker().violations().iter().find(|violation| violation.step == step.number)?;
    let Violation { property, servers: both, term, index, .. } = violation;
    match property {
        Property::ElectionSafety => {
            let names = crate::explain::words::servers(*both);
            Some(format!("{names} both won the election for term {term}"))
        }
        Property::LeaderCompleteness => {
            let index = (*index)?;
            let known = run.checker().committed_at(index)?;
            let by = known.by;
            let leader = both.minus(ServerSet::only(by)).iter().next().unwrap_or(by);
            let led = run.checker().leaders().filter(|(_, server, _)| *server == leader).last()?.0;
            Some(format!(
                "{} ({}) was committed by {by} in term {}, and {leader} leads term {led} without it",
                known.entry.payload,
                entries(index, index),
                known.in_term
            ))
        }
        Property::StateMachineSafety => {
            let who = step.server()?;
            let (index, new) = step.seen().find_map(|fact| match fact {
                Fact::Applied { index: at, payload, .. } if Some(at) == *index => Some((at, payload?)),
                _ => None,
            })?;
            let other = both.minus(ServerSet::only(who)).iter().next()?;
            let old = run.world().node(other).persistent().log.get(index)?.payload;
            (old != new).then(|| format!("at index {index}, {who} applied {new}, but {other} applied {old}"))
        }
        Property::LeaderAppendOnly | Property::LogMatching => None,
    }
}
