//! What the prose of §5.1–§5.6 says and Figure 2 does not.

use crate::raft::bench::{Bench, answer, append, entries, mismatch, request_vote, s, success, vote};
use crate::support::assert_that;
use raftarium::raft::{BackUp, Fact, Index, MessageKind, Options, RoleKind, ServerSet, Term, Timer};
use raftarium::sim::{Setup, Step, What, World};

/// §5.1: terms act as a logical clock: every message carries the sender's current term.
#[test]
fn section_5_1_every_message_carries_the_current_term() {
    let candidate = Bench::follower(3, 4, &[]).stands();
    let mut leader = Bench::follower(3, 4, &[]).wins();
    leader.is_asked(0, "x=1");
    let mut voter = Bench::follower(3, 4, &[]);
    voter.hears(2, request_vote(5, 2, (0, 0)));
    let mut follower = Bench::follower(3, 4, &[]);
    follower.hears(2, append(5, 2, (0, 0), &[], 0));
    for server in [candidate, leader, voter, follower] {
        assert!(!server.out.messages.is_empty());
        assert_that(&server.out.messages, |it| it.iter().all(|(_, message)| message.term() == Term(5)));
    }
}

/// §5.1: a reply that belongs to an older term is dropped: terms let servers detect what is obsolete.
#[test]
fn section_5_1_a_reply_of_an_older_term_is_ignored() {
    let mut candidate = Bench::follower(3, 1, &[]).stands();
    candidate.times_out().hears(2, vote(2, true));
    assert_eq!((candidate.role(), candidate.term()), (RoleKind::Candidate, 3));
    candidate.assert_did_any("StaleReplyDropped");

    let mut leader = Bench::follower(3, 1, &[1]).wins();
    leader.is_asked(0, "x=1").hears(2, answer(1, success(2)));
    assert_eq!((leader.progress(2), leader.commit()), ((2, 0), 0));
    leader.assert_did(Fact::StaleReplyDropped {
        sender: s(2),
        reply: MessageKind::AppendEntriesReply,
        request_term: Term(1),
        ours: Term(2),
    });
}

/// §5.1: a candidate that has been elected, or has lost, makes nothing of votes of that election.
#[test]
fn section_5_1_a_vote_for_a_candidate_that_has_lost_is_nothing() {
    let mut server = Bench::follower(3, 0, &[]).stands();
    server.hears(3, append(1, 3, (0, 0), &[], 0)).hears(2, vote(1, true));
    assert_eq!(server.role(), RoleKind::Follower);
}

/// §5.1: five servers tolerate two failures: a majority is more than half of the whole cluster, up or down, and
/// any two majorities share a server.
#[test]
fn section_5_1_majorities_are_of_the_full_cluster_and_overlap() {
    for (size, most) in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (24, 13), (25, 13)] {
        let configuration = Bench::follower(size, 0, &[]).server.configuration();
        assert_eq!(configuration.voters(), ServerSet::up_to(size));
        assert_eq!(configuration.quorums().least(), most);
        assert_that(&(2 * most, size), |(a, b)| a > b);
    }
}

/// §5.1: servers retry if they hear no response in time: a candidate asks again who is silent, and nobody else.
#[test]
fn section_5_1_a_candidate_retries_with_the_silent_ones() {
    let mut candidate = Bench::follower(7, 0, &[]).stands();
    candidate.hears(2, vote(1, true)).hears(3, vote(1, false)).beats();
    let asked: ServerSet = candidate.out.messages.iter().map(|(to, _)| *to).collect();
    assert_eq!(asked, [s(4), s(5), s(6), s(7)].into_iter().collect());
    candidate.assert_did(Fact::RequestRetried { to: s(4), request: MessageKind::RequestVote });
    assert_eq!((candidate.term(), candidate.out.election), (1, None), "it is no new election");
}

