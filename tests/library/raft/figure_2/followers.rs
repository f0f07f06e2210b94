//! *Rules for Servers*: Followers 1–2.

use crate::raft::bench::{Bench, append, request_vote, s};
use crate::support::assert_that;
use raftarium::raft::{Alarm, Fact, Output, RoleKind, Term};

/// 1: a server starts as a follower and only answers candidates and leaders.
#[test]
fn followers_1_respond_to_candidates_and_leaders() {
    let mut follower = Bench::follower(3, 1, &[]);
    let mut out = Output::default();
    follower.server.boot(&mut out);
    assert_eq!(follower.role(), RoleKind::Follower);
    assert_that(&out.facts, |it| it.contains(&Fact::Booted { term: Term(1) }));
    assert!(out.messages.is_empty(), "it issues no requests of its own");
    follower.hears(2, request_vote(1, 2, (0, 0)));
    assert_eq!(follower.sent_to(2), [follower.reply()]);
    follower.hears(2, append(1, 2, (0, 0), &[], 0));
    assert_eq!(follower.sent_to(2), [follower.reply()]);
    follower.beats();
    assert_that(&follower.out.messages, Vec::is_empty);
}

/// 2: when the election timeout elapses, it becomes a candidate.
#[test]
fn followers_2_stand_when_the_timeout_elapses() {
    let mut follower = Bench::follower(3, 1, &[]);
    follower.times_out();
    assert_eq!((follower.role(), follower.term()), (RoleKind::Candidate, 2));
    follower.assert_did(Fact::ElectionTimeout { term: Term(1) });
}

/// 2: an `AppendEntries` of the current leader restarts the timeout.
#[test]
fn followers_2_wait_on_after_word_of_the_current_leader() {
    let mut follower = Bench::follower(3, 1, &[]);
    follower.hears(2, append(1, 2, (0, 0), &[], 0));
    assert_eq!(follower.out.election, Some(Alarm::Arm));
    follower.hears(2, append(1, 2, (0, 0), &[1], 0));
    assert_eq!(follower.out.election, Some(Alarm::Arm));
}

/// 2: only of the *current* leader: a leader of an older term does not count.
#[test]
fn followers_2_do_not_wait_for_a_leader_of_an_older_term() {
    let mut follower = Bench::follower(3, 2, &[]);
    follower.hears(2, append(1, 2, (0, 0), &[], 0));
    assert_eq!(follower.out.election, None);
}

/// 2: granting a vote restarts the timeout.
#[test]
fn followers_2_wait_on_after_granting_a_vote() {
    let mut follower = Bench::follower(3, 1, &[]);
    follower.hears(2, request_vote(2, 2, (0, 0)));
    assert!(follower.granted());
    assert_eq!(follower.out.election, Some(Alarm::Arm));
}

/// 2: denying one does not, whatever the reason: being asked is no word of a leader.
#[test]
fn followers_2_do_not_wait_on_after_denying_a_vote() {
    let mut voted = Bench::follower(5, 1, &[]);
    voted.hears(2, request_vote(1, 2, (0, 0))).hears(3, request_vote(1, 3, (0, 0)));
    let mut ahead = Bench::follower(5, 1, &[1]);
    ahead.hears(3, request_vote(4, 3, (0, 0)));
    let mut later = Bench::follower(5, 5, &[]);
    later.hears(3, request_vote(4, 3, (0, 0)));
    for follower in [voted, ahead, later] {
        assert!(!follower.granted());
        assert_eq!(follower.out.election, None, "{:?}", follower.out.facts);
    }
}

/// 2: and it forgets whom it followed as soon as a newer term is known.
#[test]
fn followers_2_know_no_leader_in_a_new_term() {
    let mut follower = Bench::follower(3, 1, &[]);
    follower.hears(2, append(1, 2, (0, 0), &[], 0));
    assert_eq!(follower.follows(), Some(s(2)));
    follower.hears(3, request_vote(2, 3, (0, 0)));
    assert_eq!(follower.follows(), None);
}
