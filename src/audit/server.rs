//! Whether what is claimed of a server's disk and memory is so.

use super::election;
use super::found::Found;
use super::states::Scene;
use super::trials::{act, without_chance};
use crate::explain::{DiskPart, ElectionClaim, ServerClaim, When};
use crate::raft::{Fact, Index, Persistent, ServerId};
use crate::sim::{Action, Node, World};

#[expect(clippy::too_many_lines, reason = "one arm for each claim")]
pub(super) fn found(claim: ServerClaim, scene: &Scene) -> Found {
    let (run, world, checker) = (&scene.run, scene.run.world(), scene.run.checker());
    let disk = |server: ServerId| world.node(server).persistent();
    let volatile = |server: ServerId| world.node(server).server().map(crate::raft::Server::volatile);
    match claim {
        ServerClaim::HasApplied { server, index } => {
            let there = volatile(server).map_or(Index::ZERO, |it| it.last_applied);
            // Nothing precedes the first entry; a server that is down has nothing in its memory.
            let so = index == Index::ZERO || there >= index;
            Found::of(so, || format!("it has applied up to {there}"))
        }
        ServerClaim::LastApplied { server, index } => {
            Found::same(index, volatile(server).map_or(Index::ZERO, |it| it.last_applied))
        }
        ServerClaim::HasExecuted { server, index, payload } => {
            let of = scene.all_of(server).flat_map(crate::sim::Step::seen);
            let mut executed = None;
            for fact in of {
                match fact {
                    Fact::Applied { index: at, payload, .. } if at == index => executed = payload,
                    Fact::Restarted { .. } => executed = None,
                    _ => {}
                }
            }
            Found::same(Some(payload), executed)
        }
        ServerClaim::CommitReaches { server, index } => {
            let there = volatile(server).map_or(Index::ZERO, |it| it.commit_index);
            Found::of(volatile(server).is_some() && there >= index, || format!("it is {there}"))
        }
        ServerClaim::Has { server, index, term } => {
            Found::same(Some(term), disk(server).log.term_at(index).filter(|_| index > Index::ZERO))
        }
        ServerClaim::HasExactly { server, index, term, digest } => {
            let log = &disk(server).log;
            Found::same((Some(term), Some(digest)), (log.term_at(index), log.digest_at(index)))
        }
        ServerClaim::Stores { server, index, term, payload } => {
            let there = disk(server).log.get(index).map(|entry| (entry.term, entry.payload));
            Found::same(Some((term, payload)), there)
        }
        ServerClaim::IsOfOwnTerm { leader, index, term } => {
            let entry = disk(leader).log.term_at(index);
            let leads = world.node(leader).server().is_some_and(|it| it.leader().is_some());
            Found::same((true, Some(term), term), (leads, entry, disk(leader).current_term))
        }
        ServerClaim::OnDisk { server, term, vote, last } => {
            let there = disk(server);
            let there = (there.current_term, there.voted_for, there.log.last_index());
            Found::same((term, vote, last), there)
        }
        ServerClaim::KeepsOverCrash { server, part } => {
            let mut copy = world.clone();
            if !world.node(server).is_down() {
                act(&mut copy, &Action::Crash(server));
            }
            act(&mut copy, &Action::Restart(server));
            let same = |one: &Persistent, other: &Persistent| match part {
                DiskPart::Term => one.current_term == other.current_term,
                DiskPart::Vote => one.voted_for == other.voted_for,
                DiskPart::Log => one.log == other.log,
            };
            Found::of(same(disk(server), copy.node(server).persistent()), || "the copy lost it".to_owned())
        }
        ServerClaim::ClientsWait { leader, clients } => {
            let state = world.node(leader).server().and_then(|it| it.leader());
            Found::same(Some(clients), state.map(|state| state.pending.len()))
        }
        ServerClaim::CouldLeadWithout { server, able } => {
            if run.in_past() {
                return Found::NotTried;
            }
            let mut copy = without_chance(world);
            act(&mut copy, &Action::Crash(server));
            let leads = |node: &Node| node.running().is_some_and(|it| it.leader().is_some());
            let wins = |node: &Node| {
                let claim = ElectionClaim::CanWin { server: node.id, when: When::Now };
                node.running().is_some()
                    && (leads(node) || election::found_of(claim, &copy, run) == Found::So)
            };
            Found::same(able, copy.which(wins))
        }
        ServerClaim::LeadersOf { term, servers } => {
            let leads =
                |node: &Node| node.server().is_some_and(|it| it.leader().is_some() && it.term() == term);
            Found::same(servers, world.which(leads))
        }
        ServerClaim::LogsAgree { one, other } => {
            Found::of(agree(world, one, other), || "they do not".to_owned())
        }
        ServerClaim::AllLogsAgree => {
            let all: Vec<ServerId> = world.roster().iter().collect();
            let wrong = all.iter().find(|one| all.iter().any(|other| !agree(world, **one, *other)));
            Found::of(wrong.is_none(), || format!("that of {wrong:?} does not"))
        }
        ServerClaim::HasAllBefore { server, term } => {
            let log = &disk(server).log;
            let lacks =
                checker.committed_from(Index(1)).filter(|(_, it)| it.in_term < term).find(|(index, it)| {
                    log.term_at(*index) != Some(it.entry.term) || log.digest_at(*index) != Some(it.digest)
                });
            Found::of(lacks.is_none(), || format!("it lacks {:?}", lacks.map(|(index, _)| index)))
        }
    }
}

/// Whether two logs are the same up to each entry that they share: compared entry by entry.
pub(super) fn agree(world: &World, one: ServerId, other: ServerId) -> bool {
    let (one, other) = (&world.node(one).persistent().log, &world.node(other).persistent().log);
    let shared = one.last_index().min(other.last_index());
    let mut same = true;
    for index in Index(1).through(shared) {
        let (Some(left), Some(right)) = (one.get(index), other.get(index)) else { continue };
        if left.term == right.term && !(same && left == right) {
            return false;
        }
        same &= left == right;
    }
    true
}
