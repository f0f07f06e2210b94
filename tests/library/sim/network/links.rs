//! Links: latency, loss, duplication, hold, cut in one direction, partitions.

use super::lab::{Lab, calm, count, delivered, led, ms, s, set};
use crate::support::assert_that;
use raftarium::raft::{Index, MessageKind};
use raftarium::sim::{Action, LinkChange, LinkQuality, Loss, Setup, SpanRange, Step, Transit, What};

fn tune(from: &[usize], to: &[usize], change: LinkChange) -> Action {
    Action::Tune { from: set(from), to: set(to), change }
}

fn lost(steps: &[Step], why: Loss) -> usize {
    steps.iter().filter(|step| matches!(&step.what, What::Lost(_, loss) if *loss == why)).count()
}

/// A message travels as long as the link's range says, drawn for each.
#[test]
fn a_message_travels_within_the_range_of_its_link() {
    let mut lab = Lab::of(Setup::of(5, 4));
    let mut spans = Vec::new();
    for step in lab.run(ms(3000)) {
        if let What::Delivered(flight) = &step.what {
            assert_eq!(step.at, flight.due);
            spans.push(flight.due.since(flight.sent));
        }
    }
    assert_that(&spans.len(), |it| *it > 300);
    assert_that(&spans, |it| it.iter().all(|span| (ms(5)..=ms(15)).contains(span)));
    assert_that(&spans, |it| it.iter().any(|span| *span < ms(7)));
    assert_that(&spans, |it| it.iter().any(|span| *span > ms(13)));
}

/// A link is tuned in one direction; what is not named stays.
#[test]
fn a_link_is_tuned_in_one_direction() {
    let mut lab = Lab::led(3);
    let latency = Some(SpanRange::from_ms(40, 40));
    lab.act(&tune(&[1], &[2], LinkChange { latency, ..LinkChange::default() }));
    let quality = |from, to| lab.world.network().link(s(from), s(to)).quality;
    let calm = LinkQuality { latency: SpanRange::from_ms(10, 10), loss: 0, duplicate: 0 };
    assert_eq!(quality(1, 2), LinkQuality { latency: SpanRange::from_ms(40, 40), ..calm });
    for (from, to) in [(2, 1), (1, 3), (3, 2), (2, 3)] {
        assert_eq!(quality(from, to), calm);
    }
    lab.run(ms(50));
    let (slow, fast) = (lab.flight(1, 2), lab.flight(1, 3));
    assert_eq!((slow.due.since(slow.sent), fast.due.since(fast.sent)), (ms(40), ms(10)));
}

/// A link that loses everything delivers nothing; the loss shows halfway.
#[test]
fn a_lost_message_shows_halfway() {
    let mut lab = Lab::led(3);
    lab.act(&tune(&[1], &[2], LinkChange { loss: Some(1000), ..LinkChange::default() }));
    lab.run(ms(20));
    let steps = lab.run(ms(136));
    assert_eq!(lost(&steps, Loss::Network), 3, "three heartbeats");
    assert_that(&delivered(&steps), |it| !it.iter().any(|(from, to, _)| (*from, *to) == (s(1), s(2))));
    for step in &steps {
        if let What::Lost(flight, _) = &step.what {
            assert_eq!(step.at.since(flight.sent), ms(5));
            assert_eq!(
                (flight.doom, step.cause, step.facts.len()),
                (Some(Loss::Network), Some(flight.cause), 0)
            );
            assert_eq!(step.server(), None);
        }
    }
}

/// A link loses about as many as it is told to.
#[test]
fn a_link_loses_its_share() {
    let mut setup = led(3);
    setup.link.loss = 250;
    let mut lab = Lab::of(setup);
    let steps = lab.run(ms(20_000));
    let (lost, arrived) = (lost(&steps, Loss::Network), delivered(&steps).len());
    let share = lost as f64 / (lost + arrived) as f64;
    assert!((0.2..0.3).contains(&share), "{lost} lost, {arrived} arrived");
}

/// A link that duplicates sends a copy along: a message of its own with a number of its own.
#[test]
fn a_duplicated_message_arrives_twice() {
    let mut lab = Lab::led(3);
    lab.act(&tune(&[1], &[2], LinkChange { duplicate: Some(1000), ..LinkChange::default() }));
    lab.run(ms(51));
    let copies: Vec<_> = lab.world.network().flights().filter(|flight| flight.to == s(2)).collect();
    assert_eq!(copies.len(), 2);
    assert_ne!(copies[0].id, copies[1].id);
    assert_eq!(copies[0].message, copies[1].message);
    assert_eq!(lab.world.network().flights().filter(|flight| flight.to == s(3)).count(), 1);
    let arrived = delivered(&lab.run(ms(15)));
    assert_eq!(arrived.iter().filter(|(_, to, _)| *to == s(2)).count(), 2);
}

