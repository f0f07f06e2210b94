//! The box *`AppendEntries` RPC*: arguments, results, receiver implementation 1–5.

use crate::raft::bench::{Bench, answer, append, entries, mismatch, s, success};
use crate::support::assert_that;
use proptest::prelude::*;
use raftarium::raft::{
    AppendEntries, AppendOutcome, Entries, Fact, Index, Message, MessageKind, Options, RoleKind, Term,
};

/// Invoked by the leader to replicate log entries.
#[test]
fn append_entries_is_invoked_by_the_leader_to_replicate() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.is_asked(0, "x=1");
    for follower in [2, 3] {
        assert_eq!(leader.append_to(follower).entries.len(), 1);
    }
    let mut follower = Bench::follower(3, 0, &[]);
    follower.is_asked(0, "x=1").beats();
    assert!(follower.out.messages.is_empty(), "a follower issues no requests");
}

/// Also used as heartbeat.
#[test]
fn append_entries_is_the_heartbeat() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.beats();
    for follower in [2, 3] {
        assert_that(&leader.append_to(follower).entries, Entries::is_empty);
    }
}

/// Arguments: the leader's term and id, what precedes the new entries, the entries, the leader's commit index.
#[test]
fn append_entries_arguments_say_all_that_figure_2_lists() {
    let mut leader = Bench::follower(3, 4, &[1, 4]).wins();
    leader.is_asked(0, "x=7");
    let request = leader.append_to(2);
    let mut expected = AppendEntries {
        term: Term(5),
        leader_id: s(1),
        prev_log_index: Index(2),
        prev_log_term: Term(4),
        entries: leader.server.persistent().log.slice(Index(3), 9).copied().collect(),
        leader_commit: Index(0),
    };
    assert_eq!(request, &expected);
    leader.hears(2, answer(5, success(3))).beats();
    (expected.prev_log_index, expected.prev_log_term) = (Index(3), Term(5));
    (expected.entries, expected.leader_commit) = (Entries::NONE, Index(3));
    assert_eq!(leader.append_to(2), &expected);
}

/// Arguments, leaderId: so that a follower can redirect clients.
#[test]
fn append_entries_leader_id_lets_a_follower_redirect_clients() {
    let mut follower = Bench::follower(3, 1, &[]);
    follower.is_asked(0, "x=1");
    follower.assert_did(Fact::ClientRedirected { request: raftarium::raft::RequestId(0), leader: None });
    follower.hears(3, append(1, 3, (0, 0), &[], 0));
    follower.is_asked(1, "x=1");
    follower
        .assert_did(Fact::ClientRedirected { request: raftarium::raft::RequestId(1), leader: Some(s(3)) });
}

/// Arguments, entries[]: several in one request for efficiency, up to the bound of the setup.
#[test]
fn append_entries_carries_several_entries_for_efficiency() {
    for (most, carried) in [(100, 4), (3, 3), (1, 1)] {
        let options = Options { max_entries: most, ..Options::default() };
        let mut leader = Bench::with(options, 3, 1, &[1, 1, 1, 1]).wins();
        leader.hears(2, answer(2, mismatch(4, None, 1)));
        leader.hears(2, answer(2, mismatch(3, None, 1)));
        leader.hears(2, answer(2, mismatch(2, None, 1)));
        leader.hears(2, answer(2, mismatch(1, None, 1)));
        assert_eq!(leader.append_to(2).entries[..], entries(1, &[1, 1, 1, 1])[..carried]);
    }
}

/// Results, term: the follower's own, for the leader to update itself.
#[test]
fn append_entries_result_carries_the_followers_term_for_the_leader() {
    let mut follower = Bench::follower(3, 7, &[]);
    follower.hears(2, append(4, 2, (0, 0), &[], 0));
    let Message::AppendEntriesReply(reply) = follower.reply() else { panic!() };
    assert_eq!((reply.term, reply.request_term), (Term(7), Term(4)));

    let mut leader = Bench::follower(3, 3, &[]).wins();
    leader.hears(3, Message::AppendEntriesReply(*reply));
    assert_eq!((leader.term(), leader.role()), (7, RoleKind::Follower));
}

/// Results, success: the follower had the entry that precedes the new ones.
#[test]
fn append_entries_result_is_success_if_the_previous_entry_matched() {
    let mut follower = Bench::follower(3, 2, &[1, 2]);
    follower.hears(2, append(2, 2, (2, 2), &[2], 0));
    assert_eq!(follower.outcome(), success(3));
}

