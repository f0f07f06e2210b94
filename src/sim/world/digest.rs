//! A digest of the whole state: two runs that agree in it will go on the same.

use super::{Life, Role, World};
use std::hash::{Hash, Hasher};

impl World {
    /// 64 bits that stand for everything that the future depends on. The same on every platform.
    pub fn digest(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        (self.now.0, self.steps, self.random.peek(), self.network.last_id()).hash(&mut hash);
        for node in &self.nodes {
            let persistent = node.persistent();
            let log = &persistent.log;
            (node.kind() as u8, persistent.current_term.0).hash(&mut hash);
            persistent.voted_for.map_or(u32::MAX, |vote| vote.position() as u32).hash(&mut hash);
            log.digest_at(log.last_index()).unwrap_or(0).hash(&mut hash);
            for timer in [node.election, node.heartbeat] {
                timer.map_or(u64::MAX, |timer| timer.due.0).hash(&mut hash);
            }
            if let Life::Up(server) | Life::Frozen(server) = &node.life {
                server.volatile().commit_index.0.hash(&mut hash);
                match server.role() {
                    Role::Follower { leader } => {
                        (0u8, leader.map_or(u32::MAX, |leader| leader.position() as u32)).hash(&mut hash);
                    }
                    Role::Candidate(candidate) => {
                        (1u8, candidate.votes, candidate.refusals).hash(&mut hash);
                    }
                    Role::Leader(leader) => {
                        2u8.hash(&mut hash);
                        for index in leader.next_index.iter().chain(&leader.match_index) {
                            index.0.hash(&mut hash);
                        }
                    }
                }
            }
        }
        for flight in self.network.flights() {
            (flight.id.0, flight.due.0, flight.from, flight.to, flight.message.term().0).hash(&mut hash);
        }
        hash.finish()
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

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }
}
