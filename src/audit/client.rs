//! Whether what is claimed of clients and their requests is so: read off the steps, all of them.

use super::found::Found;
use super::states::Scene;
use crate::explain::ClientClaim;
use crate::raft::{Fact, Index, Payload};
use crate::sim::{Request, Step};
use std::collections::BTreeSet;

pub(super) fn found(claim: &ClientClaim, scene: &Scene) -> Found {
    let world = scene.run.world();
    let request =
        |number: u32| -> Option<Request> { world.requests().nth((number as usize).checked_sub(1)?).copied() };
    match claim {
        ClientClaim::Asked { request: number, command, to, step } => {
            let there = request(*number).map(|it| (it.command, it.to, it.step));
            Found::same(Some((*command, *to, *step)), there)
        }
        ClientClaim::AskedTimes { command, times } => {
            Found::same(*times, world.requests().filter(|it| it.command == *command).count())
        }
        ClientClaim::AskedSoFar(times) => Found::same(*times, world.requests().len()),
        ClientClaim::Heard { request: number, state } => {
            Found::same(Some(*state), request(*number).map(|it| it.state))
        }
        ClientClaim::Executed { command, at } => {
            let steps = scene.steps.iter().filter(|step| step.number <= scene.run.cursor());
            let executed = steps.flat_map(Step::seen).filter_map(|fact| match fact {
                Fact::Applied { index, payload, .. } if payload == Some(Payload::from(*command)) => {
                    Some(index)
                }
                _ => None,
            });
            let there: BTreeSet<Index> = executed.collect();
            Found::same(at.clone(), there.into_iter().collect())
        }
        ClientClaim::TakenAway { server, step, index, term } => {
            let before = step.checked_sub(1).and_then(|it| scene.run.state_at(it));
            let (Some(before), Some(after)) = (before, scene.run.state_at(*step)) else {
                return Found::NotTried;
            };
            let has = |world: &crate::sim::World| {
                world.node(*server).persistent().log.term_at(*index) == Some(*term)
            };
            Found::same((true, false), (has(&before.world), has(&after.world)))
        }
    }
}
