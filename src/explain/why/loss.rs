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
    /// Who would lead without it.
    pub leader: ServerId,
    /// Who would vote for it, itself included; of a server that leads already, who would follow it.
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
        // Who runs comes first: what needs nobody to return is the nearer danger.
        without.sort_by_key(|server| world.node(*server).kind() != LifeKind::Up);
        let server = |id: &ServerId| world.node(*id).server();
        let leads = |id: &ServerId| server(id).is_some_and(|it| it.leader().is_some());
        let stands = |id: &ServerId| server(id).is_some_and(|it| it.candidate().is_some());
        let elected = without.iter().find_map(|server| self.by_election(start, *server, in_flight));
        elected
            .or_else(|| {
                without.iter().filter(|it| leads(it)).find_map(|it| self.by_leader(start, *it, in_flight))
            })
            .or_else(|| without.iter().filter(|it| stands(it)).find_map(|it| self.by_candidate(start, *it)))
    }

    /// One message in flight arrives first: it may take the entry away from somebody, or make a log newer.
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

    /// A server without it stands, in a newer term, among enough servers whose logs are no newer.
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
                format!("lose it: {server} leads alone")
            } else {
                format!("lose it: {server} leads with {}", servers(voters))
            };
            let remedy = self.done(&trial, place, text)?;
            Some(Loss { leader: server, with, in_flight, remedy })
        })
    }

    /// As few voters as are needed: those first that run, and that lack the entry too.
    fn fewest(&self, world: &World, server: ServerId, votes: ServerSet) -> ServerSet {
        let mut others: Vec<ServerId> = votes.minus(ServerSet::only(server)).iter().collect();
        others.sort_by_key(|other| {
            let node = world.node(*other);
            (node.kind() != LifeKind::Up, self.named.is_in(&node.persistent().log))
        });
        world.quorums().completed(ServerSet::only(server), others).unwrap_or(votes)
    }

    /// A server without it that leads already, or believes so: those of no newer term still follow it.
    fn by_leader(&self, start: &Trial<'_>, leader: ServerId, in_flight: bool) -> Option<Loss> {
        let world = &start.state().world;
        let term = world.node(leader).persistent().current_term;
        let with = world.which(|node| node.persistent().current_term <= term);
        let others = servers(with.minus(ServerSet::only(leader)));
        let text = format!("lose it: {leader}, which leads term {term}, is followed by {others}");
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
        // Too few follow it. But what it appends makes its log newer, and may win it another term.
        let mut trial = start.clone();
        wake(&mut trial, ServerSet::only(leader));
        trial.submit(&other(), leader).crash(ServerSet::only(leader));
        if trial.works() { self.by_election(&trial, leader, in_flight) } else { None }
    }

    /// A candidate without it whose votes are given, or under way.
    fn by_candidate(&self, start: &Trial<'_>, candidate: ServerId) -> Option<Loss> {
        let mut trial = start.clone();
        wake(&mut trial, ServerSet::only(candidate));
        deliver_election(&mut trial, candidate);
        if !trial.works() || !trial.state().world.node(candidate).leads() {
            return None;
        }
        self.by_leader(&trial, candidate, true)
    }

    /// A leader without the entry commits something else: in its place, or before it. Says where.
    fn overwrite(&self, trial: &mut Trial<'_>, leader: ServerId) -> Index {
        let last = trial.state().world.node(leader).persistent().log.last_index();
        let place = self.named.index.min(last.next());
        if trial.works() {
            trial.submit(&other(), leader);
            if trial.state().checker.committed_index() < place {
                let committed = move |state: &Watched| state.checker.committed_index() >= place;
                trial.until(&Condition::committed(place), COMMITS_WITHIN, committed);
            } else {
                // Somebody has committed something there, as can be while a rule is off: it is this leader that
                // has to.
                let who = Targets::server(leader);
                let condition = Condition::CommittedOn { index: place, term: None, who };
                let knows = move |state: &Watched| commit_index(state.world.node(leader)) >= place;
                trial.until(&condition, COMMITS_WITHIN, knows);
            }
        }
        place
    }

    /// Whether something is committed at an index that contradicts the log up to the entry: then it is lost forever.
    fn is_other(&self, state: &Watched, place: Index) -> bool {
        let committed = state.checker.committed_at(place);
        committed.is_some_and(|committed| self.log.digest_at(place) != Some(committed.digest))
            || !contradicting(&state.world, place, self.log.digest_at(place)).is_empty()
    }

    /// Whether the entry still stands at its index in a log that has been overwritten before it, as can be while a rule is
    /// off: then it is not lost.
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

    /// Messages in flight that may change who has the entry, or whose log is newer: `AppendEntries` that carry
    /// something else.
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

/// The servers that take something else for committed at an index.
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
