//! Wild schedules: random actions of every kind, the same on every machine.

use raftarium::history::Run;
use raftarium::paper::Bug;
use raftarium::raft::{Command, ServerId, ServerSet, Timer};
use raftarium::sim::{Action, LinkChange, MessageId, Setup, Span, SpanRange, Step};

/// A small source of numbers, so that the schedules are the same everywhere.
struct Dice(u64);

impl Dice {
    fn small(&mut self) -> u8 {
        self.below(100) as u8
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

fn any_set(dice: &mut Dice, size: usize) -> ServerSet {
    (0..size).map(ServerId::at).filter(|_| dice.below(2) == 0).collect()
}

fn any_action(dice: &mut Dice, run: &Run) -> Action {
    let size = run.world().size();
    let server = ServerId::at(dice.below(size));
    let (from, to) = (any_set(dice, size), any_set(dice, size));
    let timer = if dice.below(3) == 0 { Timer::Heartbeat } else { Timer::Election };
    let flights = run.world().network().in_flight().max(1);
    let some = run.world().network().flights().nth(dice.below(flights)).map(|flight| flight.id);
    let message = some.unwrap_or(MessageId(1));
    let bug = Bug::ALL[dice.below(Bug::ALL.len())];
    match dice.below(40) {
        0 => Action::Crash(server),
        1..=3 => Action::Restart(server),
        4 => Action::Freeze(server),
        5..=7 => Action::Thaw(server),
        8 => Action::Wipe(server),
        9 | 10 => Action::Fire { server, timer },
        11 => Action::SetTimer { server, timer, after: Span::from_ms(dice.below(300) as u64) },
        12 => Action::Align(from),
        13 => Action::Spread(from),
        14 => Action::Partition(vec![from]),
        15..=18 => Action::Heal,
        19 => Action::Cut { from, to },
        20 => Action::Mend { from, to },
        21 => Action::Tune {
            from,
            to,
            change: LinkChange {
                latency: Some(SpanRange::from_ms(1, 1 + dice.below(60) as u64)),
                loss: Some(dice.below(200) as u16),
                duplicate: Some(dice.below(200) as u16),
            },
        },
        22 => Action::HoldLink { from, to },
        23 => Action::ReleaseLink { from, to },
        24 => Action::Deliver(message),
        25 => Action::Drop(message),
        26 => Action::Duplicate(message),
        27 => Action::Delay { message, by: Span::from_ms(dice.below(200) as u64) },
        28 => Action::Hold(message),
        29 => Action::Release(message),
        30 => Action::SetAside(bug),
        31..=33 => Action::PutBack(bug),
        _ => {
            let to = if dice.below(3) == 0 { server } else { run.world().leader().unwrap_or(server) };
            Action::Submit { to, command: Command::set("x", i64::from(dice.small())).unwrap() }
        }
    }
}

/// Every step of a wild run of so many moves; and the run itself, as it is at its end.
pub fn steps(setup: Setup, moves: usize, mut each: impl FnMut(&Step)) -> Run {
    let mut dice = Dice(setup.seed);
    let mut run = Run::new(setup).unwrap();
    run.recent().iter().for_each(&mut each);
    for _ in 0..moves {
        if dice.below(6) == 0 {
            let action = any_action(&mut dice, &run);
            if let Ok(step) = run.act(&action) {
                each(step);
            }
        } else if let Some(step) = run.forward() {
            each(step);
        }
    }
    run
}
