//! Copies of a cluster, and what is done to them: everything that the world can do, by hand.

use crate::raft::{Message, ServerId, ServerSet, Term, Timer};
use crate::sim::{Action, Flight, LifeKind, LinkChange, MessageId, Step, Transit, World};

/// Does something, if it can be done now.
pub(super) fn act(world: &mut World, action: &Action) -> bool {
    world.act(action, &mut Step::default()).is_ok()
}

/// Chance is no matter of a question: links that lose some lose none, and nothing arrives twice.
pub(super) fn without_chance(world: &World) -> World {
    let mut world = world.clone();
    let all = world.roster();
    for from in all.iter() {
        for to in all.iter().filter(|to| *to != from) {
            let quality = world.network().link(from, to).quality;
            let loss = if quality.loss < 1000 { 0 } else { 1000 };
            if quality.loss != loss || quality.duplicate > 0 {
                let change = LinkChange { loss: Some(loss), duplicate: Some(0), ..LinkChange::default() };
                let (from, to) = (ServerSet::only(from), ServerSet::only(to));
                act(&mut world, &Action::Tune { from, to, change });
            }
        }
    }
    world
}

/// Everybody runs and hears everybody.
pub(super) fn all_awake(world: &World) -> World {
    let mut world = world.clone();
    let all = world.roster();
    if world.size() > 1 {
        act(&mut world, &Action::Heal);
        act(&mut world, &Action::ReleaseLink { from: all, to: all });
        let change = LinkChange { loss: Some(0), duplicate: Some(0), ..LinkChange::default() };
        act(&mut world, &Action::Tune { from: all, to: all, change });
    }
    for server in all.iter() {
        match world.node(server).kind() {
            LifeKind::Down => act(&mut world, &Action::Restart(server)),
            LifeKind::Frozen => act(&mut world, &Action::Thaw(server)),
            LifeKind::Up => true,
        };
    }
    world
}

fn term(world: &World, server: ServerId) -> Term {
    world.node(server).persistent().current_term
}

/// Starts an election of a server in a term that is newer than all. None if the server leads before it has got there.
pub(super) fn in_newest_term(world: &World, server: ServerId) -> Option<World> {
    let mut world = all_awake(world);
    unseat(&mut world, server)?;
    let newest = world.nodes().iter().map(|node| node.persistent().current_term).max()?;
    while term(&world, server) <= newest {
        if !start_election(&mut world, server) || world.node(server).leads() && term(&world, server) <= newest
        {
            return None;
        }
    }
    Some(world)
}

/// A leader hears of a newer term, from another one that starts elections.
fn unseat(world: &mut World, server: ServerId) -> Option<()> {
    if !world.node(server).leads() {
        return Some(());
    }
    let other = world.roster().iter().find(|other| *other != server && !world.node(*other).leads())?;
    while term(world, other) <= term(world, server) {
        if !start_election(world, other) || world.node(other).leads() {
            return None;
        }
    }
    let asks = |flight: &Flight| {
        flight.from == other && flight.to == server && flight.message.term() == Some(term(world, other))
    };
    let message = flights(world, asks).into_iter().next()?;
    act(world, &Action::Deliver(message));
    (!world.node(server).leads()).then_some(())
}

/// Lets the election timer of a server run out.
pub(super) fn start_election(world: &mut World, server: ServerId) -> bool {
    act(world, &Action::Fire { server, timer: Timer::Election })
}

/// The messages that travel and arrive, and of which something holds.
pub(super) fn flights(world: &World, wanted: impl Fn(&Flight) -> bool) -> Vec<MessageId> {
    let travelling = |flight: &&Flight| flight.doom.is_none() && flight.place == Transit::Travelling;
    let flights = world.network().flights().filter(travelling).filter(|flight| wanted(flight));
    flights.map(|flight| flight.id).collect()
}

/// The same with those that wait for a server to thaw.
pub(super) fn arriving(world: &World, wanted: impl Fn(&Flight) -> bool) -> Vec<MessageId> {
    let arrives = |flight: &&Flight| {
        flight.doom.is_none() && matches!(flight.place, Transit::Travelling | Transit::Waiting)
    };
    let flights = world.network().flights().filter(arrives).filter(|flight| wanted(flight));
    flights.map(|flight| flight.id).collect()
}

/// Whether a server that has just started an election asks another one, and gets its vote.
pub(super) fn gets_vote(world: &World, candidate: ServerId, voter: ServerId) -> Option<bool> {
    let mut world = world.clone();
    let in_term = term(&world, candidate);
    let asks = |flight: &Flight| {
        let is =
            matches!(flight.message.whole(), Some(Message::RequestVote(request)) if request.term == in_term);
        is && flight.from == candidate && flight.to == voter
    };
    let Some(question) = flights(&world, asks).first().copied() else {
        // A winner by its own vote asks nobody.
        return if world.node(candidate).leads() { None } else { Some(false) };
    };
    if !act(&mut world, &Action::Deliver(question)) {
        return Some(false);
    }
    Some(!flights(&world, |flight| is_vote(flight, candidate, in_term) && flight.from == voter).is_empty())
}

fn is_vote(flight: &Flight, candidate: ServerId, term: Term) -> bool {
    let granted = matches!(flight.message.whole(),
        Some(Message::RequestVoteReply(reply)) if reply.vote_granted && reply.request_term == term);
    granted && flight.to == candidate
}

/// Delivers the requests of an election that has just been started, and then the votes that come back. Says whether it
/// is won.
pub(super) fn wins(world: &World, server: ServerId) -> bool {
    let mut world = world.clone();
    let in_term = term(&world, server);
    for votes in [false, true] {
        let wanted = |flight: &Flight| match flight.message.whole() {
            Some(Message::RequestVote(request)) => !votes && flight.from == server && request.term == in_term,
            Some(Message::RequestVoteReply(_)) => votes && is_vote(flight, server, in_term),
            _ => false,
        };
        for message in flights(&world, wanted) {
            // A receiver that is down or frozen does not get it.
            act(&mut world, &Action::Deliver(message));
        }
    }
    world.node(server).leads() && term(&world, server) == in_term
}
