//! Each cause is named in a run that has it; in healthy runs none is.

use super::{Diagnosis, Stuck, diagnose};
use crate::history::Watched;
use crate::paper::Bug;
use crate::raft::{Command, Entry, Index, Payload, RoleKind, ServerId, ServerSet, Term, Timer};
use crate::sim::{Action, LinkChange, LinkQuality, Random, Setup, Span, SpanRange, Step, Time};

const S1: ServerId = ServerId::at(0);
const S2: ServerId = ServerId::at(1);
const S3: ServerId = ServerId::at(2);
const S4: ServerId = ServerId::at(3);
const S5: ServerId = ServerId::at(4);

/// A cluster in motion.
struct Ward {
    watched: Watched,
    step: Step,
}

impl Ward {
    fn new(setup: Setup) -> Ward {
        let mut ward = Ward { watched: Watched::new(setup).unwrap(), step: Step::default() };
        while !ward.watched.world.is_booted() {
            ward.watched.step(&mut ward.step);
        }
        ward
    }

    /// S1 leads five servers from the start, in term 1.
    fn led_by_s1() -> Ward {
        let mut setup = Setup::of(5, 3);
        setup.initial_mut(S1).role = RoleKind::Leader;
        let mut ward = Ward::new(setup);
        ward.run(100);
        assert_eq!(ward.diagnosis(), None);
        ward
    }

    fn act(&mut self, action: &Action) {
        self.watched.act(action, &mut self.step).unwrap();
    }

    fn run(&mut self, ms: u64) {
        let end = self.watched.world.now() + Span::from_ms(ms);
        while self.watched.world.next_at().is_some_and(|at| at <= end) {
            self.watched.step(&mut self.step);
        }
    }

    fn submit(&mut self, to: ServerId) {
        self.act(&Action::Submit { to, command: Command::set("x", 1).unwrap() });
    }

    fn diagnosis(&self) -> Option<Diagnosis> {
        diagnose(&self.watched.world, &self.watched.checker)
    }

    fn stuck(&self) -> (Stuck, ServerSet) {
        let found = self.diagnosis().expect("a diagnosis");
        let headline = found.headline();
        assert!(!headline.is_empty() && !headline.ends_with('.'), "{headline}");
        (found.cause, found.servers)
    }

    /// Runs until a cause is named, for so long at most.
    fn until_stuck(&mut self, ms: u64) -> (Stuck, ServerSet) {
        let end = self.watched.world.now() + Span::from_ms(ms);
        while self.diagnosis().is_none() && self.watched.world.now() < end {
            assert!(self.watched.step(&mut self.step));
        }
        self.stuck()
    }
}

fn set(servers: &[ServerId]) -> ServerSet {
    servers.iter().copied().collect()
}

#[test]
fn nothing_is_named_in_healthy_runs() {
    for (servers, seed) in [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (5, 6), (7, 7), (9, 8)] {
        let mut ward = Ward::new(Setup::of(servers, seed));
        let mut random = Random::from_seed(seed);
        while ward.watched.world.now() < Time(20_000_000) {
            ward.watched.step(&mut ward.step);
            assert_eq!(ward.diagnosis(), None, "seed {seed}, step {}", ward.step.number);
            if random.chance(50) {
                let to = ServerId::at(random.below(servers as u32) as usize);
                ward.submit(to);
                assert_eq!(ward.diagnosis(), None);
            }
        }
        assert!(ward.watched.checker.committed_index() > Index(10), "seed {seed} made progress");
    }
}

#[test]
fn a_minority_that_fails_and_a_leader_that_crashes_are_no_reason_to_be_stuck() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Crash(S1));
    ward.act(&Action::Crash(S2));
    while ward.watched.world.leader().is_none() {
        assert_eq!(ward.diagnosis(), None);
        ward.watched.step(&mut ward.step);
    }
}

#[test]
fn no_majority_up() {
    let mut ward = Ward::led_by_s1();
    for server in [S1, S3, S5] {
        assert_eq!(ward.diagnosis(), None);
        ward.act(&Action::Crash(server));
    }
    assert_eq!(ward.stuck(), (Stuck::NoMajorityUp, set(&[S1, S3, S5])));
    assert_eq!(ward.diagnosis().unwrap().headline(), "3 of 5 servers are down, and a majority is 3");
}

#[test]
fn no_majority_awake() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Crash(S2));
    ward.act(&Action::Freeze(S3));
    ward.act(&Action::Freeze(S5));
    assert_eq!(ward.stuck(), (Stuck::NoMajorityAwake, set(&[S3, S5])));
    ward.act(&Action::Thaw(S5));
    assert_eq!(ward.diagnosis(), None);
}

