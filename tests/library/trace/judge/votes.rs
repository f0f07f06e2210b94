//! §5.2 and §5.4.1: one vote a term, and none for a log that is behind.

use super::bench::{change, event, judge, of, receive, send, state};
use raftarium::paper::Rule;
use raftarium::trace::judge::Law;

/// b votes for a in term 3, by a request and its reply.
fn vote() -> Vec<String> {
    vec![
        state("a", "term 2 vote - role follower last 4/2"),
        state("b", "term 2 vote - role follower last 4/2"),
        event("a", "timeout", "term 3 vote a role candidate"),
        send("RequestVote", "a>b 3", "log 4/2", ""),
        receive("RequestVote", "a>b 3", "log 4/2", "term 3 vote a"),
        send("RequestVoteReply", "b>a 3", "granted true for 3", ""),
    ]
}

fn then(lines: &[String]) -> Vec<String> {
    [&vote()[..], lines].concat()
}

#[test]
fn request_vote_2_a_vote_may_be_given_refused_and_repeated() {
    of("a b c", &vote()).is_legal().judged(Rule::V1).judged(Rule::V2);
    let again = [
        receive("RequestVote", "a>b 3", "log 4/2", ""),
        send("RequestVoteReply", "b>a 3", "granted true for 3", ""),
        receive("RequestVote", "c>b 3", "log 9/2", ""),
        send("RequestVoteReply", "b>c 3", "granted false for 3", ""),
        state("b", "term 4 vote -"),
        receive("RequestVote", "c>b 4", "log 9/2", "vote c"),
    ];
    of("a b c", &then(&again)).is_legal();
}

/// Leases, priorities, check-quorum: nobody has to vote.
#[test]
fn request_vote_2_a_better_log_may_be_refused_and_a_request_ignored() {
    let lines = [
        state("b", "term 2 vote - role follower last 1/1"),
        receive("RequestVote", "a>b 2", "log 9/2", "term 2 vote -"),
        send("RequestVoteReply", "b>a 2", "granted false", ""),
        receive("RequestVote", "a>b 5", "log 9/2", "term 2 vote - role follower"),
        send("RequestVoteReply", "b>a 2", "granted false", ""),
    ];
    of("a b c", &lines).is_legal();
}

#[test]
fn request_vote_2_a_second_vote_in_a_term_is_found() {
    let second = [receive("RequestVote", "c>b 3", "log 5/2", "vote c")];
    let judged = of("a b c", &then(&second));
    judged.only(8, "V1", "b votes for c in term 3, but has voted for a in it (line 6)");
    assert_eq!(judged.judgement.findings()[0].evidence, [6]);
}

#[test]
fn request_vote_2_a_second_vote_that_only_a_reply_tells_is_found() {
    let second = [send("RequestVoteReply", "b>c 3", "granted true", "")];
    of("a b c", &then(&second)).only(8, "V1", "b grants c its vote in term 3");
    let replies = [
        send("RequestVoteReply", "b>a 3", "granted true", ""),
        send("RequestVoteReply", "b>c 3", "granted true", ""),
    ];
    of("a b c", &replies).only(3, "V1", "has voted for a in it (line 2)");
}

/// Across a gap: what the node was like before counts as well.
#[test]
fn request_vote_2_a_vote_that_was_told_only_as_what_was_before_counts() {
    let lines =
        [change("b", "term 3 vote a", "term 3 vote a"), change("b", "term 3 vote c", "term 4 vote -")];
    of("a b c", &lines).only(3, "V1", "b votes for c");
    let lines =
        [change("b", "term 3 vote a", "term 3 vote a"), change("b", "term 5 vote c", "term 6 vote -")];
    of("a b c", &lines).is_legal();
}

#[test]
fn request_vote_2_a_vote_ends_with_its_term_and_with_nothing_else() {
    of("a b c", &then(&[state("b", "term 4 vote -")])).is_legal();
    let heard = [receive("AppendEntries", "a>b 3", "prev 4/2 entries 0 leaderCommit 0", "vote -")];
    of("a b c", &then(&heard)).only(8, "V1", "b has no vote in term 3 any more");
}

#[test]
fn section_5_4_1_the_later_last_term_wins_then_the_longer_log() {
    for (own, theirs, behind) in [
        ("4/2", "4/2", None),
        ("4/2", "5/2", None),
        ("9/1", "1/2", None),
        ("0/0", "0/0", None),
        ("4/2", "3/2", Some("a longer log")),
        ("1/2", "9/1", Some("a last entry of a later term")),
        ("1/1", "0/0", Some("a last entry of a later term")),
    ] {
        let lines = [
            state("b", &format!("term 2 vote - role follower last {own}")),
            receive("RequestVote", "a>b 3", &format!("log {theirs}"), "term 3 vote a"),
        ];
        let judged = of("a b c", &lines);
        match behind {
            None => judged.is_legal().judged(Rule::V2),
            Some(why) => judged.only(3, "V2", why),
        };
    }
}

