//! *Rules for Servers*: Leaders 1–4.

use crate::raft::bench::{Bench, answer, append, entries, mismatch, s, success, vote};
use crate::support::assert_that;
use raftarium::raft::{Alarm, Conflict, Fact, Index, Message, Reply, RequestId, RoleKind, ServerSet, Term};

/// 1: upon election, an empty `AppendEntries` for each server.
#[test]
fn leaders_1_send_empty_append_entries_upon_election() {
    let leader = Bench::follower(5, 1, &[1, 1]).wins();
    for follower in 2..=5 {
        let request = leader.append_to(follower);
        assert_that(&request.entries, raftarium::raft::Entries::is_empty);
        assert_eq!((request.prev_log_index, request.prev_log_term), (Index(2), Term(1)));
    }
    let all_others = ServerSet::up_to(5).minus(ServerSet::only(s(1)));
    leader.assert_did(Fact::HeartbeatSent { to: all_others });
}

/// 1: repeated when idle: the timer runs on, and each time everyone hears.
#[test]
fn leaders_1_repeat_heartbeats_when_idle() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    assert_eq!((leader.out.heartbeat, leader.out.election), (Some(Alarm::Arm), Some(Alarm::Disarm)));
    for _ in 0..3 {
        leader.beats();
        assert_eq!(leader.out.messages.len(), 2);
        assert_eq!(leader.out.heartbeat, Some(Alarm::Arm));
    }
}

/// 1: a leader has no election timer: one that runs out all the same does nothing.
#[test]
fn leaders_1_do_not_stand_against_themselves() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    let before = leader.server.clone();
    leader.times_out();
    assert_eq!(leader.server, before);
    assert_that(&leader.out.messages, Vec::is_empty);
    assert_that(&leader.out.facts, Vec::is_empty);
}

/// 2: a command is appended to the local log.
#[test]
fn leaders_2_append_a_command_to_their_log() {
    let mut leader = Bench::follower(3, 1, &[1]).wins();
    leader.is_asked(7, "x=5");
    assert_eq!(leader.log(), [1, 2]);
    leader.assert_did_any("EntryAppended");
    assert_eq!(leader.out.replies, [Reply::Accepted { request: RequestId(7), index: Index(2) }]);
    leader.assert_did(Fact::Persisted { term: false, vote: false, log: true });
}

/// 2: and answered after it was applied, not earlier.
#[test]
fn leaders_2_respond_after_the_entry_is_applied() {
    let mut leader = Bench::follower(5, 0, &[]).wins();
    leader.is_asked(7, "x=5");
    leader.hears(2, answer(1, success(1)));
    assert!(leader.out.replies.is_empty(), "two of five have it");
    leader.hears(3, answer(1, success(1)));
    assert_eq!(leader.out.replies, [Reply::Applied { request: RequestId(7), index: Index(1) }]);
    let position = |name| leader.out.facts.iter().position(|fact| fact.name() == name).unwrap();
    assert_that(&(position("CommitAdvanced"), position("Applied")), |(a, b)| a < b);
    assert_that(&(position("Applied"), position("ClientReplied")), |(a, b)| a < b);
}

/// 2: several clients are answered in the order of the log.
#[test]
fn leaders_2_respond_to_each_client_in_log_order() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.is_asked(4, "x=1").is_asked(2, "x=2").hears(3, answer(1, success(2)));
    let applied = |request, index| Reply::Applied { request: RequestId(request), index: Index(index) };
    assert_eq!(leader.out.replies, [applied(4, 1), applied(2, 2)]);
}

/// 2: a client is answered when its own entry is applied, not when those before it are.
#[test]
fn leaders_2_respond_for_the_clients_own_entry() {
    let mut leader = Bench::follower(3, 1, &[1, 1]).wins();
    leader.is_asked(7, "x=1").hears(2, answer(2, success(3)));
    assert_eq!(leader.server.volatile().last_applied, Index(3));
    assert_eq!(leader.out.replies, [Reply::Applied { request: RequestId(7), index: Index(3) }]);
}

/// 2: a leader that steps down answers nobody: its client cannot know what becomes of the command.
#[test]
fn leaders_2_owe_answers_that_a_deposed_leader_cannot_give() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.is_asked(7, "x=5").hears(2, append(2, 2, (0, 0), &[], 0));
    assert_eq!(leader.out.replies, [Reply::Forgotten { request: RequestId(7) }]);
    leader.hears(2, append(2, 2, (0, 0), &[2], 1));
    leader.assert_did_any("Applied");
    assert!(leader.out.replies.is_empty(), "another command at the same index is no answer");
}

