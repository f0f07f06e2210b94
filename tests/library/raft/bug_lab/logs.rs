//! Replication: what is stored, acknowledged, committed, and how a leader keeps count.

use super::lab::{both, without};
use crate::raft::bench::{Bench, answer, append, entries, mismatch, request_vote, success};
use crate::support::assert_that;
use raftarium::paper::Bug;
use raftarium::raft::{AppendOutcome, Fact, Index, Options, Term};

/// L7: an entry of an older term is committed by counting copies (Figure 8).
#[test]
fn commit_by_count() {
    let committed = both(Bug::CommitByCount, |options| {
        let mut leader = Bench::with(options, 3, 2, &[1, 2]).wins();
        leader.hears(2, answer(3, success(2)));
        (leader.commit(), leader.did_any("CommitWithheld"))
    });
    assert_eq!(committed, ((0, true), (2, false)));
}

/// P1: entries are acknowledged at once and reach the disk with the next input: a crash in between takes them.
#[test]
fn ack_before_durable() {
    let after_crash = both(Bug::AckBeforeDurable, |options| {
        let mut follower = Bench::with(options, 3, 1, &[1]);
        follower.hears(2, append(1, 2, (1, 1), &[1, 1], 0));
        let (outcome, said) = (follower.outcome(), follower.did_any("Persisted"));
        follower.crashes_and_restarts();
        (outcome, said, follower.log())
    });
    assert_eq!(after_crash, ((success(3), true, vec![1, 1, 1]), (success(3), false, vec![1])));
    let a_moment_later = both(Bug::AckBeforeDurable, |options| {
        let mut follower = Bench::with(options, 3, 1, &[1]);
        follower.hears(2, append(1, 2, (1, 1), &[1, 1], 0)).beats().crashes_and_restarts();
        follower.log()
    });
    assert_eq!(a_moment_later, (vec![1, 1, 1], vec![1, 1, 1]));
    let replaced = both(Bug::AckBeforeDurable, |options| {
        let mut follower = Bench::with(options, 3, 2, &[1, 1, 1]);
        follower.hears(2, append(2, 2, (1, 1), &[2, 2], 0)).crashes_and_restarts();
        follower.log()
    });
    assert_eq!(replaced, (vec![1, 2, 2], vec![1]), "what came in the place of deleted entries is lost, too");
    let votes = both(Bug::AckBeforeDurable, |options| {
        let mut voter = Bench::with(options, 3, 1, &[]);
        voter.hears(2, request_vote(2, 2, (0, 0))).crashes_and_restarts();
        (voter.term(), voter.vote())
    });
    assert_eq!(votes.0, votes.1, "term and vote are saved in time");
}

/// Putting that rule back saves what was still missing on the disk.
#[test]
fn ack_before_durable_put_back_catches_up() {
    let mut follower = Bench::with(without(Bug::AckBeforeDurable), 3, 1, &[]);
    follower.hears(2, append(1, 2, (0, 0), &[1], 0));
    assert_eq!(follower.server.durable(), Index(0));
    follower.server.set_options(Options::default());
    assert_eq!(follower.server.durable(), Index(1));
}

/// T3: an answer to an `AppendEntries` of an earlier term counts as one of this term.
#[test]
fn stale_append_reply_counted() {
    let progress = both(Bug::StaleAppendReplyCounted, |options| {
        let mut leader = Bench::with(options, 5, 1, &[1, 1]).wins();
        leader.hears(2, answer(1, success(2)));
        leader.progress(2)
    });
    assert_eq!(progress, ((3, 0), (3, 2)));
}

/// L2: a leader that led before takes over what it knew of the others then.
#[test]
fn match_not_reset() {
    let progress = both(Bug::MatchNotReset, |options| {
        let mut leader = Bench::with(options, 3, 1, &[1, 1]).wins();
        leader.hears(2, answer(2, success(2))).hears(3, append(3, 3, (1, 1), &[], 0));
        let leader = leader.wins();
        (leader.progress(2), leader.progress(3))
    });
    assert_eq!(progress, (((3, 0), (3, 0)), ((3, 2), (3, 0))));
    let after_a_crash = both(Bug::MatchNotReset, |options| {
        let mut leader = Bench::with(options, 3, 1, &[1, 1]).wins();
        leader.hears(2, answer(2, success(2))).crashes_and_restarts();
        leader.wins().progress(2)
    });
    assert_eq!(after_a_crash, ((3, 0), (3, 0)), "it is volatile all the same");
}

/// L5: any success is taken for agreement on all that the leader has by now.
#[test]
fn match_is_leaders_log() {
    let progress = both(Bug::MatchIsLeadersLog, |options| {
        let mut leader = Bench::with(options, 5, 0, &[]).wins();
        leader.is_asked(0, "x=1").is_asked(1, "x=2").hears(2, answer(1, success(1)));
        leader.progress(2)
    });
    assert_eq!(progress, ((2, 1), (3, 2)));
}

/// R3: a follower acknowledges its own length, with entries that nobody has checked.
#[test]
fn ack_own_length() {
    let outcome = both(Bug::AckOwnLength, |options| {
        let mut follower = Bench::with(options, 3, 2, &[1, 1, 1]);
        follower.hears(2, append(2, 2, (1, 1), &[], 0));
        follower.outcome()
    });
    assert_eq!(outcome, (success(1), success(3)));
}

/// R4: a follower commits up to the leader's commit index, through entries that nobody has checked.
#[test]
fn commit_uncapped() {
    let commit = both(Bug::CommitUncapped, |options| {
        let mut follower = Bench::with(options, 3, 2, &[1, 1, 1]);
        follower.hears(2, append(2, 2, (1, 1), &[], 3));
        follower.commit()
    });
    assert_eq!(commit, (1, 3));
}

