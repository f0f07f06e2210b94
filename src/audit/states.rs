//! Random states that can be reached, the same on every machine.

use crate::fuzz::{FuzzOptions, schedule};
use crate::history::Run;
use crate::paper::{Bug, BugSet};
use crate::raft::{Command, Entry, Index, Payload, RoleKind, ServerId, ServerSet, Term, Timer};
use crate::sim::{Action, Initial, LinkChange, MessageId, Random, Setup, Step};
use std::ops::ControlFlow;

/// A state, with all the steps that led to it.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The run, at its cursor.
    pub run: Run,
    /// All its steps up to the cursor, earliest first.
    pub steps: Vec<Step>,
    /// How it was made, to make it again.
    pub made: String,
}

impl Scene {
    /// A run at its cursor.
    pub fn of(run: &Run) -> Scene {
        let steps = (1..=run.cursor()).filter_map(|number| run.step_at(number)).collect();
        Scene { run: run.clone(), steps, made: "a run".to_owned() }
    }

    fn new(setup: Setup, made: String) -> Option<Scene> {
        let run = Run::new(setup).ok()?;
        Some(Scene { steps: Scene::of(&run).steps, run, made })
    }

    fn forward(&mut self) -> bool {
        let step = self.run.forward().cloned();
        let stepped = step.is_some();
        self.steps.extend(step);
        stepped
    }

    fn act(&mut self, action: &Action) -> bool {
        let Ok(step) = self.run.act(action).cloned() else { return false };
        self.steps.push(step);
        true
    }
}

/// The most steps of a run.
const MOST_STEPS: u64 = 900;

/// Visits so many states of the run that a seed makes, and gives each its number.
pub fn visit(
    seed: u64,
    states: u64,
    mut each: impl FnMut(&Scene, u64) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut random = Random::from_seed(seed);
    let servers = 1 + random.below(7) as usize;
    let bug = Bug::ALL[seed as usize / 4 % Bug::ALL.len()];
    match seed % 4 {
        0 => fuzzed(seed, servers, BugSet::NONE, states, &mut each),
        1 => fuzzed(seed, servers, BugSet::NONE.with(bug), states, &mut each),
        2 => wild(seed, Setup::of(servers, seed), &mut random, states, &mut each),
        _ => {
            let setup = by_hand(servers, seed, &mut random);
            wild(seed, setup, &mut random, states, &mut each)
        }
    }
}

/// A run of the fuzzer: every fault but a wiped disk.
fn fuzzed(
    seed: u64,
    servers: usize,
    bugs: BugSet,
    states: u64,
    each: &mut impl FnMut(&Scene, u64) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let options =
        FuzzOptions { servers: servers..=servers, steps: MOST_STEPS, bugs, ..FuzzOptions::default() };
    let schedule = schedule(&options, seed);
    let made = format!("seed {seed}, a run of the fuzzer");
    let Some(mut scene) = Scene::new(schedule.setup, made) else { return ControlFlow::Continue(()) };
    let mut actions = schedule.actions.into_iter().peekable();
    let spacing = (MOST_STEPS / states.max(1)).max(1);
    let (mut next, mut number) = (spacing, 0);
    while scene.run.cursor() < MOST_STEPS && number < states {
        if let Some(placed) = actions.next_if(|placed| placed.after == scene.run.cursor()) {
            scene.run.pass(placed.at);
            if !scene.act(&placed.action) {
                break;
            }
        } else if !scene.forward() {
            break;
        }
        if scene.run.cursor() >= next {
            next += spacing;
            number += 1;
            each(&scene, number)?;
        }
    }
    ControlFlow::Continue(())
}

