//! Losing an entry, on a copy of the cluster: the proof that it can be lost.

use super::ballot::{Prospects, quorum};
use super::fate::Named;
use super::trial::{SOON, Trial};
use crate::explain::answer::Remedy;
use crate::explain::words::servers;
use crate::history::{Run, Watched};
use crate::raft::{Command, Index, Message, ServerId, ServerSet};
use crate::sim::{LifeKind, MessageId, World};

/// How an entry can be lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// Who would lead without it.
    pub leader: ServerId,
    /// Who would vote for it, itself included; of a server that leads already, who would follow it.
    pub with: ServerSet,
    /// Whether messages in flight take part.
    pub in_flight: bool,
    /// The commands that lose it.
    pub remedy: Remedy,
}

impl Loss {
    /// A way to lose an entry from the state at the cursor on, if one is found.
    pub fn find(run: &Run, named: Named) -> Option<Loss> {
        find(&Trial::of(run), named)
    }
}

/// The most commands that are submitted until another entry stands in the place.
const MOST_COMMANDS: u32 = 40;
/// The most messages in flight that are tried one by one.
const MOST_MESSAGES: usize = 12;

/// A way to lose an entry, if one is found.
pub(super) fn find(start: &Trial<'_>, named: Named) -> Option<Loss> {
    look(start, named, false).or_else(|| {
        let world = &start.state().world;
        harmful(world, named).into_iter().take(MOST_MESSAGES).find_map(|message| {
            let mut trial = start.clone();
            wake(
                &mut trial,
                world.network().flight(message).map_or(ServerSet::EMPTY, |it| ServerSet::only(it.to)),
            );
            trial.deliver(message);
            if trial.works() { look(&trial, named, true) } else { None }
        })
    })
}

fn look(start: &Trial<'_>, named: Named, in_flight: bool) -> Option<Loss> {
    let world = &start.state().world;
    let lacks = |server: &ServerId| !named.is_in(&world.node(*server).persistent().log);
    let without: Vec<ServerId> = world.all().iter().filter(lacks).collect();
    let elected = without.iter().find_map(|server| by_election(start, *server, named, in_flight));
    let leads = |server: &ServerId| world.node(*server).server().is_some_and(|it| it.leader().is_some());
    let stands = |server: &ServerId| world.node(*server).server().is_some_and(|it| it.candidate().is_some());
    elected
        .or_else(|| {
            without.iter().copied().filter(leads).find_map(|it| by_leader(start, it, named, in_flight))
        })
        .or_else(|| without.iter().copied().filter(stands).find_map(|it| by_candidate(start, it, named)))
}

/// Restarts and thaws those of these servers that do not run.
pub(super) fn wake(trial: &mut Trial<'_>, servers: ServerSet) {
    let world = &trial.state().world;
    let of = |kind: LifeKind| world.which(|node| node.kind() == kind).and(servers);
    let (down, frozen) = (of(LifeKind::Down), of(LifeKind::Frozen));
    if !down.is_empty() {
        trial.restart(down);
    }
    if !frozen.is_empty() {
        trial.thaw(frozen);
    }
}

/// A server without it stands, in a newer term, among enough servers whose logs are no newer.
fn by_election(start: &Trial<'_>, server: ServerId, named: Named, in_flight: bool) -> Option<Loss> {
    let world = &start.state().world;
    let prospects = Prospects::of(world, server);
    if !prospects.ever() || world.node(server).leads() {
        return None;
    }
    let with = fewest(world, server, prospects.by_logs, named);
    [false, true].into_iter().find_map(|by_hand| {
        let mut trial = start.clone();
        elect(&mut trial, server, with, by_hand);
        overwrite(&mut trial, server, named);
        let text = format!("lose it: {server} leads with {}", servers(with.minus(ServerSet::only(server))));
        Some(Loss { leader: server, with, in_flight, remedy: done(&trial, named, text)? })
    })
}

/// As few voters as are needed: those first that run, and that lack the entry too.
fn fewest(world: &World, server: ServerId, votes: ServerSet, named: Named) -> ServerSet {
    let mut others: Vec<ServerId> = votes.minus(ServerSet::only(server)).iter().collect();
    others.sort_by_key(|other| {
        let node = world.node(*other);
        (node.kind() != LifeKind::Up, named.is_in(&node.persistent().log))
    });
    others.into_iter().take(quorum(world) - 1).chain([server]).collect()
}

/// Lets a server win among these, in a term newer than theirs. By hand, its messages are delivered one by one, so
/// that nothing can come between.
pub(super) fn elect(trial: &mut Trial<'_>, server: ServerId, with: ServerSet, by_hand: bool) {
    wake(trial, with);
    trial.release_links().part(with);
    let leads = move |state: &Watched| state.world.node(server).leads();
    for _ in 0..3 {
        let world = &trial.state().world;
        let newest = with.iter().map(|it| world.node(it).persistent().current_term).max().unwrap_or_default();
        let own = world.node(server).persistent().current_term;
        if world.node(server).leads() || !trial.works() {
            return;
        }
        trial.timeout(server);
        if own.next() > newest {
            break;
        }
        // In their terms it cannot win; it hears of them, and stands again.
        if newest.0 > own.0 + 2 {
            let hears = move |state: &Watched| state.world.node(server).persistent().current_term >= newest;
            trial.until(&format!("term of {server} >= {newest}"), SOON, hears);
        }
    }
    if by_hand {
        deliver_election(trial, server);
    } else {
        trial.until(&format!("{server} is leader"), SOON, leads);
    }
}