/// R2: what follows the previous entry is always deleted, conflict or not.
#[test]
fn truncate_always() {
    let log = both(Bug::TruncateAlways, |options| {
        let mut follower = Bench::with(options, 3, 1, &[1, 1, 1]);
        follower.hears(2, append(1, 2, (1, 1), &[1], 0));
        follower.log()
    });
    assert_eq!(log, (vec![1, 1, 1], vec![1, 1]));
}

/// R2: a conflicting entry is replaced, and those behind it stay.
#[test]
fn overwrite_keeps_tail() {
    let (obeyed, broken) = both(Bug::OverwriteKeepsTail, |options| {
        let mut follower = Bench::with(options, 3, 3, &[1, 2, 2, 2]);
        follower.hears(2, append(3, 2, (1, 1), &[3], 0));
        (follower.log(), follower.out.facts.clone())
    });
    assert_eq!((obeyed.0, broken.0), (vec![1, 3], vec![1, 3, 2, 2]));
    let truncated = |last| {
        let (own_term, their_term) = (Term(2), Term(3));
        Fact::Truncated { first: Index(2), last: Index(last), own_term, their_term }
    };
    assert_that(&obeyed.1, |it| it.contains(&truncated(4)));
    assert_that(&broken.1, |it| it.contains(&truncated(2)));
    let beyond_its_end = both(Bug::OverwriteKeepsTail, |options| {
        let mut follower = Bench::with(options, 3, 3, &[1, 2]);
        follower.hears(2, append(3, 2, (0, 0), &[1, 3, 3], 0));
        (follower.log(), follower.did(Fact::DuplicateIgnored { first: Index(1), last: Index(1) }))
    });
    assert_eq!(beyond_its_end.0, beyond_its_end.1, "with no tail to keep there is no difference");
}

/// R1: an entry at the previous index is enough, whatever its term.
#[test]
fn prev_term_unchecked() {
    let outcome = both(Bug::PrevTermUnchecked, |options| {
        let mut follower = Bench::with(options, 3, 3, &[1, 2]);
        follower.hears(2, append(3, 2, (3, 2), &[3], 0));
        (follower.outcome(), follower.log())
    });
    assert_eq!(outcome.0, (mismatch(2, Some(2), 2), vec![1, 2]));
    assert_eq!(outcome.1, (success(3), vec![1, 2, 3]));
    let too_short = both(Bug::PrevTermUnchecked, |options| {
        let mut follower = Bench::with(options, 3, 3, &[1]);
        follower.hears(2, append(3, 2, (3, 2), &[3], 0));
        follower.log()
    });
    assert_eq!(too_short, (vec![1], vec![1]), "but there must be an entry");
}

/// T2: an `AppendEntries` of an older term is carried out.
#[test]
fn stale_append_accepted() {
    let log = both(Bug::StaleAppendAccepted, |options| {
        let mut follower = Bench::with(options, 3, 3, &[1, 3]);
        follower.hears(2, append(2, 2, (1, 1), &[2], 0));
        (follower.outcome() == AppendOutcome::StaleTerm, follower.log(), follower.term())
    });
    assert_eq!(log, ((true, vec![1, 3], 3), (false, vec![1, 2], 3)));
}

/// I2: a new leader replaces the uncommitted entries of earlier terms by its first command.
#[test]
fn leader_overwrites() {
    let log = both(Bug::LeaderOverwrites, |options| {
        let mut leader = Bench::with(options, 3, 2, &[1, 2, 2]).wins();
        leader.is_asked(0, "x=1");
        (leader.log(), leader.did_any("Truncated"))
    });
    assert_eq!(log, ((vec![1, 2, 2, 3], false), (vec![3], true)));
    let second = both(Bug::LeaderOverwrites, |options| {
        let mut leader = Bench::with(options, 3, 2, &[1]).wins();
        leader.hears(2, append(2, 2, (0, 0), &[], 0)).is_asked(0, "x=1").is_asked(1, "x=2");
        leader.log().len()
    });
    assert_eq!(second, (3, 2), "its own entries it keeps");
}

/// Afterwards next index lies beyond the log: a refusal there is no late one, and the follower is brought in line.
#[test]
fn leader_overwrites_and_goes_on_replicating() {
    let mut leader = Bench::with(without(Bug::LeaderOverwrites), 3, 2, &[1, 2, 2]).wins();
    leader.is_asked(0, "x=1");
    assert_eq!((leader.log(), leader.progress(2).0), (vec![3], 4));
    assert_eq!(leader.append_to(2).prev_log_index, Index(1), "clamped to the log");
    leader.hears(2, answer(3, mismatch(1, Some(1), 1)));
    assert!(leader.server.persistent().log.entries().eq(&leader.append_to(2).entries));
    leader.hears(2, answer(3, success(1)));
    assert_eq!(leader.commit(), 1);
}

/// L6: a refusal leaves next index where it is; the same request goes out again with the next heartbeat, and not at
/// once, or two servers would do nothing else.
#[test]
fn next_never_lowered() {
    let (obeyed, broken) = both(Bug::NextNeverLowered, |options| {
        let mut leader = Bench::with(options, 3, 1, &[1, 1]).wins();
        leader.hears(2, answer(2, mismatch(2, None, 1)));
        let at_once = leader.out.messages.len();
        leader.beats();
        (leader.progress(2).0, at_once, leader.append_to(2).entries.to_vec())
    });
    assert_eq!(obeyed, (2, 1, entries(2, &[1])));
    assert_eq!(broken, (3, 0, vec![]));
}
