//! The bug lab: each rule that can be set aside changes one behaviour of one server. Every test gives the same input to
//! a server that obeys the rule and to one that does not.

#[path = "figure_2/bench.rs"]
mod bench;

use bench::{Bench, answer, append, entries, mismatch, request_vote, s, success, vote};
use raftarium::paper::{Bug, BugSet};
use raftarium::raft::{
    Alarm, AppendEntriesReply, AppendOutcome, Fact, Index, Message, Options, RequestVoteReply, RoleKind,
    Term, Timer,
};
use raftarium::sim::{Setup, Step, World};

/// The options with one rule set aside.
fn without(bug: Bug) -> Options {
    Options { bugs: BugSet::NONE.with(bug), ..Options::default() }
}

/// Does the same with a server that obeys all rules and with one that sets this one aside.
fn both<T>(bug: Bug, story: impl Fn(Options) -> T) -> (T, T) {
    (story(Options::default()), story(without(bug)))
}

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
    assert_eq!(follower.server.persistent().durable(), Index(0));
    follower.server.set_options(Options::default());
    assert_eq!(follower.server.persistent().durable(), Index(1));
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
    assert!(obeyed.1.contains(&truncated(4)) && broken.1.contains(&truncated(2)));
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
    assert_eq!(leader.append_to(2).entries, leader.server.persistent().log.entries());
    leader.hears(2, answer(3, success(1)));
    assert_eq!(leader.commit(), 1);
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
                Fact::TimerArmed { timer: Timer::Election, after_us } => Some(*after_us),
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

/// L6: a refusal leaves next index where it is; the same request goes out again with the next heartbeat, and not at
/// once, or two servers would do nothing else.
#[test]
fn next_never_lowered() {
    let (obeyed, broken) = both(Bug::NextNeverLowered, |options| {
        let mut leader = Bench::with(options, 3, 1, &[1, 1]).wins();
        leader.hears(2, answer(2, mismatch(2, None, 1)));
        let at_once = leader.out.messages.len();
        leader.beats();
        (leader.progress(2).0, at_once, leader.append_to(2).entries.clone())
    });
    assert_eq!(obeyed, (2, 1, entries(2, &[1])));
    assert_eq!(broken, (3, 0, vec![]));
}

/// Every switch is off unless set, and each can be set and put back alone.
#[test]
fn switches_are_independent() {
    for bug in Bug::ALL {
        let only = BugSet::NONE.with(*bug);
        assert_eq!(only.iter().collect::<Vec<_>>(), [*bug]);
        assert!(only.without(*bug).is_empty());
        assert_eq!(Bug::parse(bug.id()), Some(*bug));
    }
    assert!(Options::default().bugs.is_empty());
}

/// With all rules set aside at once nothing panics: the lab lets people combine them.
#[test]
fn all_switches_together_do_not_panic() {
    let options = Options { bugs: Bug::ALL.iter().copied().collect(), ..Options::default() };
    for size in [1, 2, 3, 5] {
        let mut setup = Setup { options, ..Setup::of(size, 4) };
        setup.link.duplicate = 100;
        setup.link.loss = 100;
        let mut world = World::new(setup).unwrap();
        let mut step = Step::default();
        for number in 0..3000 {
            world.step(&mut step);
            let server = world.all().iter().nth(number % size).unwrap();
            let action = match number % 50 {
                0 => raftarium::sim::Action::Crash(server),
                1 => raftarium::sim::Action::Restart(s(1)),
                n if n % 4 == 0 => {
                    raftarium::sim::Action::Submit { to: server, command: "n+=1".parse().unwrap() }
                }
                _ => raftarium::sim::Action::Restart(server),
            };
            // Some of these are refused: that a server is down or up already is no matter here.
            let _ = world.act(&action, &mut step);
        }
        assert!(world.last_step() > 3000, "{size} servers hardly did a thing");
    }
}

/// A follower reads what its leader's `AppendEntries` says, never what another bug could have left in a reply.
#[test]
fn a_follower_makes_nothing_of_replies() {
    let reply = |outcome| {
        Message::AppendEntriesReply(AppendEntriesReply { term: Term(1), request_term: Term(1), outcome })
    };
    let mut follower = Bench::follower(3, 1, &[1]);
    let before = follower.server.clone();
    follower.hears(2, reply(success(9))).hears(2, reply(AppendOutcome::StaleTerm)).hears(2, vote(1, true));
    assert_eq!(follower.server, before);
}

/// Each bug of the lab has its test here, under its own name.
#[test]
fn every_bug_has_its_test() {
    let source = include_str!("bug_lab.rs");
    for bug in Bug::ALL {
        let name = bug.id().replace('-', "_");
        assert!(source.contains(&format!("fn {name}() {{")), "no test for {bug}");
    }
}
