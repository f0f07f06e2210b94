//! One seed: a cluster, a schedule, and a test of liveness at its end.

use super::chaos::{Chaos, Seen, latency, patience, repairs, share};
use super::{Failure, FuzzOptions, FuzzReport, Schedule, WentWrong};
use crate::history::PlacedAction;
use crate::raft::{BackUp, Fact, Options, ServerId, ServerSet, Term};
use crate::safety::{Checker, diagnose};
use crate::sim::{
    Action, LinkQuality, Random, RequestState, Setup, Span, SpanRange, Step, StepId, Time, Timing, World,
};
use std::ops::ControlFlow;

/// How many steps lie between two reports of progress within a seed.
const PROGRESS: u64 = 1 << 17;

/// The run of one seed.
struct SeedRun<'a> {
    world: World,
    checker: Option<Checker>,
    chaos: Chaos,
    step: Step,
    /// What this seed has seen: the schedule depends on nothing that came before it.
    seen: Seen,
    report: &'a mut FuzzReport,
    actions_done: Option<Vec<PlacedAction>>,
}

/// Plays one seed and adds what was seen to the report.
pub(super) fn play(
    options: &FuzzOptions,
    seed: u64,
    report: &mut FuzzReport,
    progress: &mut impl FnMut(&FuzzReport) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let servers = servers(options, seed);
    report.seeds += 1;
    let mut run = match SeedRun::new(options, seed, report) {
        Ok(run) => run,
        Err(why) => {
            report.fail(Failure::new(options, seed, servers, 0, WentWrong::Setup(why)));
            return ControlFlow::Break(());
        }
    };
    let flow = run.play_out(options.steps, progress);
    let wrong = match flow {
        ControlFlow::Break(Stop::Cancelled) => return ControlFlow::Break(()),
        ControlFlow::Break(Stop::Violated(wrong)) => Some(wrong),
        ControlFlow::Continue(()) => run.recover(),
    };
    let step = run.world.last_step();
    // Turned a little each time, so that the order counts.
    run.report.digest = run.report.digest.rotate_left(7) ^ run.world.digest();
    run.finish();
    if let Some(wrong) = wrong {
        report.fail(Failure::new(options, seed, servers, step, wrong));
    }
    ControlFlow::Continue(())
}

/// Plays one seed and keeps what was done.
pub(super) fn schedule(options: &FuzzOptions, seed: u64) -> Schedule {
    let mut report = FuzzReport::new(options);
    let setup = setup(options, seed);
    let mut actions = Vec::new();
    if let Ok(mut run) = SeedRun::new(options, seed, &mut report) {
        run.actions_done = Some(Vec::new());
        let flow = run.play_out(options.steps, &mut |_: &FuzzReport| ControlFlow::Continue(()));
        if flow.is_continue() {
            run.recover();
        }
        actions = run.actions_done.take().unwrap_or_default();
    }
    Schedule { setup, actions }
}

fn servers(options: &FuzzOptions, seed: u64) -> usize {
    let (least, most) = (*options.servers.start(), *options.servers.end());
    let width = most.saturating_sub(least) as u64 + 1;
    least + (seed % width) as usize
}

/// The cluster of a seed: its size, its options within the paper, its clocks and its network.
fn setup(options: &FuzzOptions, seed: u64) -> Setup {
    let mut random = Random::from_seed(seed ^ 0x5e7);
    let shortest = [100, 150, 200][random.below(3) as usize];
    let longest = shortest + shortest / 2 + u64::from(random.below(200));
    Setup {
        servers: servers(options, seed),
        seed,
        options: Options {
            no_op_on_election: random.chance(250),
            back_up: if random.chance(500) { BackUp::OneByOne } else { BackUp::ByTerm },
            max_entries: [1, 2, 3, 10, 100][random.below(5) as usize],
            probe_empty: random.chance(300),
            bugs: options.bugs,
        },
        timing: Timing {
            election_timeout: SpanRange::from_ms(shortest, longest),
            heartbeat: Span::from_ms([20, 35, 50, 70][random.below(4) as usize]),
        },
        link: LinkQuality {
            latency: latency(&mut random),
            loss: share(&mut random),
            duplicate: share(&mut random),
        },
        initial: Vec::new(),
        assume: false,
    }
}

/// Why a schedule ends before its last step.
enum Stop {
    Cancelled,
    Violated(WentWrong),
}