/// Duplication never makes messages breed: each is answered as often as it arrives, and that is the end of it.
#[test]
fn duplication_does_not_breed() {
    let mut setup = led(3);
    setup.link.duplicate = 1000;
    setup.options.max_entries = 1;
    setup.initial_mut(s(1)).log = (0..40)
        .map(|value| raftarium::raft::Entry {
            term: raftarium::raft::Term(1),
            payload: raftarium::raft::Command::set("x", value).unwrap().into(),
        })
        .collect();
    let mut lab = Lab::of(setup);
    let mut most = 0;
    for _ in 0..4000 {
        lab.next();
        most = most.max(lab.world.network().in_flight());
    }
    assert!(most < 60, "{most} messages at once");
    for follower in [2, 3] {
        assert_eq!(lab.server(follower).persistent().log, lab.server(1).persistent().log);
    }
}

/// The same where next index is never lowered: a refusal is not answered at once.
#[test]
fn a_stuck_follower_does_not_flood_the_network() {
    let mut setup = led(2);
    setup.link.duplicate = 1000;
    setup.link.latency = SpanRange::from_ms(0, 0);
    setup.options.bugs = setup.options.bugs.with(raftarium::paper::Bug::NextNeverLowered);
    setup.initial_mut(s(1)).log = vec![raftarium::raft::Entry {
        term: raftarium::raft::Term(1),
        payload: raftarium::raft::Payload::NoOp,
    }];
    let mut lab = Lab::of(setup);
    let steps = lab.run(ms(500));
    assert!(steps.len() < 200, "{} steps", steps.len());
    assert_that(&count(&steps, "RejectedMismatch"), |it| *it > 10);
}

/// A cut in one direction: the other one works. What is on its way when the cut comes is lost at its end.
#[test]
fn a_cut_is_one_way() {
    let mut lab = Lab::led(3);
    assert!(!lab.world.network().has_cuts());
    lab.act(&Action::Cut { from: set(&[1]), to: set(&[2]) });
    assert!(lab.world.network().link(s(1), s(2)).cut && !lab.world.network().link(s(2), s(1)).cut);
    assert!(lab.world.network().has_cuts());
    assert_eq!(lab.world.network().in_touch(s(1)), set(&[1, 3]));
    let in_flight = lab.message(1, 2);
    let steps = lab.run(ms(100));
    let loses = |step: &&Step| matches!(&step.what, What::Lost(flight, Loss::Cut) if flight.id == in_flight);
    let first = steps.iter().find(loses).expect("the heartbeat that was on its way");
    assert_eq!(first.at.ms(), 10);
    assert_eq!(lost(&steps, Loss::Cut), 2, "and the next one, halfway: {steps:#?}");
    assert_that(&delivered(&steps), |it| !it.iter().any(|(from, to, _)| (*from, *to) == (s(1), s(2))));
    // S2 hears nobody, stands, and is heard: its higher term reaches the leader.
    lab.until("SteppedDown");
    assert_eq!(lab.step.server(), Some(s(1)));
    lab.act(&Action::Mend { from: set(&[1]), to: set(&[2]) });
    assert!(!lab.world.network().has_cuts());
}

/// A mended link does not bring back what was sent while it was cut.
#[test]
fn what_was_sent_into_a_cut_stays_lost() {
    let mut lab = Lab::led(3);
    lab.act(&Action::Cut { from: set(&[1]), to: set(&[2]) });
    lab.run(ms(51));
    assert_eq!(lab.flight(1, 2).doom, Some(Loss::Cut));
    lab.act(&Action::Mend { from: set(&[1]), to: set(&[2]) });
    let steps = lab.run(ms(20));
    assert_eq!(lost(&steps, Loss::Cut), 1);
}

