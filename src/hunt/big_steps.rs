//! Big steps: an election, a command replicated, a crash. They are what a run to a violation is made of; each is
//! recorded as the small actions that carry it out, so that nothing has to be taken apart later.

use super::action::{ActionKind, Path, SmallAction};
use super::cluster::{Cluster, copied};
use super::history::PropertySet;
use super::model::Model;
use crate::sim::Random;

/// How far a run may go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub terms: u8,
    pub commands: u8,
    pub restarts: u8,
    pub actions: usize,
}

/// A cluster, and how it came to this.
#[derive(Debug)]
pub(super) struct Situation {
    pub cluster: Cluster,
    pub path: Path,
}

impl Clone for Situation {
    fn clone(&self) -> Self {
        Situation { cluster: self.cluster.clone(), path: copied(&self.path) }
    }
}

impl Situation {
    pub fn fresh(model: &mut Model) -> Situation {
        Situation { cluster: Cluster::fresh(model), path: Path::new() }
    }
}

/// The kinds of big steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Elect,
    Command,
    Send,
    Release,
    Restart,
    Timeout,
}

const KINDS: [Kind; 6] =
    [Kind::Elect, Kind::Command, Kind::Send, Kind::Release, Kind::Restart, Kind::Timeout];

/// One to three big steps, with a taste of their own for what is done and what is lost.
pub(super) struct BigSteps<'a> {
    model: &'a mut Model,
    random: &'a mut Random,
    at: &'a mut Situation,
    bounds: Bounds,
    /// How likely each kind is.
    weights: [u32; KINDS.len()],
    /// How many of a thousand answers arrive at once, how many of a thousand messages that do not arrive stay on
    /// their way, and how many of a thousand that arrive leave a copy behind.
    answered: u16,
    held: u16,
    copied: u16,
    broken: PropertySet,
    /// Once one of these breaks, the burst is over.
    wanted: PropertySet,
}

