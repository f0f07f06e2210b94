//! Random clusters, and random things done to them.

use proptest::prelude::*;
use raftarium::raft::{BackUp, Command, Options, ServerId, ServerSet, Timer};
use raftarium::sim::{
    Action, LifeKind, LinkChange, LinkQuality, MessageId, Setup, Span, SpanRange, Timing, World,
};

/// Clusters of 1 to 9 servers, with every option within the paper, on good and bad networks.
pub fn setups() -> impl Strategy<Value = Setup> {
    let options = (any::<bool>(), any::<bool>(), any::<bool>(), prop_oneof![1..4u32, Just(100)]).prop_map(
        |(no_op_on_election, by_term, probe_empty, max_entries)| Options {
            no_op_on_election,
            back_up: if by_term { BackUp::ByTerm } else { BackUp::OneByOne },
            max_entries,
            probe_empty,
            ..Options::default()
        },
    );
    let link = (0..30u64, 0..100u64, 0..300u16, 0..300u16).prop_map(|(min, more, loss, duplicate)| {
        LinkQuality { latency: SpanRange::from_ms(min, min + more), loss, duplicate }
    });
    let timing = (50..200u64, 1..300u64, 10..100u64).prop_map(|(min, more, heartbeat)| Timing {
        election_timeout: SpanRange::from_ms(min, min + more),
        heartbeat: Span::from_ms(heartbeat),
    });
    (1..=9usize, any::<u64>(), options, link, timing).prop_map(|(servers, seed, options, link, timing)| {
        Setup { servers, seed, options, link, timing, ..Setup::default() }
    })
}

/// Something to do, whatever the cluster looks like when its turn comes.
#[derive(Clone, Debug)]
pub struct RandomAction {
    kind: u8,
    one: u16,
    other: u16,
    then: u8,
}

pub fn random_actions() -> impl Strategy<Value = Vec<RandomAction>> {
    let random_action = (0..24u8, any::<u16>(), any::<u16>(), 0..20u8)
        .prop_map(|(kind, one, other, then)| RandomAction { kind, one, other, then });
    prop::collection::vec(random_action, 1..60)
}

impl RandomAction {
    /// How many steps the world takes of its own accord afterwards.
    pub fn then_steps(&self) -> u8 {
        self.then
    }

    /// The action, if there is something to do it to. It may be refused all the same.
    pub fn action(&self, world: &World) -> Option<Action> {
        let size = world.size();
        let server = ServerId::at(usize::from(self.one) % size);
        let set = |bits: u16| -> ServerSet {
            (0..size).map(ServerId::at).filter(|server| bits >> server.position() & 1 == 1).collect()
        };
        let (from, to) = (set(self.one), set(self.other));
        let after = Span::from_ms(u64::from(self.other) % 400);
        Some(match self.kind {
            0..=3 => Action::Submit { to: world.leader().unwrap_or(server), command: self.command() },
            4 => Action::Submit { to: server, command: self.command() },
            5 => Action::Crash(server),
            6 | 7 => Action::Restart(of_kind(world, LifeKind::Down)?),
            8 => Action::Freeze(server),
            9 => Action::Thaw(of_kind(world, LifeKind::Frozen)?),
            10 => Action::Partition(vec![from]),
            11 => Action::Heal,
            12 => Action::Cut { from, to },
            13 => Action::Mend { from, to },
            14 => {
                let latency = SpanRange { min: Span::ZERO, max: after };
                let change = LinkChange { latency: Some(latency), ..LinkChange::default() };
                Action::Tune { from, to, change }
            }
            15 => Action::HoldLink { from, to },
            16 => Action::ReleaseLink { from: world.roster(), to },
            17 => Action::Deliver(self.message(world)?),
            18 => Action::Drop(self.message(world)?),
            19 => Action::Duplicate(self.message(world)?),
            20 => Action::Delay { message: self.message(world)?, by: after },
            21 => Action::Hold(self.message(world)?),
            22 => Action::Fire { server, timer: Timer::Election },
            _ => Action::Align(from),
        })
    }

    fn command(&self) -> Command {
        format!("x+={}", self.other).parse().unwrap()
    }

    fn message(&self, world: &World) -> Option<MessageId> {
        let count = world.network().in_flight();
        let position = usize::from(self.one).checked_rem(count)?;
        world.network().nth_flight(position).map(|flight| flight.id)
    }
}

fn of_kind(world: &World, kind: LifeKind) -> Option<ServerId> {
    world.which(|node| node.kind() == kind).first()
}