impl<'a> SeedRun<'a> {
    fn new(options: &FuzzOptions, seed: u64, report: &'a mut FuzzReport) -> Result<SeedRun<'a>, String> {
        let world = World::new(setup(options, seed)).map_err(|why| why.to_string())?;
        let mut run = SeedRun {
            checker: options.checked.then(|| Checker::new(&world)),
            world,
            chaos: Chaos::new(Random::from_seed(seed ^ 0xc4a05)),
            step: Step::default(),
            seen: Seen::default(),
            report,
            actions_done: None,
        };
        while !run.world.is_booted() {
            run.forward();
        }
        Ok(run)
    }

    /// The schedule proper.
    fn play_out(
        &mut self,
        steps: u64,
        progress: &mut impl FnMut(&FuzzReport) -> ControlFlow<()>,
    ) -> ControlFlow<Stop> {
        let mut next_progress = PROGRESS;
        while self.world.last_step() < steps {
            let action = self.chaos.next(&self.world, self.seen);
            let acted = action.is_some_and(|action| self.act(&action));
            if !acted && !self.forward() {
                // Everyone is down and nothing travels: only a restart can go on.
                self.act(&Action::Restart(ServerId::at(0)));
            }
            self.violation()
                .map_or(ControlFlow::Continue(()), |wrong| ControlFlow::Break(Stop::Violated(wrong)))?;
            if self.world.last_step() >= next_progress {
                next_progress += PROGRESS;
                if progress(self.report).is_break() {
                    return ControlFlow::Break(Stop::Cancelled);
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Faults stop and a bare majority is healed: a leader must emerge and a new command commit.
    fn recover(&mut self) -> Option<WentWrong> {
        let core = self.core();
        for action in repairs(&self.world, core).into_iter().rev() {
            self.act(&action);
        }
        let (began, end) = (self.world.now(), patience(&self.world));
        // A leader that steps down forgets what it was asked, so its successor is asked again.
        let mut asked_in = Term::ZERO;
        while self.world.now() < end {
            if let Some(wrong) = self.violation() {
                return Some(wrong);
            }
            if let Some((to, term)) = self.leader_of(core)
                && term > asked_in
            {
                let command = self.chaos.command();
                asked_in = term;
                self.act(&Action::Submit { to, command });
            }
            let last = self.world.requests().next_back().map(|request| request.state);
            if asked_in > Term::ZERO && matches!(last, Some(RequestState::Answered { .. })) {
                self.report.recovered(self.world.now().since(began));
                return None;
            }
            if !self.forward() {
                break;
            }
        }
        Some(WentWrong::Liveness {
            core,
            leader: self.leader_of(core).map(|(leader, _)| leader),
            waited: self.world.now().since(began),
            diagnosis: self.checker.as_ref().and_then(|checker| diagnose(&self.world, checker)),
        })
    }

    /// A majority, and no more, chosen by where the schedule has ended.
    fn core(&self) -> ServerSet {
        let size = self.world.size();
        let first = (self.world.last_step() % size as u64) as usize;
        let order = (0..size).map(|offset| ServerId::at((first + offset) % size));
        let quorums = self.world.configuration().quorums();
        quorums.completed(ServerSet::EMPTY, order).unwrap_or(self.world.roster())
    }

    /// Who leads the healed servers, with its term.
    fn leader_of(&self, core: ServerSet) -> Option<(ServerId, Term)> {
        let leads = self.world.nodes().iter().filter(|node| core.contains(node.id) && node.leads());
        leads.map(|node| (node.id, node.persistent().current_term)).max_by_key(|(_, term)| *term)
    }

    #[inline]
    fn violation(&self) -> Option<WentWrong> {
        let checker = self.checker.as_ref()?;
        checker.violations().first().map(|violation| WentWrong::Violation(violation.clone()))
    }

    fn forward(&mut self) -> bool {
        let stepped = self.world.step(&mut self.step);
        if stepped {
            self.observe();
        }
        stepped
    }

    fn act(&mut self, action: &Action) -> bool {
        let (after, at): (StepId, Time) = (self.world.last_step(), self.world.now());
        if self.world.act(action, &mut self.step).is_err() {
            return false;
        }
        if let Some(actions_done) = &mut self.actions_done {
            actions_done.push(PlacedAction { after, at, action: action.clone() });
        }
        self.report.acted(action, &self.world);
        self.observe();
        true
    }

    #[inline]
    fn observe(&mut self) {
        if let Some(checker) = &mut self.checker {
            checker.observe(&self.world, &mut self.step);
        }
        self.report.count(&self.step);
        for fact in &self.step.facts {
            match fact {
                Fact::BecameLeader { .. } => {
                    self.seen.elections += 1;
                    self.report.leader_elected(&self.world);
                }
                Fact::CommitAdvanced { .. } => self.seen.commits += 1,
                _ => {}
            }
        }
    }

    fn finish(&mut self) {
        self.report.finish(&self.world, self.checker.as_ref());
    }
}
