//! Timers: fire, set, align, spread; and what comes first at equal times.

use super::lab::{Lab, calm, count, ms, s, set};
use crate::support::assert_that;
use raftarium::raft::{Fact, RoleKind, ServerId, Timer};
use raftarium::sim::{Action, Time, What};

fn due(lab: &Lab, number: usize) -> Time {
    lab.world.node(s(number)).election.expect("its election timer runs").due
}

fn fire(server: usize, timer: Timer) -> Action {
    Action::Fire { server: s(server), timer }
}

fn set_timer(server: usize, timer: Timer, after: u64) -> Action {
    Action::SetTimer { server: s(server), timer, after: ms(after) }
}

/// Every server starts with an election timer within the range, and with no heartbeat timer.
#[test]
fn servers_start_with_an_election_timer() {
    let lab = Lab::followers(25);
    for node in lab.world.nodes() {
        let timer = node.election.unwrap();
        assert_that(&timer.length, |it| (ms(150)..=ms(300)).contains(it));
        assert_eq!((timer.due, timer.since), (Time::ZERO + timer.length, Time::ZERO));
        assert_eq!(timer.armed_by, node.id.position() as u64 + 1, "the step that booted it");
        assert_eq!(node.heartbeat, None);
    }
}

/// A timer that is fired runs out now: a step of the timer's own kind, made by a person.
#[test]
fn firing_an_election_timer_makes_a_candidate() {
    let mut lab = Lab::followers(3);
    lab.world.pass(Time::ZERO + ms(40));
    let step = lab.act(&fire(2, Timer::Election)).clone();
    assert_eq!(step.what, What::TimerFired { server: s(2), timer: Timer::Election, waited: ms(40) });
    assert_eq!((step.at.ms(), step.cause, step.forced), (40, Some(2), true));
    assert_eq!(lab.role(2), RoleKind::Candidate);
}

/// A leader's heartbeat can be fired, too; afterwards the timer runs its full length again.
#[test]
fn firing_a_heartbeat_timer_sends_heartbeats() {
    let mut lab = Lab::led(3);
    lab.world.pass(Time::ZERO + ms(5));
    let step = lab.act(&fire(1, Timer::Heartbeat));
    assert_that(&step.facts, |it| it.iter().any(|fact| fact.name() == "HeartbeatSent"));
    assert_eq!(lab.world.node(s(1)).heartbeat.unwrap().due, Time::ZERO + ms(55));
    assert_eq!(lab.world.network().in_flight(), 4);
}

/// A candidate's heartbeat timer is its retry timer: fired, it asks again who is silent.
#[test]
fn a_candidates_heartbeat_timer_is_its_retry_timer() {
    let mut lab = Lab::followers(3);
    lab.act(&fire(1, Timer::Election));
    lab.act(&fire(1, Timer::Heartbeat));
    assert_eq!(lab.step.facts.iter().filter(|fact| fact.name() == "RequestRetried").count(), 2);
    lab.until("BecameLeader");
}

/// A timer that runs can be set: longer or shorter. How long it has run is not forgotten.
#[test]
fn setting_a_timer_moves_its_end() {
    let mut lab = Lab::followers(3);
    let length = lab.world.node(s(1)).election.unwrap().length;
    lab.world.pass(Time::ZERO + ms(100));
    lab.act(&set_timer(1, Timer::Election, 20));
    let timer = lab.world.node(s(1)).election.unwrap();
    assert_eq!((timer.due.ms(), timer.since, timer.length, timer.armed_by), (120, Time::ZERO, length, 4));
    let step = lab.next().clone();
    let waited = ms(120);
    assert_eq!(step.what, What::TimerFired { server: s(1), timer: Timer::Election, waited });
    assert_eq!((step.at.ms(), step.cause, step.forced), (120, Some(4), false));

    lab.act(&set_timer(2, Timer::Election, 2000));
    let timer = lab.world.node(s(2)).election.unwrap();
    assert_eq!((timer.due.ms(), timer.length), (2120, ms(2000)), "what is left never exceeds the length");
}

