//! Random runs with branches, names and bookmarks.

use crate::support::random_actions::{RandomAction, random_actions};
use proptest::prelude::*;
use raftarium::history::{Name, Run};
use raftarium::raft::{RoleKind, ServerId};
use raftarium::sim::{Action, Setup, Span, SpanRange, StepId};

/// What happens to a run as it grows.
#[derive(Clone, Debug)]
pub enum Move {
    Forward(u16),
    Act(RandomAction),
    Seek(u16),
    Switch(u16),
    Pass(u16),
    Name(u16),
    Bookmark,
    Remove(u16),
}

pub fn moves() -> impl Strategy<Value = Vec<Move>> {
    let random_action = random_actions().prop_map(|mut random_actions| Move::Act(random_actions.remove(0)));
    let one = prop_oneof![
        4 => (1..120u16).prop_map(Move::Forward),
        6 => random_action,
        2 => any::<u16>().prop_map(Move::Seek),
        2 => any::<u16>().prop_map(Move::Switch),
        2 => (0..5_000u16).prop_map(Move::Pass),
        1 => any::<u16>().prop_map(Move::Name),
        1 => Just(Move::Bookmark),
        1 => any::<u16>().prop_map(Move::Remove),
    ];
    prop::collection::vec(one, 1..60)
}

pub fn grow(setup: &Setup, moves: &[Move]) -> Run {
    let mut run = Run::new(setup.clone()).expect("a good setup");
    for (number, one) in moves.iter().enumerate() {
        let ids: Vec<_> = run.branches().iter().map(|one| one.branch.id()).collect();
        let some = |place: &u16| ids[usize::from(*place) % ids.len()];
        let name = || Name::new(&format!("Nr. {number}: # \"what\" | was")).expect("a name");
        match one {
            Move::Forward(steps) => {
                for _ in 0..*steps {
                    run.forward();
                }
            }
            Move::Act(random_action) => {
                if let Some(action) = random_action.action(run.world()) {
                    // What is refused is not done.
                    let _ = run.act(&action);
                    for _ in 0..random_action.then_steps() {
                        run.forward();
                    }
                }
            }
            Move::Seek(place) => {
                let span = run.end() - run.start() + 1;
                run.seek(run.start() + StepId::from(*place) % span);
            }
            Move::Switch(place) => {
                run.switch(some(place)).expect("a branch");
            }
            Move::Pass(micros) => run.pass(run.world().now() + Span(u64::from(*micros))),
            Move::Name(place) => run.rename(some(place), Some(name())).expect("a new name"),
            Move::Bookmark => run.bookmark(name()).expect("a new name"),
            Move::Remove(place) => {
                // What one stands on cannot be removed.
                let _ = run.remove(some(place));
            }
        }
    }
    run
}

pub fn s(number: usize) -> ServerId {
    ServerId::numbered(number).expect("a server of the cluster")
}

/// Three servers, S1 leads term 1, two branches: on the second the leader crashes after step 30.
pub fn two() -> Run {
    let mut setup = Setup::of(3, 1);
    setup.link.latency = SpanRange::from_ms(10, 10);
    setup.initial_mut(s(1)).role = RoleKind::Leader;
    let mut run = Run::new(setup).expect("a good setup");
    let go = |run: &mut Run, steps: usize| (0..steps).for_each(|_| assert!(run.forward().is_some()));
    go(&mut run, 57);
    run.act(&Action::Submit { to: s(1), command: "x=1".parse().expect("a command") }).expect("S1 runs");
    go(&mut run, 40);
    run.seek(30);
    run.act(&Action::Crash(s(1))).expect("S1 runs");
    go(&mut run, 69);
    run
}
