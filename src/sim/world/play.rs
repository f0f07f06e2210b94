//! A world that plays a trace.

use super::World;
use crate::arise::Plan;
use crate::raft::{Persistent, Server, ServerId, ServerSet, Term};
use crate::sim::{
    Action, Beginning, Change, Cue, Driver, Gaps, Life, Network, Node, Random, Span, Step, Tape, Time,
    ToldStep, What,
};
use std::sync::Arc;

impl World {
    /// A world in which happens what a trace tells. Its first steps start the servers, one each. Nothing can be done
    /// to it.
    pub fn played(tape: Arc<Tape>) -> World {
        let setup = tape.setup.clone();
        let node = |id: ServerId| {
            let log = tape.logs.get(id.position()).cloned().unwrap_or_default();
            let down = Life::Down(Persistent::new(Term::ZERO, None, log));
            Node { id, life: down, election: None, heartbeat: None, forgotten: None, gaps: Gaps::NONE }
        };
        World {
            beginning: Arc::new(Beginning::Possible(Plan::default())),
            options: setup.options,
            now: Time::ZERO,
            steps: 0,
            booted: 0,
            random: Random::from_seed(0),
            nodes: (0..setup.servers).map(ServerId::at).map(node).collect(),
            frozen: ServerSet::EMPTY,
            network: Network::new(setup.servers, setup.link),
            requests: crate::pieces::Pieces::default(),
            out: crate::raft::Output::default(),
            setup: Arc::new(setup),
            tape: Some(tape),
        }
    }

    /// What moves it.
    #[inline]
    pub fn driver(&self) -> Driver<'_> {
        match &self.tape {
            None => Driver::Simulated,
            Some(tape) => Driver::Played(tape),
        }
    }

    /// When the trace goes on; never, after its end.
    pub(super) fn next_frame_at(&self, tape: &Tape) -> Option<Time> {
        tape.frame(self.steps + 1).map(|frame| frame.at.max(self.now))
    }

    /// Takes the next step of the trace. Says whether there was one.
    pub(super) fn play(&mut self, step: &mut Step) -> bool {
        let Some(tape) = self.tape.clone() else { return false };
        let Some(frame) = tape.frame(self.steps + 1) else { return false };
        self.now = self.now.max(frame.at);
        let (what, server) = self.stage(&tape, &frame.what);
        self.begin(step, what, frame.cause, false);
        let facts = &tape.facts[frame.facts.start as usize..frame.facts.end as usize];
        step.told =
            Some(Box::new(ToldStep { line: frame.line, illegal: frame.illegal, facts: facts.into() }));
        if let Some(server) = server {
            // Whoever does something runs, even if it was not told to have begun again.
            if !matches!(frame.what, Cue::Crash(_) | Cue::Start { up: false, .. }) {
                self.wake(server);
            }
            if let Some(change) = &frame.change {
                self.change(server, change);
            }
        }
        for flight in &tape.flights[frame.sent.start as usize..frame.sent.end as usize] {
            self.network.send_numbered(flight.clone());
        }
        self.booted = (self.steps as usize).min(self.nodes.len());
        self.end(step);
        true
    }

    /// What a step is, and whom it changes. Messages that end here are taken out, and lives begin and end.
    fn stage(&mut self, tape: &Tape, scene: &Cue) -> (What, Option<ServerId>) {
        match scene {
            Cue::Start { server, .. } => (What::Booted(*server), Some(*server)),
            Cue::Deliver(position) => {
                let flight = tape.flights[*position as usize].clone();
                // One that the trace does not tell to have been sent is not in flight.
                self.network.take(flight.id);
                let to = flight.to;
                (What::Delivered(flight), Some(to))
            }
            Cue::Lose(position, loss) => {
                let flight = tape.flights[*position as usize].clone();
                self.network.take(flight.id);
                (What::Lost(flight, *loss), None)
            }
            Cue::Timer(server, timer) => {
                (What::TimerFired { server: *server, timer: *timer, waited: Span::ZERO }, Some(*server))
            }
            Cue::Crash(server) => {
                let node = &mut self.nodes[server.position()];
                node.life = Life::Down(node.persistent().clone());
                (What::Acted(Action::Crash(*server)), Some(*server))
            }
            Cue::Restart(server) => (What::Acted(Action::Restart(*server)), Some(*server)),
            Cue::Submit(to, command) => {
                (What::Acted(Action::Submit { to: *to, command: *command }), Some(*to))
            }
            Cue::Other(server, what) => {
                (What::Recorded { server: *server, what: what.clone() }, Some(*server))
            }
        }
    }

    /// A server that was down runs, with what it has on its disk.
    fn wake(&mut self, id: ServerId) {
        let (configuration, options) = (self.configuration(), self.options);
        let node = &mut self.nodes[id.position()];
        if let Life::Down(persistent) = &mut node.life {
            let persistent = std::mem::take(persistent);
            node.life = Life::Up(Server::new(id, configuration, options, persistent));
        }
    }

    fn change(&mut self, id: ServerId, change: &Change) {
        let others = self.roster().minus(ServerSet::only(id));
        let node = &mut self.nodes[id.position()];
        node.gaps = change.gaps(node.gaps, others);
        match &mut node.life {
            Life::Up(server) | Life::Frozen(server) => change.apply(server),
            Life::Down(persistent) => change.apply_to_disk(persistent),
        }
    }
}