#[test]
fn a_partition_without_a_majority() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Partition(vec![set(&[S1, S2]), set(&[S3, S4])]));
    assert_eq!(ward.stuck().0, Stuck::Partitioned);
    ward.act(&Action::Partition(vec![set(&[S1, S2])]));
    assert_eq!(ward.diagnosis(), None, "S3, S4 and S5 are a majority");
}

#[test]
fn links_that_lose_everything_are_cuts() {
    let mut ward = Ward::led_by_s1();
    let (from, to) = (ward.watched.world.roster(), ward.watched.world.roster());
    ward.act(&Action::Tune { from, to, change: LinkChange { loss: Some(1000), ..LinkChange::default() } });
    assert_eq!(ward.stuck().0, Stuck::Partitioned);
}

#[test]
fn links_that_work_in_one_direction() {
    let mut ward = Ward::led_by_s1();
    // Everyone reaches those numbered above, and hears those below.
    let servers = [S1, S2, S3, S4, S5];
    for above in 1..5 {
        ward.act(&Action::Cut { from: set(&[servers[above]]), to: set(&servers[..above]) });
    }
    assert_eq!(ward.stuck().0, Stuck::OneWayLinks);
}

#[test]
fn messages_held_back() {
    let mut ward = Ward::led_by_s1();
    let all = ward.watched.world.roster();
    ward.act(&Action::HoldLink { from: set(&[S1, S2, S3]), to: all });
    assert_eq!(ward.stuck(), (Stuck::MessagesHeld, set(&[S1, S2, S3])));
    ward.act(&Action::ReleaseLink { from: all, to: all });
    assert_eq!(ward.diagnosis(), None);
}

#[test]
fn a_leader_that_is_heard_and_does_not_hear() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Cut { from: set(&[S2, S3, S4, S5]), to: set(&[S1]) });
    assert_eq!(ward.stuck(), (Stuck::LeaderDeaf, set(&[S1])));
    ward.submit(S1);
    ward.run(2_000);
    assert_eq!(ward.stuck(), (Stuck::LeaderDeaf, set(&[S1])));
    assert_eq!(ward.watched.checker.committed_index(), Index::ZERO, "it is stuck indeed");
}

#[test]
fn a_leader_that_hears_and_is_not_heard_is_replaced() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Cut { from: set(&[S1]), to: set(&[S2, S3, S4, S5]) });
    assert_eq!(ward.diagnosis(), None);
    ward.run(2_000);
    assert_ne!(ward.watched.world.leader(), Some(S1));
}

#[test]
fn a_frozen_leader() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Freeze(S1));
    assert_eq!(ward.stuck(), (Stuck::LeaderFrozen, set(&[S1])));
    ward.run(2_000);
    assert_eq!(ward.diagnosis(), None, "another has taken its place");
}

#[test]
fn a_server_that_cannot_hear_disturbs() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Cut { from: set(&[S1, S2, S3, S4]), to: set(&[S5]) });
    assert_eq!(ward.until_stuck(5_000), (Stuck::Disturbed, set(&[S5])));
}

#[test]
fn timeouts_shorter_than_a_round_trip() {
    let mut setup = Setup::of(3, 1);
    setup.link.latency = SpanRange::from_ms(200, 220);
    let mut ward = Ward::new(setup);
    assert_eq!(ward.diagnosis(), None, "nobody has stood yet");
    let (cause, _) = ward.until_stuck(1_000);
    assert_eq!(cause, Stuck::TimeoutsTooShort);
    ward.run(10_000);
    assert_eq!(ward.stuck().0, Stuck::TimeoutsTooShort);
    assert_eq!(ward.watched.checker.leaders().count(), 0, "it is stuck indeed");
}

#[test]
fn the_longest_round_trip_to_a_majority_is_that_of_the_steadiest_links() {
    let mut ward = Ward::led_by_s1();
    let all = ward.watched.world.roster();
    // Fast at best and slow at worst, but for two servers that are near S1 at all times.
    for (to, latency) in [(all, (1, 400)), (set(&[S1, S2, S3]), (20, 30))] {
        let change =
            LinkChange { latency: Some(SpanRange::from_ms(latency.0, latency.1)), ..LinkChange::default() };
        ward.act(&Action::Tune { from: to, to, change });
    }
    let reach = super::reach::Reach::of(&ward.watched.world);
    let trip = reach.round_trip(&ward.watched.world, all, ward.watched.world.configuration()).unwrap();
    assert_eq!(trip, (Span::from_ms(2), Span::from_ms(60)));
}

#[test]
fn heartbeats_slower_than_timeouts() {
    let mut setup = Setup::of(3, 1);
    setup.timing.heartbeat = Span::from_ms(900);
    let mut ward = Ward::new(setup);
    assert_eq!(ward.until_stuck(10_000).0, Stuck::TimeoutsTooShort);
}

