//! Who does what to the cluster: a source of random actions whose temper changes.
//!
//! Faults drawn evenly and independently leave a cluster either idle or dead. So a run is cut into
//! episodes, each with weights of its own, many of them zero (which lets rare combinations last); one in
//! which nothing was committed is likely to be followed by one that repairs, and one in which nobody was elected by
//! one that deposes the leader.

use crate::raft::{Command, ServerId, ServerSet, Timer, Value, Word};
use crate::sim::{
    Action, LifeKind, LinkChange, MessageId, Node, Random, Span, SpanRange, Time, Transit, World,
};
use serde::Serialize;

macro_rules! faults {
    ($($variant:ident $name:literal $doc:literal $weight:literal;)+) => {
        /// What the fuzzer does to a cluster.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[repr(u8)]
        pub enum Fault { $(#[doc = $doc] $variant),+ }

        impl Fault {
            /// All of them.
            pub const ALL: &'static [Fault] = &[$(Fault::$variant),+];

            /// Its name in reports.
            pub const fn name(self) -> &'static str {
                match self { $(Fault::$variant => $name),+ }
            }

            /// How often it is chosen, in an episode that has it at all.
            const fn weight(self) -> u32 {
                match self { $(Fault::$variant => $weight),+ }
            }
        }
    };
}

faults! {
    Submit "submits to a leader" "A client sends a command to a server that leads or believes that it leads." 60;
    SubmitElsewhere "submits to others" "A client sends a command to any server." 6;
    Crash "crashes" "A server crashes." 4;
    Restart "restarts" "A server restarts." 12;
    Freeze "freezes" "A server is paused." 3;
    Thaw "thaws" "A paused server continues." 9;
    Partition "partitions" "The network is partitioned into groups." 2;
    Heal "heals" "All links are repaired." 3;
    Cut "one-way cuts" "One direction of a link is cut." 3;
    Mend "one-way mends" "One direction of a link is repaired." 3;
    Tune "changes of loss, duplication, latency" "A link becomes worse or better." 4;
    HoldLink "links held" "A link holds messages back." 2;
    ReleaseLink "links released" "A link releases its messages." 5;
    Deliver "early deliveries" "A message overtakes all others." 20;
    Drop "drops" "A message is lost." 10;
    Duplicate "duplicates" "A message arrives twice." 10;
    Delay "delays" "A message arrives later." 10;
    Hold "holds" "A message is held back." 4;
    Release "releases" "A held message is released." 8;
    Fire "timers fired" "A timer expires early." 4;
    SetTimer "timers set" "A timer is set." 2;
    Align "timers aligned" "Election timers expire together." 3;
    Spread "timers spread" "Election timers expire far apart." 1;
}

const KINDS: usize = Fault::ALL.len();

/// A source of actions.
#[derive(Clone, Debug)]
pub(super) struct Chaos {
    random: Random,
    /// How likely each action is in this episode.
    weights: [u32; KINDS],
    total: u32,
    /// How many of a thousand steps are actions.
    rate: u16,
    /// The last step of this episode.
    until: u64,
    /// What is to be done next, the last one first.
    queue: Vec<Action>,
    submitted: i64,
    /// How many elections and commits there were when the episode began.
    seen: Seen,
}

/// What has happened in the cluster so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Seen {
    pub elections: u64,
    pub commits: u64,
}

impl Chaos {
    pub(super) fn new(random: Random) -> Chaos {
        Chaos {
            random,
            weights: [0; KINDS],
            total: 0,
            rate: 0,
            until: 0,
            queue: Vec::new(),
            submitted: 0,
            seen: Seen::default(),
        }
    }

    /// What to do now, or nothing: then the world takes its own next step. It may turn out to be
    /// impossible.
    #[inline]
    pub(super) fn next(&mut self, world: &World, seen: Seen) -> Option<Action> {
        if let Some(action) = self.queue.pop() {
            return Some(action);
        }
        if world.last_step() >= self.until {
            self.begin_episode(world, seen);
        }
        if !self.random.chance(self.rate) {
            return None;
        }
        let fault = self.draw()?;
        self.action(fault, world)
    }

