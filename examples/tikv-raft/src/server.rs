//! One server: the crate's `RawNode`, a disk and a state machine, and what is written down about them.

use crate::chance::Chance;
use crate::disk::Disk;
use crate::recorder::{self, Event, Recorder, State};
use crate::words;
use raft::eraftpb::{Entry, Message};
use raft::{Config, RawNode, SnapshotStatus, StateRole};
use std::collections::{BTreeMap, VecDeque};

/// Election timeouts, in ticks.
const ELECTION: (usize, usize) = (10, 20);

/// How a server runs.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Settings {
    /// All chance follows from this number.
    pub seed: u64,
    /// Whether a server asks first whether an election could be won.
    pub pre_vote: bool,
    /// Whether a leader steps down that does not hear of a majority, and nobody votes while it hears a leader.
    pub check_quorum: bool,
    /// After so many applied entries the log becomes a snapshot.
    pub snapshot_every: Option<u64>,
    /// Whether the disk takes its time: the server goes on meanwhile, and forgets what is not there yet if it crashes.
    pub slow_disk: bool,
    /// Whether a leader sends entries before its own disk has them.
    pub eager_leader: bool,
}

/// A message on its way, with its number in the trace.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub id: u64,
    /// Who sent it. A follower that forwards a proposal leaves the name of the first sender in it.
    pub sender: u64,
    pub message: Message,
}

impl Parcel {
    /// In the words of the trace.
    pub fn told(&self) -> recorder::Message {
        words::message(self.id, self.sender, &self.message)
    }
}

/// A running server.
pub struct Server {
    id: u64,
    name: String,
    settings: Settings,
    node: RawNode<Disk>,
    /// The state machine: a store of keys and values.
    store: BTreeMap<String, String>,
    /// The last `Ready` of which the disk does not have everything.
    unsaved: Option<u64>,
    /// Whether that must be on the disk before the server may go on as if it were.
    waits: bool,
    /// The numbers of the messages that the crate has made and not yet handed out: it does so in order.
    numbers: VecDeque<u64>,
    /// Messages that may not leave before the disk has everything that they tell.
    held: Vec<Parcel>,
    /// What the trace knows already.
    told: Option<State>,
    elections: u64,
}

impl Server {
    /// Starts a server with what is on its disk: `kind` is `start` or `restart`.
    pub fn start(id: u64, disk: Disk, settings: Settings, kind: &'static str, out: &mut Recorder) -> Server {
        let snapshot = disk.latest_snapshot().clone();
        let log = words::entries(disk.log());
        let config = Config {
            id,
            applied: snapshot.get_metadata().index,
            election_tick: ELECTION.0,
            heartbeat_tick: 2,
            max_size_per_msg: 64,
            max_inflight_msgs: 8,
            pre_vote: settings.pre_vote,
            check_quorum: settings.check_quorum,
            ..Config::default()
        };
        let quiet = slog::Logger::root(slog::Discard, slog::o!());
        let node = RawNode::new(&config, disk, &quiet).expect("the configuration is valid");
        let mut server = Server {
            id,
            name: words::name(id),
            settings,
            node,
            store: read_store(&snapshot.data),
            unsaved: None,
            waits: false,
            numbers: VecDeque::new(),
            held: Vec::new(),
            told: None,
            elections: 0,
        };
        server.wind_timer();
        let place = words::place(&snapshot);
        server.note(
            out,
            Event { kind, entries: log, snapshot: (place.index > 0).then_some(place), ..Event::default() },
        );
        server
    }

    /// What is left of it if it crashes now.
    pub fn disk_after_crash(&self) -> Disk {
        self.node.store().after_crash()
    }

    /// Whether it believes to lead.
    pub fn leads(&self) -> bool {
        self.node.raft.state == StateRole::Leader
    }

    /// Whether its disk is behind.
    pub fn waits_for_disk(&self) -> bool {
        self.waits
    }