/// 3: if the last index ≥ nextIndex, send the entries from nextIndex on.
#[test]
fn leaders_3_send_entries_from_next_index() {
    let mut leader = Bench::follower(3, 1, &[1, 1, 1]).wins();
    leader.hears(2, answer(2, success(3)));
    leader.hears(3, answer(2, mismatch(3, None, 3)));
    assert_eq!(leader.progress(3).0, 3);
    leader.is_asked(0, "x=9");
    assert_eq!(leader.append_to(2).entries.len(), 1, "S2 lacks one");
    let to_third = leader.append_to(3);
    assert_eq!((to_third.prev_log_index, to_third.entries.len()), (Index(2), 2), "S3 lacks two");
    assert_eq!(to_third.entries[0], entries(3, &[1])[0]);
    leader.assert_did(Fact::AppendSent { to: s(3), first: Index(3), last: Index(4) });
}

/// 3: otherwise nothing but heartbeats goes out.
#[test]
fn leaders_3_send_no_entries_to_who_has_all() {
    let mut leader = Bench::follower(3, 1, &[1]).wins();
    leader.hears(2, answer(2, success(1)));
    assert_that(&leader.out.messages, Vec::is_empty);
    leader.beats();
    assert_that(&leader.append_to(2).entries, raftarium::raft::Entries::is_empty);
}

/// 3a: if successful, update nextIndex and matchIndex for the follower.
#[test]
fn leaders_3a_raise_next_and_match_on_success() {
    let mut leader = Bench::follower(5, 1, &[1, 1]).wins();
    leader.is_asked(0, "x=1").hears(4, answer(2, success(3)));
    assert_eq!(leader.progress(4), (4, 3));
    assert_eq!(leader.progress(2), (3, 0), "the others as before");
    leader.assert_did(Fact::MatchAdvanced { follower: s(4), from: Index(0), to: Index(3) });
}

/// 3a: match index is what that request carried, not what the leader has by now.
#[test]
fn leaders_3a_match_what_was_acknowledged_and_no_more() {
    let mut leader = Bench::follower(3, 1, &[1, 1]).wins();
    leader.is_asked(0, "x=1").is_asked(1, "x=2").hears(2, answer(2, success(2)));
    assert_eq!(leader.progress(2), (3, 2));
    assert_eq!(leader.commit(), 0);
}

/// 3b: if the consistency check failed, decrement nextIndex …
#[test]
fn leaders_3b_decrement_next_index_on_a_mismatch() {
    let mut leader = Bench::follower(3, 2, &[1, 1, 2]).wins();
    leader.hears(2, answer(3, mismatch(3, Some(1), 1)));
    assert_eq!(leader.progress(2), (3, 0));
    let conflict = Conflict { term: Some(Term(1)), first_index: Index(1) };
    let own_term = Term(2);
    leader.assert_did(Fact::NextBackedUp {
        follower: s(2),
        from: Index(4),
        to: Index(3),
        own_term,
        conflict,
    });
}

/// 3b: … and retry, until the logs meet; at the latest before the first entry.
#[test]
fn leaders_3b_retry_until_the_logs_meet() {
    let mut leader = Bench::follower(3, 2, &[1, 1, 2]).wins();
    for prev in [3, 2, 1] {
        leader.hears(2, answer(3, mismatch(prev, None, 1)));
        assert_eq!(leader.append_to(2).prev_log_index, Index(prev - 1));
    }
    assert_eq!(leader.append_to(2).entries[..], entries(1, &[1, 1, 2]));
    leader.hears(2, answer(3, success(3)));
    assert_eq!(leader.progress(2), (4, 3));
}

/// 3b: a refusal that comes late, after next index has moved on, is not heeded twice.
#[test]
fn leaders_3b_heed_each_refusal_once() {
    let mut leader = Bench::follower(3, 2, &[1, 1, 2]).wins();
    let refusal = answer(3, mismatch(3, None, 1));
    leader.hears(2, refusal.clone());
    assert_eq!(leader.progress(2).0, 3);
    leader.hears(2, refusal);
    assert_eq!(leader.progress(2).0, 3);
    assert_that(&leader.out.messages, Vec::is_empty);
}

/// 3b: a refusal below nothing makes no sense, and no index of 0.
#[test]
fn leaders_3b_never_go_below_the_first_entry() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    assert_eq!(leader.progress(2), (1, 0));
    leader.hears(2, answer(1, mismatch(0, None, 1)));
    assert_eq!(leader.progress(2), (1, 0));
}

/// 3b: a follower whose disk was wiped refuses what it once acknowledged. The leader backs up all the same, or
/// that follower would stay empty for as long as the leader leads.
#[test]
fn leaders_3b_back_up_below_match_index_if_the_follower_has_lost_it() {
    let mut leader = Bench::follower(3, 1, &[1, 1]).wins();
    leader.hears(2, answer(2, success(2)));
    assert_eq!(leader.progress(2), (3, 2));
    leader.hears(2, answer(2, mismatch(2, None, 1)));
    leader.hears(2, answer(2, mismatch(1, None, 1)));
    assert_eq!(leader.append_to(2).entries[..], entries(1, &[1, 1]));
    assert_eq!(leader.progress(2), (1, 2), "match index never goes down");
    leader.hears(2, answer(2, success(2)));
    assert_eq!(leader.progress(2), (3, 2));
}

