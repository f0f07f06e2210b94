//! The box *State*.

use crate::raft::bench::{Bench, answer, append, entries, mismatch, request_vote, s, success};
use raftarium::raft::{Configuration, Fact, Index, Options, Persistent, RoleKind, Server, ServerSet, Term};

/// Persistent state: it is on stable storage before the server responds to an RPC.
#[test]
fn state_persistent_is_saved_before_a_response_leaves() {
    let mut voter = Bench::follower(3, 1, &[]);
    voter.hears(2, request_vote(2, 2, (0, 0)));
    assert!(voter.granted());
    voter.assert_did(Fact::Persisted { term: true, vote: true, log: false });

    let mut follower = Bench::follower(3, 1, &[]);
    follower.hears(2, append(1, 2, (0, 0), &[1, 1], 0));
    assert_eq!(follower.outcome(), success(2));
    assert!(
        follower.did(Fact::Persisted { term: false, vote: false, log: true }),
        "{:?}",
        follower.out.facts
    );
    assert_eq!(follower.server.durable(), Index(2));
}

/// Persistent state: what did not change need not be saved again.
#[test]
fn state_persistent_is_not_saved_when_nothing_changed() {
    let mut follower = Bench::follower(3, 1, &[1]);
    follower.hears(2, append(1, 2, (1, 1), &[], 0));
    follower.assert_did_none("Persisted");
}

/// currentTerm: the latest term that the server has seen, 0 on first boot.
#[test]
fn state_current_term_is_zero_on_first_boot_and_the_latest_term_seen_later() {
    let fresh =
        Server::new(s(1), Configuration::of(ServerSet::up_to(3)), Options::default(), Persistent::default());
    assert_eq!(fresh.term(), Term(0));
    let mut server = Bench::follower(3, 0, &[]);
    server.hears(2, append(4, 2, (0, 0), &[], 0));
    assert_eq!(server.term(), 4);
}

/// currentTerm increases monotonically: no message of an older term lowers it.
#[test]
fn state_current_term_never_goes_down() {
    let mut server = Bench::follower(3, 5, &[]);
    let old = [request_vote(3, 2, (9, 9)), append(4, 3, (0, 0), &[], 0), answer(2, success(1))];
    for message in old {
        server.hears(2, message);
        assert_eq!(server.term(), 5);
    }
    server.times_out();
    assert_eq!(server.term(), 6);
}

/// votedFor: who received the vote in the current term, null if nobody did.
#[test]
fn state_voted_for_belongs_to_the_current_term() {
    let mut server = Bench::follower(3, 1, &[]);
    assert_eq!(server.vote(), None);
    server.hears(2, request_vote(1, 2, (0, 0)));
    assert_eq!(server.vote(), Some(s(2)));
    server.hears(3, append(2, 3, (0, 0), &[], 0));
    assert_eq!((server.term(), server.vote()), (2, None), "nobody has its vote in the new term");
}

/// log[]: each entry holds a command and the term in which the leader received it; the first index is 1.
#[test]
fn state_log_entries_hold_command_and_term_from_index_one() {
    let mut leader = Bench::follower(1, 6, &[]).wins();
    leader.is_asked(0, "x=7");
    let log = &leader.server.persistent().log;
    let first = log.get(Index(1)).unwrap();
    assert_eq!((first.term, first.payload.to_string().as_str()), (Term(7), "x=7"));
    assert_eq!(log.get(Index(0)), None);
    assert_eq!(log.last_index(), Index(1));
}

/// commitIndex: 0 on boot, and again after every crash.
#[test]
fn state_commit_index_starts_at_zero() {
    let mut server = Bench::follower(3, 1, &[1, 1]);
    assert_eq!(server.commit(), 0);
    server.hears(2, append(1, 2, (1, 2), &[], 2));
    assert_eq!(server.commit(), 2);
    server.crashes_and_restarts();
    assert_eq!(server.commit(), 0);
}