/// Delivers the requests of a candidate's present election, and then their answers, until it leads.
fn deliver_election(trial: &mut Trial<'_>, server: ServerId) {
    for answers in [false, true] {
        let world = &trial.state().world;
        let term = world.node(server).persistent().current_term;
        let of_election = |message: &Message, from: ServerId, to: ServerId| match message {
            Message::RequestVote(request) => !answers && from == server && request.term == term,
            Message::RequestVoteReply(reply) => {
                answers && to == server && reply.vote_granted && reply.request_term == term
            }
            _ => false,
        };
        let up = world.up();
        let flights = world.network().flights().filter(|flight| {
            flight.doom.is_none()
                && up.contains(flight.to)
                && of_election(&flight.message, flight.from, flight.to)
        });
        let mut ids: Vec<MessageId> = flights.map(|flight| flight.id).collect();
        ids.sort_unstable();
        for id in ids {
            if !trial.state().world.node(server).leads() {
                trial.deliver(id);
            }
        }
    }
}

/// A server without it that leads already, or believes so: those of no newer term still follow it.
fn by_leader(start: &Trial<'_>, leader: ServerId, named: Named, in_flight: bool) -> Option<Loss> {
    let world = &start.state().world;
    let term = world.node(leader).persistent().current_term;
    let with = world.which(|node| node.persistent().current_term <= term);
    let mut trial = start.clone();
    wake(&mut trial, with);
    trial.release_links().part(with);
    overwrite(&mut trial, leader, named);
    let others = servers(with.minus(ServerSet::only(leader)));
    let text = format!("lose it: {leader}, which leads term {term}, is followed by {others}");
    if let Some(remedy) = done(&trial, named, text) {
        return Some(Loss { leader, with, in_flight, remedy });
    }
    // Too few follow it. But what it appends makes its log newer, and may win it another term.
    let mut trial = start.clone();
    wake(&mut trial, ServerSet::only(leader));
    trial.submit(&others_commands(1), leader).crash(ServerSet::only(leader));
    if trial.works() { by_election(&trial, leader, named, in_flight) } else { None }
}

/// A candidate without it whose votes are given, or under way.
fn by_candidate(start: &Trial<'_>, candidate: ServerId, named: Named) -> Option<Loss> {
    let mut trial = start.clone();
    wake(&mut trial, ServerSet::only(candidate));
    deliver_election(&mut trial, candidate);
    if !trial.works() || !trial.state().world.node(candidate).leads() {
        return None;
    }
    by_leader(&trial, candidate, named, true).map(|loss| Loss { leader: candidate, ..loss })
}

fn others_commands(count: u32) -> Vec<Command> {
    (1..=count).filter_map(|number| Command::set("other", i64::from(number))).collect()
}

/// A leader without the entry puts others in its place, and commits them.
fn overwrite(trial: &mut Trial<'_>, leader: ServerId, named: Named) {
    let log = &trial.state().world.node(leader).persistent().log;
    let count = named.index.0.saturating_sub(log.last_index().0).max(1);
    if !trial.works() || count > MOST_COMMANDS {
        return;
    }
    let index = named.index;
    trial.submit(&others_commands(count), leader);
    let other = move |state: &Watched| is_other(state, named);
    trial.until(&format!("index {index} is committed"), SOON, other);
}

/// Whether another entry is committed in the place of this one.
fn is_other(state: &Watched, named: Named) -> bool {
    let committed = state.checker.committed().get(named.index.0 as usize - 1);
    committed.is_some_and(|committed| committed.digest != named.digest)
}

fn done(trial: &Trial<'_>, named: Named, text: String) -> Option<Remedy> {
    if !trial.works() || !is_other(trial.state(), named) {
        return None;
    }
    trial.remedy(text, format!("index {} holds another entry for ever", named.index))
}

/// Messages in flight that may change who has the entry, or whose log is newer: `AppendEntries` that carry something
/// else.
fn harmful(world: &World, named: Named) -> Vec<MessageId> {
    let other = |message: &Message| {
        let Message::AppendEntries(request) = message else { return false };
        let at = |index: Index| {
            let position = index.0.checked_sub(request.prev_log_index.0 + 1)?;
            request.entries.get(position as usize)
        };
        !request.entries.is_empty() && at(named.index).is_none_or(|entry| *entry != named.entry)
    };
    let flights = world.network().flights();
    flights.filter(|flight| flight.doom.is_none() && other(&flight.message)).map(|flight| flight.id).collect()
}
