//! What every server was after a step, and which links were cut: as much of the world as a drawing of its past needs,
//! found from facts alone, without replaying anything.
//!
//! The world at the cursor is known, and so it is at checkpoints. From there a walk over the steps in between leads to any
//! step at hand: forwards each fact says what came of it, and backwards what was there before.

use super::Run;
use crate::raft::{Fact, RoleKind, ServerId, ServerSet, Term};
use crate::sim::{Action, LifeKind, Step, StepId, What, World};

/// What one server is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Whether it runs. None before it has started.
    pub life: Option<LifeKind>,
    /// Its role; follower, if it is down.
    pub role: RoleKind,
    /// Its current term.
    pub term: Term,
}

/// The world in outline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    servers: Vec<Standing>,
    /// By sender: who does not hear it.
    cut: Vec<ServerSet>,
}

impl Outline {
    /// The world as it was after a step. The steps between it and the cursor, or the checkpoint before it, are to be at
    /// hand.
    pub fn after(run: &Run, step: StepId) -> Outline {
        let steps = run.at_hand();
        let wanted = steps.partition_point(|known| known.number <= step);
        let kept = run.tree().checkpoint(run.current().id(), step).map(|state| &state.world);
        let kept =
            kept.map(|world| (world, steps.partition_point(|known| known.number <= world.last_step())));
        let cursor = run.recent().len();
        let at_hand = |(world, from): &(&World, usize)| {
            let first = steps.first().map_or(0, |step| step.number);
            // A step whose facts leave something out cannot be undone.
            let only_forwards = !world.driver().knows_all();
            world.last_step() + 1 >= first && (only_forwards || wanted - from < wanted.abs_diff(cursor))
        };
        let mut outline = match kept.filter(at_hand) {
            Some((world, from)) => Outline::of(world).forwards(&steps[from..wanted]),
            None if wanted < cursor => Outline::of(run.world()).backwards(&steps[..cursor], wanted),
            None => Outline::of(run.world()).forwards(steps.get(cursor..wanted).unwrap_or_default()),
        };
        outline.cut_as_after(run, step);
        outline
    }

    fn forwards(mut self, steps: &[Step]) -> Outline {
        for step in steps {
            self.live(step);
        }
        self
    }

    /// From the last of these steps back to where only so many of them have happened.
    fn backwards(mut self, steps: &[Step], count: usize) -> Outline {
        let mut doubts = Doubts::default();
        for later in steps[count..].iter().rev() {
            doubts.ask(later, &mut self);
            self.undo(later, &mut doubts);
        }
        for earlier in steps[..count].iter().rev() {
            if doubts.life.is_empty() && doubts.term.is_empty() {
                break;
            }
            doubts.ask(earlier, &mut self);
        }
        self
    }

    fn of(world: &World) -> Outline {
        let servers = world.nodes().iter().map(|node| Standing {
            life: world.has_booted(node.id).then(|| node.kind()),
            role: node.server().map_or(RoleKind::Follower, |server| server.role().kind()),
            term: node.persistent().current_term,
        });
        Outline { servers: servers.collect(), cut: vec![ServerSet::EMPTY; world.size()] }
    }

    /// All servers that exist.
    pub fn roster(&self) -> ServerSet {
        ServerSet::up_to(self.servers.len())
    }

    /// What a server is.
    #[inline]
    pub fn server(&self, server: ServerId) -> Standing {
        self.servers[server.position()]
    }

    /// Whether nothing from one server reaches the other.
    #[inline]
    pub fn is_cut(&self, from: ServerId, to: ServerId) -> bool {
        self.cut[from.position()].contains(to)
    }

    /// Goes on by the step that comes next.
    pub fn apply(&mut self, step: &Step) {
        self.live(step);
        if let What::Acted(action) = &step.what {
            self.rewire(action);
        }
    }

