//! The world in outline, found from facts, is the world that a replay finds.

use crate::support::wild;
use raftarium::history::{Outline, Run, Standing};
use raftarium::raft::{RoleKind, ServerId};
use raftarium::sim::{Action, LifeKind, Setup, StepId, World};

/// What the world itself says.
fn truth(world: &World) -> Vec<Standing> {
    let standing = |node: &raftarium::sim::Node| Standing {
        life: Some(node.kind()),
        role: node.server().map_or(RoleKind::Follower, |server| server.role().kind()),
        term: node.persistent().current_term,
    };
    world.nodes().iter().map(standing).collect()
}

fn cuts(world: &World, is_cut: impl Fn(ServerId, ServerId) -> bool) -> Vec<(ServerId, ServerId)> {
    let pairs = world.roster().iter().flat_map(|from| world.roster().iter().map(move |to| (from, to)));
    pairs.filter(|(from, to)| from != to && is_cut(*from, *to)).collect()
}

fn agrees(outline: &Outline, world: &World, whence: &str) {
    let found: Vec<Standing> = world.roster().iter().map(|server| outline.server(server)).collect();
    assert_eq!(found, truth(world), "after step {}, {whence}", world.last_step());
    let found = cuts(world, |from, to| outline.is_cut(from, to));
    assert_eq!(found, cuts(world, |from, to| world.network().link(from, to).cut), "{whence}");
}

/// From the end of wild runs back to each step, and on from there.
#[test]
fn walking_over_facts_finds_what_replaying_finds() {
    let (mut downs, mut frozen, mut cut) = (0, 0, 0);
    for seed in 1..=12 {
        let mut wild = wild::steps(Setup::of(5, seed), 700, |_| {});
        let (start, end) = (wild.start(), wild.cursor());
        let back: Vec<(StepId, Outline)> =
            (start..=end).map(|step| (step, Outline::after(&wild, step))).collect();
        let mut along = Outline::after(&wild, start);
        for (step, outline) in back {
            assert!(wild.seek(step));
            agrees(&outline, wild.world(), "looking back");
            if step > start {
                along.apply(wild.step().unwrap());
            }
            agrees(&along, wild.world(), "going along");
            for server in wild.world().roster().iter() {
                let life = outline.server(server).life;
                downs += usize::from(life == Some(LifeKind::Down));
                frozen += usize::from(life == Some(LifeKind::Frozen));
            }
            cut += usize::from(wild.world().network().has_cuts());
            // What lies ahead of the cursor is found as well.
            let ahead = (step + 40).min(end);
            if step % 37 == 0 {
                let outline = Outline::after(&wild, ahead);
                let mut later = wild.clone();
                assert!(later.seek(ahead));
                agrees(&outline, later.world(), "looking ahead");
            }
        }
    }
    assert!(downs > 1_000 && frozen > 1_000 && cut > 1_000, "{downs} {frozen} {cut}");
}

/// A server crashes while it is frozen: between the two it was frozen, whoever looks back from later.
#[test]
fn a_server_that_crashed_frozen_was_frozen() {
    let mut run = Run::new(Setup::of(3, 7)).unwrap();
    let server = ServerId::at(1);
    run.act(&Action::Freeze(server)).unwrap();
    let between = run.forward().unwrap().number;
    run.act(&Action::Crash(server)).unwrap();
    let outline = Outline::after(&run, between);
    assert_eq!(outline.server(server).life, Some(LifeKind::Frozen));
    assert_eq!(Outline::after(&run, run.cursor()).server(server).life, Some(LifeKind::Down));
}

#[test]
fn before_it_starts_a_server_is_nothing() {
    let run = Run::new(Setup::of(3, 7)).unwrap();
    let outline = Outline::after(&run, 1);
    let lives: Vec<_> = run.world().roster().iter().map(|server| outline.server(server).life).collect();
    assert_eq!(lives, [Some(LifeKind::Up), None, None]);
}
