//! Elections: who is voted for, what counts as a vote, when a timer restarts.

use super::lab::both;
use crate::raft::bench::{Bench, answer, append, request_vote, s, success, vote};
use raftarium::paper::Bug;
use raftarium::raft::{
    Alarm, AppendOutcome, Fact, Message, Options, RequestVoteReply, RoleKind, Term, Timer,
};
use raftarium::sim::{Setup, Step, World};

/// E3: half of the servers is enough. In odd clusters that is the same.
#[test]
fn majority_half() {
    let wins_with = |size, votes| {
        both(Bug::MajorityHalf, |options| {
            let mut candidate = Bench::with(options, size, 0, &[]).stands();
            for voter in 2..=votes {
                candidate.hears(voter, vote(1, true));
            }
            candidate.role() == RoleKind::Leader
        })
    };
    assert_eq!(wins_with(4, 2), (false, true));
    assert_eq!(wins_with(6, 3), (false, true));
    assert_eq!(wins_with(5, 2), (false, false));
    assert_eq!(wins_with(5, 3), (true, true));
    let commits = both(Bug::MajorityHalf, |options| {
        let mut leader = Bench::with(options, 4, 0, &[]).wins();
        leader.is_asked(0, "x=1").hears(2, answer(1, success(1)));
        leader.commit()
    });
    assert_eq!(commits, (0, 1));
}

/// V1: a second candidate of the same term is given a vote too.
#[test]
fn vote_twice() {
    let granted = both(Bug::VoteTwice, |options| {
        let mut voter = Bench::with(options, 3, 1, &[]);
        voter.hears(2, request_vote(1, 2, (0, 0))).hears(3, request_vote(1, 3, (0, 0)));
        (voter.granted(), voter.vote())
    });
    assert_eq!(granted, ((false, Some(s(2))), (true, Some(s(3)))));
    let behind = both(Bug::VoteTwice, |options| {
        let mut voter = Bench::with(options, 3, 1, &[1]);
        voter.hears(2, request_vote(1, 2, (0, 0)));
        voter.granted()
    });
    assert_eq!(behind, (false, false), "logs are compared all the same");
}

/// P1: the vote is gone after a crash, the term is not.
#[test]
fn vote_forgotten() {
    let after = both(Bug::VoteForgotten, |options| {
        let mut voter = Bench::with(options, 3, 1, &[1]);
        voter.hears(2, request_vote(1, 2, (1, 1))).crashes_and_restarts();
        (voter.term(), voter.vote(), voter.log())
    });
    assert_eq!(after, ((1, Some(s(2)), vec![1]), (1, None, vec![1])));
}

/// P1: the term is gone after a crash, so that an old one is entered, and voted in, again.
#[test]
fn term_forgotten() {
    let after = both(Bug::TermForgotten, |options| {
        let mut voter = Bench::with(options, 3, 1, &[1]);
        voter.hears(2, request_vote(4, 2, (1, 1))).crashes_and_restarts();
        let term = voter.term();
        voter.hears(3, request_vote(4, 3, (1, 1)));
        (term, voter.granted(), voter.log())
    });
    assert_eq!(after, ((4, false, vec![1]), (0, true, vec![1])));
}

/// V1: word of the leader clears the vote of the term that it leads.
#[test]
fn vote_cleared_by_append() {
    let after = both(Bug::VoteClearedByAppend, |options| {
        let mut voter = Bench::with(options, 3, 1, &[]);
        voter.hears(2, request_vote(1, 2, (0, 0))).hears(2, append(1, 2, (0, 0), &[], 0));
        let vote = voter.vote();
        voter.hears(3, request_vote(1, 3, (0, 0)));
        (vote, voter.granted())
    });
    assert_eq!(after, ((Some(s(2)), false), (None, true)));
}

/// T3: a vote of an earlier election counts in this one.
#[test]
fn stale_vote_counted() {
    let role = both(Bug::StaleVoteCounted, |options| {
        let mut candidate = Bench::with(options, 3, 0, &[]).stands();
        candidate.times_out().hears(2, vote(1, true));
        (candidate.term(), candidate.role())
    });
    assert_eq!(role, ((2, RoleKind::Candidate), (2, RoleKind::Leader)));
}

/// T2: a request of an older term is judged as if it were of this one. The answer carries the request's term, or the
/// candidate would drop it.
#[test]
fn stale_request_vote_judged() {
    let (obeyed, broken) = both(Bug::StaleRequestVoteJudged, |options| {
        let mut voter = Bench::with(options, 3, 5, &[]);
        voter.hears(2, request_vote(3, 2, (0, 0)));
        (voter.reply().clone(), voter.term())
    });
    let reply = |term, request_term, vote_granted| {
        let (term, request_term) = (Term(term), Term(request_term));
        Message::RequestVoteReply(RequestVoteReply { term, request_term, vote_granted })
    };
    assert_eq!(obeyed, (reply(5, 3, false), 5));
    assert_eq!(broken, (reply(3, 3, true), 5));
    let behind = both(Bug::StaleRequestVoteJudged, |options| {
        let mut voter = Bench::with(options, 3, 5, &[5]);
        voter.hears(2, request_vote(3, 2, (2, 7)));
        voter.granted()
    });
    assert_eq!(behind, (false, false), "judged, not waved through");
}