#[test]
fn timeouts_that_are_all_the_same() {
    let mut setup = Setup::of(3, 1);
    setup.options.bugs = setup.options.bugs.with(Bug::FixedTimeouts);
    setup.link.latency = SpanRange::from_ms(10, 10);
    let mut ward = Ward::new(setup);
    assert_eq!(ward.until_stuck(2_000), (Stuck::TimeoutsNotRandom, set(&[S1, S2, S3])));
    ward.run(10_000);
    assert_eq!(ward.watched.checker.leaders().count(), 0, "it is stuck indeed");
}

#[test]
fn votes_that_are_split_again_and_again() {
    let mut ward = Ward::new(Setup::of(4, 1));
    for _ in 0..3 {
        ward.act(&Action::Align(ward.watched.world.roster()));
        for server in [S1, S2, S3, S4] {
            ward.act(&Action::Fire { server, timer: Timer::Election });
        }
        ward.run(40);
    }
    assert_eq!(ward.stuck(), (Stuck::SplitVotes, set(&[S1, S2, S3, S4])));
    assert_eq!(ward.diagnosis().unwrap().headline(), "2 terms had no winner: S1 S2 S3 S4 split the votes");
    ward.run(3_000);
    assert_eq!(ward.diagnosis(), None, "chance has ended it");
}

#[test]
fn links_that_lose_too_much() {
    let mut setup = Setup::of(5, 1);
    setup.link = LinkQuality { loss: 900, ..LinkQuality::default() };
    let mut ward = Ward::new(setup);
    assert_eq!(ward.until_stuck(5_000).0, Stuck::LossyLinks);
}

#[test]
fn a_next_index_that_is_never_lowered() {
    let mut setup = Setup::of(3, 1);
    setup.options.bugs = setup.options.bugs.with(Bug::NextNeverLowered);
    let entry = Entry { term: Term(1), payload: Payload::NoOp };
    setup.initial_mut(S1).log = vec![entry; 3];
    setup.initial_mut(S1).term = Term(2);
    setup.initial_mut(S1).role = RoleKind::Leader;
    let mut ward = Ward::new(setup.clone());
    ward.submit(S1);
    ward.run(1_000);
    assert_eq!(ward.stuck(), (Stuck::NextNeverLowered, set(&[S2, S3])));
    setup.options.bugs = setup.options.bugs.without(Bug::NextNeverLowered);
    let mut ward = Ward::new(setup);
    ward.submit(S1);
    ward.run(1_000);
    assert_eq!(ward.diagnosis(), None);
}

#[test]
fn timers_that_an_older_leader_restarts() {
    for (bug, cause) in
        [(Bug::TimerResetByStale, Stuck::TimerResetByStale), (Bug::TimerResetByAny, Stuck::TimerResetByAny)]
    {
        let mut ward = Ward::led_by_s1();
        ward.act(&Action::SetAside(bug));
        ward.act(&Action::Cut { from: set(&[S2, S3, S4, S5]), to: set(&[S1]) });
        // Someone has stood and lost: all others are in a newer term than the leader that they still hear.
        ward.act(&Action::Fire { server: S2, timer: Timer::Election });
        for server in [S3, S4, S5] {
            ward.act(&Action::Fire { server, timer: Timer::Election });
        }
        ward.run(30);
        assert_eq!(ward.watched.world.leader(), Some(S1));
        assert_eq!(ward.stuck(), (cause, set(&[S1])));
        let term = ward.watched.world.node(S2).persistent().current_term;
        ward.run(500);
        assert_eq!(
            ward.watched.world.node(S2).persistent().current_term,
            term,
            "nobody starts an election indeed"
        );
    }
}

#[test]
fn every_message_restarts_timers_and_the_only_candidate_cannot_win() {
    let mut setup = Setup::of(3, 1);
    setup.options.bugs = setup.options.bugs.with(Bug::TimerResetByAny);
    let entry = Entry { term: Term(1), payload: Payload::NoOp };
    for server in [S1, S2] {
        setup.initial_mut(server).log = vec![entry];
    }
    let mut ward = Ward::new(setup);
    for _ in 0..3 {
        ward.act(&Action::Fire { server: S3, timer: Timer::Election });
        ward.run(40);
    }
    assert_eq!(ward.stuck(), (Stuck::TimerResetByAny, set(&[S3])));
}

#[test]
fn a_leader_cut_off_while_clients_wait() {
    let mut ward = Ward::led_by_s1();
    ward.act(&Action::Partition(vec![set(&[S1, S2])]));
    assert_eq!(ward.diagnosis(), None, "nobody asks anything of it");
    ward.submit(S1);
    assert_eq!(ward.stuck(), (Stuck::LeaderCutOff, set(&[S1])));
    ward.run(2_000);
    assert_eq!(ward.stuck(), (Stuck::LeaderCutOff, set(&[S1])), "another leads, and S1 still waits");
    ward.act(&Action::Heal);
    ward.run(1_000);
    assert_eq!(ward.diagnosis(), None);
}