/// §5.1: when all have answered there is nothing to retry, and no timer wakes the candidate for it.
#[test]
fn section_5_1_a_candidate_that_all_have_answered_retries_nothing() {
    use raftarium::raft::Alarm;
    let mut candidate = Bench::follower(4, 0, &[]).stands();
    assert_eq!(candidate.out.heartbeat, Some(Alarm::Arm));
    candidate.hears(2, vote(1, true)).hears(3, vote(1, false));
    assert_eq!(candidate.out.heartbeat, None);
    candidate.hears(4, vote(1, false));
    assert_eq!((candidate.role(), candidate.out.heartbeat), (RoleKind::Candidate, Some(Alarm::Disarm)));
    candidate.beats();
    assert_that(&candidate.out.messages, Vec::is_empty);
    assert_that(&candidate.out.heartbeat, Option::is_none);
}

/// §5.1: requests go out in parallel, not one after the answer of another.
#[test]
fn section_5_1_requests_are_issued_in_parallel() {
    assert_eq!(Bench::follower(25, 0, &[]).stands().out.messages.len(), 24);
    let mut leader = Bench::follower(25, 0, &[]).wins();
    leader.is_asked(0, "x=1");
    assert_eq!(leader.out.messages.len(), 24);
}

/// §5.2: votes are given first-come-first-served: of two candidates of a term, the first that asks has it.
#[test]
fn section_5_2_votes_are_first_come_first_served() {
    for (first, second) in [(2, 3), (3, 2)] {
        let mut voter = Bench::follower(3, 0, &[]);
        voter.hears(first, request_vote(1, first, (0, 0))).hears(second, request_vote(1, second, (0, 0)));
        assert_eq!(voter.vote(), Some(s(first)));
    }
}

/// §5.2: in a split vote nobody wins, and each candidate starts over in a new term.
#[test]
fn section_5_2_a_split_vote_ends_without_a_leader() {
    let mut candidate = Bench::follower(4, 0, &[]).stands();
    candidate.hears(2, vote(1, true)).hears(3, vote(1, false)).hears(4, vote(1, false));
    assert_eq!(candidate.role(), RoleKind::Candidate, "two of four is no majority");
    candidate.times_out();
    assert_eq!((candidate.role(), candidate.term()), (RoleKind::Candidate, 2));
}

/// §5.2: election timeouts are drawn at random from a fixed range, for each server and each time anew.
#[test]
fn section_5_2_election_timeouts_are_random_within_the_range() {
    let mut world = World::new(Setup::of(5, 3)).unwrap();
    let range = world.setup().timing.election_timeout;
    let mut step = Step::default();
    let mut lengths = Vec::new();
    for _ in 0..2000 {
        world.step(&mut step);
        for fact in &step.facts {
            if let Fact::TimerArmed { timer: Timer::Election, after_us, .. } = fact {
                assert_that(after_us, |it| (range.min.0..=range.max.0).contains(it));
                lengths.push(*after_us);
            }
        }
    }
    assert_that(&lengths.len(), |it| *it > 200);
    let quarter = (range.max.0 - range.min.0) / 4;
    for part in 0..4 {
        let from = range.min.0 + part * quarter;
        let count = lengths.iter().filter(|length| (from..from + quarter).contains(length)).count();
        assert!(count > lengths.len() / 8, "few lengths in quarter {part}: {count} of {}", lengths.len());
    }
}

/// §5.3: an entry is committed once its leader has it on a majority, and so is all that precedes it, entries of
/// earlier leaders included.
#[test]
fn section_5_3_commitment_covers_the_preceding_entries() {
    let mut leader = Bench::follower(5, 3, &[1, 2, 3]).wins();
    leader.is_asked(0, "x=1").hears(2, answer(4, success(4)));
    assert_eq!(leader.commit(), 0);
    leader.hears(3, answer(4, success(4)));
    assert_eq!(leader.commit(), 4);
    leader.assert_did(Fact::CommittedIndirectly { first: Index(1), last: Index(3) });
}

/// §5.3: the leader's commit index travels in later requests, heartbeats included.
#[test]
fn section_5_3_followers_learn_of_commitment_by_the_next_request() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.is_asked(0, "x=1").hears(2, answer(1, success(1))).beats();
    assert_eq!(leader.append_to(2).leader_commit, Index(1));
    let heartbeat = leader.sent_to(2)[0].clone();
    let mut follower = Bench::follower(3, 1, &[]);
    follower.hears(1, append(1, 1, (0, 0), &[1], 0));
    follower.hears(1, heartbeat);
    assert_eq!(follower.commit(), 1);
    follower.assert_did_any("Applied");
}