    fn begin_episode(&mut self, world: &World, seen: Seen) {
        let nothing_committed = seen.commits == self.seen.commits;
        let nobody_elected = seen.elections == self.seen.elections;
        self.seen = seen;
        self.until = world.last_step() + 50 + u64::from(self.random.below(800));
        self.rate = [15, 60, 120, 250, 500][self.random.below(5) as usize];
        let kept = self.random.below(700) as u16 + 100;
        for fault in Fault::ALL {
            let weight =
                if self.random.chance(kept) { fault.weight() * (1 + self.random.below(4)) } else { 0 };
            self.weights[*fault as usize] = weight;
        }
        // Without commands there is nothing to disagree about; what was broken must be able to come back.
        for fault in [Fault::Submit, Fault::Restart, Fault::Thaw, Fault::Release] {
            let weight = &mut self.weights[fault as usize];
            *weight = (*weight).max(fault.weight());
        }
        if nothing_committed && self.random.chance(600) {
            self.repair(world);
        } else if self.random.chance(if nobody_elected { 700 } else { 300 }) {
            self.unseat(world);
        }
        self.total = self.weights.iter().sum();
    }

    fn draw(&mut self) -> Option<Fault> {
        let mut left = self.random.below(self.total);
        for (fault, weight) in Fault::ALL.iter().zip(self.weights) {
            if left < weight {
                return Some(*fault);
            }
            left -= weight;
        }
        None
    }

    /// An episode in which nothing fails: everything is brought back, and only clients act.
    fn repair(&mut self, world: &World) {
        for fault in Fault::ALL {
            if !matches!(fault, Fault::Submit | Fault::SubmitElsewhere | Fault::Deliver) {
                self.weights[*fault as usize] = 0;
            }
        }
        self.rate = self.rate.min(120);
        self.queue = repairs(world, world.roster());
    }

    /// The leader is cut off with a minority, commands reach it that cannot commit, another is elected and
    /// takes commands too: so logs part.
    fn unseat(&mut self, world: &World) {
        let Some(leader) = world.leader() else { return };
        let size = world.size();
        if size < 2 {
            return;
        }
        let least = world.configuration().quorums().least();
        let mut group = ServerSet::only(leader);
        for _ in 0..self.random.below(least as u32) {
            if group.len() + least < size {
                group.insert(self.server(size));
            }
        }
        let rest = world.roster().minus(group);
        let heir = rest.iter().nth(self.random.below(rest.len() as u32) as usize);
        if let Some(server) = heir {
            self.queue.push(Action::Fire { server, timer: Timer::Election });
        }
        for _ in 0..=self.random.below(4) {
            let command = self.command();
            self.queue.push(Action::Submit { to: leader, command });
        }
        self.queue.push(Action::Partition(vec![group]));
        self.weights[Fault::Heal as usize] = 2 * Fault::Heal.weight();
    }

    fn action(&mut self, fault: Fault, world: &World) -> Option<Action> {
        let size = world.size();
        Some(match fault {
            Fault::Submit => {
                let to = self.of(world.which(Node::leads))?;
                Action::Submit { to, command: self.command() }
            }
            Fault::SubmitElsewhere => Action::Submit { to: self.server(size), command: self.command() },
            Fault::Crash => {
                let victim = self.victim(world)?;
                // One that is back before its neighbours notice tests what it has kept.
                if self.random.chance(400) {
                    self.queue.push(Action::Restart(victim));
                }
                Action::Crash(victim)
            }
            Fault::Freeze => Action::Freeze(self.victim(world)?),
            Fault::Restart => Action::Restart(self.of(world.which(|node| node.kind() == LifeKind::Down))?),
            Fault::Thaw => Action::Thaw(self.of(world.which(|node| node.kind() == LifeKind::Frozen))?),
            Fault::Partition => Action::Partition(vec![self.some(size)]),
            Fault::Heal => Action::Heal,
            Fault::Cut => Action::Cut { from: self.some(size), to: self.some(size) },
            Fault::Mend => Action::Mend { from: self.some(size), to: self.some(size) },
            Fault::Tune => Action::Tune {
                from: self.some(size),
                to: self.some(size),
                change: LinkChange {
                    latency: Some(latency(&mut self.random)),
                    loss: Some(share(&mut self.random)),
                    duplicate: Some(share(&mut self.random)),
                },
            },
            Fault::HoldLink => Action::HoldLink { from: self.some(size), to: self.some(size) },
            Fault::ReleaseLink => Action::ReleaseLink { from: world.roster(), to: self.some(size) },
            Fault::Deliver => Action::Deliver(self.message(world)?),
            Fault::Drop => Action::Drop(self.message(world)?),
            Fault::Duplicate => Action::Duplicate(self.message(world)?),
            Fault::Delay => Action::Delay { message: self.message(world)?, by: self.span(400) },
            Fault::Hold => Action::Hold(self.message(world)?),
            Fault::Release => Action::Release(self.held(world)?),
            Fault::Fire => Action::Fire { server: self.server(size), timer: self.timer() },
            Fault::SetTimer => {
                Action::SetTimer { server: self.server(size), timer: self.timer(), after: self.span(300) }
            }
            Fault::Align => Action::Align(self.some(size)),
            Fault::Spread => Action::Spread(world.roster()),
        })
    }

