//! What cannot be done is refused, says why, and changes nothing.

use super::lab::{Lab, ms, s, set};
use crate::support::assert_that;
use raftarium::paper::Bug;
use raftarium::raft::{ServerId, ServerSet, Timer};
use raftarium::sim::{Action, LinkChange, MessageId, Refusal, SetupError, Span, SpanRange};

fn fire(server: usize, timer: Timer) -> Action {
    Action::Fire { server: s(server), timer }
}

/// A cluster of three with S1 leading, S2 frozen with a message waiting, S3 down.
fn mixed() -> Lab {
    let mut lab = Lab::led(3);
    lab.act(&Action::Freeze(s(2)));
    lab.act(&Action::Crash(s(3)));
    lab.run(ms(20));
    lab
}

/// Every action that names a server which is not in the cluster is refused.
#[test]
fn refused_no_such_server() {
    let mut lab = Lab::led(3);
    let (none, one) = (s(4), set(&[1]));
    let nobody = ServerSet::only(none);
    let timer = Timer::Election;
    for action in [
        Action::Crash(none),
        Action::Restart(none),
        Action::Freeze(none),
        Action::Thaw(none),
        Action::Wipe(none),
        Action::Fire { server: none, timer },
        Action::SetTimer { server: none, timer, after: ms(1) },
        Action::Align(set(&[1, 2, 4])),
        Action::Spread(set(&[1, 2, 4])),
        Action::Partition(vec![one, nobody]),
        Action::Cut { from: one, to: nobody },
        Action::Mend { from: nobody, to: one },
        Action::Tune { from: one, to: nobody, change: LinkChange::default() },
        Action::HoldLink { from: nobody, to: one },
        Action::ReleaseLink { from: one, to: nobody },
        Action::Submit { to: none, command: "x=1".parse().unwrap() },
    ] {
        assert_eq!(lab.refused(&action), Refusal::NoSuchServer(none), "{action:?}");
    }
    assert_eq!(lab.refused(&Action::Crash(ServerId::at(31))), Refusal::NoSuchServer(ServerId::at(31)));
}

/// What a server cannot do because it is down, frozen, or neither.
#[test]
fn refused_for_the_state_of_a_server() {
    let mut lab = mixed();
    let set_timer = |server| Action::SetTimer { server: s(server), timer: Timer::Election, after: ms(1) };
    let submit = |server| Action::Submit { to: s(server), command: "x=1".parse().unwrap() };
    for (action, refusal) in [
        (Action::Crash(s(3)), Refusal::Down(s(3))),
        (Action::Freeze(s(3)), Refusal::Down(s(3))),
        (Action::Freeze(s(2)), Refusal::Frozen(s(2))),
        (Action::Restart(s(1)), Refusal::NotDown(s(1))),
        (Action::Restart(s(2)), Refusal::NotDown(s(2))),
        (Action::Thaw(s(1)), Refusal::NotFrozen(s(1))),
        (Action::Thaw(s(3)), Refusal::NotFrozen(s(3))),
        (Action::Wipe(s(1)), Refusal::WipeRunning(s(1))),
        (Action::Wipe(s(2)), Refusal::WipeRunning(s(2))),
        (fire(2, Timer::Election), Refusal::Frozen(s(2))),
        (fire(3, Timer::Election), Refusal::Down(s(3))),
        (set_timer(2), Refusal::Frozen(s(2))),
        (set_timer(3), Refusal::Down(s(3))),
        (submit(2), Refusal::Frozen(s(2))),
        (Action::Deliver(lab.message(1, 2)), Refusal::Frozen(s(2))),
    ] {
        assert_eq!(lab.refused(&action), refusal, "{action:?}");
    }
}

/// A message cannot be delivered to a server that is down.
#[test]
fn refused_delivery_to_a_server_that_is_down() {
    let mut lab = Lab::led(3);
    lab.act(&Action::Crash(s(3)));
    let message = lab.message(1, 3);
    assert_eq!(lab.refused(&Action::Deliver(message)), Refusal::Down(s(3)));
}

