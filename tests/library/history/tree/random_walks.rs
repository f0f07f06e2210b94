//! Random walks through random trees, against a memory that is as simple as can be: for every branch, all that was
//! done on it from the beginning.

use crate::support::random_actions::{RandomAction, random_actions, setups};
use proptest::prelude::*;
use raftarium::history::{BranchId, PlacedAction, Run, Watched};
use raftarium::sim::{Setup, Step, StepId};

#[derive(Clone, Debug)]
enum Move {
    Forward(u16),
    Act(RandomAction),
    Seek(u16),
    Switch(u16),
    Remove(u16),
    Pass(u16),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let random_action = random_actions().prop_map(|mut random_actions| Move::Act(random_actions.remove(0)));
    let one = prop_oneof![
        3 => (1..80u16).prop_map(Move::Forward),
        4 => random_action,
        3 => any::<u16>().prop_map(Move::Seek),
        2 => any::<u16>().prop_map(Move::Switch),
        1 => any::<u16>().prop_map(Move::Remove),
        1 => (0..5_000u16).prop_map(Move::Pass),
    ];
    prop::collection::vec(one, 1..60)
}

/// One branch, told from the beginning.
#[derive(Clone, Debug)]
struct Told {
    id: BranchId,
    actions: Vec<PlacedAction>,
    end: StepId,
}

/// The state after a step, played from the beginning.
fn played(setup: &Setup, actions: &[PlacedAction], to: StepId) -> Watched {
    let mut state = Watched::new(setup.clone()).unwrap();
    let (mut step, mut next) = (Step::default(), actions.iter().peekable());
    while state.world.last_step() < to {
        match next.next_if(|recorded| recorded.after == state.world.last_step()) {
            Some(recorded) => {
                state.world.pass(recorded.at);
                state.act(&recorded.action, &mut step).unwrap();
            }
            None => assert!(state.step(&mut step)),
        }
    }
    state
}

fn place(number: u16, from: StepId, to: StepId) -> StepId {
    from + StepId::from(number) % (to - from + 1)
}

fn walk(setup: &Setup, moves: &[Move]) -> Result<(), TestCaseError> {
    let mut run = Run::new(setup.clone()).unwrap();
    let mut memory = vec![Told { id: BranchId::TRUNK, actions: Vec::new(), end: run.end() }];
    for one in moves {
        let here = memory.iter().position(|told| told.id == run.current().id()).unwrap();
        match one {
            Move::Forward(steps) => {
                for _ in 0..*steps {
                    run.forward();
                }
                memory[here].end = memory[here].end.max(run.cursor());
            }
            Move::Pass(micros) => run.pass(run.world().now() + raftarium::sim::Span(u64::from(*micros))),
            Move::Act(random_action) => {
                let Some(action) = random_action.action(run.world()) else { continue };
                let done = PlacedAction { after: run.cursor(), at: run.world().now(), action };
                let (known, branches) = (memory[here].clone(), run.branches().len());
                if run.act(&done.action).is_err() {
                    prop_assert_eq!(run.branches().len(), branches);
                    continue;
                }
                if done.after == known.end {
                    prop_assert_eq!(run.current().id(), known.id);
                    memory[here].actions.push(done.clone());
                    memory[here].end += 1;
                } else if run.branches().len() == branches {
                    let followed = memory.iter().find(|told| told.id == run.current().id()).unwrap();
                    prop_assert!(followed.actions.contains(&done), "{done:?}");
                } else {
                    let mut actions: Vec<_> =
                        known.actions.into_iter().filter(|recorded| recorded.after < done.after).collect();
                    actions.push(done.clone());
                    memory.push(Told { id: run.current().id(), actions, end: done.after + 1 });
                }
                prop_assert_eq!(run.cursor(), done.after + 1);
                for _ in 0..random_action.then_steps() {
                    run.forward();
                }
                let here = memory.iter_mut().find(|told| told.id == run.current().id()).unwrap();
                here.end = here.end.max(run.cursor());
            }
            Move::Seek(number) => {
                let to = place(*number, run.start(), run.end());
                prop_assert!(run.seek(to));
                prop_assert_eq!(run.cursor(), to);
            }
            Move::Switch(number) => {
                let to = memory[usize::from(*number) % memory.len()].id;
                let before = run.cursor();
                let after = run.switch(to).unwrap();
                prop_assert!(after <= before && run.current().id() == to);
                prop_assert!(run.next_at().is_none_or(|at| at >= run.world().now()));
            }
            Move::Remove(number) => {
                let id = memory[usize::from(*number) % memory.len()].id;
                if run.remove(id).is_ok() {
                    memory.retain(|told| run.branch(told.id).is_some());
                }
            }
        }
        agree(setup, &run, &memory)?;
    }
    run.seek(run.start());
    for told in memory {
        run.switch(told.id).unwrap();
        let shared = run.cursor();
        prop_assert_eq!(run.world().digest(), played(setup, &told.actions, shared).world.digest());
        prop_assert!(run.seek(told.end));
        prop_assert_eq!(run.world().digest(), played(setup, &told.actions, told.end).world.digest());
    }
    Ok(())
}

/// The run is what the memory says, here and now and as a tree.
fn agree(setup: &Setup, run: &Run, memory: &[Told]) -> Result<(), TestCaseError> {
    let told = memory.iter().find(|told| told.id == run.current().id()).unwrap();
    prop_assert_eq!((run.actions(), run.end()), (&told.actions[..], told.end));
    let mut state = played(setup, &told.actions, run.cursor());
    state.world.pass(run.world().now());
    prop_assert_eq!(run.world().digest(), state.world.digest());
    prop_assert_eq!(run.checker().violations(), state.checker.violations());
    prop_assert_eq!(run.recent().last().map(|step| step.number), Some(run.cursor()));
    prop_assert!(run.recent().windows(2).all(|pair| pair[0].number + 1 == pair[1].number));
    let mut ids: Vec<_> = run.branches().iter().map(|one| one.branch.id()).collect();
    ids.sort_unstable();
    prop_assert_eq!(ids, memory.iter().map(|told| told.id).collect::<Vec<_>>());
    for one in run.branches() {
        let told = memory.iter().find(|told| told.id == one.branch.id()).unwrap();
        prop_assert_eq!(one.branch.ending().step, told.end);
        let Some(fork) = one.branch.fork() else { continue };
        let parent = run.branch(fork.parent).unwrap();
        prop_assert!(parent.owns(fork.first.after) && fork.first.after < parent.ending().step);
        prop_assert!(one.branch.ending().step > fork.first.after);
        prop_assert_eq!(run.lineage(one.branch.id()).count(), one.depth + 1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_branch_keeps_its_past_and_its_future(setup in setups(), moves in moves()) {
        walk(&setup, &moves)?;
    }
}