    fn server(&mut self, size: usize) -> ServerId {
        ServerId::at(self.random.below(size as u32) as usize)
    }

    fn of(&mut self, set: ServerSet) -> Option<ServerId> {
        if set.is_empty() {
            return None;
        }
        set.iter().nth(self.random.below(set.len() as u32) as usize)
    }

    /// A server to take out. When no majority would be left, mostly none: a dead cluster teaches nothing.
    fn victim(&mut self, world: &World) -> Option<ServerId> {
        let up = world.up();
        if up.len() <= world.configuration().quorums().least() && !self.random.chance(150) {
            return None;
        }
        let leader = world.leader().filter(|_| self.random.chance(300));
        leader.or_else(|| self.of(up))
    }

    /// Some servers, at random: any set.
    fn some(&mut self, size: usize) -> ServerSet {
        (0..size).map(ServerId::at).filter(|_| self.random.chance(400)).collect()
    }

    fn message(&mut self, world: &World) -> Option<MessageId> {
        let network = world.network();
        let position = self.random.below(network.in_flight() as u32) as usize;
        network.nth_flight(position).map(|flight| flight.id)
    }

    fn held(&mut self, world: &World) -> Option<MessageId> {
        let network = world.network();
        let position = self.random.below(network.parked() as u32) as usize;
        network.nth_flight(network.in_flight() - network.parked() + position).map(|flight| flight.id)
    }

    fn span(&mut self, most_ms: u32) -> Span {
        Span(u64::from(self.random.below(most_ms * 1000)))
    }

    fn timer(&mut self) -> Timer {
        if self.random.chance(700) { Timer::Election } else { Timer::Heartbeat }
    }

    pub(super) fn command(&mut self) -> Command {
        const KEYS: [Word; 4] =
            [Word::literal("x"), Word::literal("y"), Word::literal("z"), Word::literal("w")];
        self.submitted += 1;
        let key = KEYS[self.random.below(4) as usize];
        if self.random.chance(500) {
            Command::Set { key, value: Value::Number(self.submitted) }
        } else {
            Command::Add { key, amount: self.submitted }
        }
    }
}

/// Everything that brings these servers and the links between them back to health, the last one first.
pub(super) fn repairs(world: &World, core: ServerSet) -> Vec<Action> {
    let all = world.roster();
    let mut actions = Vec::new();
    for node in world.nodes().iter().filter(|node| core.contains(node.id)) {
        match node.kind() {
            LifeKind::Up => {}
            LifeKind::Frozen => actions.push(Action::Thaw(node.id)),
            LifeKind::Down => actions.push(Action::Restart(node.id)),
        }
    }
    let held = world.network().flights().filter(|flight| flight.place == Transit::Held);
    actions.extend(held.map(|flight| Action::Release(flight.id)));
    if core.len() > 1 {
        let change =
            LinkChange { latency: Some(SpanRange::from_ms(1, 5)), loss: Some(0), duplicate: Some(0) };
        actions.push(Action::Tune { from: all, to: all, change });
        actions.push(Action::ReleaseLink { from: all, to: all });
    }
    actions.push(if core == all { Action::Heal } else { Action::Partition(vec![core]) });
    actions
}

pub(super) fn latency(random: &mut Random) -> SpanRange {
    let (min, max) = [(1, 2), (1, 5), (5, 15), (5, 15), (1, 60), (20, 120)][random.below(6) as usize];
    SpanRange::from_ms(min, max)
}

pub(super) fn share(random: &mut Random) -> u16 {
    [0, 0, 0, 20, 100, 300][random.below(6) as usize]
}

/// How long the core of a healed cluster may take until a new command is committed: some elections, and then
/// a walk through the whole log, back one by one and forth in the smallest messages.
pub(super) fn patience(world: &World) -> Time {
    let setup = world.setup();
    let longest = world.nodes().iter().map(|node| node.persistent().log.last_index().0).max().unwrap_or(0);
    let elections = 60 * setup.timing.election_timeout.max.0;
    let walk = 40_000 * (u64::from(longest) + 10);
    world.now() + Span(elections + walk)
}
