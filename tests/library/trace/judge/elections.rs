//! §5.1, §5.2, Figure 3: terms, candidacies, majorities, and one leader a term.

use super::bench::{change, event, judge, of, receive, send, state};
use crate::support::assert_contains;
use raftarium::paper::Rule;

#[test]
fn section_5_1_a_term_never_goes_down() {
    of("a", &[state("a", "term 2"), state("a", "term 2"), state("a", "term 9")]).is_legal().judged(Rule::T1);
    of("a", &[state("a", "term 2"), state("a", "term 1")]).only(
        3,
        "T1",
        "a is in term 1, but was in term 2 before",
    );
    of("a", &[state("a", "term 2"), change("a", "term 1", "term 3")]).only(3, "T1", "line 2");
    judge("1 2 a f\n2 1 a f\n").only(2, "T1", "never decreases");
}

#[test]
fn section_5_1_who_hears_of_a_later_term_adopts_it() {
    let hears = |kind: &str, says: &str, told: &str| {
        of("a b c", &[state("a", "term 2 vote a role leader"), receive(kind, "b>a 5", says, told)])
    };
    hears("AppendEntries", "entries 0", "term 5 vote - role follower").is_legal().judged(Rule::T1);
    hears("AppendEntries", "entries 0", "term 2 vote a role leader").only(3, "T1", "stays in term 2");
    hears("RequestVoteReply", "granted false", "term 2 role leader").only(3, "T1", "stays in term 2");
    let leads = hears("RequestVoteReply", "granted false", "term 5 role leader");
    assert_eq!(leads.where_found(), [(3, "T1"), (3, "E3")], "{:?}", leads.found());
    assert_contains(&leads.found()[0], "is a leader in it");
    hears("RequestVote", "log 0/0", "term 5 role candidate").only(3, "T1", "is a candidate in it");
    // A request for a vote may be passed over whole, as under a leader's lease.
    hears("RequestVote", "log 0/0", "term 2 vote a role leader").is_legal();
    // It has adopted the term, and stood for election at once.
    hears("AppendEntriesReply", "success false", "term 6 vote a role candidate").is_legal();
    // Terms of other protocols' messages are nobody's.
    hears("PreVote", "", "term 2 vote a role leader").is_legal();
}

#[test]
fn section_5_1_a_term_that_was_heard_of_shows_later() {
    let lines = |later: String| {
        let head = [state("a", "term 2 role follower"), receive("AppendEntries", "b>a 5", "entries 0", "")];
        of("a b c", &[head.to_vec(), vec![later]].concat())
    };
    lines(state("a", "term 5")).is_legal();
    lines(state("a", "term 2")).only(4, "T1", "a is in term 2, and has learned of term 5 (line 3)");
    lines(event("a", "restart", "term 5")).is_legal();
}

#[test]
fn append_entries_1_what_an_older_leader_sends_is_refused() {
    let hears = |role: &str, told: &str| {
        let lines = [
            state("b", &format!("term 5 vote - role {role} last 2/2")),
            receive("AppendEntries", "a>b 4", "prev 2/2 entries 1 leaderCommit 0", told),
        ];
        of("a b c", &lines)
    };
    hears("follower", "").is_legal().judged(Rule::T2);
    hears("follower", "term 5").is_legal();
    hears("leader", "last 3/5").is_legal();
    let found = hears("follower", "last 3/4");
    assert!(found.where_found().contains(&(3, "T2")), "{:?}", found.found());
}

/// A leads term 1 by b's vote, told in full.
fn election() -> Vec<String> {
    vec![
        event("a", "start", "term 0 vote - role follower last 0/0"),
        event("b", "start", "term 0 vote - role follower last 0/0"),
        event("c", "start", "term 0 vote - role follower last 0/0"),
        event("a", "timeout", "term 1 vote a role candidate"),
        send("RequestVote", "a>b 1", "log 0/0", ""),
        send("RequestVote", "a>c 1", "log 0/0", ""),
        receive("RequestVote", "a>b 1", "log 0/0", "term 1 vote a"),
        send("RequestVoteReply", "b>a 1", "granted true for 1", ""),
        receive("RequestVoteReply", "b>a 1", "granted true for 1", "term 1 role leader"),
    ]
}

