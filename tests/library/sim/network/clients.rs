//! Clients: pending, answered, redirected, lost; and rules that are off while the cluster runs.

use super::lab::{Lab, count, ms, s, set};
use crate::support::assert_that;
use raftarium::paper::Bug;
use raftarium::raft::{Index, RequestId};
use raftarium::sim::{Action, Request, RequestState, WhyLost};

fn submit(lab: &mut Lab, to: usize, command: &str) -> RequestId {
    lab.act(&Action::Submit { to: s(to), command: command.parse().unwrap() });
    lab.world.requests().next_back().unwrap().id
}

fn state(lab: &Lab, request: RequestId) -> RequestState {
    lab.world.request(request).unwrap().state
}

/// A request knows what was asked, of whom, when, in which step.
#[test]
fn a_request_tells_all_about_itself() {
    let mut lab = Lab::led(3);
    lab.run(ms(20));
    submit(&mut lab, 1, "x=7");
    let expected = Request {
        id: RequestId(0),
        command: "x=7".parse().unwrap(),
        to: s(1),
        at: lab.world.now(),
        step: lab.world.last_step(),
        state: RequestState::Pending { index: Index(1) },
    };
    assert_eq!(lab.world.requests().collect::<Vec<_>>(), [&expected]);
}

/// Pending until its entry is applied, then answered, in the step that applied it.
#[test]
fn a_request_is_pending_and_then_answered() {
    let mut lab = Lab::led(3);
    let request = submit(&mut lab, 1, "x=7");
    assert_eq!(state(&lab, request), RequestState::Pending { index: Index(1) });
    lab.until("ClientReplied");
    let step = lab.world.last_step();
    assert_eq!(state(&lab, request), RequestState::Answered { index: Index(1), step });
    assert_eq!(lab.world.now().ms(), 20, "one round trip");
}

/// Several requests are answered each with its own index.
#[test]
fn requests_are_told_apart() {
    let mut lab = Lab::led(3);
    for number in 0..3 {
        submit(&mut lab, 1, &format!("x={number}"));
    }
    lab.run(ms(100));
    for number in 0..3u32 {
        let answered = matches!(state(&lab, RequestId(number)), RequestState::Answered { index, .. } if index == Index(number + 1));
        assert!(answered, "{:?}", lab.world.requests().collect::<Vec<_>>());
    }
}

/// A follower redirects to the leader, if it knows one.
#[test]
fn a_follower_redirects() {
    let mut lab = Lab::led(3);
    let early = submit(&mut lab, 2, "x=7");
    lab.run(ms(20));
    let late = submit(&mut lab, 2, "x=7");
    assert_eq!(state(&lab, early), RequestState::Redirected { leader: None });
    assert_eq!(state(&lab, late), RequestState::Redirected { leader: Some(s(1)) });
    lab.run(ms(200));
    assert_eq!(
        state(&lab, late),
        RequestState::Redirected { leader: Some(s(1)) },
        "nothing more comes of it"
    );
}

/// Lost: the server was down.
#[test]
fn a_request_to_a_server_that_is_down_is_lost() {
    let mut lab = Lab::led(3);
    lab.act(&Action::Crash(s(2)));
    let request = submit(&mut lab, 2, "x=7");
    assert_that(&lab.step.facts, Vec::is_empty);
    assert_eq!(state(&lab, request), RequestState::Lost { because: WhyLost::ServerDown, index: None });
}

/// Lost: the leader crashed before it could answer. Frozen or not, that is the same.
#[test]
fn a_request_is_lost_when_its_leader_crashes() {
    for frozen in [false, true] {
        let mut lab = Lab::led(3);
        let request = submit(&mut lab, 1, "x=7");
        if frozen {
            lab.act(&Action::Freeze(s(1)));
            assert_eq!(state(&lab, request), RequestState::Pending { index: Index(1) });
        }
        lab.act(&Action::Crash(s(1)));
        let lost = RequestState::Lost { because: WhyLost::LeaderCrashed, index: Some(Index(1)) };
        assert_eq!(state(&lab, request), lost);
        // The command may be executed all the same: the client cannot know.
        lab.act(&Action::Restart(s(1)));
        lab.run(ms(2000));
        assert_eq!(state(&lab, request), lost);
    }
}

/// Lost: the leader stepped down before it could answer.
#[test]
fn a_request_is_lost_when_its_leader_steps_down() {
    let mut lab = Lab::led(3);
    lab.run(ms(30));
    lab.act(&Action::Partition(vec![set(&[1])]));
    let request = submit(&mut lab, 1, "x=7");
    lab.run(ms(1500));
    assert_eq!(state(&lab, request), RequestState::Pending { index: Index(1) });
    lab.act(&Action::Heal);
    lab.until("SteppedDown");
    let lost = RequestState::Lost { because: WhyLost::LeaderSteppedDown, index: Some(Index(1)) };
    assert_eq!(state(&lab, request), lost);
}

/// What was answered before a crash stays answered.
#[test]
fn an_answer_is_never_taken_back() {
    let mut lab = Lab::led(3);
    let request = submit(&mut lab, 1, "x=7");
    lab.run(ms(50));
    let answered = state(&lab, request);
    assert_that(&answered, |it| matches!(it, RequestState::Answered { .. }));
    lab.act(&Action::Crash(s(1)));
    lab.run(ms(1000));
    assert_eq!(state(&lab, request), answered);
}

/// A command that was retried is applied twice, and `+=` shows it: §8 says how to prevent that.
#[test]
fn a_retried_command_is_applied_twice() {
    let mut lab = Lab::led(3);
    for _ in 0..2 {
        submit(&mut lab, 1, "n+=5");
    }
    lab.run(ms(200));
    for number in 1..=3 {
        let store = &lab.server(number).volatile().store;
        assert_eq!(store.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>(), ["n=10"]);
    }
}

/// A rule can be switched off and put back while the cluster runs, on all servers: those too that are down or frozen.
#[test]
fn rules_are_set_aside_and_put_back_on_all_servers() {
    let mut lab = Lab::led(4);
    lab.act(&Action::Freeze(s(2)));
    lab.act(&Action::Crash(s(3)));
    lab.act(&Action::SetAside(Bug::MajorityHalf));
    assert!(lab.world.options().has(Bug::MajorityHalf));
    assert!(!lab.world.setup().options.has(Bug::MajorityHalf), "the setup is how it began");
    lab.act(&Action::Restart(s(3)));
    lab.act(&Action::Thaw(s(2)));
    for number in 1..=4 {
        assert_eq!(lab.server(number).quorums().least(), 2, "S{number}");
    }
    lab.act(&Action::PutBack(Bug::MajorityHalf));
    for number in 1..=4 {
        assert_eq!(lab.server(number).quorums().least(), 3, "S{number}");
    }
    let steps = lab.run(ms(500));
    assert_that(&count(&steps, "HeartbeatSent"), |it| *it > 0);
}