    fn live(&mut self, step: &Step) {
        let Some(server) = step.server() else { return };
        let standing = &mut self.servers[server.position()];
        if let What::Booted(_) = step.what {
            // A server that the setup keeps down has no facts.
            standing.life = Some(LifeKind::Down);
        }
        for fact in step.seen() {
            match fact {
                Fact::Booted { .. } | Fact::Restarted { .. } => standing.life = Some(LifeKind::Up),
                Fact::ElectionStarted { .. } => standing.role = RoleKind::Candidate,
                Fact::BecameLeader { .. } => standing.role = RoleKind::Leader,
                Fact::SteppedDown { .. } | Fact::CandidateYielded { .. } => {
                    standing.role = RoleKind::Follower;
                }
                Fact::Crashed { .. } => {
                    standing.life = Some(LifeKind::Down);
                    standing.role = RoleKind::Follower;
                }
                _ => {}
            }
        }
        match step.what {
            What::Acted(Action::Freeze(_)) => standing.life = Some(LifeKind::Frozen),
            What::Acted(Action::Thaw(_)) => standing.life = Some(LifeKind::Up),
            _ => {}
        }
        standing.term = step.term.unwrap_or(standing.term);
    }

    fn undo(&mut self, step: &Step, doubts: &mut Doubts) {
        let Some(server) = step.server() else { return };
        let standing = &mut self.servers[server.position()];
        match step.what {
            What::Booted(_) => standing.life = None,
            What::Acted(Action::Freeze(_)) => standing.life = Some(LifeKind::Up),
            What::Acted(Action::Thaw(_)) => standing.life = Some(LifeKind::Frozen),
            What::Acted(Action::Wipe(_)) => {
                doubts.term.insert(server);
            }
            _ => {}
        }
        for fact in step.seen().rev() {
            match fact {
                Fact::Restarted { .. } => standing.life = Some(LifeKind::Down),
                Fact::ElectionTimeout { .. } => standing.role = RoleKind::Follower,
                Fact::ElectionStarted { term } => standing.term = term.previous(),
                Fact::ElectionRestarted { .. }
                | Fact::BecameLeader { .. }
                | Fact::CandidateYielded { .. } => {
                    standing.role = RoleKind::Candidate;
                }
                Fact::SteppedDown { was, .. } => standing.role = was,
                Fact::TermAdopted { from, .. } => standing.term = from,
                Fact::Crashed { was, term_lost, .. } => {
                    standing.life = Some(LifeKind::Up);
                    standing.role = was;
                    doubts.life.insert(server);
                    if term_lost {
                        doubts.term.insert(server);
                    }
                }
                _ => {}
            }
        }
    }

    /// Partitions and heals decide about all links: what was done before the last of them does not matter.
    fn cut_as_after(&mut self, run: &Run, step: StepId) {
        let actions = run.actions();
        let done = &actions[..actions.partition_point(|placed| placed.after < step)];
        let all = |action: &Action| matches!(action, Action::Partition(_) | Action::Heal);
        let first = done.iter().rposition(|placed| all(&placed.action)).unwrap_or(0);
        for placed in &done[first..] {
            self.rewire(&placed.action);
        }
    }

    fn rewire(&mut self, action: &Action) {
        match action {
            Action::Heal => self.cut.fill(ServerSet::EMPTY),
            Action::Partition(groups) => {
                let all = self.roster();
                let named = groups.iter().fold(ServerSet::EMPTY, |named, group| named.or(*group));
                for (position, deaf) in self.cut.iter_mut().enumerate() {
                    let server = ServerId::at(position);
                    let own = groups.iter().find(|group| group.contains(server));
                    *deaf = all.minus(own.copied().unwrap_or(all.minus(named)));
                }
            }
            Action::Cut { from, to } => {
                for server in from.iter() {
                    let deaf = &mut self.cut[server.position()];
                    *deaf = deaf.or(*to).minus(ServerSet::only(server));
                }
            }
            Action::Mend { from, to } => {
                for server in from.iter() {
                    let deaf = &mut self.cut[server.position()];
                    *deaf = deaf.minus(*to);
                }
            }
            _ => {}
        }
    }
}

/// What facts alone do not say about the time before them: the next earlier step of the server does.
#[derive(Default)]
struct Doubts {
    /// Whether these ran or were frozen before they crashed.
    life: ServerSet,
    /// In which term these were before their disk was wiped, or before a crash that lost it.
    term: ServerSet,
}

impl Doubts {
    fn ask(&mut self, step: &Step, outline: &mut Outline) {
        let Some(server) = step.server() else { return };
        let standing = &mut outline.servers[server.position()];
        if self.life.remove(server) && matches!(step.what, What::Acted(Action::Freeze(_))) {
            standing.life = Some(LifeKind::Frozen);
        }
        if self.term.remove(server) {
            standing.term = step.term.unwrap_or(standing.term);
        }
    }
}
