//! What a long history costs: a run of a million steps with a client that submits all the time and every kind of
//! fault. It prints how many bytes a step costs, all of the history included, and how long it takes to put the cursor
//! at any step, one step back, one step forward, to look at a step without going there, to save it and to go on with it.

use peak_alloc::PeakAlloc;
use raftarium::history::{BranchId, Run};
use raftarium::raft::{Command, ServerId};
use raftarium::script::session;
use raftarium::sim::{Action, Setup};
use std::time::{Duration, Instant};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const STEPS: u64 = 1_000_000;
/// A client submits after so many steps.
const SUBMIT: u64 = 100;
/// The longest that going anywhere may take: a frame of a screen that draws 60 a second.
const FRAME: Duration = Duration::from_millis(16);
/// The most bytes that a step may cost.
const BYTES: f64 = 100.0;

fn set(servers: &[usize]) -> Vec<raftarium::raft::ServerSet> {
    vec![servers.iter().copied().map(ServerId::at).collect()]
}

/// What is done after a step: crashes, partitions and freezes come and go, so that logs part and meet again.
fn deed(run: &Run) -> Option<Action> {
    let step = run.cursor();
    let server = ServerId::at((step / 10_000) as usize % run.world().size());
    let one = server.position();
    match step % 10_000 {
        1_010 => Some(Action::Crash(server)),
        2_510 => Some(Action::Restart(server)),
        4_010 => Some(Action::Partition(set(&[one, (one + 1) % 5]))),
        5_510 => Some(Action::Heal),
        7_010 => Some(Action::Freeze(server)),
        8_010 => Some(Action::Thaw(server)),
        _ if step.is_multiple_of(SUBMIT) => {
            let command = Command::set("x", i64::try_from(step).ok()?)?;
            Some(Action::Submit { to: run.world().leader()?, command })
        }
        _ => None,
    }
}

fn long_run() -> Option<Run> {
    let mut setup = Setup::of(5, 1);
    (setup.link.loss, setup.link.duplicate) = (10, 10);
    let mut run = Run::new(setup).ok()?;
    while run.cursor() < STEPS {
        if let Some(action) = deed(&run) {
            // What is refused now is not done.
            let _ = run.act(&action);
        }
        run.forward()?;
    }
    Some(run)
}

/// How long something takes: on average and at worst.
struct Took {
    whole: Duration,
    worst: Duration,
    times: u32,
}

/// Does something at many places. The machine has other things to do as well, so each place counts with the best of
/// three visits; in between the cursor goes to the start, so that nothing of the place is at hand.
fn visits(run: &mut Run, places: u32, mut what: impl FnMut(&mut Run, u64)) -> Took {
    let mut took = Took { whole: Duration::ZERO, worst: Duration::ZERO, times: places };
    // Far from each other, and the same ones every time.
    let mut dice: u64 = 12_345;
    for _ in 0..places {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let target = 1_000 + (dice >> 33) % (STEPS - 1_000);
        let visit = |run: &mut Run, what: &mut dyn FnMut(&mut Run, u64)| {
            run.seek(run.start());
            let start = Instant::now();
            what(run, target);
            start.elapsed()
        };
        let best = (0..3).map(|_| visit(run, &mut what)).min().unwrap_or_default();
        took.whole += best;
        took.worst = took.worst.max(best);
    }
    took
}

/// Takes the same small move again and again, three rounds of it.
fn moves(run: &mut Run, from: u64, mut what: impl FnMut(&mut Run)) -> Took {
    const MOVES: usize = 1_500;
    let mut best = vec![Duration::MAX; MOVES];
    for _ in 0..3 {
        run.seek(from);
        for best in &mut best {
            let start = Instant::now();
            what(run);
            *best = (*best).min(start.elapsed());
        }
    }
    Took {
        whole: best.iter().sum(),
        worst: best.iter().max().copied().unwrap_or_default(),
        times: MOVES as u32,
    }
}

fn tell(name: &str, took: &Took) -> bool {
    let good = took.worst <= FRAME;
    let verdict = if good { "" } else { "   too slow" };
    println!(
        "  {name:<42} {:>10.1?} on average, {:>8.1?} at worst{verdict}",
        took.whole / took.times,
        took.worst
    );
    good
}

fn main() {
    let before = HEAP.current_usage();
    let start = Instant::now();
    let Some(mut run) = long_run() else { return };
    let built = start.elapsed();
    let bytes = (HEAP.current_usage() - before) as f64 / run.end() as f64;
    let entries = run.checker().committed_index();
    println!(
        "a run of {} steps: {} actions, {} entries committed, {} interesting steps, made in {built:.1?}",
        run.end(),
        run.actions().len(),
        entries,
        run.marks().len(),
    );
    let light = bytes <= BYTES;
    println!("  {:<42} {bytes:>10.1} bytes{}", "a step costs", if light { "" } else { "   too much" });
    let mut good = light;
    let start = Instant::now();
    let text = session::write(&run);
    let written = start.elapsed();
    let start = Instant::now();
    let again = session::read(&text).ok().map(session::Session::resume);
    let resumed = start.elapsed();
    assert!(again.is_some_and(|again| again.parted.is_empty() && session::write(&again.run) == text));
    println!(
        "  {:<42} {:>10} KiB, written in {written:.1?}, gone on with in {resumed:.1?}",
        "as text",
        text.len() / 1024
    );
    good &= tell("to any step", &visits(&mut run, 2_000, |run, step| assert!(run.seek(step))));
    let end = run.end();
    good &= tell("to the end", &visits(&mut run, 100, |run, _| assert!(run.seek(end))));
    good &= tell("one step back", &moves(&mut run, STEPS / 2, |run| assert!(run.back())));
    good &= tell("one step forward", &moves(&mut run, STEPS / 2, |run| assert!(run.forward().is_some())));
    let look = |run: &mut Run, step| assert!(run.step_at(step).is_some());
    good &= tell("looking at a step elsewhere", &visits(&mut run, 500, look));
    let before = HEAP.current_usage() as f64;
    let mut branches = 0;
    let times = visits(&mut run, 100, |run, step| {
        run.seek(step);
        let known = run.branches().len();
        assert!(run.act(&Action::Crash(ServerId::at(0))).is_ok() || run.act(&Action::Heal).is_ok());
        branches += run.branches().len() - known;
        run.switch(BranchId::TRUNK).unwrap_or_default();
    });
    good &= tell("there, acting, and back to the trunk", &times);
    run.seek(run.start());
    let branch = (HEAP.current_usage() as f64 - before) / f64::from(branches as u32);
    println!("  {:<42} {branch:>10.0} bytes", "a branch with one step costs");
    std::process::exit(i32::from(!good));
}
