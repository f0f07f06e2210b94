//! Each property is broken by a real run of a cluster with a rule off, and held by the very same schedule
//! with the rule back.

use super::{Play, S1, S2, S3, S4, S5, commit_one, set, with_logs};
use crate::paper::{Bug, BugSet, Property};
use crate::raft::{Fact, Index, MessageKind, Term};
use crate::sim::{Action, Setup};

/// Plays a schedule with the rule off, which must break exactly its property first, and with it back,
/// which must break nothing. Returns the violating run.
fn breaks(bug: Bug, setup: Setup, schedule: impl Fn(&mut Play)) -> Play {
    let mut intact = Play::of(setup.clone());
    schedule(&mut intact);
    assert_eq!(intact.checker().violations(), [], "with the rule back");
    let mut broken = setup;
    broken.options.bugs = BugSet::NONE.with(bug);
    let mut broken = Play::of(broken);
    schedule(&mut broken);
    let first = broken.checker().violations().first().map(|violation| violation.property);
    assert_eq!(first, bug.breaks(), "{bug}: {:?}", broken.checker().violations());
    broken
}

#[test]
fn majority_half_elects_two() {
    let run = breaks(Bug::MajorityHalf, Setup::of(2, 1), |play| {
        play.stand(S1);
        play.stand(S2);
    });
    let found = run.violation(Property::ElectionSafety);
    assert_eq!((found.term, found.servers), (Term(1), set(&[S1, S2])));
    assert_eq!(found.evidence, [run.won(1), run.now()]);
    let violated = Fact::PropertyViolated { property: Property::ElectionSafety };
    assert!(run.last.facts.contains(&violated), "{:?}", run.last.facts);
}

#[test]
fn vote_twice_elects_two() {
    let run = breaks(Bug::VoteTwice, Setup::of(3, 1), |play| {
        play.stand(S1);
        play.stand(S2);
        play.ask(S1, S3);
        play.ask(S2, S3);
    });
    assert_eq!(run.violation(Property::ElectionSafety).servers, set(&[S1, S2]));
}

#[test]
fn a_forgotten_vote_elects_two() {
    for bug in [Bug::VoteForgotten, Bug::TermForgotten] {
        breaks(bug, Setup::of(3, 1), |play| {
            play.stand(S1);
            play.stand(S2);
            play.ask(S1, S3);
            play.bounce(S3);
            play.ask(S2, S3);
        });
    }
}

#[test]
fn a_vote_cleared_by_append_elects_two() {
    breaks(Bug::VoteClearedByAppend, Setup::of(3, 1), |play| {
        play.stand(S2);
        play.elect(S1, &[S3]);
        play.replicate(S1, S3);
        play.ask(S2, S3);
    });
}

#[test]
fn a_stale_vote_elects_two() {
    breaks(Bug::StaleVoteCounted, Setup::of(3, 1), |play| {
        play.stand(S1);
        play.deliver(S1, S2, MessageKind::RequestVote);
        play.stand(S1);
        play.stand(S3);
        play.stand(S3);
        play.ask(S3, S2);
        play.deliver(S2, S1, MessageKind::RequestVoteReply);
    });
}

#[test]
fn a_stale_request_that_is_judged_elects_two() {
    breaks(Bug::StaleRequestVoteJudged, Setup::of(5, 1), |play| {
        play.stand(S1);
        play.elect(S3, &[S2, S4]);
        play.stand(S5);
        play.elect(S5, &[S3, S4]);
        play.replicate(S5, S2);
        play.ask(S1, S2);
        play.elect(S3, &[S5, S2]);
        play.replicate(S3, S4);
        play.ask(S1, S4);
    });
}

#[test]
fn one_vote_counted_twice_elects_two() {
    breaks(Bug::VotesAreACount, Setup::of(5, 1), |play| {
        play.stand(S1);
        play.elect(S3, &[S4, S5]);
        play.deliver(S1, S2, MessageKind::RequestVote);
        if let Some(grant) = play.message(S2, S1, MessageKind::RequestVoteReply) {
            play.act(&Action::Duplicate(grant));
        }
        play.deliver(S2, S1, MessageKind::RequestVoteReply);
        play.deliver(S2, S1, MessageKind::RequestVoteReply);
    });
}

