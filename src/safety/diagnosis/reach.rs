//! Who reaches whom among the servers that run.

use crate::raft::{Configuration, MAX_SERVERS, ServerId, ServerSet};
use crate::sim::{Link, Span, SpanRange, World};

/// For every server that runs, whom its messages reach.
pub(super) struct Reach {
    roster: ServerSet,
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
        Reach { roster: world.roster(), reached }
    }

    /// Whom a server reaches, itself included.
    pub(super) fn to(&self, server: ServerId) -> ServerSet {
        self.reached[server.position()]
    }

    /// Whom a server hears, itself included.
    pub(super) fn from(&self, server: ServerId) -> ServerSet {
        self.roster.iter().filter(|from| self.to(*from).contains(server)).collect()
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
        self.roster.iter().filter(|server| self.to(*server) != other.to(*server)).collect()
    }

    /// How long a round trip to a majority takes for whoever is best placed: when every message is as fast as it can
    /// be, and when every one is as slow.
    pub(super) fn round_trip(
        &self,
        world: &World,
        able: ServerSet,
        configuration: Configuration,
    ) -> Option<(Span, Span)> {
        let best = |latency: fn(SpanRange) -> Span| {
            able.iter().filter_map(|server| self.quorum_trip(world, server, configuration, latency)).min()
        };
        Some((best(|range| range.min)?, best(|range| range.max)?))
    }

    /// How long it takes until a server has the answers of a majority.
    fn quorum_trip(
        &self,
        world: &World,
        server: ServerId,
        configuration: Configuration,
        latency: fn(SpanRange) -> Span,
    ) -> Option<Span> {
        let one_way = |from, to| latency(world.network().link(from, to).quality.latency).0;
        let trip = |other: ServerId| Span(one_way(server, other) + one_way(other, server));
        // Its own vote needs no journey.
        let own = ServerSet::only(server);
        let mut others: Vec<ServerId> = self.both(server).minus(own).iter().collect();
        others.sort_by_key(|other| trip(*other));
        let answered = configuration.quorums().completed(own, others)?;
        answered.minus(own).iter().map(trip).max()
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
