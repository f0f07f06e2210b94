//! Losing an entry, on a copy of the cluster: the proof that it can be lost.

use super::ballot::Prospects;
use super::elect::{How, deliver_election, elect, wake};
use super::exact_entry::ExactEntry;
use super::trial::Trial;
use crate::explain::answer::Remedy;
use crate::explain::words::servers;
use crate::history::{Run, Watched};
use crate::language::{Condition, Targets};
use crate::raft::{Command, Index, Log, SeenMessage, ServerId, ServerSet};
use crate::sim::{LifeKind, MessageId, Node, Span, World};

/// How an entry can be lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// The server that would lead without it.
    pub leader: ServerId,
    /// The servers that would vote for it, itself included; if it is already a leader, those that would follow it.
    pub with: ServerSet,
    /// Whether messages in flight take part.
    pub in_flight: bool,
    /// The commands that lose it.
    pub remedy: Remedy,
}

/// The most messages in flight that are tried one by one.
const MOST_MESSAGES: usize = 12;
/// How long a new leader may need until it has committed something.
const COMMITS_WITHIN: Span = Span::from_ms(20_000);

impl Loss {
    /// A way to lose an entry from the state at the cursor on, if one is found.
    pub fn find(run: &Run, named: ExactEntry) -> Option<Loss> {
        let world = run.world();
        let holder = named.holders(world).first()?;
        let hunt = Hunt { named, log: &world.node(holder).persistent().log };
        let start = Trial::of(run);
        hunt.look(&start, false).or_else(|| hunt.after_a_message(&start))
    }
}

/// What is to be lost.
struct Hunt<'a> {
    named: ExactEntry,
    /// A log that has it.
    log: &'a Log,
}