#[test]
fn section_5_4_1_the_vote_may_be_told_later_than_the_request() {
    let lines = |own: &str| {
        [
            state("b", &format!("term 2 vote - role follower last {own}")),
            receive("RequestVote", "a>b 3", "log 4/2", ""),
            send("RequestVoteReply", "b>a 3", "granted true", ""),
            receive("AppendEntries", "a>b 3", "prev 4/2 entries 1 leaderCommit 0", "term 3 last 5/3"),
            state("b", "term 3 vote a"),
        ]
    };
    of("a b c", &lines("4/2")).is_legal().judged(Rule::V2);
    of("a b c", &lines("7/2")).only(4, "V2", "its own ends at entry 7 of term 2");
}

/// The log ends in the very term of the vote, and the vote is given before our eyes.
#[test]
fn section_5_4_1_a_voter_whose_log_has_entries_of_that_term_is_judged_too() {
    let lines = |before: &str| {
        [
            state("b", &format!("term 2 role follower last 6/2 {before}")),
            receive("RequestVote", "a>b 2", "log 5/1", "vote a"),
        ]
    };
    of("a b c", &lines("vote -")).only(3, "V2", "its own ends at entry 6 of term 2");
    // It may have voted before the entries came, and says so only now.
    of("a b c", &lines("")).is_legal();
}

/// Without messages, the candidate's own log at its candidacy is what the voter was told.
#[test]
fn section_5_4_1_without_messages_the_logs_of_both_are_compared() {
    let lines = |own: &str| {
        [
            state("b", &format!("term 2 vote - role follower last {own}")),
            state("a", "term 2 vote - role follower last 4/2"),
            event("a", "timeout", "term 3 vote a role candidate"),
            state("b", "term 3 vote a"),
        ]
    };
    of("a b c", &lines("4/2")).is_legal().judged(Rule::V2);
    of("a b c", &lines("5/2")).only(5, "V2", "a longer log");
}

#[test]
fn section_5_4_1_what_is_not_told_is_not_judged() {
    let lines = [
        state("b", "term 2 vote - role follower"),
        receive("RequestVote", "a>b 3", "log 4/2", "term 3 vote a"),
    ];
    of("a b c", &lines).is_legal().not_observable(Rule::V2);
    let lines = [
        state("b", "term 2 vote - role follower last 4/2"),
        receive("RequestVote", "a>b 3", "", "term 3 vote a"),
    ];
    of("a b c", &lines).is_legal().not_observable(Rule::V2);
}

#[test]
fn request_vote_1_a_request_of_an_older_term_gets_no_vote() {
    let lines = |told: &str| {
        [state("b", "term 5 vote - role follower last 4/2"), receive("RequestVote", "a>b 4", "log 4/2", told)]
    };
    of("a b c", &lines("term 5 vote -")).is_legal().judged(Rule::T2);
    of("a b c", &lines("term 5 vote a")).only(3, "T2", "a server rejects a request of an older term");
    let reply = [
        state("b", "term 5 vote - role follower last 4/2"),
        send("RequestVoteReply", "b>a 5", "granted true for 4", ""),
    ];
    of("a b c", &reply).only(3, "T2", "grants a a vote in term 4");
}

/// A reply may have waited to be sent: the vote was given in time.
#[test]
fn request_vote_1_a_reply_that_was_held_back_is_legal() {
    let late = [
        state("b", "term 4 vote -"),
        send("RequestVoteReply", "b>a 3", "granted true for 3", ""),
        send("RequestVoteReply", "b>a 4", "granted true for 3", ""),
    ];
    of("a b c", &then(&late)).is_legal();
}

#[test]
fn section_5_2_the_vote_is_written_down_before_it_is_told() {
    let lines = [
        state("b", "term 3 vote - role follower"),
        send("RequestVoteReply", "b>a 3", "granted true", "term 3 vote -"),
    ];
    of("a b c", &lines).only(3, "P1", "its own state says that it has not voted");
}

#[test]
fn what_a_trace_never_tells_is_named() {
    let judged = judge("1 1 a leader\n2 1 b follower\n");
    judged.is_legal().judged(Rule::I1).not_observable(Rule::V2).not_observable(Law::Messages);
}