/// 1: false if term < currentTerm. Nothing else changes.
#[test]
fn append_entries_1_refuses_an_older_term() {
    let mut follower = Bench::follower(3, 3, &[1]);
    let before = follower.server.clone();
    follower.hears(2, append(2, 2, (1, 1), &[2], 1));
    assert_eq!(follower.outcome(), AppendOutcome::StaleTerm);
    assert_eq!(follower.server, before);
    assert_eq!(follower.out.election, None, "and its timer goes on");
    follower.assert_did(Fact::RejectedStaleTerm {
        sender: s(2),
        request: MessageKind::AppendEntries,
        theirs: Term(2),
        ours: Term(3),
    });
}

/// 2: false if there is no entry at prevLogIndex.
#[test]
fn append_entries_2_refuses_if_the_log_is_too_short() {
    let mut follower = Bench::follower(3, 2, &[1]);
    follower.hears(2, append(2, 2, (2, 3), &[2], 0));
    assert_eq!(follower.outcome(), mismatch(3, None, 2));
    assert_eq!(follower.log(), [1]);
    follower.assert_did(Fact::RejectedMismatch {
        leader: s(2),
        prev_index: Index(3),
        prev_term: Term(2),
        own_term: None,
    });
}

/// 2: false if the entry at prevLogIndex has another term. It stays: only new entries can conflict.
#[test]
fn append_entries_2_refuses_if_the_previous_term_differs() {
    let mut follower = Bench::follower(3, 3, &[1, 2, 2, 2]);
    follower.hears(2, append(3, 2, (3, 3), &[3], 4));
    assert_eq!(follower.outcome(), mismatch(3, Some(2), 2), "with the first index of the conflicting term");
    assert_eq!((follower.log(), follower.commit()), (vec![1, 2, 2, 2], 0));
    follower.assert_did_any("RejectedMismatch");
}

/// 2: index 0 stands before the first entry, in every log.
#[test]
fn append_entries_2_always_matches_before_the_first_entry() {
    for log in [&[][..], &[1], &[1, 2]] {
        let mut follower = Bench::follower(3, 3, log);
        follower.hears(2, append(3, 2, (0, 0), &[], 0));
        assert_eq!(follower.outcome(), success(0));
        assert_eq!(follower.log(), log);
    }
}

/// 2: a heartbeat gets the same consistency check as any other.
#[test]
fn append_entries_2_holds_for_heartbeats_too() {
    let mut follower = Bench::follower(3, 2, &[1]);
    follower.hears(2, append(2, 2, (2, 1), &[], 1));
    assert_eq!(follower.outcome(), mismatch(1, Some(1), 1));
    assert_eq!(follower.commit(), 0);
}

/// 2: a refusal restarts the timer all the same: it was the current leader that spoke.
#[test]
fn append_entries_2_a_mismatch_is_still_word_of_the_leader() {
    let mut follower = Bench::follower(3, 2, &[1]);
    follower.hears(2, append(2, 2, (2, 5), &[], 0));
    assert_eq!(follower.out.election, Some(raftarium::raft::Alarm::Arm));
    assert_eq!(follower.follows(), Some(s(2)));
}

/// 3: a conflicting entry goes, and all that follow it.
#[test]
fn append_entries_3_deletes_a_conflicting_entry_and_all_that_follow() {
    let mut follower = Bench::follower(3, 4, &[1, 2, 2, 3]);
    follower.hears(2, append(4, 2, (1, 1), &[4], 0));
    assert_eq!(follower.log(), [1, 4]);
    follower.assert_did(Fact::Truncated {
        first: Index(2),
        last: Index(4),
        own_term: Term(2),
        their_term: Term(4),
    });
    assert_eq!(follower.outcome(), success(2));
}

/// 3: only a conflict deletes. A late request that covers less leaves the rest alone.
#[test]
fn append_entries_3_leaves_what_does_not_conflict() {
    let mut follower = Bench::follower(3, 2, &[1, 1, 2, 2]);
    for new in [&[][..], &[1], &[1, 2]] {
        follower.hears(2, append(2, 2, (1, 1), new, 0));
        assert_eq!(follower.log(), [1, 1, 2, 2]);
        follower.assert_did_none("Truncated");
    }
}

/// 3: the conflict can lie among entries that match.
#[test]
fn append_entries_3_finds_the_conflict_behind_entries_that_match() {
    let mut follower = Bench::follower(3, 4, &[1, 1, 2, 2]);
    follower.hears(2, append(4, 2, (0, 0), &[1, 1, 4, 4], 0));
    assert_eq!(follower.log(), [1, 1, 4, 4]);
    follower.assert_did(Fact::DuplicateIgnored { first: Index(1), last: Index(2) });
    follower.assert_did(Fact::Appended { first: Index(3), last: Index(4) });
}

