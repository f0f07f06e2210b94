//! Messages in flight, one by one: deliver, drop, duplicate, delay, hold, release.

use super::lab::{Lab, delivered, ms, s, set};
use crate::support::assert_that;
use raftarium::raft::MessageKind;
use raftarium::sim::{Action, Loss, Time, Transit, What};

/// Every message on its way can be inspected: who, to whom, when, which step sent it.
#[test]
fn a_message_in_flight_tells_all_about_itself() {
    let lab = Lab::led(3);
    let flight = lab.flight(1, 3);
    assert_eq!((flight.sent, flight.due, flight.cause), (Time::ZERO, Time::ZERO + ms(10), 1));
    assert_eq!((flight.place, flight.doom), (Transit::Travelling, None));
    assert_eq!(flight.message.kind(), MessageKind::AppendEntries);
    assert_eq!(lab.world.network().flight(flight.id), Some(flight));
}

/// Delivered now: a step made by a person, caused by the step that sent the message.
#[test]
fn a_message_can_be_delivered_now() {
    let mut lab = Lab::led(3);
    let id = lab.message(1, 3);
    let step = lab.act(&Action::Deliver(id));
    assert_that(
        &step.what,
        |it| matches!(it, What::Delivered(flight) if flight.id == id && flight.to == s(3)),
    );
    assert_eq!((step.at, step.forced, step.cause), (Time::ZERO, true, Some(1)));
    assert_that(&lab.world.network().flight(id), Option::is_none);
    assert_eq!(lab.flight(3, 1).message.kind(), MessageKind::AppendEntriesReply);
}

/// A held message can be delivered, and one whose link was cut meanwhile: the person is the network here.
#[test]
fn delivering_by_hand_needs_no_link() {
    let mut lab = Lab::led(3);
    let id = lab.message(1, 3);
    lab.act(&Action::Hold(id));
    lab.act(&Action::Cut { from: set(&[1]), to: set(&[3]) });
    let step = lab.act(&Action::Deliver(id));
    assert_that(&step.what, |it| matches!(it, What::Delivered(_)));
}

/// Dropped: lost at once, and never delivered.
#[test]
fn a_message_can_be_dropped() {
    let mut lab = Lab::led(3);
    let id = lab.message(1, 3);
    lab.act(&Action::Drop(id));
    let step = lab.next();
    assert_that(&step.what, |it| matches!(it, What::Lost(flight, Loss::Dropped) if flight.id == id));
    assert_eq!(step.at, Time::ZERO);
    assert_that(&delivered(&lab.run(ms(40))), |it| !it.iter().any(|(_, to, _)| *to == s(3)));
}

/// What is held or waits can be dropped, too.
#[test]
fn held_and_waiting_messages_can_be_dropped() {
    let mut lab = Lab::led(3);
    let (held, waiting) = (lab.message(1, 2), lab.message(1, 3));
    lab.act(&Action::Hold(held));
    lab.act(&Action::Freeze(s(3)));
    lab.run(ms(20));
    for id in [held, waiting] {
        lab.act(&Action::Drop(id));
        let step = lab.next();
        assert!(matches!(&step.what, What::Lost(flight, Loss::Dropped) if flight.id == id), "{step:?}");
    }
    assert_eq!(lab.world.network().parked(), 0);
}

/// Duplicated: a copy with its own number arrives later, or together with it.
#[test]
fn a_message_can_be_duplicated() {
    let mut lab = Lab::led(3);
    lab.world.pass(Time::ZERO + ms(4));
    let id = lab.message(1, 3);
    lab.act(&Action::Duplicate(id));
    let copies: Vec<_> = lab.world.network().flights().filter(|flight| flight.to == s(3)).cloned().collect();
    assert_eq!(copies.len(), 2);
    assert_eq!(copies[0].id, id);
    assert_that(&(copies[1].id, id), |(a, b)| a > b);
    assert_eq!(copies[1].due, Time::ZERO + ms(14));
    assert_eq!(copies[0].message, copies[1].message);
    let to_third = delivered(&lab.run(ms(12)));
    assert_eq!(to_third.iter().filter(|(_, to, _)| *to == s(3)).count(), 2);
}

/// A copy of what is held is held, a copy of what waits waits.
#[test]
fn a_copy_stays_where_its_original_is() {
    let mut lab = Lab::led(3);
    let (held, waiting) = (lab.message(1, 2), lab.message(1, 3));
    lab.act(&Action::Hold(held));
    lab.act(&Action::Freeze(s(3)));
    lab.run(ms(20));
    lab.act(&Action::Duplicate(held));
    lab.act(&Action::Duplicate(waiting));
    let at = |place| lab.world.network().flights().filter(|flight| flight.place == place).count();
    assert_eq!((at(Transit::Held), at(Transit::Waiting)), (2, 2));
}

/// Delayed: it arrives so much later, and others overtake it.
#[test]
fn a_message_can_be_delayed() {
    let mut lab = Lab::led(3);
    let id = lab.message(1, 2);
    lab.act(&Action::Delay { message: id, by: ms(25) });
    let steps = lab.run(ms(34));
    assert_eq!(delivered(&steps).len(), 2, "S3's heartbeat and its answer");
    let step = lab.next();
    assert_that(&step.what, |it| matches!(it, What::Delivered(flight) if flight.id == id));
    assert_eq!(step.at.ms(), 35);
}

/// Held: it stays until it is released, and then arrives at once if it is overdue, in time if not.
#[test]
fn a_message_can_be_held_and_released() {
    let mut lab = Lab::led(3);
    let id = lab.message(1, 2);
    lab.act(&Action::Hold(id));
    lab.act(&Action::Release(id));
    assert_eq!(lab.flight(1, 2).due.ms(), 10, "in time");
    lab.act(&Action::Hold(id));
    lab.run(ms(40));
    assert_eq!(lab.world.network().flight(id).unwrap().place, Transit::Held);
    lab.act(&Action::Release(id));
    let step = lab.next();
    assert_that(&step.what, |it| matches!(it, What::Delivered(flight) if flight.id == id));
    assert_eq!(step.at.ms(), 40, "overdue");
}

/// A message to a server that is down is lost when it arrives, not earlier: the server may be back by then.
#[test]
fn a_message_outlives_a_short_crash() {
    let mut lab = Lab::led(3);
    lab.act(&Action::Crash(s(2)));
    lab.act(&Action::Restart(s(2)));
    assert_that(&delivered(&lab.run(ms(10))), |it| it.iter().any(|(_, to, _)| *to == s(2)));
}
