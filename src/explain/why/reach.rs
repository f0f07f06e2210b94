//! Which servers are connected, as the network is now.

use super::Case;
use crate::explain::answer::Held;
use crate::explain::claim::ElectionClaim;
use crate::explain::sentence::Sentence;
use crate::language::Being;
use crate::raft::{ServerId, ServerSet};
use crate::sim::{LifeKind, World};

/// Whether messages sent now from one server can reach the other: the link is neither cut nor held, and does not drop
/// every message.
pub(super) fn open(world: &World, from: ServerId, to: ServerId) -> bool {
    let link = world.network().link(from, to);
    !link.cut && !link.held && link.quality.loss < 1000
}

/// The running servers with which a server can exchange requests and replies; itself included if it is running.
pub(super) fn in_touch(world: &World, server: ServerId) -> ServerSet {
    let with =
        |other: &ServerId| *other == server || (open(world, server, *other) && open(world, *other, server));
    world.up().iter().filter(with).collect()
}

/// What every election and every commitment needs (§5.2): a running, connected majority, with the values now.
pub(super) fn majority(case: &Case<'_>) -> [Held; 2] {
    let up = case.world.up();
    let best = up.iter().map(|it| in_touch(case.world, it)).max_by_key(|set| set.len()).unwrap_or_default();
    let held = |servers: ServerSet, text: &'static str, live: ElectionClaim| {
        Held::if_so(ElectionClaim::IsEnough(servers).is(case.is_quorum(servers)), text, live)
    };
    [
        held(up, "a majority is running", ElectionClaim::Run(up)),
        held(best, "a majority is connected", ElectionClaim::InTouch(best)),
    ]
}

/// The servers that are down.
pub(super) fn down(world: &World) -> ServerSet {
    world.which(|node| node.kind() == LifeKind::Down)
}

/// The servers that are frozen.
pub(super) fn frozen(world: &World) -> ServerSet {
    world.which(|node| node.kind() == LifeKind::Frozen)
}

/// Why two servers are not connected, in a few words.
pub(super) fn obstacle(world: &World, server: ServerId, other: ServerId) -> Option<Sentence> {
    match world.node(other).kind() {
        LifeKind::Down => {
            return Some(ElectionClaim::Is { server: other, being: Being::Down }.into());
        }
        LifeKind::Frozen => return Some(ElectionClaim::IsFrozen(other).into()),
        LifeKind::Up => {}
    }
    let network = world.network();
    [(server, other), (other, server)].into_iter().find_map(|(from, to)| {
        let link = network.link(from, to);
        Some(Sentence::from(match () {
            () if link.cut => ElectionClaim::LinkCut { from, to },
            () if link.held => ElectionClaim::LinkHeld { from, to },
            () if link.quality.loss >= 1000 => ElectionClaim::LinkLoses { from, to },
            () => return None,
        }))
    })
}