#[test]
fn candidates_2_a_majority_of_votes_makes_a_leader() {
    of("a b c", &election()).is_legal().judged(Rule::E2).judged(Rule::E3).judged(Rule::I1);
    of("a b c d", &election()).only(10, "E3", "a leads term 1 with 2 of 4 votes (a, b): 3 are a majority");
    let mut early = election();
    early.insert(4, state("a", "term 1 role leader"));
    of("a b c", &early).only(6, "E3", "with 1 of 3 votes (a)");
    // Alone, it needs nobody.
    of("a", &[event("a", "start", "term 0"), state("a", "term 1 vote a role leader")]).is_legal();
}

#[test]
fn candidates_2_a_vote_that_comes_twice_is_one_vote() {
    let mut lines = election();
    lines[8] = receive("RequestVoteReply", "b>a 1", "granted true for 1", "");
    lines.push(receive("RequestVoteReply", "b>a 1", "granted true for 1", "role leader"));
    of("a b c", &lines).is_legal();
    of("a b c d e", &lines).only(11, "E3", "a vote that arrives twice counts once");
}

#[test]
fn candidates_2_a_vote_of_an_older_term_makes_no_leader() {
    let mut lines = election();
    lines.truncate(8);
    lines.push(event("a", "timeout", "term 2 vote a role candidate"));
    lines.push(receive("RequestVoteReply", "b>a 1", "granted true for 1", "term 2 role candidate"));
    of("a b c", &lines).is_legal().judged(Rule::T3);
    lines.pop();
    lines.push(receive("RequestVoteReply", "b>a 1", "granted true for 1", "term 2 role leader"));
    let found = of("a b c", &lines);
    assert_eq!(found.where_found(), [(11, "T3"), (11, "E3")], "{:?}", found.found());
}

/// Members that the header does not name are those that are seen to vote; a learner that only listens is none.
#[test]
fn candidates_2_without_a_list_of_members_those_count_who_take_part() {
    let mut lines = election();
    lines.push(event("d", "start", "term 0"));
    lines.push(event("e", "start", "term 0"));
    judge(&lines.join("\n")).is_legal().not_observable(Rule::E3);
    let asked = ["d", "e"].map(|node| send("RequestVote", &format!("a>{node} 1"), "log 0/0", ""));
    lines.splice(4..4, asked);
    judge(&lines.join("\n")).only(11, "E3", "with 2 of 5 votes");
}

/// Without messages, the voters' states tell who has the votes, whichever line comes first.
#[test]
fn candidates_2_without_messages_votes_are_those_that_voters_tell() {
    let lines = |tell: &[(&str, &str)]| {
        let mut lines = vec![
            state("a", "term 0 vote - role follower"),
            event("a", "timeout", "term 1 vote a role candidate"),
            state("a", "term 1 role leader"),
        ];
        lines.extend(
            tell.iter().map(|(node, vote)| state(node, &format!("term 1 vote {vote} role follower"))),
        );
        of("a b c", &lines)
    };
    lines(&[("b", "a")]).is_legal().judged(Rule::E3);
    lines(&[("b", "c")]).is_legal().not_observable(Rule::E3);
    lines(&[("b", "c"), ("c", "c")]).only(4, "E3", "b, c voted for others in that term");
}

/// The trace began when it led already.
#[test]
fn candidates_2_an_election_before_the_trace_began_is_not_judged() {
    let lines = [state("a", "term 7 role leader"), receive("RequestVoteReply", "b>a 7", "granted true", "")];
    of("a b c d e", &lines).is_legal();
    // Members change, and nodes learn of it at different times.
    let text = election().join("\n");
    judge(&format!("{{\"raftarium\": 1, \"nodes\": [\"a\", \"b\", \"c\"]}}\n{text}")).is_legal();
}

#[test]
fn candidates_1_a_candidate_votes_for_itself() {
    let opens = |vote: &str| {
        let stands = event("a", "timeout", &format!("term 3 vote {vote} role candidate"));
        of("a b c", &[state("a", "term 2 vote - role follower"), stands])
    };
    opens("a").is_legal().judged(Rule::E2);
    opens("b").only(3, "E2", "a starts term 3 as a candidate and votes for b");
    opens("-").only(3, "E2", "votes for nobody");
    let asks = |vote: &str| {
        let lines = [
            state("a", &format!("term 3 vote {vote} role candidate")),
            send("RequestVote", "a>b 3", "log 0/0", ""),
        ];
        of("a b c", &lines)
    };
    asks("a").is_legal();
    asks("-").only(3, "E2", "has not voted itself");
    asks("b").only(3, "V1", "a starts an election in term 3, but has voted for b in it");
    // A pre-candidate is no candidate yet, whatever it is called.
    of("a b c", &[state("a", "term 3 vote b role follower"), state("a", "term 3 vote b role candidate")])
        .is_legal();
}