/// A run in which everything happens that can be done to a cluster, rules off and disks wiped among it.
fn wild(
    seed: u64,
    setup: Setup,
    random: &mut Random,
    states: u64,
    each: &mut impl FnMut(&Scene, u64) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let made = format!("seed {seed}, a wild run");
    let Some(mut scene) = Scene::new(setup, made) else { return ControlFlow::Continue(()) };
    let spacing = (MOST_STEPS / states.max(1)).max(1);
    for number in 0..states {
        if number > 0 {
            for _ in 0..spacing {
                let action = action(random, &scene.run);
                if !action.is_some_and(|action| scene.act(&action)) {
                    scene.forward();
                }
            }
        }
        each(&scene, number)?;
    }
    ControlFlow::Continue(())
}

/// Logs, terms, votes and roles as somebody might write them down.
fn by_hand(servers: usize, seed: u64, random: &mut Random) -> Setup {
    for _ in 0..40 {
        let mut setup = Setup::of(servers, seed);
        // One history, of which servers have shorter or longer parts, and ends of their own.
        let terms: Vec<u32> = (0..4)
            .scan(1, |term, _| {
                *term += random.below(2);
                Some(*term)
            })
            .collect();
        let newest = terms[3];
        setup.initial = (0..servers)
            .map(|_| {
                let mut log: Vec<Entry> = Vec::new();
                for term in terms.iter().take(random.below(5) as usize) {
                    log.push(entry(*term, 0));
                }
                let term = Term(newest + random.below(3));
                Initial {
                    log,
                    term,
                    voted_for: (random.below(2) == 0)
                        .then(|| ServerId::at(random.below(servers as u32) as usize)),
                    role: [RoleKind::Follower, RoleKind::Follower, RoleKind::Candidate, RoleKind::Leader]
                        [random.below(4) as usize],
                    commit: Index::ZERO,
                    down: random.below(6) == 0,
                }
            })
            .collect();
        if Run::new(setup.clone()).is_ok() {
            return setup;
        }
    }
    Setup::of(servers, seed)
}

fn entry(term: u32, value: i64) -> Entry {
    let command = Command::set("x", value).map_or(Payload::NoOp, Payload::Command);
    Entry { term: Term(term), payload: command }
}

/// Something that a hostile network, clock or operator may do; none if the cluster is to go on by itself.
fn action(random: &mut Random, run: &Run) -> Option<Action> {
    let world = run.world();
    let size = world.size() as u32;
    let server = ServerId::at(random.below(size) as usize);
    let flights = world.network().in_flight();
    let some =
        if flights == 0 { None } else { world.network().nth_flight(random.below(flights as u32) as usize) };
    let message = some.map_or(MessageId(1), |flight| flight.id);
    let mut group = || -> ServerSet { world.roster().iter().filter(|_| random.below(2) == 0).collect() };
    let (from, to) = (group(), group());
    let bug = Bug::ALL[random.below(Bug::ALL.len() as u32) as usize];
    Some(match random.below(64) {
        0 => Action::SetAside(bug),
        1..=3 => Action::PutBack(world.options().bugs.iter().next()?),
        4 if random.below(6) == 0 => Action::Wipe(server),
        5 | 6 => Action::Crash(server),
        7..=9 => Action::Restart(server),
        10 => Action::Freeze(server),
        11 | 12 => Action::Thaw(server),
        13..=15 => Action::Fire { server, timer: Timer::Election },
        16 => Action::Partition(vec![from]),
        17 | 18 => Action::Heal,
        19 | 20 => Action::Cut { from, to },
        21 => Action::HoldLink { from, to },
        22 => Action::ReleaseLink { from: world.roster(), to: world.roster() },
        23 => {
            let change = LinkChange {
                loss: Some([0, 0, 200, 1000][random.below(4) as usize]),
                ..LinkChange::default()
            };
            Action::Tune { from, to, change }
        }
        24..=30 => Action::Deliver(message),
        31 => Action::Drop(message),
        32 => Action::Duplicate(message),
        33 => Action::Hold(message),
        34 => Action::Release(message),
        35..=38 => {
            let leaders = world.leaders();
            let to =
                leaders.get(random.below(leaders.len().max(1) as u32) as usize).copied().unwrap_or(server);
            Action::Submit { to, command: Command::set("y", i64::from(random.below(100)))? }
        }
        _ => return None,
    })
}