/// A timer that does not run cannot be fired or set, and the refusal says why it does not run.
#[test]
fn refused_timers_that_do_not_run() {
    let mut lab = Lab::led(4);
    lab.run(ms(20));
    let texts = |lab: &mut Lab, server, timer| {
        let (fired, set) = (
            lab.refused(&fire(server, timer)),
            lab.refused(&Action::SetTimer { server: s(server), timer, after: ms(1) }),
        );
        assert_eq!(fired, set);
        fired.to_string()
    };
    assert_eq!(texts(&mut lab, 1, Timer::Election), "S1 has no election timer running: it is the leader");
    assert_eq!(
        texts(&mut lab, 2, Timer::Heartbeat),
        "S2 has no heartbeat timer running: it is not the leader"
    );
    // All stand at once: each refuses the others, and then nobody is left to be asked again.
    let mut lab = Lab::followers(4);
    lab.act(&Action::Align(lab.world.roster()));
    for _ in 0..4 {
        lab.until("ElectionStarted");
    }
    lab.run(ms(30));
    let text = texts(&mut lab, 2, Timer::Heartbeat);
    assert_eq!(text, "S2 has no heartbeat timer running: all servers have answered it");
}

/// Fewer than two election timers can be neither aligned nor spread.
#[test]
fn refused_too_few_timers() {
    let mut lab = Lab::led(3);
    for of in [ServerSet::EMPTY, set(&[2]), set(&[1, 2])] {
        assert_eq!(lab.refused(&Action::Align(of)), Refusal::TooFewTimers);
        assert_eq!(lab.refused(&Action::Spread(of)), Refusal::TooFewTimers);
    }
    lab.act(&Action::Align(set(&[1, 2, 3])));
}

/// A partition has at least two groups, and nobody is in two.
#[test]
fn refused_partitions() {
    let mut lab = Lab::led(3);
    let partition = |groups: &[&[usize]]| Action::Partition(groups.iter().map(|group| set(group)).collect());
    assert_eq!(lab.refused(&partition(&[&[1, 2], &[2, 3]])), Refusal::TwoGroups(s(2)));
    assert_eq!(lab.refused(&partition(&[&[1], &[1]])), Refusal::TwoGroups(s(1)));
    let one_group: [&[&[usize]]; 4] = [&[], &[&[]], &[&[1, 2, 3]], &[&[], &[1, 2, 3]]];
    for groups in one_group {
        assert_eq!(lab.refused(&partition(groups)), Refusal::OneGroup, "{groups:?}");
    }
    lab.act(&partition(&[&[1]]));
    lab.act(&partition(&[&[1], &[2, 3]]));
}

/// A link joins two different servers.
#[test]
fn refused_links_to_oneself() {
    let mut lab = Lab::led(3);
    for (from, to) in [(set(&[1]), set(&[1])), (ServerSet::EMPTY, set(&[1])), (set(&[2]), ServerSet::EMPTY)] {
        for action in [
            Action::Cut { from, to },
            Action::Mend { from, to },
            Action::HoldLink { from, to },
            Action::ReleaseLink { from, to },
            Action::Tune { from, to, change: LinkChange::default() },
        ] {
            assert_eq!(lab.refused(&action), Refusal::NoLink, "{action:?}");
        }
    }
    lab.act(&Action::Cut { from: lab.world.roster(), to: lab.world.roster() });
    assert!(!lab.world.network().link(s(1), s(1)).cut, "a server never loses touch with itself");
}

/// A link's numbers stay within their ranges.
#[test]
fn refused_numbers_of_links() {
    let mut lab = Lab::led(3);
    let none = LinkChange::default();
    let range = |min, max| Some(SpanRange { min: Span(min), max: Span(max) });
    for (change, text) in [
        (LinkChange { loss: Some(1001), ..none }, "loss is at most 100%"),
        (LinkChange { duplicate: Some(u16::MAX), ..none }, "duplication is at most 100%"),
        (LinkChange { latency: range(5, 4), ..none }, "latency: the second number is at least the first"),
        (LinkChange { latency: range(0, u64::MAX), ..none }, "latency: at most an hour"),
    ] {
        let refusal = lab.refused(&Action::Tune { from: set(&[1]), to: set(&[2]), change });
        assert_that(&refusal, |it| {
            matches!(it, Refusal::Link(SetupError::Share(_) | SetupError::Timing { .. }))
        });
        assert_eq!(refusal.to_string(), text);
    }
}