/// E3: a vote that arrives twice counts twice.
#[test]
fn votes_are_a_count() {
    let role = both(Bug::VotesAreACount, |options| {
        let mut candidate = Bench::with(options, 5, 0, &[]).stands();
        candidate.hears(2, vote(1, true)).hears(2, vote(1, true));
        candidate.role()
    });
    assert_eq!(role, (RoleKind::Candidate, RoleKind::Leader));
}

/// Which of several logs get a vote from a server with the log 1 2 2, given as (last term, last index).
fn voted_for(options: Options) -> Vec<bool> {
    let grant = |last| {
        let mut voter = Bench::with(options, 3, 4, &[1, 2, 2]);
        voter.hears(2, request_vote(4, 2, last));
        voter.granted()
    };
    // Up to date; longer with an older term; shorter with the same term; shorter with a newer term; empty.
    [(2, 3), (1, 9), (2, 2), (3, 1), (0, 0)].map(grant).to_vec()
}

/// V2: every log is good enough.
#[test]
fn no_log_check() {
    let (obeyed, broken) = both(Bug::NoLogCheck, voted_for);
    assert_eq!(obeyed, [true, false, false, true, false]);
    assert_eq!(broken, [true, true, true, true, true]);
}

/// V2: the longer log wins, whatever its last term.
#[test]
fn length_only() {
    let (obeyed, broken) = both(Bug::LengthOnly, voted_for);
    assert_eq!(obeyed, [true, false, false, true, false]);
    assert_eq!(broken, [true, true, false, false, false]);
}

/// V2: the last term decides alone.
#[test]
fn last_term_only() {
    let (obeyed, broken) = both(Bug::LastTermOnly, voted_for);
    assert_eq!(obeyed, [true, false, false, true, false]);
    assert_eq!(broken, [true, false, true, true, false]);
}

/// E6: every election timeout has the same length.
#[test]
fn fixed_timeouts() {
    let lengths = both(Bug::FixedTimeouts, |options| {
        let mut world = World::new(Setup { options, ..Setup::of(5, 9) }).unwrap();
        let mut step = Step::default();
        let mut lengths: Vec<u64> = Vec::new();
        for _ in 0..200 {
            world.step(&mut step);
            lengths.extend(step.facts.iter().filter_map(|fact| match fact {
                Fact::TimerArmed { timer: Timer::Election, after_us, .. } => Some(*after_us),
                _ => None,
            }));
        }
        lengths.sort_unstable();
        lengths.dedup();
        lengths
    });
    assert!(lengths.0.len() > 10, "{:?}", lengths.0);
    assert_eq!(lengths.1, [150_000]);
}

/// E1: any message restarts the election timer: a vote denied, a stale request.
#[test]
fn timer_reset_by_any() {
    for message in
        [request_vote(1, 2, (0, 0)), request_vote(3, 2, (0, 0)), append(1, 2, (0, 0), &[], 0), vote(1, true)]
    {
        let alarm = both(Bug::TimerResetByAny, |options| {
            let mut follower = Bench::with(options, 3, 3, &[1]);
            follower.hears(2, message.clone());
            follower.out.election
        });
        assert_eq!(alarm, (None, Some(Alarm::Arm)), "{message:?}");
    }
    let leads = both(Bug::TimerResetByAny, |options| {
        let mut leader = Bench::with(options, 3, 0, &[]).wins();
        leader.hears(2, answer(1, success(0)));
        leader.out.election
    });
    assert_eq!(leads, (None, None), "a leader has no election timer");
}

/// E1: an `AppendEntries` of an older term restarts the election timer, though it is refused; nothing else does.
#[test]
fn timer_reset_by_stale() {
    let alarm = both(Bug::TimerResetByStale, |options| {
        let mut follower = Bench::with(options, 3, 3, &[]);
        follower.hears(2, append(1, 2, (0, 0), &[], 0));
        assert_eq!(follower.follows(), None, "it is not taken for a leader");
        (follower.out.election, follower.outcome())
    });
    assert_eq!(alarm, ((None, AppendOutcome::StaleTerm), (Some(Alarm::Arm), AppendOutcome::StaleTerm)));
    let asked = both(Bug::TimerResetByStale, |options| {
        let mut follower = Bench::with(options, 3, 3, &[]);
        follower.hears(2, request_vote(1, 2, (0, 0)));
        follower.out.election
    });
    assert_eq!(asked, (None, None));
}
