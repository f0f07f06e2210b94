//! §5.5 and Figure 2, State: what a restart keeps, what it may forget, and that who is down does nothing.

use super::bench::{event, of, receive, send, state};
use raftarium::paper::Rule;

fn then(kept: &str) -> Vec<String> {
    vec![
        state("b", "term 3 vote a role follower last 4/2 commit 3"),
        event("b", "crash", ""),
        event("b", "restart", kept),
    ]
}

#[test]
fn figure_2_state_term_and_vote_survive() {
    of("a b c", &then("term 3 vote a role follower last 4/2 commit 0")).is_legal().judged(Rule::P1);
    of("a b c", &then("term 2 vote -")).only(
        4,
        "P1",
        "b restarts in term 2, but was in term 3 before (line 2)",
    );
    of("a b c", &then("term 3 vote -")).only(4, "P1", "without a vote, and had voted for a in it");
    of("a b c", &then("term 3 vote c")).only(4, "P1", "with a vote for c");
    of("a b c", &then("term 4 vote -")).is_legal();
    of("a b c", &then("")).is_legal().not_observable(Rule::P1);
}

/// Nobody has heard of it, so nobody relies on it.
#[test]
fn figure_2_state_what_was_never_told_may_be_lost() {
    let lines = |before: &[String], kept: &str| {
        let head = [
            state("b", "term 2 vote - role follower"),
            send("AppendEntriesReply", "b>a 2", "success false", ""),
            send("RequestVoteReply", "b>c 2", "granted false", ""),
            receive("RequestVote", "a>b 3", "log 9/2", "term 3 vote a"),
        ];
        let tail = [event("b", "crash", ""), event("b", "restart", kept)];
        of("a b c", &[&head[..], before, &tail].concat())
    };
    lines(&[], "term 2 vote -").is_legal().judged(Rule::P1);
    lines(&[], "term 3 vote -").is_legal();
    let told = [send("RequestVoteReply", "b>a 3", "granted true", "")];
    lines(&told, "term 3 vote a").is_legal();
    lines(&told, "term 2 vote -").only(8, "P1", "was in term 3 before (line 6)");
    lines(&told, "term 3 vote -").only(8, "P1", "had voted for a in it (line 6)");
    let term_only = [send("RequestVoteReply", "b>c 3", "granted false", "")];
    lines(&term_only, "term 3 vote -").is_legal();
}

#[test]
fn figure_2_state_the_disk_may_be_told_where_the_node_stops() {
    let lines = |disk: &str| {
        [
            state("b", "term 3 vote a role follower"),
            send("RequestVoteReply", "b>a 3", "granted true", ""),
            event("b", "crash", disk),
        ]
    };
    of("a b c", &lines("term 3 vote a")).is_legal();
    of("a b c", &lines("term 3 vote -")).only(4, "P1", "b crashes in term 3 without a vote");
}

/// A forgotten vote is one crime, and the second vote that it makes possible another.
#[test]
fn figure_2_state_a_vote_forgotten_and_given_again() {
    let lines = [
        state("b", "term 3 vote - role follower"),
        receive("RequestVote", "a>b 3", "log 9/2", "vote a"),
        send("RequestVoteReply", "b>a 3", "granted true", ""),
        event("b", "crash", ""),
        event("b", "restart", "term 3 vote -"),
        receive("RequestVote", "c>b 3", "log 9/2", "vote c"),
        send("RequestVoteReply", "b>c 3", "granted true", ""),
    ];
    assert_eq!(of("a b c", &lines).where_found(), [(6, "P1"), (7, "V1")]);
}

#[test]
fn section_5_5_a_restart_needs_no_crash() {
    let lines =
        [state("b", "term 3 vote a role leader"), event("b", "restart", "term 3 vote a role follower")];
    of("a b c", &lines).is_legal().judged(Rule::C1).judged(Rule::E0);
}

#[test]
fn section_5_5_who_is_down_does_nothing() {
    let down = |line: String| {
        let lines = [state("b", "term 3 vote a role follower"), event("b", "crash", ""), line];
        of("a b c", &lines)
    };
    down(send("AppendEntriesReply", "b>a 3", "success true", "")).only(
        4,
        "C1",
        "b sends a message while it is down",
    );
    down(receive("AppendEntries", "a>b 3", "entries 0", "")).only(4, "C1", "it crashed in line 3");
    down(event("b", "timeout", "term 4 vote b role candidate")).only(4, "C1", "has a timer");
    down(state("b", "term 4 vote -")).only(4, "C1", "changes");
    // What happens around it is not its doing.
    down(event("b", "client", "")).is_legal();
    down(event("b", "change", "")).is_legal();
    down(event("b", "crash", "")).is_legal();
    down(state("b", "term 3 vote a")).is_legal();
}

#[test]
fn section_5_1_servers_start_as_followers() {
    for kind in ["start", "restart"] {
        let boots = |role: &str| of("a b c", &[event("b", kind, &format!("term 3 vote b role {role}"))]);
        boots("follower").is_legal().judged(Rule::E0);
        boots("leader").only(2, "E0", "b starts as a leader");
        boots("candidate").only(2, "E0", "b starts as a candidate");
    }
    // Alone in its cluster, it has all the votes there are.
    of("b", &[event("b", "start", "term 1 vote b role leader")]).is_legal();
    // It started, and stood for election before it said anything.
    let lines =
        [state("b", "term 3 vote a role follower"), event("b", "restart", "term 4 vote b role candidate")];
    of("a b c", &lines).is_legal();
}

#[test]
fn figure_2_state_a_commit_index_may_be_kept_and_not_invented() {
    of("a b c", &then("term 3 vote a last 4/2 commit 0")).is_legal().judged(Rule::P2);
    of("a b c", &then("term 3 vote a last 4/2 commit 3")).is_legal();
    let judged = of("a b c", &then("term 3 vote a last 4/2 commit 7"));
    assert!(judged.where_found().contains(&(4, "P2")), "{:?}", judged.found());
}