#[test]
fn no_log_check_elects_a_leader_without_a_committed_entry() {
    let run = breaks(Bug::NoLogCheck, Setup::of(3, 1), |play| {
        commit_one(play);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
    let found = run.violation(Property::LeaderCompleteness);
    let committed = run.checker().committed_at(Index(1)).unwrap();
    assert_eq!((found.term, found.index, found.servers), (Term(2), Some(Index(1)), set(&[S1, S3])));
    assert_eq!((committed.by, committed.in_term, committed.entry.term), (S1, Term(1), Term(1)));
    assert_eq!(found.evidence, [committed.step, run.now()]);
}

#[test]
fn length_only_elects_a_leader_without_a_committed_entry() {
    breaks(Bug::LengthOnly, with_logs(3, &[&[], &[], &[1, 1]]), |play| {
        commit_one(play);
        play.elect(S3, &[]);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn last_term_only_elects_a_leader_without_a_committed_entry() {
    breaks(Bug::LastTermOnly, Setup::of(3, 1), |play| {
        commit_one(play);
        play.replicate(S1, S3);
        play.submit(S1, 2);
        play.replicate(S1, S2);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn figure_8_with_commit_by_count() {
    let run = breaks(Bug::CommitByCount, Setup::of(5, 1), |play| {
        play.elect(S1, &[S2, S3]);
        play.submit(S1, 1);
        play.replicate(S1, S2);
        play.act(&Action::Crash(S1));
        play.stand(S5);
        play.elect(S5, &[S3, S4]);
        play.submit(S5, 2);
        play.act(&Action::Crash(S5));
        play.act(&Action::Restart(S1));
        play.stand(S1);
        play.elect(S1, &[S2, S3]);
        for follower in [S2, S3, S2, S3] {
            play.replicate(S1, follower);
        }
        play.act(&Action::Crash(S1));
        play.act(&Action::Restart(S5));
        play.stand(S5);
        play.elect(S5, &[S3, S4]);
    });
    let found = run.violation(Property::LeaderCompleteness);
    assert_eq!((found.term, found.index, found.servers), (Term(4), Some(Index(1)), set(&[S1, S5])));
}

#[test]
fn an_entry_acknowledged_before_it_is_durable_is_lost() {
    breaks(Bug::AckBeforeDurable, Setup::of(3, 1), |play| {
        commit_one(play);
        play.bounce(S2);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn a_stale_append_that_is_accepted_deletes_a_committed_entry() {
    breaks(Bug::StaleAppendAccepted, Setup::of(3, 1), |play| {
        play.elect(S1, &[S2]);
        play.submit(S1, 1);
        play.stand(S3);
        play.elect(S3, &[S2]);
        play.submit(S3, 2);
        play.replicate(S3, S2);
        play.replicate(S1, S2);
        play.elect(S1, &[S2]);
    });
}

#[test]
fn a_match_index_that_is_the_leaders_log_commits_what_nobody_has() {
    breaks(Bug::MatchIsLeadersLog, Setup::of(3, 1), |play| {
        play.elect(S1, &[S2]);
        play.deliver(S1, S2, MessageKind::AppendEntries);
        play.submit(S1, 1);
        play.deliver(S2, S1, MessageKind::AppendEntriesReply);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn a_follower_that_acknowledges_its_own_length_is_believed() {
    breaks(Bug::AckOwnLength, with_logs(3, &[&[], &[1], &[]]), |play| {
        play.elect(S1, &[]);
        play.elect(S1, &[S3]);
        play.deliver(S1, S2, MessageKind::AppendEntries);
        play.submit(S1, 1);
        play.deliver(S2, S1, MessageKind::AppendEntriesReply);
        play.stand(S2);
        play.elect(S2, &[S3]);
    });
}

#[test]
fn a_commit_index_beyond_what_was_checked_applies_a_stale_tail() {
    let mut setup = with_logs(3, &[&[1, 1, 1], &[1, 2], &[1, 2]]);
    setup.options.probe_empty = true;
    let run = breaks(Bug::CommitUncapped, setup, |play| {
        play.elect(S2, &[S3]);
        play.submit(S2, 1);
        play.replicate(S2, S3);
        play.replicate(S2, S3);
        play.replicate(S2, S1);
        play.replicate(S2, S1);
        play.beat(S2);
        play.deliver(S2, S1, MessageKind::AppendEntries);
    });
    let found = run.violation(Property::StateMachineSafety);
    assert_eq!((found.index, found.servers), (Some(Index(2)), set(&[S1, S2])));
    assert_eq!(found.evidence.len(), 2, "two applications");
}

#[test]
fn truncating_without_a_conflict_loses_a_committed_entry() {
    breaks(Bug::TruncateAlways, Setup::of(3, 1), |play| {
        play.elect(S1, &[S2]);
        play.submit(S1, 1);
        let early = play.message(S1, S2, MessageKind::AppendEntries).unwrap();
        play.act(&Action::Duplicate(early));
        play.submit(S1, 2);
        play.replicate(S1, S2);
        play.replicate(S1, S2);
        play.replicate(S1, S2);
        play.replicate(S1, S2);
        play.stand(S3);
        play.elect(S3, &[]);
        play.elect(S2, &[]);
        play.elect(S2, &[S3]);
    });
}

#[test]
fn a_conflict_that_keeps_the_tail_mixes_two_logs() {
    let run = breaks(Bug::OverwriteKeepsTail, with_logs(3, &[&[1, 2], &[1, 1, 1], &[1, 1, 1, 1]]), |play| {
        play.elect(S1, &[S3, S2]);
        for _ in 0..4 {
            play.replicate(S1, S2);
        }
        play.submit(S1, 1);
        for _ in 0..4 {
            play.replicate(S1, S2);
        }
    });
    assert_eq!(run.violation(Property::LogMatching).term, Term(1));
}

#[test]
fn a_previous_term_unchecked_joins_what_does_not_match() {
    let run = breaks(Bug::PrevTermUnchecked, with_logs(3, &[&[1], &[2], &[2]]), |play| {
        play.elect(S2, &[S3]);
        play.submit(S2, 1);
        play.replicate(S2, S1);
        play.replicate(S2, S1);
    });
    let found = run.violation(Property::LogMatching);
    assert_eq!((found.term, found.index, found.servers), (Term(3), Some(Index(2)), set(&[S1, S2])));
    assert_eq!(found.evidence.len(), 2);
}

#[test]
fn a_leader_that_overwrites_is_caught_at_once() {
    let run = breaks(Bug::LeaderOverwrites, with_logs(3, &[&[1, 1], &[1], &[1]]), |play| {
        play.elect(S1, &[S2]);
        play.submit(S1, 1);
    });
    let found = run.violation(Property::LeaderAppendOnly);
    assert_eq!((found.index, found.servers), (Some(Index(1)), set(&[S1])));
    assert_eq!(found.evidence, [0, run.won(2), run.now()]);
}