impl Hunt<'_> {
    fn look(&self, start: &Trial<'_>, in_flight: bool) -> Option<Loss> {
        let world = &start.state().world;
        let lacks = |server: &ServerId| !self.named.is_in(&world.node(*server).persistent().log);
        let mut without: Vec<ServerId> = world.roster().iter().filter(lacks).collect();
        // Running servers come first: a loss that needs no restart is the nearer danger.
        without.sort_by_key(|server| world.node(*server).kind() != LifeKind::Up);
        let server = |id: &ServerId| world.node(*id).server();
        let leads = |id: &ServerId| server(id).is_some_and(|it| it.leader().is_some());
        let is_candidate = |id: &ServerId| server(id).is_some_and(|it| it.candidate().is_some());
        let elected = without.iter().find_map(|server| self.by_election(start, *server, in_flight));
        elected
            .or_else(|| {
                without.iter().filter(|it| leads(it)).find_map(|it| self.by_leader(start, *it, in_flight))
            })
            .or_else(|| {
                without.iter().filter(|it| is_candidate(it)).find_map(|it| self.by_candidate(start, *it))
            })
    }

    /// One message in flight arrives first: it may delete the entry from a log, or make a log more up-to-date.
    fn after_a_message(&self, start: &Trial<'_>) -> Option<Loss> {
        let world = &start.state().world;
        self.harmful(world).into_iter().take(MOST_MESSAGES).find_map(|message| {
            let mut trial = start.clone();
            let to = world.network().flight(message)?.to;
            wake(&mut trial, ServerSet::only(to));
            trial.deliver(message);
            if trial.works() { self.look(&trial, true) } else { None }
        })
    }

    /// A server without it starts an election in a newer term, among enough servers whose logs are no more up-to-date.
    fn by_election(&self, start: &Trial<'_>, server: ServerId, in_flight: bool) -> Option<Loss> {
        let world = &start.state().world;
        let prospects = Prospects::of(world, server);
        if !prospects.ever() || world.node(server).leads() {
            return None;
        }
        let with = self.fewest(world, server, prospects.by_logs);
        How::ALL.into_iter().find_map(|how| {
            let mut trial = start.clone();
            elect(&mut trial, server, with, how);
            let place = self.overwrite(&mut trial, server);
            let voters = with.minus(ServerSet::only(server));
            let text = if voters.is_empty() {
                format!("lose it: {server} becomes the leader with its own vote")
            } else {
                format!("lose it: {server} becomes the leader with {}", servers(voters))
            };
            let remedy = self.done(&trial, place, text)?;
            Some(Loss { leader: server, with, in_flight, remedy })
        })
    }

    /// As few voters as are needed: first those that are running, and that also lack the entry.
    fn fewest(&self, world: &World, server: ServerId, votes: ServerSet) -> ServerSet {
        let mut others: Vec<ServerId> = votes.minus(ServerSet::only(server)).iter().collect();
        others.sort_by_key(|other| {
            let node = world.node(*other);
            (node.kind() != LifeKind::Up, self.named.is_in(&node.persistent().log))
        });
        world.quorums().completed(ServerSet::only(server), others).unwrap_or(votes)
    }

    /// A server without it that is already a leader: servers that are not in a newer term still follow it.
    fn by_leader(&self, start: &Trial<'_>, leader: ServerId, in_flight: bool) -> Option<Loss> {
        let world = &start.state().world;
        let term = world.node(leader).persistent().current_term;
        let with = world.which(|node| node.persistent().current_term <= term);
        let others = servers(with.minus(ServerSet::only(leader)));
        let text = format!("lose it: let {others} follow {leader}, which leads term {term}");
        let led = [false, true].into_iter().find_map(|quick| {
            let mut trial = start.clone();
            wake(&mut trial, with);
            trial.release_links().part(with);
            if quick {
                trial.quicken();
            }
            let place = self.overwrite(&mut trial, leader);
            let remedy = self.done(&trial, place, text.clone())?;
            Some(Loss { leader, with, in_flight, remedy })
        });
        if led.is_some() {
            return led;
        }
        // Too few servers follow it. But an entry that it appends makes its log more up-to-date, so it may win another term.
        let mut trial = start.clone();
        wake(&mut trial, ServerSet::only(leader));
        trial.submit(&other(), leader).crash(ServerSet::only(leader));
        if trial.works() { self.by_election(&trial, leader, in_flight) } else { None }
    }

    /// A candidate without it whose votes are granted or in flight.
    fn by_candidate(&self, start: &Trial<'_>, candidate: ServerId) -> Option<Loss> {
        let mut trial = start.clone();
        wake(&mut trial, ServerSet::only(candidate));
        deliver_election(&mut trial, candidate);
        if !trial.works() || !trial.state().world.node(candidate).leads() {
            return None;
        }
        self.by_leader(&trial, candidate, true)
    }

    /// A leader without the entry commits another one, in its place or before it. Returns the index.
    fn overwrite(&self, trial: &mut Trial<'_>, leader: ServerId) -> Index {
        let last = trial.state().world.node(leader).persistent().log.last_index();
        let place = self.named.index.min(last.next());
        if trial.works() {
            trial.submit(&other(), leader);
            if trial.state().checker.committed_index() < place {
                let committed = move |state: &Watched| state.checker.committed_index() >= place;
                trial.until(&Condition::committed(place), COMMITS_WITHIN, committed);
            } else {
                // Another server has committed an entry there, which can happen while a rule is off: this leader
                // has to commit.
                let who = Targets::server(leader);
                let condition = Condition::CommittedOn { index: place, term: None, who };
                let knows = move |state: &Watched| commit_index(state.world.node(leader)) >= place;
                trial.until(&condition, COMMITS_WITHIN, knows);
            }
        }
        place
    }

    /// Whether an entry is committed at an index that contradicts the log up to the entry: then the entry is lost forever.
    fn is_other(&self, state: &Watched, place: Index) -> bool {
        let committed = state.checker.committed_at(place);
        committed.is_some_and(|committed| self.log.digest_at(place) != Some(committed.digest))
            || !contradicting(&state.world, place, self.log.digest_at(place)).is_empty()
    }

    /// Whether a log still has the entry at its index but was overwritten before it, which can happen while a rule is off:
    /// then it is not lost.
    fn is_left_behind(&self, state: &Watched) -> bool {
        let ExactEntry { index, entry, .. } = self.named;
        state
            .world
            .nodes()
            .iter()
            .map(|node| &node.persistent().log)
            .any(|log| log.get(index).is_some_and(|there| *there == entry) && !self.named.is_in(log))
    }

    fn done(&self, trial: &Trial<'_>, place: Index, text: String) -> Option<Remedy> {
        if !trial.works() || !self.is_other(trial.state(), place) || self.is_left_behind(trial.state()) {
            return None;
        }
        trial.remedy(text, self.named.is_lost())
    }

    /// Messages in flight that may change which logs have the entry, or which are more up-to-date: `AppendEntries` with other
    /// entries.
    fn harmful(&self, world: &World) -> Vec<MessageId> {
        let named = self.named;
        let differs = |message: &SeenMessage| {
            let SeenMessage::AppendEntries(request) = message else { return false };
            let there = request.get(named.index);
            !request.entries.is_empty() && there.is_none_or(|entry| entry != named.entry.told())
        };
        let flights = world.network().flights();
        flights
            .filter(|flight| flight.doom.is_none() && differs(&flight.message.seen()))
            .map(|flight| flight.id)
            .collect()
    }
}

fn commit_index(node: &Node) -> Index {
    node.server().map_or(Index::ZERO, |server| server.volatile().commit_index)
}

/// The servers that know another entry to be committed at an index.
pub(super) fn contradicting(world: &World, index: Index, digest: Option<u64>) -> ServerSet {
    world.which(|node| {
        let log = &node.persistent().log;
        commit_index(node) >= index && log.last_index() >= index && log.digest_at(index) != digest
    })
}

/// A command that is not the entry's.
fn other() -> Vec<Command> {
    Command::set("other", 1).into_iter().collect()
}
