//! The same setup, seed and actions give the same steps, byte for byte, in this version and the next, on every
//! platform; a copy of the world has the same future; a run that was travelled in is the run that was not.

use proptest::prelude::*;
use raftarium::history::{Run, Watched};
use raftarium::paper::Bug;
use raftarium::raft::{BackUp, Command, ServerId, ServerSet, Timer};
use raftarium::sim::{Action, LinkChange, MessageId, Setup, Span, SpanRange, Step, World};

/// FNV-1a: written out here so that the golden digests depend on nothing.
fn fnv(digest: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(digest, |digest, byte| (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

fn json(step: &Step) -> Vec<u8> {
    serde_json::to_vec(step).expect("a step is data")
}

/// Something to do, picked by four numbers; it can well be refused.
fn action(world: &World, [kind, a, b, c]: [u32; 4]) -> Action {
    let size = world.size() as u32;
    let (first, second) = (ServerId::at((a % size) as usize), ServerId::at((b % size) as usize));
    let set =
        |bits: u32| world.roster().iter().filter(|id| bits >> id.position() & 1 == 1).collect::<ServerSet>();
    let (from, to) = (set(a), set(b));
    let flights = world.network().in_flight().max(1);
    let message = world
        .network()
        .flights()
        .nth(a as usize % flights)
        .map_or(MessageId(u64::from(b)), |flight| flight.id);
    let timer = if c % 2 == 0 { Timer::Election } else { Timer::Heartbeat };
    let span = Span(u64::from(c % 200_000));
    let command: Command = if c % 3 == 0 { "x=7" } else { "n+=1" }.parse().expect("a command");
    match kind % 32 {
        0 => Action::Crash(first),
        1..=3 => Action::Restart(first),
        4 => Action::Freeze(first),
        5 | 6 => Action::Thaw(first),
        7 => Action::Wipe(first),
        8 => Action::Fire { server: first, timer },
        9 => Action::SetTimer { server: first, timer, after: span },
        10 => Action::Align(from),
        11 => Action::Spread(from),
        12 => Action::Partition(vec![from, to.minus(from)]),
        13 | 14 => Action::Heal,
        15 => Action::Cut { from, to },
        16 => Action::Mend { from, to },
        17 => Action::Tune {
            from,
            to,
            change: LinkChange {
                latency: (c % 2 == 0)
                    .then_some(SpanRange { min: span, max: Span(span.0 + u64::from(b % 30_000)) }),
                loss: (c % 3 == 0).then_some((b % 300) as u16),
                duplicate: (c % 5 == 0).then_some((a % 300) as u16),
            },
        },
        18 => Action::HoldLink { from, to },
        19 => Action::ReleaseLink { from, to },
        20 => Action::Deliver(message),
        21 => Action::Drop(message),
        22 => Action::Duplicate(message),
        23 => Action::Delay { message, by: span },
        24 => Action::Hold(message),
        25 => Action::Release(message),
        26 => Action::SetAside(Bug::ALL[a as usize % Bug::ALL.len()]),
        27 => Action::PutBack(Bug::ALL[a as usize % Bug::ALL.len()]),
        _ => {
            Action::Submit { to: if c % 2 == 0 { world.leader().unwrap_or(second) } else { second }, command }
        }
    }
}

/// Numbers of which nobody says that they are random: for golden runs that no crate can change.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn four(&mut self) -> [u32; 4] {
        std::array::from_fn(|_| self.next())
    }
}

/// Plays a mix of steps and actions, and hands out each step.
fn play(world: &mut World, numbers: &mut Numbers, steps: u64, mut each: impl FnMut(&World, &Step)) {
    let mut step = Step::default();
    let end = world.last_step() + steps;
    while world.last_step() < end {
        let acted = numbers.next().is_multiple_of(8) && world.is_booted() && {
            let action = action(world, numbers.four());
            world.act(&action, &mut step).is_ok()
        };
        if acted || world.step(&mut step) {
            each(world, &step);
        }
    }
}

fn setup(servers: usize, seed: u64) -> Setup {
    let mut setup = Setup::of(servers, seed);
    setup.link.loss = 50;
    setup.link.duplicate = 50;
    setup.options.max_entries = 3;
    setup.options.back_up = BackUp::ByTerm;
    setup
}

/// A digest over the JSON of all steps, and the digest of the state at the end.
fn golden(servers: usize, seed: u64, steps: u64) -> (u64, u64) {
    let mut world = World::new(setup(servers, seed)).expect("a good setup");
    let mut digest = EMPTY;
    play(&mut world, &mut Numbers(seed), steps, |_, step| digest = fnv(digest, &json(step)));
    (digest, world.digest())
}

/// A digest over the JSON of the steps of a cluster that is left alone.
fn golden_alone(setup: Setup) -> (u64, u64) {
    let mut world = World::new(setup).expect("a good setup");
    let (mut digest, mut step) = (EMPTY, Step::default());
    while world.last_step() < 2000 {
        assert!(world.step(&mut step));
        digest = fnv(digest, &json(&step));
    }
    (digest, world.digest())
}

/// These numbers are pinned. They change when a fact gains a field, when servers or the world decide something
/// differently, or when random numbers are drawn in another order: then saved sessions replay differently, which is to
/// be a decision and never an accident. Where only `steps` changes and `state` stays, steps tell more and saved sessions
/// replay as before.
#[test]
fn golden_runs_are_the_same_for_ever() {
    let runs = [
        ("five servers left alone", golden_alone(Setup::of(5, 1))),
        ("three servers on a bad network", golden_alone(setup(3, 2))),
        ("every action, five servers", golden(5, 7, 4000)),
        ("every action, three servers", golden(3, 1, 4000)),
        ("every action, one server", golden(1, 2, 500)),
        ("every action, 25 servers", golden(25, 3, 4000)),
    ];
    let text = runs.map(|(name, (steps, state))| format!("{name}: steps {steps:016x}, state {state:016x}"));
    assert_eq!(text, GOLDEN, "{text:#?}");
}

const GOLDEN: [&str; 6] = [
    "five servers left alone: steps a4a2e8e5da431e52, state ae8590815531363d",
    "three servers on a bad network: steps 797691c24c1e9b4a, state b2ed42f235377d02",
    "every action, five servers: steps 1199a3eb87d06ad1, state 232f9cfbc2c0366b",
    "every action, three servers: steps 941c16ebe1fd5d19, state 14f2ea7615c1b571",
    "every action, one server: steps 8b57eab7458829a2, state 014857f51db8f855",
    "every action, 25 servers: steps ef7214c18c52e61b, state 29ef50827133d6eb",
];

/// The random numbers themselves are pinned: PCG-32, the same on every platform.
#[test]
fn golden_random_numbers_are_the_same_for_ever() {
    let mut random = raftarium::sim::Random::from_seed(42);
    let drawn: Vec<u32> = (0..6).map(|_| random.below(1000)).collect();
    assert_eq!(drawn, [791, 779, 119, 983, 362, 646]);
}

/// The same run twice is the same, with other seeds it is another one.
#[test]
fn the_same_run_twice_is_the_same() {
    assert_eq!(golden(5, 11, 3000), golden(5, 11, 3000));
    assert_ne!(golden(5, 11, 3000).0, golden(5, 12, 3000).0);
    let first = |seed| {
        World::new(Setup::of(5, seed)).map(|mut world| {
            let mut step = Step::default();
            while world.step(&mut step) && world.last_step() < 200 {}
            world.digest()
        })
    };
    assert_ne!(first(1), first(2), "the seed alone makes a difference");
}

/// A copy of a world has the same future, whatever it is copied in the middle of.
#[test]
fn a_copy_of_a_world_has_the_same_future() {
    let mut world = World::new(setup(5, 21)).expect("a good setup");
    let mut numbers = Numbers(21);
    for _ in 0..40 {
        play(&mut world, &mut numbers, 50, |_, _| {});
        let mut copy = world.clone();
        let (state, ahead) = (numbers.0, 150);
        let mut one = Vec::new();
        play(&mut world, &mut numbers, ahead, |_, step| one.push(step.clone()));
        let mut other = Vec::new();
        play(&mut copy, &mut Numbers(state), ahead, |_, step| other.push(step.clone()));
        assert_eq!(one, other);
        assert_eq!(world.digest(), copy.digest());
    }
}

/// Two worlds that differ in anything that matters later differ in their digests.
#[test]
fn the_digest_tells_worlds_apart() {
    let mut world = World::new(Setup::of(4, 5)).expect("a good setup");
    let mut step = Step::default();
    while world.leader().is_none() || world.network().in_flight() < 2 {
        world.step(&mut step);
    }
    let all: Vec<ServerId> = world.roster().iter().collect();
    let only = |position: usize| ServerSet::only(all[position]);
    let message = |n: usize| world.network().flights().nth(n).expect("a message").id;
    let command = |text: &str| text.parse().expect("a command");
    let leader = world.leader().expect("a leader");
    let loss = |loss| LinkChange { loss: Some(loss), ..LinkChange::default() };
    let pairs = [
        [Action::Cut { from: only(0), to: only(1) }, Action::Cut { from: only(1), to: only(0) }],
        [Action::HoldLink { from: only(0), to: only(1) }, Action::HoldLink { from: only(1), to: only(0) }],
        [Action::Cut { from: only(0), to: only(1) }, Action::HoldLink { from: only(0), to: only(1) }],
        [
            Action::Tune { from: only(0), to: only(1), change: loss(10) },
            Action::Tune { from: only(0), to: only(1), change: loss(11) },
        ],
        [Action::Hold(message(0)), Action::Hold(message(1))],
        [Action::Drop(message(0)), Action::Hold(message(0))],
        [Action::SetAside(Bug::VoteTwice), Action::SetAside(Bug::NoLogCheck)],
        [Action::Freeze(all[0]), Action::Freeze(all[1])],
        [
            Action::Submit { to: leader, command: command("x=1") },
            Action::Submit { to: leader, command: command("x=2") },
        ],
    ];
    for [one, other] in pairs {
        let after = |action: &Action| {
            let mut world = world.clone();
            world.act(action, &mut Step::default()).expect("it can be done");
            world.digest()
        };
        assert_ne!(after(&one), after(&other), "{one:?} and {other:?}");
    }
}

/// A refused action changes nothing, whatever state it is tried in.
#[test]
fn refused_actions_change_nothing_anywhere() {
    let mut world = World::new(setup(4, 31)).expect("a good setup");
    let (mut numbers, mut others) = (Numbers(31), Numbers(32));
    let mut refused = 0;
    play(&mut world, &mut numbers, 3000, |world, _| {
        let action = action(world, others.four());
        let mut copy = world.clone();
        let mut step = Step::default();
        if copy.act(&action, &mut step).is_err() {
            refused += 1;
            assert_eq!(copy.digest(), world.digest(), "{action:?}");
            assert_eq!(step, Step::default());
        }
    });
    assert!(refused > 300, "{refused}");
}

/// One move of somebody who travels through a run.
#[derive(Clone, Debug)]
enum Move {
    Forward(u8),
    Back(u8),
    /// To a share of the way to the end.
    Seek(u8),
    Act([u32; 4]),
    /// Lets time pass, in ms.
    Pass(u8),
}

fn travel() -> impl Strategy<Value = Move> {
    prop_oneof![
        3 => (1u8..60).prop_map(Move::Forward),
        2 => (1u8..10).prop_map(Move::Back),
        2 => any::<u8>().prop_map(Move::Seek),
        6 => any::<[u32; 4]>().prop_map(Move::Act),
        1 => (0u8..200).prop_map(Move::Pass),
    ]
}

/// A fresh world brought to where the cursor of a run stands, from nothing but its setup and its actions.
fn replayed(run: &Run) -> (Watched, Step) {
    let mut fresh = Watched::new(run.world().setup().clone()).expect("a good setup");
    let mut step = Step::default();
    let mut actions = run.actions().iter().peekable();
    while fresh.world.last_step() < run.cursor() {
        if let Some(recorded) = actions.next_if(|recorded| recorded.after == fresh.world.last_step()) {
            fresh.world.pass(recorded.at);
            assert_eq!(fresh.world.now(), recorded.at);
            fresh.act(&recorded.action, &mut step).expect("what was done can be done again");
        } else {
            assert!(fresh.step(&mut step));
        }
    }
    fresh.world.pass(run.world().now());
    (fresh, step)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However one got to a step of a run, it is what a fresh replay of the run's actions makes of it.
    #[test]
    fn a_travelled_run_is_its_replay(
        servers in 1usize..6,
        seed in any::<u64>(),
        moves in proptest::collection::vec(travel(), 1..60),
    ) {
        let mut run = Run::new(setup(servers, seed)).expect("a good setup");
        for one in moves {
            match one {
                Move::Forward(steps) => {
                    for _ in 0..steps {
                        if run.forward().is_none() {
                            prop_assert_eq!(run.cursor(), run.end());
                            break;
                        }
                    }
                }
                Move::Back(steps) => {
                    for _ in 0..steps {
                        let (cursor, went) = (run.cursor(), run.back());
                        prop_assert_eq!(went, cursor > run.start());
                        prop_assert_eq!(run.cursor(), if went { cursor - 1 } else { cursor });
                    }
                }
                Move::Seek(share) => {
                    let target = run.start() + (run.end() - run.start()) * u64::from(share) / 255;
                    prop_assert!(run.seek(target));
                    prop_assert_eq!(run.cursor(), target);
                }
                Move::Act(numbers) => {
                    let (cursor, end, before) = (run.cursor(), run.end(), run.world().digest());
                    let branches = run.branches().len();
                    let action = action(run.world(), numbers);
                    if run.act(&action).is_ok() {
                        prop_assert_eq!(run.cursor(), cursor + 1);
                        // Doing what was done at this moment before takes that future up again.
                        let again = cursor < end && run.branches().len() == branches;
                        prop_assert!(run.end() == cursor + 1 || again);
                    } else {
                        prop_assert_eq!((run.cursor(), run.end(), run.world().digest()), (cursor, end, before));
                    }
                }
                Move::Pass(span) => {
                    let (cursor, to) = (run.cursor(), run.world().now() + Span::from_ms(u64::from(span)));
                    let next = run.next_at();
                    run.pass(to);
                    prop_assert_eq!(run.cursor(), cursor);
                    prop_assert_eq!(run.world().now(), next.map_or(to, |next| to.min(next)));
                }
            }
            let (fresh, step) = replayed(&run);
            prop_assert_eq!(fresh.world.digest(), run.world().digest());
            prop_assert_eq!(&fresh.tally, run.tally());
            prop_assert_eq!(fresh.checker.violations(), run.checker().violations());
            prop_assert_eq!(Some(&step), run.step());
            prop_assert!(run.marks().iter().all(|mark| mark.step <= run.end()));
        }
    }
}