/// 4: what is missing is appended, and only that.
#[test]
fn append_entries_4_appends_what_is_not_in_the_log() {
    let mut follower = Bench::follower(3, 2, &[1, 1]);
    follower.hears(2, append(2, 2, (1, 1), &[1, 2, 2], 0));
    assert_eq!(follower.server.persistent().log, entries(1, &[1, 1, 2, 2]).into_iter().collect());
    follower.assert_did(Fact::Appended { first: Index(3), last: Index(4) });
}

/// 4: a request that arrives twice changes nothing the second time, and is acknowledged again.
#[test]
fn append_entries_4_is_idempotent() {
    let mut follower = Bench::follower(3, 2, &[1]);
    let request = append(2, 2, (1, 1), &[2, 2], 2);
    follower.hears(2, request.clone());
    let (after, reply) = (follower.server.clone(), follower.reply().clone());
    follower.hears(2, request);
    assert_eq!((&follower.server, follower.reply()), (&after, &reply));
    follower.assert_did(Fact::DuplicateIgnored { first: Index(2), last: Index(3) });
    follower.assert_did_none("Appended");
}

/// 5: commitIndex becomes leaderCommit, if the new entries reach that far.
#[test]
fn append_entries_5_takes_over_the_leaders_commit_index() {
    let mut follower = Bench::follower(3, 2, &[1, 1]);
    follower.hears(2, append(2, 2, (1, 2), &[2, 2], 3));
    assert_eq!(follower.commit(), 3);
    follower.assert_did(Fact::FollowerCommitAdvanced {
        from: Index(0),
        to: Index(3),
        leader_commit: Index(3),
        last_new: Index(4),
    });
}

/// 5: but no further than the last new entry: what lies behind it was not checked against the leader's log.
#[test]
fn append_entries_5_stops_at_the_last_new_entry() {
    let mut follower = Bench::follower(3, 4, &[1, 2, 2, 2]);
    follower.hears(2, append(4, 2, (1, 1), &[2], 4));
    assert_eq!(follower.commit(), 2);
    follower.hears(2, append(4, 2, (1, 1), &[], 4));
    assert_eq!(follower.commit(), 2, "a heartbeat's last new entry is the previous one");
}

/// 5: only if leaderCommit > commitIndex.
#[test]
fn append_entries_5_leaves_a_commit_index_that_is_ahead() {
    let mut follower = Bench::follower(3, 1, &[1, 1]);
    follower.hears(2, append(1, 2, (1, 2), &[], 2));
    follower.hears(2, append(1, 2, (1, 2), &[], 1));
    assert_eq!(follower.commit(), 2);
    follower.assert_did_none("FollowerCommitAdvanced");
}

proptest! {
    /// 2–4 together: whatever the follower had, a successful request leaves it with the leader's log up to the
    /// last new entry; any of the same leader's requests, repeated in any order, never undoes that.
    #[test]
    fn append_entries_2_to_4_make_the_logs_agree(
        leader_terms in proptest::collection::vec(1u32..4, 1..8),
        shared in 0usize..8,
        own_terms in proptest::collection::vec(1u32..4, 0..5),
        order in proptest::collection::vec((0usize..8, 0usize..8), 1..12),
    ) {
        // Even terms for the leader's log, odd ones where the follower's differs: Log Matching holds.
        let mut leader_terms: Vec<u32> = leader_terms.iter().map(|term| term * 2).collect();
        leader_terms.sort_unstable();
        let shared = shared.min(leader_terms.len());
        let own_terms = own_terms.iter().map(|term| term * 2 + 1);
        let follower_terms: Vec<u32> = leader_terms[..shared].iter().copied().chain(own_terms).collect();
        let log = entries(1, &leader_terms);
        let mut follower = Bench::follower(3, 9, &follower_terms);
        let mut agreed = shared;
        for (prev, count) in order {
            let prev = prev.min(log.len());
            let end = (prev + count).min(log.len());
            let prev_term = if prev == 0 { 0 } else { leader_terms[prev - 1] };
            follower.hears(2, append(9, 2, (prev_term, prev as u32), &leader_terms[prev..end], 0));
            prop_assert_eq!(follower.outcome() == success(end as u32), prev <= agreed);
            if prev <= agreed {
                agreed = agreed.max(end);
            }
            let own: Vec<_> = follower.server.persistent().log.slice(Index(1), agreed).copied().collect();
            prop_assert_eq!(&own[..], &log[..agreed], "an acknowledged entry was lost");
        }
    }
}
