//! The box *`RequestVote` RPC*: arguments, results, receiver implementation 1–2.

use crate::raft::bench::{Bench, append, request_vote, s, vote};
use crate::support::assert_that;
use raftarium::raft::{Denial, Fact, Index, Message, MessageKind, RequestVote, RoleKind, Term};

/// Invoked by candidates to gather votes: one request for each other server.
#[test]
fn request_vote_is_invoked_by_candidates() {
    let candidate = Bench::follower(5, 1, &[]).stands();
    assert!(candidate.sent_to(1).is_empty(), "none to itself");
    for voter in 2..=5 {
        assert_that(&candidate.sent_to(voter)[..], |it| matches!(it, [Message::RequestVote(_)]));
    }
}

/// Arguments: the candidate's term and id, index and term of its last log entry.
#[test]
fn request_vote_arguments_say_all_that_figure_2_lists() {
    let expected = |term, index, last_term| {
        Message::RequestVote(RequestVote {
            term: Term(term),
            candidate_id: s(1),
            last_log_index: Index(index),
            last_log_term: Term(last_term),
        })
    };
    let candidate = Bench::follower(3, 4, &[1, 1, 3]).stands();
    assert_eq!(candidate.sent_to(2), [&expected(5, 3, 3)]);
    let empty = Bench::follower(3, 0, &[]).stands();
    assert_eq!(empty.sent_to(3), [&expected(1, 0, 0)]);
}

/// Results, term: the voter's own, for the candidate to update itself.
#[test]
fn request_vote_result_carries_the_voters_term_for_the_candidate() {
    let mut voter = Bench::follower(3, 6, &[]);
    voter.hears(2, request_vote(4, 2, (0, 0)));
    let Message::RequestVoteReply(reply) = voter.reply() else { panic!() };
    assert_eq!((reply.term, reply.request_term, reply.vote_granted), (Term(6), Term(4), false));

    let mut candidate = Bench::follower(3, 3, &[]).stands();
    candidate.hears(2, Message::RequestVoteReply(*reply));
    assert_eq!((candidate.term(), candidate.role()), (6, RoleKind::Follower));
}

/// Results, voteGranted: true means that the candidate received the vote, false that it did not.
#[test]
fn request_vote_result_says_whether_the_candidate_received_the_vote() {
    let mut candidate = Bench::follower(5, 0, &[]).stands();
    candidate.hears(2, vote(1, false));
    let votes = candidate.server.candidate().unwrap().votes;
    assert_eq!(votes.iter().collect::<Vec<_>>(), [s(1)]);
    let refused =
        Fact::VoteCounted { voter: s(2), granted: false, again: false, votes, counted: 1, needed: 3 };
    candidate.assert_did(refused);
    candidate.hears(3, vote(1, true));
    assert_eq!(candidate.server.candidate().unwrap().votes.iter().collect::<Vec<_>>(), [s(1), s(3)]);
    assert_eq!(candidate.role(), RoleKind::Candidate);
}

/// 1: false if term < currentTerm, even with the vote still to give. Nothing else changes.
#[test]
fn request_vote_1_refuses_an_older_term() {
    let mut voter = Bench::follower(3, 3, &[]);
    let before = voter.server.clone();
    voter.hears(2, request_vote(2, 2, (2, 9)));
    assert!(!voter.granted());
    assert_eq!(voter.server, before);
    assert_eq!(voter.out.election, None);
    voter.assert_did(Fact::RejectedStaleTerm {
        sender: s(2),
        request: MessageKind::RequestVote,
        theirs: Term(2),
        ours: Term(3),
    });
}

/// 2: the vote is granted if votedFor is null and the log is up to date.
#[test]
fn request_vote_2_grants_if_nobody_has_the_vote() {
    let mut voter = Bench::follower(3, 1, &[]);
    voter.hears(3, request_vote(1, 3, (0, 0)));
    assert!(voter.granted());
    assert_eq!(voter.vote(), Some(s(3)));
    voter.assert_did_any("VoteGranted");
}

/// 2: or if votedFor is this candidate: the answer was lost, and is given again.
#[test]
fn request_vote_2_grants_again_to_the_same_candidate() {
    let mut voter = Bench::follower(3, 1, &[]);
    voter.hears(3, request_vote(1, 3, (0, 0)));
    voter.hears(3, request_vote(1, 3, (0, 0)));
    assert!(voter.granted());
    assert!(!voter.did_any("Persisted"), "the vote is already on the disk");
}

