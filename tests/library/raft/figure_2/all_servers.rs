//! *Rules for Servers*: All Servers 1–2.

use crate::raft::bench::{Bench, answer, append, mismatch, request_vote, s, success, vote};
use raftarium::raft::{
    AppendEntriesReply, AppendOutcome, Fact, Index, Message, RequestVoteReply, RoleKind, Term, Word,
};

/// 1: if commitIndex > lastApplied, apply the next entry, until both are equal.
#[test]
fn all_servers_1_apply_what_is_committed_in_order() {
    let mut follower = Bench::follower(3, 1, &[1, 1, 1]);
    follower.hears(2, append(1, 2, (1, 3), &[], 2));
    let applied: Vec<_> = follower
        .out
        .facts
        .iter()
        .filter_map(|fact| if let Fact::Applied { index, .. } = fact { Some(index.0) } else { None })
        .collect();
    assert_eq!(applied, [1, 2]);
    let volatile = follower.server.volatile();
    assert_eq!((volatile.commit_index, volatile.last_applied), (Index(2), Index(2)));
    assert_eq!(volatile.store.get(Word::new("x").unwrap()).unwrap().to_string(), "201");
}

/// 1: each entry is applied once, however often its commitment is announced.
#[test]
fn all_servers_1_apply_each_entry_once() {
    let mut leader = Bench::follower(1, 0, &[]).wins();
    leader.is_asked(0, "n+=5");
    leader.beats().beats();
    assert_eq!(leader.server.volatile().store.get(Word::new("n").unwrap()).unwrap().to_string(), "5");

    let mut follower = Bench::follower(3, 1, &[1]);
    follower.hears(2, append(1, 2, (1, 1), &[], 1));
    follower.assert_did_any("Applied");
    follower.hears(2, append(1, 2, (1, 1), &[], 1));
    follower.assert_did_none("Applied");
}

/// 1: what is not committed is not applied.
#[test]
fn all_servers_1_do_not_apply_what_is_not_committed() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.is_asked(0, "x=1");
    leader.assert_did_none("Applied");
    assert_eq!(leader.server.volatile().store.iter().count(), 0);
}

/// 2: a higher term in any request or response, whatever the role: adopt it, clear the vote, follow.
#[test]
fn all_servers_2_adopt_a_higher_term_from_any_message() {
    let reply = |term| {
        let (term, request_term) = (Term(term), Term(1));
        [
            Message::RequestVoteReply(RequestVoteReply { term, request_term, vote_granted: false }),
            Message::AppendEntriesReply(AppendEntriesReply {
                term,
                request_term,
                outcome: AppendOutcome::StaleTerm,
            }),
        ]
    };
    for server in
        [Bench::follower(3, 1, &[]), Bench::follower(3, 0, &[]).stands(), Bench::follower(3, 0, &[]).wins()]
    {
        let was = server.role();
        for message in reply(4).into_iter().chain([
            request_vote(4, 2, (0, 0)),
            append(4, 2, (0, 0), &[], 0),
            append(4, 2, (3, 3), &[], 0),
        ]) {
            let mut server = server.clone();
            server.hears(2, message.clone());
            assert_eq!((server.term(), server.role()), (4, RoleKind::Follower), "{message:?}");
            server.assert_did(Fact::TermAdopted { from: Term(1), to: Term(4), sender: s(2) });
            let stepped_down = Fact::SteppedDown { was, of: Term(1), sender: s(2) };
            assert_eq!(server.did(stepped_down), was != RoleKind::Follower, "{message:?}");
            let voted = matches!(message, Message::RequestVote(_)).then_some(s(2));
            assert_eq!(server.vote(), voted, "a vote of the old term does not count in the new one");
        }
    }
}

/// 2: only a higher one.
#[test]
fn all_servers_2_stay_as_they_are_at_an_equal_term() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    for message in
        [vote(1, true), answer(1, success(0)), answer(1, mismatch(0, None, 1)), request_vote(1, 2, (0, 0))]
    {
        leader.hears(2, message);
        assert_eq!((leader.term(), leader.role()), (1, RoleKind::Leader));
    }
}

/// 2: a leader that steps down has an election timer again, a candidate keeps the one that runs.
#[test]
fn all_servers_2_a_former_leader_can_time_out_again() {
    use raftarium::raft::Alarm;
    let refusal = Message::AppendEntriesReply(AppendEntriesReply {
        term: Term(5),
        request_term: Term(1),
        outcome: AppendOutcome::StaleTerm,
    });
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.hears(2, refusal.clone());
    assert_eq!((leader.out.election, leader.out.heartbeat), (Some(Alarm::Arm), Some(Alarm::Disarm)));
    let mut candidate = Bench::follower(3, 0, &[]).stands();
    candidate.hears(2, refusal);
    assert_eq!((candidate.out.election, candidate.out.heartbeat), (None, Some(Alarm::Disarm)));
}