/// 3a: success that brings no news asks for nothing: on a network that duplicates, each repetition of a batch
/// would otherwise breed more.
#[test]
fn leaders_3a_a_repeated_success_sends_nothing_more() {
    let options = raftarium::raft::Options { max_entries: 1, ..Default::default() };
    let mut leader = Bench::with(options, 3, 1, &[1, 1, 1]).wins();
    for prev in [3, 2, 1] {
        leader.hears(2, answer(2, mismatch(prev, None, 1)));
    }
    leader.hears(2, answer(2, success(1)));
    assert_eq!(leader.append_to(2).entries[..], entries(2, &[1]), "the next batch");
    leader.hears(2, answer(2, success(1)));
    assert_that(&leader.out.messages, Vec::is_empty);
}

/// 4: an N > commitIndex that a majority matches, of the current term: commitIndex = N.
#[test]
fn leaders_4_commit_what_a_majority_has() {
    for (size, majority) in [(2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (25, 13)] {
        let mut leader = Bench::follower(size, 0, &[]).wins();
        leader.is_asked(0, "x=1");
        for follower in 2..=majority {
            assert_eq!(leader.commit(), 0, "{} of {size} copies", follower - 1);
            leader.hears(follower, answer(1, success(1)));
        }
        assert_eq!(leader.commit(), 1, "{majority} of {size} copies");
        let on = ServerSet::up_to(majority);
        leader.assert_did(Fact::CommitAdvanced { from: Index(0), to: Index(1), on });
    }
}

/// 4: the highest such N at once.
#[test]
fn leaders_4_commit_the_highest_index_that_a_majority_has() {
    let mut leader = Bench::follower(5, 0, &[]).wins();
    leader.is_asked(0, "x=1").is_asked(1, "x=2").is_asked(2, "x=3");
    leader.hears(2, answer(1, success(3))).hears(3, answer(1, success(2)));
    assert_eq!(leader.commit(), 2);
}

/// 4: alone, a leader is its own majority.
#[test]
fn leaders_4_of_a_single_server_cluster_commit_at_once() {
    let mut leader = Bench::follower(1, 0, &[]).wins();
    leader.is_asked(0, "x=1");
    assert_eq!(leader.commit(), 1);
    assert_eq!(leader.out.replies.len(), 2, "accepted and answered");
}

/// 4: an entry of an older term is not committed by counting (§5.4.2), …
#[test]
fn leaders_4_do_not_commit_an_older_term_by_counting() {
    let mut leader = Bench::follower(3, 2, &[1, 2]).wins();
    leader.hears(2, answer(3, success(2))).hears(3, answer(3, success(2)));
    assert_eq!(leader.commit(), 0, "on all three servers, and not committed");
    leader.assert_did(Fact::CommitWithheld { index: Index(2), term: Term(2), on: ServerSet::up_to(3) });
}

/// 4: … but along with one of the current term.
#[test]
fn leaders_4_commit_older_entries_along_with_one_of_the_current_term() {
    let mut leader = Bench::follower(3, 2, &[1, 2]).wins();
    leader.is_asked(0, "x=1").hears(2, answer(3, success(3)));
    assert_eq!(leader.commit(), 3);
    leader.assert_did(Fact::CommittedIndirectly { first: Index(1), last: Index(2) });
}

/// 4: what was known to be committed before is not committed once more.
#[test]
fn leaders_4_commit_nothing_twice() {
    let mut server = Bench::follower(3, 1, &[1, 1]);
    server.hears(2, append(1, 2, (1, 2), &[], 2));
    let mut leader = server.wins();
    leader.is_asked(0, "x=1").hears(2, answer(2, success(3)));
    leader.assert_did(Fact::CommitAdvanced { from: Index(2), to: Index(3), on: ServerSet::up_to(2) });
    assert!(!leader.did_any("CommittedIndirectly"), "{:?}", leader.out.facts);
}

/// Only a leader does all this: a follower that is asked points at the leader, a candidate at nobody.
#[test]
fn leaders_alone_take_commands() {
    let mut candidate = Bench::follower(3, 0, &[]).stands();
    candidate.is_asked(0, "x=1");
    assert_eq!(candidate.out.replies, [Reply::Redirected { request: RequestId(0), leader: None }]);
    let mut follower = Bench::follower(3, 1, &[]);
    follower.hears(3, append(1, 3, (0, 0), &[], 0)).is_asked(0, "x=1");
    assert_eq!(follower.out.replies, [Reply::Redirected { request: RequestId(0), leader: Some(s(3)) }]);
    assert_that(&candidate.log(), Vec::is_empty);
    assert_that(&follower.log(), Vec::is_empty);
}

/// Votes that come in after the election change nothing.
#[test]
fn leaders_need_no_more_votes() {
    let mut leader = Bench::follower(5, 0, &[]).wins();
    let before = leader.server.clone();
    leader.hears(5, vote(1, true));
    assert_eq!(leader.server, before);
    assert_eq!(leader.role(), RoleKind::Leader);
    assert_that(&leader.out.messages, |it| {
        it.iter().all(|(_, message)| !matches!(message, Message::RequestVote(_)))
    });
}