/// 2: no second vote in the same term.
#[test]
fn request_vote_2_denies_a_second_vote_in_the_same_term() {
    let mut voter = Bench::follower(3, 1, &[]);
    voter.hears(3, request_vote(1, 3, (0, 0)));
    voter.hears(2, request_vote(1, 2, (1, 9)));
    assert!(!voter.granted());
    assert_eq!(voter.vote(), Some(s(3)));
    let because = Denial::AlreadyVoted { to: s(3) };
    voter.assert_did(Fact::VoteDenied { to: s(2), term: Term(1), because });
}

/// 2: not even after a crash.
#[test]
fn request_vote_2_denies_a_second_vote_after_a_restart() {
    let mut voter = Bench::follower(3, 1, &[]);
    voter.hears(3, request_vote(1, 3, (0, 0)));
    voter.crashes_and_restarts().hears(2, request_vote(1, 2, (0, 0)));
    assert!(!voter.granted());
}

/// 2: nor after the leader of that term was heard.
#[test]
fn request_vote_2_denies_a_second_vote_after_word_of_the_leader() {
    let mut voter = Bench::follower(3, 1, &[]);
    voter.hears(3, request_vote(1, 3, (0, 0)));
    voter.hears(3, append(1, 3, (0, 0), &[], 0)).hears(2, request_vote(1, 2, (0, 0)));
    assert!(!voter.granted());
}

/// 2: candidates and leaders have voted for themselves.
#[test]
fn request_vote_2_denies_a_rival_of_the_same_term() {
    for mut server in [Bench::follower(3, 0, &[]).stands(), Bench::follower(3, 0, &[]).wins()] {
        let role = server.role();
        server.hears(2, request_vote(1, 2, (9, 9)));
        assert!(!server.granted());
        assert_eq!((server.role(), server.vote()), (role, Some(s(1))));
    }
}

/// 2: in a new term there is a new vote.
#[test]
fn request_vote_2_grants_a_new_vote_in_a_new_term() {
    let mut voter = Bench::follower(3, 1, &[]);
    voter.hears(3, request_vote(1, 3, (0, 0)));
    voter.hears(2, request_vote(2, 2, (0, 0)));
    assert!(voter.granted());
    assert_eq!((voter.term(), voter.vote()), (2, Some(s(2))));
}

/// 2: granted only if the candidate's log is at least as up-to-date as the receiver's.
#[test]
fn request_vote_2_denies_a_log_that_is_behind() {
    let mut voter = Bench::follower(3, 3, &[1, 2, 2]);
    for behind in [(0, 0), (1, 1), (1, 9), (2, 1), (2, 2)] {
        voter.hears(2, request_vote(3, 2, behind));
        assert!(!voter.granted(), "a log that ends with {behind:?}");
        assert_eq!(voter.vote(), None, "the vote stays free");
        assert_eq!(voter.out.election, None, "a vote denied leaves the timer alone");
        let because = Denial::LogBehind {
            own_term: Term(2),
            own_index: Index(3),
            their_term: Term(behind.0),
            their_index: Index(behind.1),
        };
        voter.assert_did(Fact::VoteDenied { to: s(2), term: Term(3), because });
    }
    for level_or_ahead in [(2, 3), (2, 4), (3, 1)] {
        let mut voter = voter.clone();
        voter.hears(2, request_vote(3, 2, level_or_ahead));
        assert!(voter.granted(), "a log that ends with {level_or_ahead:?}");
    }
}

/// 2: a candidate with a newer term and an older log: the term is adopted, the vote is not given.
#[test]
fn request_vote_2_denies_an_old_log_in_a_new_term_and_adopts_the_term() {
    let mut voter = Bench::follower(3, 2, &[2, 2]);
    voter.hears(2, request_vote(7, 2, (1, 5)));
    assert!(!voter.granted());
    assert_eq!((voter.term(), voter.vote()), (7, None));
    voter.hears(3, request_vote(7, 3, (2, 2)));
    assert!(voter.granted(), "its vote of this term is still free");
}