/// commitIndex increases monotonically: a leader that knows less does not lower it.
#[test]
fn state_commit_index_never_goes_down() {
    let mut server = Bench::follower(3, 1, &[1, 1]);
    server.hears(2, append(1, 2, (1, 2), &[], 2));
    server.hears(3, append(2, 3, (1, 2), &[], 0));
    assert_eq!(server.commit(), 2);
    server.hears(3, append(2, 3, (1, 1), &[1], 1));
    assert_eq!(server.commit(), 2);
}

/// lastApplied: 0 on boot, with an empty state machine; it follows the commit index and never goes back.
#[test]
fn state_last_applied_starts_at_zero_and_only_grows() {
    let mut server = Bench::follower(3, 1, &[1, 1, 1]);
    assert_eq!(server.server.volatile().last_applied, Index(0));
    assert_eq!(server.server.volatile().store.iter().count(), 0);
    for (commit, applied) in [(1, 1), (3, 3), (2, 3)] {
        server.hears(2, append(1, 2, (1, 3), &[], commit));
        assert_eq!(server.server.volatile().last_applied, Index(applied));
    }
    server.crashes_and_restarts();
    assert_eq!(server.server.volatile().last_applied, Index(0));
    assert_eq!(server.server.volatile().store.iter().count(), 0);
}

/// nextIndex[]: for each server the leader's last log index + 1.
#[test]
fn state_next_index_starts_after_the_leaders_last_entry() {
    let leader = Bench::follower(5, 2, &[1, 1, 2]).wins();
    for follower in 2..=5 {
        assert_eq!(leader.progress(follower).0, 4);
    }
}

/// matchIndex[]: 0 for each follower; the leader knows of no agreement yet.
#[test]
fn state_match_index_starts_at_zero() {
    let leader = Bench::follower(5, 2, &[1, 1, 2]).wins();
    for follower in 2..=5 {
        assert_eq!(leader.progress(follower).1, 0);
    }
}

/// matchIndex[] increases monotonically: a late answer of an earlier request does not lower it.
#[test]
fn state_match_index_never_goes_down() {
    let mut leader = Bench::follower(5, 1, &[1, 1, 1]).wins();
    leader.hears(2, answer(2, success(3)));
    leader.hears(2, answer(2, success(1)));
    assert_eq!(leader.progress(2), (4, 3));
    leader.hears(2, answer(2, mismatch(2, None, 1)));
    assert_eq!(leader.progress(2), (4, 3), "nor does a late refusal");
}

/// Volatile state on leaders is reinitialized after every election.
#[test]
fn state_of_leaders_is_reinitialized_after_election() {
    let mut leader = Bench::follower(3, 1, &[1, 1]).wins();
    leader.hears(2, answer(2, success(2)));
    assert_eq!(leader.progress(2), (3, 2));
    leader.hears(3, append(3, 3, (1, 1), &[3], 0));
    assert_eq!(leader.role(), RoleKind::Follower);
    let leader = leader.wins();
    assert_eq!((leader.term(), leader.log()), (4, vec![1, 3]));
    assert_eq!(leader.progress(2), (3, 0));
    leader.assert_did(Fact::LeaderStateInitialised { next: Index(3) });
}

/// A crash takes all volatile state and keeps all persistent state.
#[test]
fn state_survives_a_crash_only_if_it_is_persistent() {
    let mut server = Bench::follower(3, 1, &[1]);
    server.hears(2, append(1, 2, (1, 1), &[1], 2));
    server.hears(3, request_vote(2, 3, (1, 2)));
    server.crashes_and_restarts();
    assert_eq!((server.term(), server.vote(), server.log()), (2, Some(s(3)), vec![1, 1]));
    assert_eq!(server.server.persistent().log, entries(1, &[1, 1]).into_iter().collect());
    assert_eq!((server.role(), server.commit(), server.follows()), (RoleKind::Follower, 0, None));
    server.assert_did(Fact::Restarted { term: Term(2), voted_for: Some(s(3)), last_index: Index(2) });
}
