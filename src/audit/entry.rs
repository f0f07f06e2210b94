//! Whether what is claimed of an entry is so.

use super::found::Found;
use super::states::Scene;
use crate::explain::EntryClaim;

pub(super) fn found(claim: EntryClaim, scene: &Scene) -> Found {
    match claim {
        EntryClaim::IsCommitted { index, term } => {
            let there = scene.run.checker().committed_at(index).map(|committed| committed.entry.term);
            Found::same(Some(term), there)
        }
    }
}
