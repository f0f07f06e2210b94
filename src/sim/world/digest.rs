//! A digest of the whole state: two runs that agree in it will go on the same.

use super::{Countdown, Life, Node, World};
use crate::raft::{Index, Knowledge, LeaderState, Message, Options, Progress, Role, Server, ServerSet};
use crate::sim::{Contents, Flight, Network, RequestState};
use std::hash::{Hash, Hasher};

impl World {
    /// 64 bits that stand foreverything that the future depends on. The same on every platform.
    pub fn digest(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        (self.now.0, self.steps, self.booted as u64, self.random.peek()).hash(&mut hash);
        hash_options(&self.options, &mut hash);
        for node in &self.nodes {
            hash.write_u8(node.kind() as u8);
            hash_persistent(node, &mut hash);
            for timer in [node.election, node.heartbeat] {
                hash_timer(timer, &mut hash);
            }
            if let Life::Up(server) | Life::Frozen(server) = &node.life {
                hash_server(server, &mut hash);
            }
        }
        hash_network(&self.network, &mut hash);
        for request in &self.requests {
            (request.id.0, request.to, request.at.0, request.step, request.command).hash(&mut hash);
            match request.state {
                RequestState::Pending { index } => (0u8, index).hash(&mut hash),
                RequestState::Answered { index, step } => (1u8, index, step).hash(&mut hash),
                RequestState::Redirected { leader } => (2u8, leader).hash(&mut hash),
                RequestState::Lost { because, index } => (3u8, because as u8, index).hash(&mut hash),
            }
        }
        hash.finish()
    }
}

fn hash_options(options: &Options, hash: &mut Fnv) {
    let Options { no_op_on_election, back_up, max_entries, probe_empty, bugs } = options;
    (no_op_on_election, back_up, max_entries, probe_empty).hash(hash);
    // Sessions were saved when a set of bugs had 32 bits: the rest counts only where it is used.
    (bugs.bits() as u32).hash(hash);
    let more = (bugs.bits() >> 32) as u32;
    if more != 0 {
        more.hash(hash);
    }
}

fn hash_persistent(node: &Node, hash: &mut Fnv) {
    let persistent = node.persistent();
    let log = &persistent.log;
    let durable = node.server().map_or(log.last_index(), Server::durable);
    (persistent.current_term, persistent.voted_for, log.last_index(), durable).hash(hash);
    log.digest_at(log.last_index()).hash(hash);
}

fn hash_timer(timer: Option<Countdown>, hash: &mut Fnv) {
    timer.map(|timer| (timer.due.0, timer.since.0, timer.length.0, timer.armed_by)).hash(hash);
}

fn hash_server(server: &Server, hash: &mut Fnv) {
    let volatile = server.volatile();
    (volatile.commit_index, volatile.last_applied).hash(hash);
    for pair in volatile.store.iter() {
        pair.hash(hash);
    }
    server.old_match().hash(hash);
    match server.role() {
        Role::Follower { leader } => (0u8, *leader).hash(hash),
        Role::Candidate(candidate) => (1u8, *candidate).hash(hash),
        Role::Leader(leader) => {
            hash.write_u8(2);
            hash_leader(leader, hash);
        }
    }
}

/// One number of all servers after the other: sessions were saved so.
fn hash_leader(leader: &LeaderState, hash: &mut Fnv) {
    let numbers: [fn(&Progress) -> Index; 3] = [|it| it.next_index, |it| it.match_index, |it| it.sent];
    for number in numbers {
        leader.everyone().len().hash(hash);
        for (_, progress) in leader.everyone() {
            number(progress).hash(hash);
        }
    }
    let signs: [fn(&Progress) -> bool; 2] = [|it| it.probing, |it| it.unanswered];
    for holds in signs {
        let those = leader.everyone().filter(|(_, progress)| holds(progress));
        those.map(|(server, _)| server).collect::<ServerSet>().hash(hash);
    }
    leader.pending.hash(hash);
}

fn hash_network(network: &Network, hash: &mut Fnv) {
    network.last_id().hash(hash);
    for link in network.links() {
        link.hash(hash);
    }
    for flight in network.flights() {
        hash_flight(flight, hash);
    }
}

fn hash_flight(flight: &Flight, hash: &mut Fnv) {
    (flight.id, flight.due.0, flight.sent.0, flight.cause, flight.from, flight.to).hash(hash);
    (flight.doom.map(|doom| doom as u8), flight.place as u8).hash(hash);
    match &flight.message {
        Contents::Whole(message) => hash_message(message, hash),
        Contents::Told(message) => hash_message(message, hash),
    }
}

fn hash_message<K: Knowledge>(message: &Message<K>, hash: &mut Fnv) {
    match message {
        Message::RequestVote(message) => (0u8, message).hash(hash),
        Message::RequestVoteReply(message) => (1u8, message).hash(hash),
        Message::AppendEntries(message) => (2u8, message).hash(hash),
        Message::AppendEntriesReply(message) => (3u8, message).hash(hash),
    }
}

/// FNV-1a over the little-endian bytes of numbers: the standard library's hasher promises no stable result.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.write(&[number]);
    }

    fn write_u16(&mut self, number: u16) {
        self.write(&number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    /// Lengths, and which variant of an enum it is: as wide on every platform.
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
