//! Looking at steps and states elsewhere: the cursor stays where it is.

use super::grove::{go, id, s, three};
use crate::support::assert_that;
use raftarium::history::{Direction, Run};
use raftarium::raft::Fact;
use raftarium::sim::{Setup, Step, What};

/// Longer than the window of steps that are kept.
fn long() -> Run {
    let mut run = Run::new(Setup::of(3, 4)).unwrap();
    go(&mut run, 40_000);
    run
}

fn elected(step: &Step) -> bool {
    step.facts.iter().any(|fact| matches!(fact, Fact::BecameLeader { .. }))
}

#[test]
fn steps_and_states_are_found_without_going_there() {
    let mut run = long();
    run.seek(39_000);
    let before = (run.world().digest(), run.recent().to_vec());
    let (state, step) = (run.state_at(1234).unwrap(), run.step_at(1234).unwrap());
    assert_eq!(step.number, 1234);
    let first = run.step_at(1).unwrap();
    assert_eq!(first.what, What::Booted(s(1)));
    assert_eq!(run.state_at(run.end() + 1).map(|state| state.world.digest()), None);
    assert_eq!((run.step_at(0), run.step_at(run.end() + 1)), (None, None));
    assert_eq!((run.world().digest(), run.recent().to_vec()), before);
    run.seek(1234);
    assert_eq!((run.world().digest(), run.step()), (state.world.digest(), Some(&step)));
}

#[test]
fn the_nearest_step_of_which_something_holds_is_found_both_ways() {
    let mut run = long();
    let first = run.find(0, Direction::Forward, elected).unwrap();
    assert!(elected(&first));
    assert_eq!(
        run.find(run.end() + 1, Direction::Backward, elected),
        Some(first.clone()),
        "nobody failed since"
    );
    assert_eq!(run.find(first.number, Direction::Forward, elected), None);
    assert_eq!(run.find(first.number, Direction::Backward, elected), None);
    let number = |target: u64| move |step: &Step| step.number == target;
    for target in [1, 2, 255, 256, 257, 20_000, 39_999] {
        let found = run.find(0, Direction::Forward, number(target)).unwrap();
        assert_eq!(run.find(40_000, Direction::Backward, number(target)), Some(found.clone()));
        assert_eq!(found.number, target);
        assert_eq!(run.find(target, Direction::Forward, |_| true).unwrap().number, target + 1);
        assert_eq!(run.find(target, Direction::Backward, |_| true).map_or(0, |step| step.number), target - 1);
    }
    run.seek(10);
    assert_eq!(run.find(0, Direction::Forward, elected), Some(first), "the future that is known counts too");
}

#[test]
fn a_replay_goes_through_the_rest_of_the_branch() {
    let mut run = three();
    run.seek(3);
    let mut replay = run.replay(20).unwrap();
    assert_eq!(replay.cursor(), 20);
    let mut numbers = Vec::new();
    let mut digest = 0;
    while let Some((step, state)) = replay.advance() {
        numbers.push(step.number);
        digest = state.world.digest();
    }
    assert_eq!(numbers, (21..=140).collect::<Vec<_>>());
    assert_that(&run.replay(141), Option::is_none);
    assert_that(&run.replay(2), Option::is_none);
    run.seek(140);
    assert_eq!(run.world().digest(), digest);
}

#[test]
fn states_of_other_branches_are_found_too() {
    let mut run = three();
    let (trunk, side) = (run.state_on(id(1), 103).unwrap(), run.state_on(id(2), 231).unwrap());
    assert_that(&run.state_on(id(1), 104), Option::is_none);
    assert_that(&run.state_on(id(4), 5), Option::is_none);
    for (branch, state) in [(id(1), trunk), (id(2), side)] {
        run.switch(branch).unwrap();
        run.seek(run.end());
        assert_eq!(run.world().digest(), state.world.digest());
        assert_eq!(run.step_on(branch, run.end()).as_ref(), run.step());
    }
}