/// Messages that are not there, lost already, held already, or not held.
#[test]
fn refused_for_the_state_of_a_message() {
    let mut lab = mixed();
    let waiting = lab.message(1, 2);
    let all = |id| {
        [
            Action::Deliver(id),
            Action::Drop(id),
            Action::Duplicate(id),
            Action::Delay { message: id, by: ms(1) },
            Action::Hold(id),
            Action::Release(id),
        ]
    };
    for id in [MessageId(0), MessageId(999)] {
        for action in all(id) {
            assert_eq!(lab.refused(&action), Refusal::NoSuchMessage(id), "{action:?}");
        }
    }
    for action in [Action::Hold(waiting), Action::Delay { message: waiting, by: ms(1) }] {
        assert_eq!(lab.refused(&action), Refusal::Waits(waiting));
    }
    assert_eq!(lab.refused(&Action::Release(waiting)), Refusal::NotHeld(waiting));

    let mut lab = Lab::led(3);
    let (held, lost) = (lab.message(1, 2), lab.message(1, 3));
    assert_eq!(lab.refused(&Action::Release(held)), Refusal::NotHeld(held));
    lab.act(&Action::Hold(held));
    assert_eq!(lab.refused(&Action::Hold(held)), Refusal::Held(held));
    assert_eq!(lab.refused(&Action::Delay { message: held, by: ms(1) }), Refusal::Held(held));
    lab.act(&Action::Drop(lost));
    for action in all(lost) {
        assert_eq!(lab.refused(&action), Refusal::Doomed(lost), "{action:?}");
    }
    lab.next();
    assert_eq!(lab.refused(&Action::Drop(lost)), Refusal::NoSuchMessage(lost));
}

/// A rule that is off already, or is not, and spans of more than an hour.
#[test]
fn refused_rules_and_spans() {
    let mut lab = Lab::led(3);
    let bug = Bug::VoteTwice;
    assert_that(&lab.refused(&Action::PutBack(bug)), |it| matches!(it, Refusal::Already(Bug::VoteTwice, _)));
    lab.act(&Action::SetAside(bug));
    assert_that(&lab.refused(&Action::SetAside(bug)), |it| matches!(it, Refusal::Already(Bug::VoteTwice, _)));
    lab.act(&Action::PutBack(bug));

    let after = Span(Span::LONGEST.0 + 1);
    let message = lab.message(1, 2);
    assert_eq!(lab.refused(&Action::Delay { message, by: after }), Refusal::TooLong);
    let timer = Timer::Election;
    assert_eq!(lab.refused(&Action::SetTimer { server: s(2), timer, after }), Refusal::TooLong);
    lab.act(&Action::SetTimer { server: s(2), timer, after: Span::LONGEST });
}

/// Every refusal says something that a person can act on, in one line.
#[test]
fn refusals_are_sentences() {
    for refusal in [
        Refusal::NoSuchServer(s(9)),
        Refusal::Down(s(2)),
        Refusal::NotDown(s(2)),
        Refusal::WipeRunning(s(2)),
        Refusal::Frozen(s(2)),
        Refusal::NotFrozen(s(2)),
        Refusal::TooFewTimers,
        Refusal::TwoGroups(s(2)),
        Refusal::OneGroup,
        Refusal::NoLink,
        Refusal::Alone,
        Refusal::NotLeading(s(2)),
        Refusal::NoSuchMessage(MessageId(3)),
        Refusal::Doomed(MessageId(3)),
        Refusal::Held(MessageId(3)),
        Refusal::Waits(MessageId(3)),
        Refusal::NotHeld(MessageId(3)),
        Refusal::Already(Bug::VoteTwice, "on"),
        Refusal::TooLong,
    ] {
        let text = refusal.to_string();
        assert!(text.len() > 10 && !text.contains('\n') && !text.ends_with('.'), "{text}");
    }
}