    /// Its clock ticks.
    pub fn tick(&mut self, out: &mut Recorder) {
        let led = self.leads();
        // `true` says that a timer ran out. All other ticks change nothing that anybody could see.
        if self.node.tick() {
            let kind = if !led {
                self.elections += 1;
                "timeout"
            } else if self.leads() {
                "heartbeat"
            } else {
                "change"
            };
            let note = (kind == "change").then(|| "has not heard of a majority for too long".to_owned());
            self.happened(out, Event { kind, note, ..Event::default() });
        }
    }

    /// A message arrives.
    pub fn receive(&mut self, parcel: Parcel, out: &mut Recorder) {
        let message = Some(parcel.told());
        let note = self.node.step(parcel.message).err().map(|error| error.to_string());
        self.happened(out, Event { kind: "receive", message, note, ..Event::default() });
    }

    /// A client brings a command. A follower sends it on to its leader.
    pub fn propose(&mut self, command: String, out: &mut Recorder) {
        let note = self.node.propose(Vec::new(), command.clone().into()).err().map(|error| error.to_string());
        self.happened(out, Event { kind: "client", command: Some(command), note, ..Event::default() });
    }

    /// An operator asks a leader to hand over to another.
    pub fn hand_over(&mut self, to: u64, out: &mut Recorder) {
        self.node.transfer_leader(to);
        let note = Some(format!("is to hand over to {}", words::name(to)));
        self.happened(out, Event { kind: "change", note, ..Event::default() });
    }

    /// The network says what became of a snapshot: without that, the crate would wait forever.
    pub fn snapshot_ended(&mut self, to: u64, arrived: bool, out: &mut Recorder) {
        let status = if arrived { SnapshotStatus::Finish } else { SnapshotStatus::Failure };
        self.node.report_snapshot(to, status);
        let what = if arrived { "arrived" } else { "is lost" };
        let note = Some(format!("hears that its snapshot for {} {what}", words::name(to)));
        self.happened(out, Event { kind: "change", note, ..Event::default() });
    }

    /// The crate has dealt with something. What it wrote to its log is what is "unstable" now, and what it has to say is
    /// in `msgs`: each `Ready` is taken in at once, so there is nothing older in either.
    fn happened(&mut self, out: &mut Recorder, event: Event) {
        self.wind_timer();
        let log = &self.node.raft.raft_log;
        let entries = words::entries(log.unstable_entries());
        let snapshot = log.unstable_snapshot().as_ref().map(words::place);
        self.note(out, Event { entries, snapshot, ..event });
        self.note_messages(out);
    }

    fn note(&mut self, out: &mut Recorder, event: Event) {
        let state = words::state(&self.node);
        self.told = Some(state.clone());
        out.note(Event { node: self.name.clone(), state: Some(state), ..event });
    }

    /// Writes down the messages that the crate has just made, and numbers them.
    fn note_messages(&mut self, out: &mut Recorder) {
        for message in &self.node.raft.msgs {
            let id = out.number();
            let (node, message) = (self.name.clone(), Some(words::message(id, self.id, message)));
            out.note(Event { node, kind: "send", message, ..Event::default() });
            self.numbers.push_back(id);
        }
    }

