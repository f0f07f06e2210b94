//! Which test a claim is given to.

use super::found::Found;
use super::states::Scene;
use super::{client, election, entry, message, past, server};
use crate::explain::Claim;
use crate::history::Run;

/// Whether a claim is so in a state.
pub fn found(claim: &Claim, scene: &Scene) -> Found {
    match claim {
        Claim::Election(claim) => election::found(*claim, &scene.run),
        Claim::Entry(claim) => entry::found(*claim, scene),
        Claim::Past(claim) => past::found(claim, scene),
        Claim::Client(claim) => client::found(claim, scene),
        Claim::Server(claim) => server::found(*claim, scene),
        Claim::Message(claim) => message::found(claim, scene),
    }
}

/// Whether a claim is so at the cursor of a run, all of whose steps are looked at.
pub fn found_in(claim: &Claim, run: &Run) -> Found {
    found(claim, &Scene::of(run))
}