impl<'a> BigSteps<'a> {
    pub fn new(
        model: &'a mut Model,
        random: &'a mut Random,
        at: &'a mut Situation,
        bounds: Bounds,
        wanted: PropertySet,
    ) -> BigSteps<'a> {
        let weights = std::array::from_fn(|_| [0, 0, 1, 3, 9][random.below(5) as usize]);
        let answered = [1000, 1000, 800, 500, 0][random.below(5) as usize];
        let held = [0, 100, 400, 1000][random.below(4) as usize];
        let copied = [0, 0, 0, 200][random.below(4) as usize];
        let broken = PropertySet::default();
        BigSteps { model, random, at, bounds, weights, answered, held, copied, broken, wanted }
    }

    /// Goes through with it. Says what broke.
    pub fn run(mut self) -> PropertySet {
        for _ in 0..=self.random.below(3) {
            let before = self.at.path.len() as u8;
            match self.draw() {
                Kind::Elect => self.elect(),
                Kind::Command => self.command(),
                Kind::Send => self.send(),
                Kind::Release => self.release(),
                Kind::Restart => self.restart(),
                Kind::Timeout => self.timeout(),
            }
            if self.is_over() {
                break;
            }
            self.lose(before);
        }
        self.broken
    }

    fn is_over(&self) -> bool {
        !self.broken.and(self.wanted).none()
    }

    fn draw(&mut self) -> Kind {
        let total: u32 = self.weights.iter().sum();
        let mut rest = self.random.below(total);
        for (kind, weight) in KINDS.into_iter().zip(self.weights) {
            if rest < weight {
                return kind;
            }
            rest -= weight;
        }
        KINDS[self.random.below(KINDS.len() as u32) as usize]
    }

    /// Does something and remembers it. Returns its name, if it could be done.
    fn act(&mut self, kind: ActionKind) -> Option<u8> {
        if self.is_over() || self.at.path.len() >= self.bounds.actions {
            return None;
        }
        let action = SmallAction { id: self.at.path.len() as u8, kind };
        let broken = self.at.cluster.perform(self.model, action)?;
        self.at.path.push(action);
        self.broken = self.broken.or(broken);
        Some(action.id)
    }

    fn deliver(&mut self, sent_by: u8, to: u8) -> Option<u8> {
        let copy = self.random.chance(self.copied);
        self.act(ActionKind::Deliver { sent_by, to, copy })
    }

    fn any(&mut self) -> u8 {
        self.random.below(self.model.size() as u32) as u8
    }

    fn a_leader(&mut self) -> Option<u8> {
        let first = self.any();
        let size = self.model.size() as u8;
        (0..size)
            .map(|offset| (first + offset) % size)
            .find(|at| self.model.server(self.at.cluster.servers[usize::from(*at)]).leads)
    }

    /// The servers but one, in any order.
    fn others(&mut self, but: u8) -> arrayvec::ArrayVec<u8, 5> {
        let mut others: arrayvec::ArrayVec<u8, 5> =
            (0..self.model.size() as u8).filter(|at| *at != but).collect();
        for last in (1..others.len()).rev() {
            others.swap(last, self.random.below(last as u32 + 1) as usize);
        }
        others
    }

    fn may_stand(&self, at: u8) -> bool {
        let known = self.model.server(self.at.cluster.servers[usize::from(at)]);
        !known.leads && known.term < self.bounds.terms
    }

    fn elect(&mut self) {
        let candidate = self.any();
        if !self.may_stand(candidate) {
            return;
        }
        let Some(stood) = self.act(ActionKind::Timeout(candidate)) else { return };
        let enough = self.model.configuration().quorums().least() - 1;
        let others = self.others(candidate);
        let voters = if self.random.chance(850) {
            enough
        } else {
            self.random.below(others.len() as u32 + 1) as usize
        };
        for voter in others.into_iter().take(voters.max(1)) {
            let Some(asked) = self.deliver(stood, voter) else { continue };
            // Most elections are held to be won.
            if self.random.chance(self.answered.max(700)) {
                self.deliver(asked, candidate);
            }
        }
    }

    fn command(&mut self) {
        if self.at.cluster.commands >= self.bounds.commands {
            return;
        }
        let Some(leader) = self.a_leader() else { return };
        let Some(made) = self.act(ActionKind::Command(leader)) else { return };
        self.replicate(leader, made);
    }

    fn send(&mut self) {
        let Some(leader) = self.a_leader() else { return };
        let Some(made) = self.act(ActionKind::Heartbeat(leader)) else { return };
        self.replicate(leader, made);
    }

    /// What a leader has just sent reaches nobody, one, just a majority, or all.
    fn replicate(&mut self, leader: u8, made: u8) {
        let others = self.others(leader);
        let enough = self.model.configuration().quorums().least() - 1;
        let reached = [0, 1, 1, enough, enough, others.len()][self.random.below(6) as usize];
        for follower in others.into_iter().take(reached) {
            if let Some(stored) = self.deliver(made, follower) {
                self.answer(stored, follower, leader, 4);
            }
        }
    }

    /// The answer arrives, and what follows from it, back and forth, until there is nothing more to say.
    fn answer(&mut self, stored: u8, follower: u8, leader: u8, most: u8) {
        if most == 0 || !self.random.chance(self.answered) {
            return;
        }
        let Some(answered) = self.deliver(stored, leader) else { return };
        if let Some(stored) = self.deliver(answered, follower) {
            self.answer(stored, follower, leader, most - 1);
        }
    }

    /// Something that is in flight arrives.
    fn release(&mut self) {
        let count = self.at.cluster.flights.len() as u32;
        if count == 0 {
            return;
        }
        let flight = self.at.cluster.flights[self.random.below(count) as usize];
        let envelope = self.model.envelope(flight.envelope);
        let (from, to) = (envelope.from.position() as u8, envelope.to.position() as u8);
        let request = envelope.message.is_request();
        let Some(arrived) = self.deliver(flight.sent_by, to) else { return };
        if request {
            self.answer(arrived, to, from, 2);
        }
    }

    fn restart(&mut self) {
        if self.at.cluster.restarts < self.bounds.restarts {
            let server = self.any();
            self.act(ActionKind::Restart(server));
        }
    }

    fn timeout(&mut self) {
        let server = self.any();
        if self.may_stand(server) {
            self.act(ActionKind::Timeout(server));
        }
    }

    /// Of what was sent since, most is lost: what stays in flight is what may matter later.
    fn lose(&mut self, since: u8) {
        let (held, random) = (self.held, &mut *self.random);
        self.at.cluster.flights.retain(|flight| flight.sent_by < since || random.chance(held));
    }
}