/// §5.3: the leader retries for ever, even after it has answered the client.
#[test]
fn section_5_3_the_leader_retries_for_ever() {
    let mut leader = Bench::follower(3, 0, &[]).wins();
    leader.is_asked(0, "x=1").hears(2, answer(1, success(1)));
    leader.assert_did_any("ClientReplied");
    for _ in 0..50 {
        leader.beats();
        assert_eq!(leader.append_to(3).entries.len(), 1);
        leader.assert_did(Fact::RequestRetried { to: s(3), request: MessageKind::AppendEntries });
    }
    leader.hears(3, answer(1, success(1))).beats();
    assert_that(&leader.append_to(3).entries, raftarium::raft::Entries::is_empty);
}

/// §5.3: a slow follower does not keep the others from committing.
#[test]
fn section_5_3_a_slow_minority_does_not_matter() {
    let mut leader = Bench::follower(5, 0, &[]).wins();
    for request in 1..=20 {
        leader.is_asked(request, "n+=1");
        leader.hears(2, answer(1, success(request))).hears(3, answer(1, success(request)));
        assert_eq!(leader.commit(), request);
    }
}

/// §5.3: a leader never overwrites or deletes entries in its log, whatever it is told.
#[test]
fn section_5_3_a_leader_only_appends_to_its_log() {
    let mut leader = Bench::follower(3, 1, &[1, 1]).wins();
    let own = leader.server.persistent().log.clone();
    for message in [
        append(1, 2, (0, 0), &[1], 0),
        append(2, 2, (0, 0), &[2, 2, 2], 3),
        answer(2, mismatch(2, Some(1), 1)),
        request_vote(2, 3, (2, 7)),
    ] {
        leader.hears(2, message);
        assert_eq!(leader.server.persistent().log, own);
    }
    leader.is_asked(0, "x=1");
    assert_eq!(leader.log(), [1, 1, 2]);
}

/// Carries messages between a leader S1 and a follower S2 until both are quiet. Says how often S2 refused.
fn replicate(leader: &mut Bench, follower: &mut Bench) -> usize {
    let mut refusals = 0;
    for _ in 0..100 {
        let Some(request) = leader.sent_to(2).first().map(|message| (*message).clone()) else {
            return refusals;
        };
        follower.hears(1, request);
        refusals += usize::from(follower.did_any("RejectedMismatch"));
        let reply = follower.reply().clone();
        leader.hears(2, reply);
    }
    panic!("the logs never met");
}

/// §5.3, Figure 7: whatever a follower has, the leader of term 8 brings its log in line with its own. Backing up by
/// one needs a refusal for each entry, backing up by term one for each term that differs.
#[test]
fn section_5_3_figure_7_every_follower_ends_with_the_leaders_log() {
    let own = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
    // The follower's log, refusals when backing up by one, refusals when backing up by term.
    let cases: [(&[u32], usize, usize); 6] = [
        (&[1, 1, 1, 4, 4, 5, 5, 6, 6], 1, 1),
        (&[1, 1, 1, 4], 6, 1),
        (&[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], 0, 0),
        (&[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], 0, 0),
        (&[1, 1, 1, 4, 4, 4, 4], 5, 2),
        (&[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], 7, 2),
    ];
    for (log, one_by_one, by_term) in cases {
        for (back_up, expected) in [(BackUp::OneByOne, one_by_one), (BackUp::ByTerm, by_term)] {
            let mut leader = Bench::with(Options { back_up, ..Options::default() }, 2, 7, &own).wins();
            let mut follower = Bench::follower(2, 7, log);
            assert_eq!(replicate(&mut leader, &mut follower), expected, "{back_up:?}, {log:?}");
            // The next command removes what still hangs over.
            leader.is_asked(0, "x=1");
            replicate(&mut leader, &mut follower);
            assert_eq!(
                follower.server.persistent().log,
                leader.server.persistent().log,
                "{back_up:?}, {log:?}"
            );
        }
    }
}

