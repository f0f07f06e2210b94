//! Who reaches whom among the servers that run.

use crate::raft::{MAX_SERVERS, ServerId, ServerSet};
use crate::sim::{Link, Span, World};

/// For every server that runs, whom its messages reach.
pub(super) struct Reach {
    size: usize,
    reached: [ServerSet; MAX_SERVERS],
}

impl Reach {
    /// As links are: cut and held ones, and those that lose everything, let nothing through.
    pub(super) fn of(world: &World) -> Reach {
        Reach::through(world, |link| !link.cut && !link.held && link.quality.loss < 1000)
    }

    /// As links would be if none held messages back.
    pub(super) fn with_holds_open(world: &World) -> Reach {
        Reach::through(world, |link| !link.cut && link.quality.loss < 1000)
    }

    fn through(world: &World, open: impl Fn(&Link) -> bool) -> Reach {
        let up = world.up();
        let mut reached = [ServerSet::EMPTY; MAX_SERVERS];
        for from in up.iter() {
            reached[from.position()] =
                up.iter().filter(|to| *to == from || open(world.network().link(from, *to))).collect();
        }
        Reach { size: world.size(), reached }
    }

    /// Whom a server reaches, itself included.
    pub(super) fn to(&self, server: ServerId) -> ServerSet {
        self.reached[server.position()]
    }

    /// Whom a server hears, itself included.
    pub(super) fn from(&self, server: ServerId) -> ServerSet {
        (0..self.size).map(ServerId::at).filter(|from| self.to(*from).contains(server)).collect()
    }

    /// With whom a server can exchange requests and answers, itself included.
    pub(super) fn both(&self, server: ServerId) -> ServerSet {
        self.to(server).and(self.from(server))
    }

    /// Whom a server reaches or hears.
    pub(super) fn either(&self, server: ServerId) -> ServerSet {
        self.to(server).or(self.from(server))
    }

    /// The servers that reach fewer others than they do in another view.
    pub(super) fn lost_to(&self, other: &Reach) -> ServerSet {
        (0..self.size).map(ServerId::at).filter(|server| self.to(*server) != other.to(*server)).collect()
    }

    /// The shortest and the longest that a round trip to a majority can take, for whoever is best placed.
    pub(super) fn round_trip(&self, world: &World, able: ServerSet, needed: usize) -> Option<(Span, Span)> {
        let trips = able.iter().filter_map(|server| {
            let mut trips: Vec<(Span, Span)> = self
                .both(server)
                .iter()
                .filter(|other| *other != server)
                .map(|other| {
                    let there = world.network().link(server, other).quality.latency;
                    let back = world.network().link(other, server).quality.latency;
                    (Span(there.min.0 + back.min.0), Span(there.max.0 + back.max.0))
                })
                .collect();
            trips.sort_unstable();
            // Its own vote needs no journey.
            trips.get(needed.checked_sub(2)?).copied()
        });
        trips.min()
    }

    /// The servers at the ends of the links that lose most, and how many of a thousand these lose.
    pub(super) fn lossiest(world: &World) -> (ServerSet, u16) {
        let (mut servers, mut most) = (ServerSet::EMPTY, 0);
        for from in world.up().iter() {
            for to in world.up().iter().filter(|to| *to != from) {
                let loss = world.network().link(from, to).quality.loss;
                if loss > most {
                    (servers, most) = (ServerSet::EMPTY, loss);
                }
                if loss == most {
                    servers.insert(from);
                    servers.insert(to);
                }
            }
        }
        (servers, most)
    }
}
