//! Servers: crash, restart, freeze, thaw, wipe.

use super::lab::{Lab, count, delivered, ms, s, set};
use crate::support::assert_that;
use raftarium::paper::Bug;
use raftarium::raft::{Fact, Index, Persistent, RoleKind, Timer};
use raftarium::sim::{Action, LifeKind, Loss, Step, Transit, What};

fn lost_at(steps: &[Step], server: usize, why: Loss) -> usize {
    steps
        .iter()
        .filter(
            |step| matches!(&step.what, What::Lost(flight, loss) if flight.to == s(server) && *loss == why),
        )
        .count()
}

/// A crash keeps the persistent state and nothing else; the timers stop.
#[test]
fn a_crash_keeps_persistent_state_only() {
    let mut lab = Lab::led(3);
    lab.act(&Action::Submit { to: s(1), command: "x=1".parse().unwrap() });
    lab.run(ms(100));
    let disk = lab.server(1).persistent().clone();
    assert_eq!(disk.log.last_index(), Index(1));
    let step = lab.act(&Action::Crash(s(1)));
    assert_eq!(step.facts, [crashed(RoleKind::Leader, 1)]);
    assert_eq!((step.cause, step.forced, step.server()), (None, true, Some(s(1))));
    let node = lab.world.node(s(1));
    assert_eq!((node.kind(), node.persistent()), (LifeKind::Down, &disk));
    assert_eq!((node.election, node.heartbeat), (None, None));
    assert_eq!(lab.world.up(), set(&[2, 3]));
}

/// What a crash takes with it: without a bug only what is volatile.
fn crashed(was: RoleKind, commit_index: u32) -> Fact {
    let (term_lost, vote_lost, entries_lost) = (false, false, 0);
    Fact::Crashed { was, commit_index: Index(commit_index), term_lost, vote_lost, entries_lost }
}

/// With a bug it can take more, and says so.
#[test]
fn a_crash_says_what_a_bug_lets_it_take() {
    for (bug, term_lost, vote_lost, entries_lost) in [
        (Bug::TermForgotten, true, false, 0),
        (Bug::VoteForgotten, false, true, 0),
        (Bug::AckBeforeDurable, false, false, 1),
        (Bug::VoteTwice, false, false, 0),
    ] {
        let mut lab = Lab::led(3);
        lab.act(&Action::SetAside(bug));
        lab.act(&Action::Submit { to: s(1), command: "x=1".parse().unwrap() });
        let step = lab.act(&Action::Crash(s(1)));
        let (was, commit_index) = (RoleKind::Leader, Index(0));
        let said = Fact::Crashed { was, commit_index, term_lost, vote_lost, entries_lost };
        assert_eq!(step.facts, [said], "{bug}");
    }
}

/// What is sent to a server that is down is lost; what it sent before arrives.
#[test]
fn messages_to_a_crashed_server_are_lost_and_its_own_arrive() {
    let mut lab = Lab::led(3);
    lab.act(&Action::Crash(s(1)));
    let steps = lab.run(ms(40));
    assert_eq!(delivered(&steps).len(), 2, "its heartbeats to S2 and S3");
    assert_eq!(lost_at(&steps, 1, Loss::ServerDown), 2, "their answers");
}

/// A server that comes back is a follower with its timer running, and learns the rest from the leader.
#[test]
fn a_restarted_server_is_a_follower_and_catches_up() {
    let mut lab = Lab::led(3);
    lab.run(ms(60));
    lab.act(&Action::Crash(s(3)));
    lab.act(&Action::Submit { to: s(1), command: "x=1".parse().unwrap() });
    lab.run(ms(100));
    let step = lab.act(&Action::Restart(s(3)));
    assert_that(&step.facts[..], |it| {
        matches!(it, [Fact::Restarted { .. }, Fact::TimerArmed { timer: Timer::Election, .. }])
    });
    assert_eq!(lab.role(3), RoleKind::Follower);
    lab.run(ms(150));
    assert_eq!(lab.server(3).volatile().last_applied, Index(1));
}

/// With all servers down nothing happens for ever, and that is said.
#[test]
fn a_dead_cluster_does_nothing_for_ever() {
    let mut lab = Lab::led(3);
    for number in 1..=3 {
        lab.act(&Action::Crash(s(number)));
    }
    while lab.world.next_at().is_some() {
        lab.next();
    }
    let before = lab.world.digest();
    assert!(!lab.world.step(&mut lab.step));
    assert_eq!(lab.world.digest(), before);
    let later = lab.world.now() + ms(1000);
    lab.world.pass(later);
    assert_eq!(lab.world.now(), later);
}