/// End of §5.3: a refusal says the conflicting term and the first index that the follower stores for it.
#[test]
fn section_5_3_a_refusal_names_the_conflicting_term_and_its_first_index() {
    let mut follower = Bench::follower(3, 5, &[1, 3, 3, 3]);
    follower.hears(2, append(5, 2, (4, 4), &[], 0));
    assert_eq!(follower.outcome(), mismatch(4, Some(3), 2));
    follower.hears(2, append(5, 2, (4, 9), &[], 0));
    assert_eq!(follower.outcome(), mismatch(9, None, 5), "too short: one past its end");
}

/// End of §5.3: with that the leader passes over all entries of the term at once; if it has the term itself, it
/// goes to the end of it.
#[test]
fn section_5_3_back_up_by_term_skips_the_whole_term() {
    let options = Options { back_up: BackUp::ByTerm, ..Options::default() };
    let mut leader = Bench::with(options, 3, 5, &[1, 2, 2, 4, 4, 4]).wins();
    leader.hears(2, answer(6, mismatch(6, Some(3), 2)));
    assert_eq!(leader.progress(2).0, 2, "it has nothing of term 3");
    leader.hears(3, answer(6, mismatch(6, Some(2), 2)));
    assert_eq!(leader.progress(3).0, 4, "its own term 2 ends at 3");
}

/// As an option that is off in the paper: after a refusal, requests are empty until the logs have met, and then the
/// entries go out at once.
#[test]
fn section_5_3_probing_with_empty_requests_sends_entries_once_the_logs_meet() {
    let options = Options { probe_empty: true, ..Options::default() };
    let mut leader = Bench::with(options, 3, 1, &[1, 1, 1]).wins();
    for prev in [3, 2] {
        leader.hears(2, answer(2, mismatch(prev, None, 1)));
        assert_eq!(
            (leader.append_to(2).prev_log_index, leader.append_to(2).entries.len()),
            (Index(prev - 1), 0)
        );
    }
    leader.is_asked(0, "x=1");
    assert!(leader.append_to(2).entries.is_empty(), "nor does a new command travel to where it does not fit");
    assert_eq!(leader.append_to(3).entries.len(), 1);
    leader.hears(2, answer(2, success(1)));
    assert_eq!((leader.append_to(2).prev_log_index, leader.append_to(2).entries.len()), (Index(1), 3));
    leader.hears(2, answer(2, success(4)));
    assert_eq!((leader.progress(2), leader.commit()), ((5, 4), 4));
}

/// §5.4.1: the log whose last entry has the later term is more up-to-date; with equal terms, the longer one.
#[test]
fn section_5_4_1_logs_are_compared_by_last_term_and_then_by_length() {
    let logs: [&[u32]; 7] = [&[], &[1], &[1, 1], &[2], &[1, 2], &[1, 1, 1, 1], &[3]];
    let last = |log: &[u32]| (log.last().copied().unwrap_or(0), log.len() as u32);
    for own in logs {
        for theirs in logs {
            let mut voter = Bench::follower(3, 4, own);
            voter.hears(2, request_vote(4, 2, last(theirs)));
            let later_term = last(theirs).0 > last(own).0;
            let same_term_not_shorter = last(theirs).0 == last(own).0 && theirs.len() >= own.len();
            assert_eq!(voter.granted(), later_term || same_term_not_shorter, "{theirs:?} asks {own:?}");
        }
    }
}

