//! *Rules for Servers*: Candidates 1–4.

use crate::raft::bench::{Bench, append, s, vote};
use crate::support::assert_that;
use raftarium::raft::{Alarm, Fact, Message, RoleKind, ServerSet, Term};

/// 1: on conversion to candidate, increment currentTerm.
#[test]
fn candidates_1_increment_the_term() {
    let mut server = Bench::follower(3, 6, &[]);
    server.times_out();
    assert_eq!(server.term(), 7);
    server.assert_did(Fact::ElectionStarted { term: Term(7) });
}

/// 1: vote for self, and have that on the disk before anyone is asked.
#[test]
fn candidates_1_vote_for_themselves() {
    let mut server = Bench::follower(3, 6, &[]);
    server.times_out();
    assert_eq!(server.vote(), Some(s(1)));
    assert_eq!(server.server.candidate().unwrap().votes, ServerSet::only(s(1)));
    server.assert_did(Fact::Persisted { term: true, vote: true, log: false });
}

/// 1: reset the election timer.
#[test]
fn candidates_1_reset_the_election_timer() {
    let server = Bench::follower(3, 6, &[]).stands();
    assert_eq!(server.out.election, Some(Alarm::Arm));
}

/// 1: send `RequestVote` to all other servers.
#[test]
fn candidates_1_ask_all_other_servers() {
    for size in [1, 2, 3, 4, 5, 25] {
        let mut server = Bench::follower(size, 0, &[]);
        server.times_out();
        let asked: ServerSet = server
            .out
            .messages
            .iter()
            .filter(|(_, message)| matches!(message, Message::RequestVote(_)))
            .map(|(to, _)| *to)
            .collect();
        assert_eq!(asked, ServerSet::up_to(size).minus(ServerSet::only(s(1))));
    }
}

/// 2: with the votes of a majority of servers, become leader: not one earlier, not one later.
#[test]
fn candidates_2_lead_with_a_majority() {
    for (size, majority) in [(2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (24, 13), (25, 13)] {
        let mut candidate = Bench::follower(size, 0, &[]).stands();
        for voter in 2..=majority {
            assert_eq!(candidate.role(), RoleKind::Candidate, "{} of {size} votes", voter - 1);
            candidate.hears(voter, vote(1, true));
        }
        assert_eq!(candidate.role(), RoleKind::Leader, "{majority} of {size} votes");
        candidate.assert_did(Fact::BecameLeader { term: Term(1), votes: ServerSet::up_to(majority) });
    }
}

/// 2: a cluster of one needs nobody else.
#[test]
fn candidates_2_of_a_single_server_cluster_lead_at_once() {
    let mut server = Bench::follower(1, 0, &[]);
    server.times_out();
    assert_eq!(server.role(), RoleKind::Leader);
    assert_that(&server.out.messages, Vec::is_empty);
    assert_eq!((server.out.election, server.out.heartbeat), (Some(Alarm::Disarm), Some(Alarm::Arm)));
}

/// 2: refusals are no votes, and a vote that is told twice is one vote.
#[test]
fn candidates_2_count_each_voter_once() {
    let mut candidate = Bench::follower(5, 0, &[]).stands();
    for (voter, granted) in [(2, true), (2, true), (3, false), (4, false), (2, true)] {
        candidate.hears(voter, vote(1, granted));
        assert_eq!(candidate.role(), RoleKind::Candidate);
    }
    let state = candidate.server.candidate().unwrap();
    assert_eq!((state.votes.len(), state.refusals.len()), (2, 2));
    candidate.hears(5, vote(1, true));
    assert_eq!(candidate.role(), RoleKind::Leader);
}

/// 3: an `AppendEntries` of a new leader: convert to follower.
#[test]
fn candidates_3_yield_to_the_leader_of_their_term() {
    let mut candidate = Bench::follower(3, 0, &[]).stands();
    candidate.hears(2, append(1, 2, (0, 0), &[], 0));
    assert_eq!(
        (candidate.role(), candidate.term(), candidate.follows()),
        (RoleKind::Follower, 1, Some(s(2)))
    );
    candidate.assert_did(Fact::CandidateYielded { term: Term(1), leader: s(2) });
    assert_eq!(candidate.vote(), Some(s(1)), "its vote of this term is given");
    assert_eq!((candidate.out.election, candidate.out.heartbeat), (Some(Alarm::Arm), Some(Alarm::Disarm)));
}

/// 3: even if the consistency check fails: the sender leads all the same.
#[test]
fn candidates_3_yield_although_the_logs_differ() {
    let mut candidate = Bench::follower(3, 0, &[]).stands();
    candidate.hears(2, append(1, 2, (1, 4), &[1], 0));
    assert_eq!(candidate.role(), RoleKind::Follower);
    candidate.assert_did_any("RejectedMismatch");
}

/// 3: a leader of an older term is no new leader (§5.2).
#[test]
fn candidates_3_stay_candidates_when_an_older_leader_speaks() {
    let mut candidate = Bench::follower(3, 1, &[]).stands();
    candidate.hears(2, append(1, 2, (0, 0), &[], 0));
    assert_eq!((candidate.role(), candidate.term()), (RoleKind::Candidate, 2));
}

/// 4: when the election timeout elapses, start a new election: next term, votes from scratch, all asked again.
#[test]
fn candidates_4_start_a_new_election_when_time_runs_out() {
    let mut candidate = Bench::follower(5, 0, &[]).stands();
    candidate.hears(2, vote(1, true)).hears(3, vote(1, false)).times_out();
    assert_eq!((candidate.role(), candidate.term(), candidate.vote()), (RoleKind::Candidate, 2, Some(s(1))));
    assert_eq!(candidate.server.candidate().unwrap().votes, ServerSet::only(s(1)));
    assert_that(&candidate.server.candidate().unwrap().refusals, |it| it.is_empty());
    assert_eq!(candidate.out.messages.len(), 4);
    assert_eq!(candidate.out.election, Some(Alarm::Arm));
    candidate.assert_did(Fact::ElectionRestarted { term: Term(1), votes: ServerSet::up_to(2) });
}