/// A frozen server does nothing: no timer of it runs out, messages wait at its door. It keeps its beliefs.
#[test]
fn a_frozen_server_does_nothing_and_keeps_its_beliefs() {
    let mut lab = Lab::led(5);
    lab.run(ms(60));
    lab.act(&Action::Freeze(s(1)));
    assert_eq!(lab.world.node(s(1)).kind(), LifeKind::Frozen);
    let before = lab.server(1).clone();
    let steps = lab.run(ms(1500));
    assert_that(&steps, |it| it.iter().all(|step| step.server() != Some(s(1))));
    assert_eq!(lab.server(1), &before);
    assert_eq!(lab.role(1), RoleKind::Leader);
    assert!(!lab.world.leaders().contains(&s(1)), "it leads nobody now");
    assert_eq!(lab.world.up(), set(&[2, 3, 4, 5]));
    let waiting = lab.world.network().flights().filter(|flight| flight.place == Transit::Waiting).count();
    assert!(waiting > 10, "heartbeats of the new leader: {waiting}");
}

/// Thawed, it is delivered what waited, before its overdue timers run out, and each as a step of its own.
#[test]
fn a_thawed_server_gets_what_waited_before_its_timers_run_out() {
    let mut lab = Lab::led(5);
    lab.run(ms(60));
    lab.act(&Action::Freeze(s(1)));
    lab.run(ms(1500));
    let waiting = lab.world.network().parked();
    lab.act(&Action::Thaw(s(1)));
    assert_that(&lab.step.facts, Vec::is_empty);
    let (now, steps) = (lab.world.now(), lab.run(ms(0)));
    let of_first: Vec<_> = steps.iter().filter(|step| step.server() == Some(s(1))).collect();
    assert_eq!(of_first.len(), waiting);
    assert_that(&of_first, |it| {
        it.iter().all(|step| step.at == now && matches!(step.what, What::Delivered(_)))
    });
    assert_eq!(lab.role(1), RoleKind::Follower, "it learned of the new term and never spoke as leader again");
    assert_eq!(lab.world.network().parked(), 0);
}

/// A frozen leader that nobody wrote to goes on as if nothing had happened: with a stale belief.
#[test]
fn a_thawed_leader_that_nobody_reached_still_believes() {
    let mut lab = Lab::led(3);
    lab.run(ms(60));
    lab.act(&Action::Freeze(s(1)));
    lab.act(&Action::Partition(vec![set(&[1])]));
    lab.run(ms(1500));
    lab.act(&Action::Thaw(s(1)));
    lab.act(&Action::Heal);
    let step = lab.next();
    assert!(
        matches!(step.what, What::TimerFired { timer: Timer::Heartbeat, .. }),
        "it beats, late: {step:?}"
    );
    assert_eq!(lab.world.leaders().len(), 2);
    lab.until("SteppedDown");
    assert_eq!(lab.step.server(), Some(s(1)));
}

/// A message that comes to a frozen server is no step: the clock passes over it, and `next_at` does not announce it.
#[test]
fn what_waits_at_a_frozen_server_is_no_event() {
    let mut lab = Lab::led(2);
    let id = lab.message(1, 2);
    let timer = lab.world.node(s(1)).heartbeat.unwrap().due;
    lab.act(&Action::Freeze(s(2)));
    assert_eq!(lab.flight(1, 2).place, Transit::Travelling);
    assert_eq!(lab.world.next_at(), Some(timer), "not the arrival at 10 ms");
    lab.world.pass(timer - ms(1));
    assert_eq!(lab.world.now(), timer - ms(1));
    assert_eq!(lab.world.network().flight(id).unwrap().place, Transit::Waiting);
    let step = lab.next();
    assert_eq!(step.at, timer);
}

/// A message that has arrived at a frozen server no longer travels: an election that runs out then was not too slow.
#[test]
fn what_waits_at_a_frozen_server_is_no_sign_of_bad_timing() {
    for (after, warned) in [(15, false), (5, true)] {
        let mut lab = Lab::followers(2);
        lab.act(&Action::Freeze(s(2)));
        lab.act(&Action::Fire { server: s(1), timer: Timer::Election });
        lab.act(&Action::SetTimer { server: s(1), timer: Timer::Election, after: ms(after) });
        let step = lab.next();
        assert_eq!(step.at.ms(), after);
        let warns = step.facts.iter().any(|fact| matches!(fact, Fact::TimingWarning { .. }));
        assert_eq!(warns, warned, "the request arrives after 10 ms");
    }
}

/// What is held and what waits are listed in the order of sending, whichever was parked first.
#[test]
fn parked_messages_are_in_the_order_of_sending() {
    let mut lab = Lab::led(3);
    let early = lab.message(1, 2);
    lab.act(&Action::Delay { message: early, by: ms(60) });
    lab.act(&Action::Freeze(s(2)));
    lab.act(&Action::HoldLink { from: set(&[1]), to: set(&[3]) });
    lab.run(ms(80));
    let parked: Vec<_> =
        lab.world.network().flights().filter(|flight| flight.place != Transit::Travelling).collect();
    assert_eq!(
        parked.iter().map(|flight| flight.place).collect::<Vec<_>>(),
        [Transit::Waiting, Transit::Waiting, Transit::Held]
    );
    assert_eq!(parked[0].id, early);
    assert_that(&parked, |it| it.windows(2).all(|pair| pair[0].id < pair[1].id));
}