/// §5.4.2, Figure 8: (c) an entry of term 2 on a majority is not committed, so (d) it may be overwritten; (e) once an
/// entry of the leader's own term is on a majority, all before it is safe.
#[test]
fn section_5_4_2_figure_8_no_commitment_of_older_terms_by_counting() {
    let mut leader = Bench::follower(5, 3, &[1, 2]).wins();
    leader.is_asked(0, "x=4");
    leader.hears(2, answer(4, success(2))).hears(3, answer(4, success(2)));
    assert_eq!(leader.commit(), 0, "(c)");
    leader.assert_did_any("CommitWithheld");
    let mut overwritten = Bench::follower(5, 4, &[1, 2]);
    overwritten.hears(5, append(5, 5, (1, 1), &[3], 0));
    assert_eq!(overwritten.log(), [1, 3], "(d)");
    leader.hears(2, answer(4, success(3))).hears(3, answer(4, success(3)));
    assert_eq!(leader.commit(), 3, "(e)");
    let mut voter = Bench::follower(5, 4, &[1, 2, 4]);
    voter.hears(5, request_vote(5, 5, (3, 2)));
    assert!(!voter.granted(), "(e): S5 cannot win");
}

/// §5.4.2: a log entry keeps its original term when a later leader replicates it.
#[test]
fn section_5_4_2_entries_keep_their_term() {
    let mut leader = Bench::follower(3, 5, &[1, 2]).wins();
    leader.hears(2, answer(6, mismatch(2, None, 1))).hears(2, answer(6, mismatch(1, None, 1)));
    assert_eq!(leader.append_to(2).entries[..], entries(1, &[1, 2]));
}

/// §5.5: a request to a server that crashed after it did the work and before it answered is repeated: no harm.
#[test]
fn section_5_5_a_repeated_request_after_a_crash_does_no_harm() {
    let mut follower = Bench::follower(3, 1, &[]);
    let request = append(1, 2, (0, 0), &[1, 1], 0);
    follower.hears(2, request.clone()).crashes_and_restarts().hears(2, request);
    assert_eq!((follower.outcome(), follower.log()), (success(2), vec![1, 1]));
    let mut voter = Bench::follower(3, 1, &[]);
    let request = request_vote(2, 3, (0, 0));
    voter.hears(3, request.clone()).crashes_and_restarts().hears(3, request);
    assert!(voter.granted());
}

/// §5.5: candidates and leaders that crash come back as followers, and leave their election or office behind.
#[test]
fn section_5_5_candidates_and_leaders_come_back_as_followers() {
    for mut server in [Bench::follower(3, 0, &[]).stands(), Bench::follower(3, 0, &[]).wins()] {
        server.crashes_and_restarts();
        assert_eq!((server.role(), server.term(), server.vote()), (RoleKind::Follower, 1, Some(s(1))));
        server.hears(2, vote(1, true)).hears(3, vote(1, true));
        assert_eq!(server.role(), RoleKind::Follower, "votes of the election it forgot");
    }
}

/// §5.6: with a broadcast time above the election timeout nothing unsafe happens, but no candidate lasts long enough
/// to win, and the run says why.
#[test]
fn section_5_6_elections_need_time_for_a_broadcast() {
    let mut setup = Setup::of(5, 11);
    setup.link.latency = raftarium::sim::SpanRange::from_ms(400, 500);
    let mut world = World::new(setup).unwrap();
    let (mut step, mut warnings) = (Step::default(), 0);
    for _ in 0..3000 {
        world.step(&mut step);
        assert_that(&step.facts, |it| !it.iter().any(|fact| fact.name() == "BecameLeader"));
        let warned = step
            .facts
            .iter()
            .any(|fact| matches!(fact, Fact::TimingWarning { travelling } if *travelling > 0));
        if warned {
            assert_that(&step.what, |it| matches!(it, What::TimerFired { timer: Timer::Election, .. }));
        }
        warnings += usize::from(warned);
    }
    assert!(warnings > 10, "{warnings}");
}

/// §8, as an option that is off in §5: a new leader's first entry does nothing, and commits what precedes it.
#[test]
fn section_8_a_no_op_on_election_commits_what_precedes_it() {
    let options = Options { no_op_on_election: true, ..Options::default() };
    let mut leader = Bench::with(options, 3, 1, &[1]).wins();
    assert_eq!(leader.log(), [1, 2]);
    leader.assert_did(Fact::NoOpAppended { index: Index(2), term: Term(2) });
    leader.hears(2, answer(2, success(2)));
    assert_eq!(leader.commit(), 2);
    assert_eq!(Bench::follower(3, 1, &[1]).wins().log(), [1], "off: nothing is appended");
}