#[test]
fn candidates_1_a_candidate_opens_a_term_of_its_own() {
    let hears = receive("AppendEntries", "b>a 5", "entries 0", "term 5 vote - role follower");
    let lines = |term: u8| {
        let stands = event("a", "timeout", &format!("term {term} vote a role candidate"));
        of("a b c", &[state("a", "term 2 vote - role follower"), hears.clone(), stands])
    };
    lines(6).is_legal();
    lines(9).is_legal();
    lines(5).only(
        4,
        "E2",
        "a starts an election for term 5, but it has already learned of that term from another node",
    );
}

/// Some call those candidates that only ask whether they would be elected; where that is never seen, it is no excuse.
#[test]
fn candidates_1_a_second_candidacy_opens_a_second_term() {
    let lines = |sent: String| {
        [
            state("a", "term 2 vote - role follower last 0/0"),
            event("a", "timeout", "term 3 vote a role candidate"),
            sent,
            state("a", "term 3 role follower"),
            event("a", "timeout", "term 3 vote a role candidate"),
        ]
    };
    let asks = send("RequestVote", "a>b 3", "log 0/0", "");
    of("a b c", &lines(asks)).only(6, "E2", "a becomes a candidate and remains in term 3");
    let asks_before = send("MsgPreVote", "a>b 4", "", "");
    of("a b c", &lines(asks_before)).is_legal();
}

#[test]
fn candidates_1_what_a_candidate_says_of_its_log_is_so() {
    let asks = |log: &str| {
        let lines = [
            state("a", "term 2 vote - role follower last 4/2"),
            event("a", "timeout", "term 3 vote a role candidate"),
            send("RequestVote", "a>b 3", &format!("log {log}"), ""),
        ];
        of("a b c", &lines)
    };
    asks("4/2").is_legal().judged(Rule::E2);
    asks("3/2").is_legal();
    asks("5/2").only(4, "E2", "its log ends at entry 4 of term 2");
    asks("1/3").only(4, "E2", "entry 1 of term 3");
}

#[test]
fn candidates_3_a_candidate_yields_to_the_leader_of_its_term() {
    let hears = |told: &str| {
        let lines = [
            state("a", "term 3 vote a role candidate"),
            receive("AppendEntries", "b>a 3", "entries 0", told),
        ];
        of("a b c", &lines)
    };
    hears("term 3 role follower").is_legal().judged(Rule::E4);
    hears("").is_legal().not_observable(Rule::E4);
    hears("term 3 role candidate").only(3, "E4", "hears from b, the leader of its own term 3");
}

#[test]
fn figure_3_a_term_has_at_most_one_leader() {
    judge("1 1 a leader\n2 2 b leader\n3 1 a leader\n").is_legal().judged(Rule::I1);
    let found = judge("1 1 a leader\n2 1 b leader\n3 1 b leader\n");
    found.only(2, "I1", "b leads term 1, and a leads it too (line 1)");
    assert_eq!(found.judgement.findings()[0].evidence, [1]);
    // By what is sent, where roles are not told.
    let lines =
        [send("AppendEntries", "a>c 1", "entries 0", ""), send("AppendEntries", "b>c 1", "entries 0", "")];
    of("a b c", &lines).only(3, "I1", "b leads term 1");
    // By what is received, where it is not told what was sent.
    let lines = [state("a", "term 1 role leader"), receive("AppendEntries", "b>a 1", "entries 0", "")];
    of("a b c", &lines).only(3, "I1", "b leads term 1, and a leads it too");
}

/// Stepping down is always allowed, and a leader of an older term may not know better.
#[test]
fn figure_3_old_leaders_and_leaders_that_step_down_are_legal() {
    let lines = [
        state("a", "term 1 role leader"),
        state("b", "term 2 role leader"),
        state("a", "term 1 role leader"),
        state("b", "term 2 role follower"),
        state("a", "term 3 role follower"),
    ];
    of("a b c", &lines).is_legal();
}
