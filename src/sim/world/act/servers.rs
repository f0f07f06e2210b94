//! Servers crash and come back, freeze and go on.

use crate::paper::Bug;
use crate::raft::{Fact, Persistent, Server, ServerId};
use crate::sim::{Life, Loss, WhyLost, World};

impl World {
    /// §5.5: a server fails. What is on its disk stays; its timers, its beliefs and what clients wait for go.
    pub(super) fn crash(&mut self, id: ServerId) {
        let (was, commit_index, pending) = match self.node(id).server() {
            Some(server) => (
                server.role().kind(),
                server.volatile().commit_index,
                server.leader().map(|leader| leader.pending.clone()).unwrap_or_default(),
            ),
            None => return,
        };
        for request in pending {
            self.lose_request(request.request.0 as usize, WhyLost::LeaderCrashed);
        }
        let remembered = |world: &World| {
            let Persistent { current_term, voted_for, log, .. } = world.node(id).persistent();
            (*current_term, *voted_for, log.last_index().0)
        };
        let (term, vote, last) = remembered(self);
        // Rule C1: what is on its disk stays, and nothing else.
        self.replace_life(id, |life| match life {
            Life::Up(server) | Life::Frozen(server) => Life::Down(server.crash()),
            down @ Life::Down(_) => down,
        });
        let (term_kept, vote_kept, last_kept) = remembered(self);
        let lost = [
            (Bug::TermForgotten, term_kept != term),
            (Bug::VoteForgotten, vote_kept != vote),
            (Bug::AckBeforeDurable, last_kept != last),
        ];
        for (bug, _) in lost.into_iter().filter(|(_, lost)| *lost) {
            self.out.breaks(bug);
        }
        if let (Some(to), Some((bug, _))) = (vote, lost[..2].iter().find(|(_, lost)| *lost)) {
            self.nodes[id.position()].forgotten = Some((term, to, *bug));
        }
        self.frozen.remove(id);
        let node = &mut self.nodes[id.position()];
        (node.election, node.heartbeat) = (None, None);
        self.out.facts.push(Fact::Crashed {
            was,
            commit_index,
            term_lost: term_kept != term,
            vote_lost: vote_kept != vote,
            entries_lost: last - last_kept,
        });
        // What waited at its door is lost with it.
        for mut flight in self.network.take_waiting(id) {
            (flight.due, flight.doom) = (self.now, Some(Loss::ServerDown));
            self.network.queue(flight);
        }
    }

    pub(super) fn freeze(&mut self, id: ServerId) {
        self.replace_life(id, |life| match life {
            Life::Up(server) => Life::Frozen(server),
            other => other,
        });
        self.frozen.insert(id);
    }

    pub(super) fn restart(&mut self, id: ServerId) {
        let (configuration, options) = (self.configuration(), self.options);
        let mut out = std::mem::take(&mut self.out);
        self.replace_life(id, |life| match life {
            Life::Down(persistent) => {
                Life::Up(Server::restart(id, configuration, options, persistent, &mut out))
            }
            other => other,
        });
        self.out = out;
        self.carry_out(id);
    }

    pub(super) fn thaw(&mut self, id: ServerId) {
        self.replace_life(id, |life| match life {
            Life::Frozen(server) => Life::Up(server),
            other => other,
        });
        self.frozen.remove(id);
        // These have arrived: a link that was cut since does not matter to them.
        for mut flight in self.network.take_waiting(id) {
            flight.due = self.now;
            self.network.queue(flight);
        }
    }

    fn replace_life(&mut self, id: ServerId, change: impl FnOnce(Life) -> Life) {
        let node = &mut self.nodes[id.position()];
        let life = std::mem::replace(&mut node.life, Life::Down(Persistent::default()));
        node.life = change(life);
    }
}
