//! The whole cluster: servers, network, clock, clients, and what goes wrong.

use crate::chance::Chance;
use crate::disk::Disk;
use crate::network::{Network, Weather};
use crate::recorder::{Event, Recorder};
use crate::server::{Parcel, Server, Settings};
use crate::words;
use raft::eraftpb::MessageType;
use std::collections::BTreeMap;

/// A tick of a server's clock, in µs.
const TICK: u64 = 10_000;

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many servers.
    pub servers: u64,
    /// How the servers run; all chance follows from its seed.
    pub settings: Settings,
    /// What the network does to messages.
    pub weather: Weather,
    /// Whether servers crash, and the network falls apart.
    pub faults: bool,
    /// Whether leaders are asked to hand over.
    pub hand_over: bool,
}

/// What is going to happen.
enum Next {
    Tick(usize),
    Arrive(usize, Parcel),
    DiskDone(usize),
    SnapshotEnded { sender: usize, to: u64, arrived: bool },
    Client,
    Fault,
    Heal,
    Restart(usize),
}

/// A server's place: it runs, or its disk waits for it.
enum Place {
    Up(Box<Server>),
    Down(Box<Disk>),
}

/// A running cluster.
pub struct Cluster {
    options: Options,
    chance: Chance,
    now: u64,
    agenda: BTreeMap<(u64, u64), Next>,
    entered: u64,
    places: Vec<Place>,
    network: Network,
    commands: u64,
    out: Recorder,
}

impl Cluster {
    /// Starts all servers with empty disks.
    pub fn new(options: Options) -> Cluster {
        let members: Vec<u64> = (1..=options.servers).collect();
        let mut cluster = Cluster {
            options,
            chance: Chance::new(options.settings.seed),
            now: 0,
            agenda: BTreeMap::new(),
            entered: 0,
            places: Vec::new(),
            network: Network::new(members.len(), options.weather),
            commands: 0,
            out: Recorder::default(),
        };
        for position in 0..members.len() {
            cluster.places.push(Place::Down(Box::new(Disk::new(&members))));
            cluster.start(position, "start");
            let offset = cluster.chance.below(TICK);
            cluster.plan(offset, Next::Tick(position));
        }
        cluster.plan(0, Next::Client);
        if options.faults || options.hand_over {
            cluster.plan(300_000, Next::Fault);
        }
        cluster
    }

    /// The names of all servers.
    pub fn names(&self) -> Vec<String> {
        (1..=self.options.servers).map(words::name).collect()
    }

    /// Runs until that many events have been written, and returns them.
    ///
    /// # Panics
    ///
    /// Never: clocks do not stop ticking, so that something is always due.
    pub fn run(mut self, events: usize) -> Vec<Event> {
        while self.out.events().len() < events {
            let (at, next) = self.agenda.pop_first().expect("clocks never stop ticking");
            self.now = at.0;
            self.out.time = self.now as f64 / 1000.0;
            self.happen(next);
        }
        let mut all = self.out.into_events();
        all.truncate(events);
        all
    }

    fn plan(&mut self, delay: u64, next: Next) {
        self.entered += 1;
        self.agenda.insert((self.now + delay, self.entered), next);
    }

    fn happen(&mut self, next: Next) {
        match next {
            Next::Tick(position) => {
                self.with(position, Server::tick);
                // No two clocks run at the same speed.
                let tick = self.chance.between(TICK - TICK / 10, TICK + TICK / 10);
                self.plan(tick, Next::Tick(position));
            }
            Next::Arrive(position, parcel) => self.arrive(position, parcel),
            Next::DiskDone(position) => {
                let Place::Up(server) = &mut self.places[position] else { return };
                if server.waits_for_disk() {
                    let leaving = server.save(&mut self.out);
                    self.post(position, leaving);
                    self.with(position, |_, _| ());
                }
            }
            Next::SnapshotEnded { sender, to, arrived } => {
                self.with(sender, |server, out| {
                    if server.leads() {
                        server.snapshot_ended(to, arrived, out);
                    }
                });
            }
            Next::Client => {
                self.commands += 1;
                let command = format!("{}={}", ["x", "y", "z"][self.commands as usize % 3], self.commands);
                let position = self.any();
                self.with(position, |server, out| server.propose(command, out));
                let pause = self.chance.between(1_000, 100_000);
                self.plan(pause, Next::Client);
            }
            Next::Fault => {
                self.fault();
                let pause = self.chance.between(20_000, 400_000);
                self.plan(pause, Next::Fault);
            }
            Next::Heal => self.network.heal(),
            Next::Restart(position) => self.start(position, "restart"),
        }
    }

