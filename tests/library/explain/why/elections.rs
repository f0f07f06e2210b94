//! Whether a server could win: the answer against an election that is forced and delivered by hand.

use super::chaos::visit;
use raftarium::explain::Prospects;
use raftarium::history::Run;
use raftarium::raft::{Message, ServerId, Timer};
use raftarium::sim::{Action, LifeKind, LinkChange, MessageId, Step, Transit, World};

/// Lets a server stand and delivers its requests and the votes that come back. Says whether it leads.
fn wins(world: &mut World, server: ServerId) -> bool {
    let mut step = Step::default();
    let Ok(()) = world.act(&Action::Fire { server, timer: Timer::Election }, &mut step) else { return false };
    for votes in [false, true] {
        let term = world.node(server).persistent().current_term;
        let flights = world.network().flights().filter(|flight| {
            let wanted = match flight.message.whole().expect("all of it is known") {
                Message::RequestVote(request) => !votes && flight.from == server && request.term == term,
                Message::RequestVoteReply(reply) => {
                    votes && flight.to == server && reply.vote_granted && reply.request_term == term
                }
                _ => false,
            };
            wanted && flight.doom.is_none() && flight.place == Transit::Travelling
        });
        let ids: Vec<MessageId> = flights.map(|flight| flight.id).collect();
        for id in ids {
            // A receiver that is down or frozen does not get it.
            let _ = world.act(&Action::Deliver(id), &mut step);
        }
    }
    world.node(server).leads()
}

/// Chance is no matter of the question: links that lose some lose none.
fn without_chance(run: &Run) -> World {
    let mut world = run.world().clone();
    let mut step = Step::default();
    let all = world.roster();
    for from in all.iter() {
        for to in all.iter().filter(|to| *to != from) {
            if world.network().link(from, to).quality.loss < 1000 {
                let (from, to) = ([from].into_iter().collect(), [to].into_iter().collect());
                let change = LinkChange { loss: Some(0), ..LinkChange::default() };
                world.act(&Action::Tune { from, to, change }, &mut step).unwrap();
            }
        }
    }
    world
}

/// The same with everybody awake and in touch, in a term that is newer than all.
fn wins_some_term(run: &Run, server: ServerId) -> bool {
    let mut world = without_chance(run);
    let mut step = Step::default();
    let all = world.roster();
    if world.size() > 1 {
        world.act(&Action::Heal, &mut step).unwrap();
        world.act(&Action::ReleaseLink { from: all, to: all }, &mut step).unwrap();
        let change = LinkChange { loss: Some(0), ..LinkChange::default() };
        world.act(&Action::Tune { from: all, to: all, change }, &mut step).unwrap();
    }
    for id in all.iter() {
        match world.node(id).kind() {
            LifeKind::Down => world.act(&Action::Restart(id), &mut step).unwrap(),
            LifeKind::Frozen => world.act(&Action::Thaw(id), &mut step).unwrap(),
            LifeKind::Up => {}
        }
    }
    if world.node(server).leads() {
        world.act(&Action::Crash(server), &mut step).unwrap();
        world.act(&Action::Restart(server), &mut step).unwrap();
    }
    let newest = world.nodes().iter().map(|node| node.persistent().current_term).max().unwrap();
    while world.node(server).persistent().current_term < newest {
        world.act(&Action::Fire { server, timer: Timer::Election }, &mut step).unwrap();
        if world.node(server).leads() {
            return true;
        }
    }
    wins(&mut world, server)
}

#[test]
fn who_could_win_wins_when_it_stands_and_nobody_else_does() {
    let (mut can, mut cannot) = (0, 0);
    for seed in 0..24 {
        visit(seed, 1 + seed as usize % 6, 1500, 61, |run| {
            for server in run.world().roster().iter() {
                let now = Prospects::of(run.world(), server).now();
                assert_eq!(
                    now,
                    wins(&mut without_chance(run), server),
                    "seed {seed} step {} {server}",
                    run.cursor()
                );
                if now { can += 1 } else { cannot += 1 }
            }
        });
    }
    assert!(can > 100 && cannot > 100, "{can} {cannot}");
}

#[test]
fn logs_alone_decide_who_wins_a_newer_term() {
    let (mut can, mut cannot) = (0, 0);
    for seed in 100..116 {
        visit(seed, 2 + seed as usize % 4, 1500, 97, |run| {
            for server in run.world().roster().iter() {
                let ever = Prospects::of(run.world(), server).ever();
                assert_eq!(ever, wins_some_term(run, server), "seed {seed} step {} {server}", run.cursor());
                if ever { can += 1 } else { cannot += 1 }
            }
        });
    }
    assert!(can > 100 && cannot > 20, "{can} {cannot}");
}
