//! States to ask about: runs under every kind of fault, the same on every machine.

use raftarium::fuzz::{FuzzOptions, schedule};
use raftarium::history::Run;
use raftarium::paper::Bug;
use raftarium::raft::{Command, ServerId, ServerSet, Timer};
use raftarium::sim::{Action, MessageId, Setup};

/// Visits states of a fuzzer's run of so many servers: one every so many steps.
pub fn visit(seed: u64, servers: usize, steps: u64, every: u64, mut each: impl FnMut(&Run)) {
    let options = FuzzOptions { servers: servers..=servers, steps, ..FuzzOptions::default() };
    let replay = schedule(&options, seed);
    let mut run = Run::new(replay.setup).unwrap();
    let mut actions = replay.actions.into_iter().peekable();
    let mut seen = 0;
    while run.cursor() < steps {
        if let Some(recorded) = actions.next_if(|recorded| recorded.after == run.cursor()) {
            run.pass(recorded.at);
            run.act(&recorded.action).unwrap();
        } else if run.forward().is_none() {
            break;
        }
        if run.cursor() >= seen + every {
            seen = run.cursor();
            each(&run);
        }
    }
}

/// A small source of numbers.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn server(&mut self, run: &Run) -> ServerId {
        ServerId::at(self.below(run.world().size()))
    }

    /// Something that a hostile network, clock or operator may do, with the disks left alone.
    pub fn action(&mut self, run: &Run) -> Action {
        let server = self.server(run);
        let flights = run.world().network().in_flight();
        let some = run.world().network().nth_flight(self.below(flights));
        let message = some.map_or(MessageId(1), |flight| flight.id);
        match self.below(20) {
            0 | 1 => Action::Crash(server),
            2..=4 => Action::Restart(server),
            5 => Action::Freeze(server),
            6 => Action::Thaw(server),
            7 | 8 => Action::Fire { server, timer: Timer::Election },
            9 => {
                let group: ServerSet = run.world().roster().iter().filter(|_| self.below(2) == 0).collect();
                Action::Partition(vec![group])
            }
            10 => Action::Heal,
            11..=14 => Action::Deliver(message),
            15 => Action::Drop(message),
            16 => Action::Duplicate(message),
            _ => {
                let leaders = run.world().leaders();
                let to = leaders.get(self.below(leaders.len())).copied().unwrap_or(server);
                Action::Submit {
                    to,
                    command: Command::set("chaos", i64::try_from(self.below(100)).unwrap()).unwrap(),
                }
            }
        }
    }
}

/// A cluster that has a leader and has committed these commands.
pub fn settled(servers: usize, commands: &[&str]) -> Run {
    let mut run = Run::new(Setup::of(servers, 7)).unwrap();
    until(&mut run, |run| run.world().leader().is_some());
    for command in commands {
        let to = run.world().leader().unwrap();
        run.act(&Action::Submit { to, command: command.parse().unwrap() }).unwrap();
        for _ in 0..40 {
            run.forward();
        }
    }
    run
}

pub fn until(run: &mut Run, holds: impl Fn(&Run) -> bool) {
    for _ in 0..50_000 {
        if holds(run) {
            return;
        }
        run.forward();
    }
    panic!("it never comes to this");
}

/// Visits states of a run in which rules are off and disks wiped as well.
pub fn visit_wild(seed: u64, servers: usize, moves: usize, every: usize, mut each: impl FnMut(&Run)) {
    let mut dice = Dice(seed);
    let mut run = Run::new(Setup::of(servers, seed)).unwrap();
    for number in 1..=moves {
        let bug = Bug::ALL[dice.below(Bug::ALL.len())];
        let action = match dice.below(60) {
            0 => Action::SetAside(bug),
            1 => Action::PutBack(bug),
            2 => Action::Wipe(dice.server(&run)),
            3..=20 => dice.action(&run),
            _ => Action::Release(MessageId(u64::MAX)),
        };
        if run.act(&action).is_err() {
            run.forward();
        }
        if number % every == 0 {
            each(&run);
        }
    }
}