    /// Lets a server do something, and then what follows from it.
    fn with(&mut self, position: usize, deed: impl FnOnce(&mut Server, &mut Recorder)) {
        let Place::Up(server) = &mut self.places[position] else { return };
        let waited = server.waits_for_disk();
        deed(server, &mut self.out);
        let leaving = server.work(&mut self.out);
        let waits = server.waits_for_disk();
        self.post(position, leaving);
        if waits && !waited {
            let delay = self.chance.between(500, 15_000);
            self.plan(delay, Next::DiskDone(position));
        }
    }

    /// Gives messages to the network.
    fn post(&mut self, from: usize, parcels: Vec<Parcel>) {
        for parcel in parcels {
            let to = parcel.message.to as usize - 1;
            let delays = self.network.delays(from, to, &mut self.chance);
            if delays.is_empty() {
                self.tell_of_snapshot(&parcel, false);
                self.out.lose(parcel.told());
            }
            for delay in delays {
                self.plan(delay, Next::Arrive(to, parcel.clone()));
            }
        }
    }

    fn arrive(&mut self, position: usize, parcel: Parcel) {
        self.tell_of_snapshot(&parcel, matches!(self.places[position], Place::Up(_)));
        self.with(position, |server, out| server.receive(parcel, out));
    }

    fn tell_of_snapshot(&mut self, parcel: &Parcel, arrived: bool) {
        let message = &parcel.message;
        if message.get_msg_type() == MessageType::MsgSnapshot {
            let next = Next::SnapshotEnded { sender: message.from as usize - 1, to: message.to, arrived };
            self.plan(20_000, next);
        }
    }

    fn start(&mut self, position: usize, kind: &'static str) {
        let Place::Down(disk) = &mut self.places[position] else { return };
        let disk = std::mem::take(&mut **disk);
        let id = position as u64 + 1;
        let server = Server::start(id, disk, self.options.settings, kind, &mut self.out);
        self.places[position] = Place::Up(Box::new(server));
        self.out.saved(&words::name(id));
    }

    fn fault(&mut self) {
        let position = self.leader().filter(|_| self.chance.percent(60)).unwrap_or_else(|| self.any());
        match self.chance.below(4) {
            0 if self.options.hand_over => {
                let to = self.any() as u64 + 1;
                self.with(position, |server, out| {
                    if server.leads() {
                        server.hand_over(to, out);
                    }
                });
            }
            1 if self.options.faults => {
                let length = self.chance.between(50_000, 500_000);
                self.network.part(&mut self.chance);
                self.plan(length, Next::Heal);
            }
            2 if self.options.faults => {
                let length = self.chance.between(50_000, 500_000);
                self.network.cut_off(position);
                self.plan(length, Next::Heal);
            }
            3 if self.options.faults => self.crash(position),
            _ => {}
        }
    }

    fn crash(&mut self, position: usize) {
        let Place::Up(server) = &self.places[position] else { return };
        let left = server.disk_after_crash();
        self.places[position] = Place::Down(Box::new(left));
        self.out.crash(&words::name(position as u64 + 1));
        let rest = self.chance.between(10_000, 500_000);
        self.plan(rest, Next::Restart(position));
    }

    fn any(&mut self) -> usize {
        self.chance.below(self.options.servers) as usize
    }

    fn leader(&self) -> Option<usize> {
        self.places.iter().position(|place| matches!(place, Place::Up(server) if server.leads()))
    }
}
