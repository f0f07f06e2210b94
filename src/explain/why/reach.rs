//! Who reaches whom, as the network is now.

use super::Case;
use crate::explain::answer::Held;
use crate::raft::{ServerId, ServerSet};
use crate::sim::{LifeKind, World};

/// Whether messages sent now from one server reach the other some time: the link is neither cut nor held, and does
/// not lose everything.
pub(super) fn open(world: &World, from: ServerId, to: ServerId) -> bool {
    let link = world.network().link(from, to);
    !link.cut && !link.held && link.quality.loss < 1000
}

/// The servers that run and with which a server can exchange requests and answers; itself included if it runs.
pub(super) fn in_touch(world: &World, server: ServerId) -> ServerSet {
    let with =
        |other: &ServerId| *other == server || (open(world, server, *other) && open(world, *other, server));
    world.up().iter().filter(with).collect()
}

/// What every election and every commitment needs (§5.2): a majority that runs and is in touch, with the values now.
pub(super) fn majority(case: &Case<'_>) -> [Held; 2] {
    let up = case.world.up();
    let best = up.iter().map(|it| in_touch(case.world, it)).max_by_key(|set| set.len()).unwrap_or_default();
    let held = |servers: ServerSet, text| {
        Held::new(case.is_quorum(servers), text, format!("{}: {servers}", case.share(servers.len())))
    };
    [held(up, "a majority runs"), held(best, "a majority is in touch")]
}

/// The servers that are down.
pub(super) fn down(world: &World) -> ServerSet {
    world.which(|node| node.kind() == LifeKind::Down)
}

/// The servers that are frozen.
pub(super) fn frozen(world: &World) -> ServerSet {
    world.which(|node| node.kind() == LifeKind::Frozen)
}

/// Why two servers are not in touch, in a few words.
pub(super) fn obstacle(world: &World, server: ServerId, other: ServerId) -> Option<String> {
    match world.node(other).kind() {
        LifeKind::Down => return Some(format!("{other} is down")),
        LifeKind::Frozen => return Some(format!("{other} is frozen")),
        LifeKind::Up => {}
    }
    let network = world.network();
    for (from, to) in [(server, other), (other, server)] {
        let link = network.link(from, to);
        let what = match () {
            () if link.cut => "is cut",
            () if link.held => "holds messages back",
            () if link.quality.loss >= 1000 => "loses everything",
            () => continue,
        };
        return Some(format!("the link {from} -> {to} {what}"));
    }
    None
}