/// A partition cuts between groups, mends within, and puts who is not named into a group of their own.
#[test]
fn a_partition_cuts_between_groups_only() {
    let mut lab = Lab::led(5);
    lab.act(&Action::Cut { from: set(&[1]), to: set(&[2]) });
    lab.act(&Action::Partition(vec![set(&[1, 2]), set(&[3])]));
    let group = |number: usize| match number {
        1 | 2 => 0,
        3 => 1,
        _ => 2,
    };
    for from in 1..=5 {
        for to in (1..=5).filter(|to| *to != from) {
            let cut = lab.world.network().link(s(from), s(to)).cut;
            assert_eq!(cut, group(from) != group(to), "S{from} to S{to}");
        }
    }
    lab.act(&Action::Heal);
    assert!(!lab.world.network().has_cuts());
}

/// The side with the majority goes on, the other one cannot; healed, the old leader yields.
#[test]
fn a_partitioned_leader_commits_nothing_and_yields_later() {
    let mut lab = Lab::led(5);
    lab.run(ms(100));
    lab.act(&Action::Partition(vec![set(&[1, 2])]));
    lab.act(&Action::Submit { to: s(1), command: "x=1".parse().unwrap() });
    lab.run(ms(2000));
    assert_eq!(lab.server(1).volatile().commit_index.0, 0);
    assert_eq!(lab.world.leaders().len(), 2, "an isolated leader does not step down by itself");
    let newer = lab.world.leader().unwrap();
    assert!(set(&[3, 4, 5]).contains(newer), "of two leaders the one of the later term counts");
    lab.act(&Action::Heal);
    lab.run(ms(2000));
    assert_eq!(lab.world.leaders(), [newer]);
    assert_eq!(lab.server(1).persistent().log.len(), 1, "nothing conflicts with its entry yet");
    lab.act(&Action::Submit { to: newer, command: "x=2".parse().unwrap() });
    lab.run(ms(200));
    let log = &lab.server(1).persistent().log;
    assert_eq!(
        log.get(Index(1)).unwrap().payload.to_string(),
        "x=2",
        "its own entry was never committed, and is gone"
    );
    assert_eq!(lab.server(1).volatile().commit_index.0, 1);
}

/// A held link keeps what is sent from now on; released, all of it arrives.
#[test]
fn a_held_link_keeps_messages_until_it_is_released() {
    let mut lab = Lab::led(3);
    let before = lab.message(1, 2);
    lab.act(&Action::HoldLink { from: set(&[1]), to: set(&[2]) });
    let steps = lab.run(ms(120));
    let arrived =
        |steps: &[Step]| delivered(steps).iter().filter(|(from, to, _)| (*from, *to) == (s(1), s(2))).count();
    assert_eq!(arrived(&steps), 1, "the one that was on its way");
    assert_that(&lab.world.network().flight(before), Option::is_none);
    let held: Vec<_> = lab.world.network().flights().filter(|flight| flight.place == Transit::Held).collect();
    assert_eq!(held.len(), 2);
    assert_eq!(lab.world.network().parked(), 2);
    lab.act(&Action::ReleaseLink { from: set(&[1]), to: set(&[2]) });
    let now = lab.world.now();
    let overdue = lab.world.network().flights().filter(|flight| flight.sent + ms(10) < now);
    assert_eq!(overdue.map(|flight| flight.due).collect::<Vec<_>>(), [now, now]);
    let steps = lab.run(ms(0));
    assert_eq!(arrived(&steps), 2, "at once: they are overdue");
    assert_that(&steps, |it| it.iter().all(|step| step.at == now));
    lab.run(ms(31));
    assert_eq!(lab.flight(1, 2).place, Transit::Travelling, "the link holds no more");
}

/// A loss is no message: a held link does not keep it.
#[test]
fn a_held_link_does_not_keep_what_is_lost() {
    let mut lab = Lab::led(3);
    lab.act(&Action::HoldLink { from: set(&[1]), to: set(&[2]) });
    lab.act(&tune(&[1], &[2], LinkChange { loss: Some(1000), ..LinkChange::default() }));
    let steps = lab.run(ms(60));
    assert_eq!((lost(&steps, Loss::Network), lab.world.network().parked()), (1, 0));
}

/// Messages of one link can overtake each other: the network is not a pipe.
#[test]
fn messages_can_overtake_each_other() {
    let mut setup = calm(2);
    setup.link.latency = SpanRange::from_ms(1, 100);
    let mut lab = Lab::of(setup);
    let mut last = 0;
    let mut overtaken = false;
    for step in lab.run(ms(5000)) {
        if let What::Delivered(flight) = &step.what
            && flight.message.kind() == MessageKind::AppendEntries
        {
            overtaken |= flight.id.0 < last;
            last = last.max(flight.id.0);
        }
    }
    assert!(overtaken);
}
