//! A world to experiment with.

use raftarium::raft::{Fact, MessageKind, RoleKind, Server, ServerId, ServerSet, Term};
use raftarium::sim::{Action, Flight, MessageId, Refusal, Setup, Span, SpanRange, Step, Time, What, World};

/// The server that people call `S{number}`.
pub fn s(number: usize) -> ServerId {
    ServerId::numbered(number).expect("a server of the cluster")
}

/// A set of servers by their numbers.
pub fn set(numbers: &[usize]) -> ServerSet {
    numbers.iter().map(|number| s(*number)).collect()
}

pub const fn ms(span: u64) -> Span {
    Span::from_ms(span)
}

/// A world and its last step.
#[derive(Clone)]
pub struct Lab {
    pub world: World,
    pub step: Step,
}

impl Lab {
    pub fn of(setup: Setup) -> Lab {
        let mut lab = Lab { world: World::new(setup).expect("a good setup"), step: Step::default() };
        while !lab.world.is_booted() {
            lab.next();
        }
        lab
    }

    /// Followers only, messages travel exactly 10 ms.
    pub fn followers(servers: usize) -> Lab {
        Lab::of(calm(servers))
    }

    /// S1 leads term 1, messages travel exactly 10 ms; its first heartbeats are on their way.
    pub fn led(servers: usize) -> Lab {
        Lab::of(led(servers))
    }

    /// The next step, which there must be.
    pub fn next(&mut self) -> &Step {
        assert!(self.world.step(&mut self.step), "nothing happens any more");
        &self.step
    }

    /// Does something that can be done.
    pub fn act(&mut self, action: &Action) -> &Step {
        let number = self.world.last_step();
        if let Err(refusal) = self.world.act(action, &mut self.step) {
            panic!("{action:?}: {refusal}");
        }
        assert_eq!(
            (self.step.number, self.world.last_step()),
            (number + 1, number + 1),
            "an action is one step"
        );
        &self.step
    }

    /// Tries something that cannot be done, and sees to it that nothing changes.
    pub fn refused(&mut self, action: &Action) -> Refusal {
        let (before, step) = (self.world.digest(), self.step.clone());
        let Err(refusal) = self.world.act(action, &mut self.step) else { panic!("{action:?} was done") };
        assert_eq!(self.world.digest(), before, "{action:?} changed the world although it was refused");
        assert_eq!(self.step, step);
        refusal
    }

    /// All steps until a moment; then time passes up to it.
    pub fn run_until(&mut self, moment: Time) -> Vec<Step> {
        let mut steps = Vec::new();
        while self.world.next_at().is_some_and(|at| at <= moment) {
            steps.push(self.next().clone());
        }
        self.world.pass(moment);
        assert_eq!(self.world.now(), moment);
        steps
    }

    pub fn run(&mut self, span: Span) -> Vec<Step> {
        self.run_until(self.world.now() + span)
    }

    /// Steps until a fact of this name.
    pub fn until(&mut self, name: &str) -> &Step {
        for _ in 0..10_000 {
            if self.next().facts.iter().any(|fact| fact.name() == name) {
                return &self.step;
            }
        }
        panic!("{name} never happened");
    }

    /// A message on its way, by sender and receiver; the first of several.
    pub fn flight(&self, from: usize, to: usize) -> &Flight {
        let between = |flight: &&Flight| (flight.from, flight.to) == (s(from), s(to));
        self.world
            .network()
            .flights()
            .find(between)
            .unwrap_or_else(|| panic!("nothing from S{from} to S{to}"))
    }

    pub fn message(&self, from: usize, to: usize) -> MessageId {
        self.flight(from, to).id
    }

    pub fn server(&self, number: usize) -> &Server {
        self.world.node(s(number)).server().expect("it is not down")
    }

    pub fn role(&self, number: usize) -> RoleKind {
        self.server(number).role().kind()
    }
}

/// A setup in which messages travel exactly 10 ms.
pub fn calm(servers: usize) -> Setup {
    let mut setup = Setup::of(servers, 1);
    setup.link.latency = SpanRange::from_ms(10, 10);
    setup
}

/// The same, and S1 leads term 1.
pub fn led(servers: usize) -> Setup {
    let mut setup = calm(servers);
    setup.initial_mut(s(1)).role = RoleKind::Leader;
    setup.initial_mut(s(1)).term = Term(1);
    setup
}

/// What was delivered among these steps: sender, receiver, kind.
pub fn delivered(steps: &[Step]) -> Vec<(ServerId, ServerId, MessageKind)> {
    let delivery = |step: &Step| match &step.what {
        What::Delivered(flight) => Some((flight.from, flight.to, flight.message.kind())),
        _ => None,
    };
    steps.iter().filter_map(delivery).collect()
}

/// How often a fact of this name happened.
pub fn count(steps: &[Step], name: &str) -> usize {
    assert!(Fact::NAMES.contains(&name), "no fact is called {name}");
    steps.iter().flat_map(|step| &step.facts).filter(|fact| fact.name() == name).count()
}