    /// Does what the crate asks for, until it asks for nothing or must wait for the disk. Returns the messages that may
    /// leave.
    ///
    /// A `Ready` says what to write, what to send and what to apply. A leader's messages (`messages`, as against
    /// `persisted_messages`) may leave before its own disk has its entries: an entry is committed once a majority has
    /// it, even if the leader is not in it, and the crate counts the leader's own copy only after `on_persist_ready`.
    /// An eager leader makes use of that. Then the trace has to tell of its entries before they are safe, and a
    /// crash may take them: that is legal as long as nobody was told that this node has them.
    pub fn work(&mut self, out: &mut Recorder) -> Vec<Parcel> {
        let mut leaving = Vec::new();
        while self.node.has_ready() {
            let mut ready = self.node.ready();
            let disk = self.node.mut_store();
            let installs = !ready.snapshot().is_empty();
            if installs {
                self.store = read_store(&ready.snapshot().data);
                disk.install(ready.snapshot().clone());
            }
            disk.append(ready.take_entries());
            if let Some(state) = ready.hs() {
                disk.set_hard_state(state.clone());
            }
            let at_once = ready.take_messages();
            if self.settings.eager_leader && !at_once.is_empty() {
                leaving.extend(self.numbered(at_once));
                out.saved(&self.name);
            } else {
                let parcels = self.numbered(at_once);
                self.held.extend(parcels);
            }
            let parcels = self.numbered(ready.take_persisted_messages());
            self.held.extend(parcels);
            let committed = ready.take_committed_entries();
            self.waits |= ready.must_sync();
            self.unsaved = Some(ready.number());
            // From now on the log is "stable": readable, though not safe before `on_persist_ready`.
            self.node.advance_append_async(ready);
            self.apply(&committed, out);
            // The crate must not go on between a snapshot's log and its state machine: for that, everybody waits.
            if installs || !(self.settings.slow_disk && self.waits) {
                leaving.extend(self.save(out));
            }
        }
        leaving
    }

    /// Messages that the crate hands out, with the numbers under which they were noted when they were made.
    fn numbered(&mut self, messages: Vec<Message>) -> Vec<Parcel> {
        let numbers = self.numbers.drain(..messages.len());
        numbers.zip(messages).map(|(id, message)| Parcel { id, sender: self.id, message }).collect()
    }

    /// The disk has everything now, so all that was held back has happened. The server's own copy of its entries counts
    /// from here on: a leader may commit.
    pub fn save(&mut self, out: &mut Recorder) -> Vec<Parcel> {
        self.node.mut_store().save();
        self.waits = false;
        out.saved(&self.name);
        if let Some(number) = self.unsaved.take() {
            self.node.on_persist_ready(number);
        }
        let installed = self.node.store().latest_snapshot().get_metadata().index;
        if installed > self.node.raft.raft_log.applied {
            self.node.advance_apply_to(installed);
        }
        if self.told.as_ref() != Some(&words::state(&self.node)) {
            self.note(out, Event { kind: "change", ..Event::default() });
        }
        self.note_messages(out);
        std::mem::take(&mut self.held)
    }

    /// Hands committed entries to the state machine, and lets it take the log's place when that has become long.
    fn apply(&mut self, committed: &[Entry], out: &mut Recorder) {
        let Some(last) = committed.last() else { return };
        let applied = words::entries(committed);
        for entry in &applied {
            if let Some((key, value)) = entry.command.split_once('=') {
                self.store.insert(key.to_owned(), value.to_owned());
            }
        }
        self.node.advance_apply_to(last.index);
        self.note(out, Event { kind: "change", applied, ..Event::default() });
        let disk = self.node.mut_store();
        let length = last.index - disk.latest_snapshot().get_metadata().index;
        if self.settings.snapshot_every.is_some_and(|most| length >= most) {
            disk.compact(last.index, serde_json::to_vec(&self.store).expect("texts can be written"));
            let snapshot = Some(words::place(disk.latest_snapshot()));
            self.note(out, Event { kind: "change", snapshot, ..Event::default() });
        }
    }

    /// The crate draws a new election timeout whenever its term or role changes, by chance that cannot be repeated. We
    /// put our own in its place after every step, one that follows from seed, server, term and the number of its
    /// elections, so that nothing of the crate's own chance is left.
    fn wind_timer(&mut self) {
        let term = self.node.raft.term;
        let mut chance = Chance::new(self.settings.seed ^ (self.id << 56) ^ (term << 28) ^ self.elections);
        let ticks = ELECTION.0 as u64 + chance.below((ELECTION.1 - ELECTION.0) as u64);
        self.node.raft.set_randomized_election_timeout(ticks as usize);
    }
}

/// The state machine that a snapshot holds.
fn read_store(data: &[u8]) -> BTreeMap<String, String> {
    if data.is_empty() { BTreeMap::new() } else { serde_json::from_slice(data).expect("we have written it") }
}