/// The whole cluster frozen: there is no step, and trying changes nothing.
#[test]
fn a_frozen_cluster_does_nothing_and_trying_changes_nothing() {
    let mut lab = Lab::led(3);
    for number in 1..=3 {
        lab.act(&Action::Freeze(s(number)));
    }
    let before = lab.world.digest();
    assert_eq!(lab.world.next_at(), None);
    assert!(!lab.world.step(&mut lab.step));
    assert_eq!(lab.world.digest(), before);
}

/// A message that has reached a frozen server is not lost to a cut that comes later; one that is still on its way is.
#[test]
fn a_cut_does_not_reach_behind_the_door() {
    let mut lab = Lab::led(3);
    let early = lab.message(1, 2);
    lab.act(&Action::Freeze(s(2)));
    lab.run(ms(52));
    let late =
        lab.world.network().flights().find(|flight| flight.to == s(2) && flight.place == Transit::Travelling);
    let late = late.expect("the second heartbeat").id;
    lab.act(&Action::Cut { from: set(&[1]), to: set(&[2]) });
    let steps = lab.run(ms(20));
    assert_that(&steps, |it| {
        it.iter().any(|step| matches!(&step.what, What::Lost(flight, Loss::Cut) if flight.id == late))
    });
    lab.act(&Action::Thaw(s(2)));
    let step = lab.next();
    assert!(matches!(&step.what, What::Delivered(flight) if flight.id == early), "{step:?}");
}

/// What waited at a frozen server is lost when it crashes, even if it is restarted at the same moment.
#[test]
fn a_crash_loses_what_waited() {
    for thawed_before in [false, true] {
        let mut lab = Lab::led(3);
        lab.act(&Action::Freeze(s(2)));
        lab.run(ms(30));
        if thawed_before {
            lab.act(&Action::Thaw(s(2)));
        }
        lab.act(&Action::Crash(s(2)));
        lab.act(&Action::Restart(s(2)));
        let steps = lab.run(ms(5));
        assert_eq!(lost_at(&steps, 2, Loss::ServerDown), 1);
        assert_that(&delivered(&steps), |it| !it.iter().any(|(_, to, _)| *to == s(2)));
    }
}

/// Frozen again before it got to read what waited: that waits on.
#[test]
fn a_server_frozen_twice_keeps_what_waits() {
    let mut lab = Lab::led(2);
    let id = lab.message(1, 2);
    lab.act(&Action::Freeze(s(2)));
    lab.run(ms(30));
    lab.act(&Action::Thaw(s(2)));
    lab.act(&Action::Freeze(s(2)));
    assert_eq!(lab.world.network().flight(id).unwrap().place, Transit::Waiting);
    lab.run(ms(300));
    lab.act(&Action::Thaw(s(2)));
    let step = lab.next();
    assert!(matches!(&step.what, What::Delivered(flight) if flight.id == id), "{step:?}");
}

/// A frozen server can crash, and comes back as any other.
#[test]
fn a_frozen_server_can_crash() {
    let mut lab = Lab::led(3);
    lab.run(ms(20));
    lab.act(&Action::Freeze(s(1)));
    lab.act(&Action::Crash(s(1)));
    lab.act(&Action::Restart(s(1)));
    assert_eq!((lab.role(1), lab.world.node(s(1)).kind()), (RoleKind::Follower, LifeKind::Up));
    let steps = lab.run(ms(1000));
    assert_that(&count(&steps, "BecameLeader"), |it| *it >= 1);
}

/// A wiped server knows nothing; the leader that once had its acknowledgements fills it up again.
#[test]
fn a_wiped_server_forgets_everything_and_is_filled_up_again() {
    let mut lab = Lab::led(3);
    for number in 0..5 {
        lab.act(&Action::Submit { to: s(1), command: format!("x={number}").parse().unwrap() });
    }
    lab.run(ms(200));
    assert_eq!(lab.server(3).persistent().log.last_index(), Index(5));
    lab.act(&Action::Crash(s(3)));
    lab.act(&Action::Wipe(s(3)));
    assert_eq!(lab.world.node(s(3)).persistent(), &Persistent::default());
    lab.act(&Action::Restart(s(3)));
    lab.run(ms(300));
    assert_eq!(lab.role(1), RoleKind::Leader, "under the same leader");
    assert_eq!(lab.server(3).persistent().log, lab.server(1).persistent().log);
}
