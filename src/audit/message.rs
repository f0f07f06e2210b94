//! Whether what is claimed of a message is so.

use super::found::Found;
use super::states::Scene;
use crate::explain::{MessageClaim, OnItsWay};
use crate::sim::{LifeKind, Span, Transit, What};

pub(super) fn found(claim: &MessageClaim, scene: &Scene) -> Found {
    let world = scene.run.world();
    let network = world.network();
    match claim {
        MessageClaim::Is { flight, way } => {
            let Some(there) = network.flight(flight.id) else {
                return Found::NotSo("it is not there".into());
            };
            let link = network.link(there.from, there.to);
            let left = there.due.since(world.now());
            let so = **flight == *there
                && match way {
                    OnItsWay::Lost(loss) => there.doom == Some(*loss),
                    OnItsWay::Held => there.place == Transit::Held,
                    OnItsWay::Waits => {
                        there.place == Transit::Waiting && world.node(there.to).kind() == LifeKind::Frozen
                    }
                    OnItsWay::LetIn => there.place == Transit::Waiting && left == Span::ZERO,
                    OnItsWay::CutOff => link.cut,
                    OnItsWay::DueAtDown(due) => *due == left && world.node(there.to).is_down(),
                    OnItsWay::Arrives(due) => {
                        *due == left && there.doom.is_none() && !link.cut && !world.node(there.to).is_down()
                    }
                };
            Found::of(so, || format!("it is {there:?}"))
        }
        MessageClaim::Says(flight) => Found::same(Some(&**flight), network.flight(flight.id)),
        MessageClaim::Arrived { flight, step } => {
            let what = scene.step(*step).map(|step| &step.what);
            let so = matches!(what, Some(What::Delivered(there)) if there.id == flight.id && there.message == flight.message);
            Found::of(so, || format!("it is {what:?}"))
        }
        MessageClaim::WasLost { flight, loss, step } => {
            let what = scene.step(*step).map(|step| &step.what);
            let so = matches!(what, Some(What::Lost(there, of)) if there.id == flight.id && of == loss);
            Found::of(so, || format!("it is {what:?}"))
        }
        MessageClaim::IsInFlight(id) => Found::of(network.flight(*id).is_some(), || "it is not".to_owned()),
    }
}