/// Aligned, the election timers of some servers run out at the moment at which the first of them would have; they do so
/// in the order of the servers, and the vote is split.
#[test]
fn aligned_timers_split_the_vote() {
    let mut lab = Lab::followers(4);
    let untouched = due(&lab, 3);
    lab.act(&set_timer(3, Timer::Election, 5000));
    let first = due(&lab, 1).min(due(&lab, 2)).min(due(&lab, 4));
    lab.act(&Action::Align(set(&[1, 2, 4])));
    for number in [1, 2, 4] {
        assert_eq!(due(&lab, number), first);
    }
    assert_that(&(due(&lab, 3), untouched), |(a, b)| a > b);
    for number in [1, 2, 4] {
        let step = lab.next();
        let fired = matches!(step.what, What::TimerFired { server, timer: Timer::Election, .. } if server == s(number));
        assert!(fired && step.at == first, "equal timers run out in the order of the servers: {step:?}");
    }
    let steps = lab.run(ms(25));
    assert_eq!(count(&steps, "BecameLeader"), 0, "one vote each, and S3's: two of four");
    assert_eq!(count(&steps, "VoteDenied"), 3 * 2 + 2);
}

/// Spread, they run out one after the other, far enough apart for the first one to win.
#[test]
fn spread_timers_elect_the_first() {
    let mut lab = Lab::followers(5);
    lab.act(&Action::Align(lab.world.roster()));
    let first = due(&lab, 1);
    lab.act(&Action::Spread(lab.world.roster()));
    let dues: Vec<Time> = (1..=5).map(|number| due(&lab, number)).collect();
    assert_eq!(dues[0], first);
    for pair in dues.windows(2) {
        assert!(pair[1].since(pair[0]) >= ms(20), "a round trip at least: {dues:?}");
    }
    let steps = lab.run(ms(1000));
    assert_eq!((count(&steps, "ElectionStarted"), count(&steps, "BecameLeader")), (1, 1));
    assert_eq!(lab.world.leader(), Some(s(1)));
}

/// Servers without an election timer are left out of both.
#[test]
fn align_and_spread_leave_out_who_has_no_election_timer() {
    let mut lab = Lab::led(5);
    lab.run(ms(20));
    lab.act(&Action::Crash(s(5)));
    lab.act(&Action::Align(lab.world.roster()));
    assert_that(&lab.world.node(s(1)).election, Option::is_none);
    assert_that(&lab.world.node(s(5)).election, Option::is_none);
    assert_eq!(due(&lab, 2), due(&lab, 4));
}

/// At equal times a delivery comes before a timer: what is heard in time counts.
#[test]
fn deliveries_come_before_timers_at_equal_times() {
    let mut lab = Lab::led(2);
    let arrival = lab.flight(1, 2).due;
    lab.act(&set_timer(2, Timer::Election, arrival.ms()));
    assert_eq!(due(&lab, 2), arrival);
    let step = lab.next();
    assert_that(&step.what, |it| matches!(it, What::Delivered(_)));
    assert_eq!(step.at, arrival);
    assert!(due(&lab, 2) > arrival, "the heartbeat has restarted the timer");

    let mut lab = Lab::led(2);
    lab.act(&set_timer(2, Timer::Election, arrival.ms() - 1));
    assert!(matches!(lab.next().what, What::TimerFired { .. }), "but not what comes later");
}

/// Deliveries at equal times come in the order of sending.
#[test]
fn deliveries_at_equal_times_come_in_the_order_of_sending() {
    let mut lab = Lab::led(5);
    let to: Vec<ServerId> = lab.run(ms(10)).iter().filter_map(raftarium::sim::Step::server).collect();
    assert_eq!(to, [s(2), s(3), s(4), s(5)]);
}

/// Time passes up to the next event and no further, and never back.
#[test]
fn time_passes_up_to_the_next_event() {
    let mut lab = Lab::of(calm(3));
    let first = lab.world.next_at().unwrap();
    lab.world.pass(Time(first.0 + 1_000_000));
    assert_eq!(lab.world.now(), first);
    lab.world.pass(Time::ZERO);
    assert_eq!(lab.world.now(), first);
    assert_eq!(lab.world.last_step(), 3, "passing is no step");
}

/// Every arming of a timer is a fact with its length, which is what the step that it ends in says it waited.
#[test]
fn a_timer_waits_as_long_as_it_was_armed_for() {
    let mut lab = Lab::of(raftarium::sim::Setup::of(3, 5));
    let mut armed = std::collections::BTreeMap::new();
    for number in 1..=3 {
        armed.insert((s(number), Timer::Election), lab.world.node(s(number)).election.unwrap().length.0);
    }
    let mut fired = 0;
    for step in lab.run(ms(3000)) {
        if let What::TimerFired { server, timer, waited } = step.what {
            assert_eq!(armed.get(&(server, timer)), Some(&waited.0));
            fired += 1;
        }
        for fact in &step.facts {
            if let Fact::TimerArmed { timer, after_us, .. } = fact {
                armed.insert((step.server().unwrap(), *timer), *after_us);
            }
        }
    }
    assert!(fired > 40, "{fired}");
}
