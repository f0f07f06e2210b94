//! A network loses, repeats, delays and reorders messages, and makes up none.

use super::bench::{event, judge_changed, of, receive, send, state};
use raftarium::trace::judge::Law;
use raftarium::trace::{Event, Node};

/// a and b from their first start on, and a stands for election.
fn begun() -> Vec<String> {
    vec![
        event("a", "start", "term 0 vote - role follower last 0/0"),
        event("b", "start", "term 0 vote - role follower last 0/0"),
        event("a", "timeout", "term 1 vote a role candidate"),
        send("RequestVote", "a>b 1", "id 1 log 0/0", ""),
        receive("RequestVote", "a>b 1", "id 1 log 0/0", "term 1 vote a"),
        send("RequestVoteReply", "b>a 1", "id 2 granted true", ""),
        receive("RequestVoteReply", "b>a 1", "id 2 granted true", "role leader"),
        send("AppendEntries", "a>b 1", "id 3 prev 0/0 entries 0 leaderCommit 0", ""),
    ]
}

fn then(line: String) -> super::bench::Judged {
    let mut lines = begun();
    lines.push(line);
    of("a b", &lines)
}

#[test]
fn what_was_sent_may_arrive_late_twice_or_never() {
    let lines = [
        receive("AppendEntries", "a>b 1", "id 3 prev 0/0 entries 0 leaderCommit 0", ""),
        receive("AppendEntries", "a>b 1", "id 3 prev 0/0 entries 0 leaderCommit 0", ""),
        receive("RequestVote", "a>b 1", "id 1 log 0/0", ""),
        event("b", "crash", ""),
        event("a", "crash", ""),
        event("b", "restart", "term 1 vote a"),
        receive("RequestVote", "a>b 1", "id 1 log 0/0", ""),
    ];
    of("a b", &[begun(), lines.to_vec()].concat()).is_legal().judged(Law::Messages);
}

#[test]
fn a_message_that_nobody_has_sent_is_found() {
    then(receive("AppendEntries", "a>b 2", "id 9 prev 0/0 entries 0 leaderCommit 0", "term 2")).only(
        10,
        "messages",
        "it has sent b no AppendEntries of this term",
    );
    then(receive("AppendEntriesReply", "b>a 1", "id 9 success true match 0", "")).is_legal();
    then(receive("RequestVoteReply", "b>a 1", "id 9 granted true", "")).only(
        10,
        "messages",
        "no such message with this id",
    );
}

#[test]
fn a_message_that_was_changed_on_its_way_is_found() {
    then(receive("AppendEntries", "a>b 1", "id 3 prev 0/0 entries 0 leaderCommit 5", "")).only(
        10,
        "messages",
        "the message that it has sent has other contents",
    );
    then(receive("RequestVoteReply", "b>a 1", "id 2 granted false", "")).only(
        10,
        "messages",
        "the message that it has sent has other contents",
    );
}

#[test]
fn a_message_is_its_senders_and_for_its_receiver() {
    // The reader takes such lines for broken; who makes events in another way may get them wrong.
    let lines = |line: String| [begun(), vec![line]].concat().join("\n");
    let sent = lines(send("AppendEntries", "a>b 1", "id 4 prev 0/0 entries 0 leaderCommit 0", ""));
    let elsewhere = |event: &mut Event| {
        if event.line == 9 {
            event.node = Node(1 - event.node.0);
        }
    };
    judge_changed(&sent, elsewhere).only(9, "messages", "b sends AppendEntries of term 1 in the name of a");
    let got = lines(receive("AppendEntries", "a>b 1", "id 3 prev 0/0 entries 0 leaderCommit 0", ""));
    judge_changed(&got, elsewhere).only(
        9,
        "messages",
        "a receives AppendEntries of term 1 that is addressed to b",
    );
}

#[test]
fn a_message_carries_its_senders_term() {
    then(send("AppendEntries", "a>b 2", "id 4 prev 0/0 entries 0 leaderCommit 0", "term 1")).only(
        10,
        "messages",
        "a sends AppendEntries of term 2, and is in term 1",
    );
    // Told only later, and found where it was sent.
    let mut lines = begun();
    lines.push(send("RequestVote", "b>a 2", "id 4 log 0/0", ""));
    lines.push(state("b", "term 1 vote a"));
    of("a b", &lines).only(10, "messages", "b sends a message of term 2, and is in term 1 (line 11)");
    // What waited to be sent carries the term that it was made in; and a term may be told after it was used.
    let lines = [
        send("RequestVote", "b>a 2", "id 4 log 0/0", ""),
        event("b", "change", "term 2 vote b role candidate"),
        send("RequestVoteReply", "b>a 1", "id 5 granted true", ""),
    ];
    of("a b", &[begun(), lines.to_vec()].concat()).is_legal();
}

#[test]
fn only_a_leader_sends_what_leaders_send() {
    let lines = [
        state("b", "term 1 vote a role follower"),
        event("b", "timeout", "term 2 vote b role candidate"),
        send("AppendEntries", "b>a 2", "id 4 prev 0/0 entries 0 leaderCommit 0", "term 2 role candidate"),
    ];
    of("a b", &[begun(), lines.to_vec()].concat()).only(12, "messages", "has never led that term");
    let lines = [
        event("b", "timeout", "term 2 vote b role candidate"),
        send("AppendEntries", "b>a 2", "id 4 prev 0/0 entries 0 leaderCommit 0", ""),
        state("b", "term 2 role candidate"),
    ];
    of("a b", &[begun(), lines.to_vec()].concat()).only(11, "messages", "never leads that term (line 12)");
    // Sent as a leader, before the line that says so; or after it has stepped down, from a queue.
    let lines = [
        event("b", "timeout", "term 2 vote b role candidate"),
        receive("RequestVoteReply", "a>b 2", "id 9 granted true", ""),
        send("AppendEntries", "b>a 2", "id 4 prev 0/0 entries 0 leaderCommit 0", ""),
        state("b", "term 2 role leader"),
        state("b", "term 2 role follower"),
        send("AppendEntries", "b>a 2", "id 5 prev 0/0 entries 0 leaderCommit 0", ""),
    ];
    let found = of("a b", &[begun(), lines.to_vec()].concat());
    assert_eq!(found.where_found(), [(11, "messages")], "only a's vote is forged: {:?}", found.found());
}

/// Not all that was sent is in the trace, or it was sent before the trace began.
#[test]
fn what_cannot_be_known_is_not_held_against_anyone() {
    // Nobody tells what is sent.
    let lines = [state("a", "term 1 role leader"), receive("AppendEntries", "a>b 2", "entries 0", "term 2")];
    of("a b", &lines).is_legal().not_observable(Law::Messages);
    // It was under way when the trace began.
    let lines = [
        state("a", "term 4 role leader"),
        send("AppendEntries", "a>b 4", "id 8 entries 0", ""),
        receive("AppendEntries", "a>b 4", "id 7 entries 0", ""),
        receive("RequestVote", "a>b 4", "id 2 log 0/0", ""),
    ];
    of("a b", &lines).is_legal();
    // c has a file of its own, which is not here.
    then(receive("RequestVote", "c>b 3", "id 1 log 0/0", "term 3")).is_legal();
}

/// The receiver does not log all that the sender does, or has numbers of its own.
#[test]
fn a_receiver_may_tell_less_than_the_sender() {
    let mut lines = begun();
    lines.truncate(4);
    lines.push(receive("RequestVote", "a>b 1", "", "term 1 vote a"));
    lines.push(send("RequestVoteReply", "b>a 1", "id 2 granted true for 1", ""));
    lines.push(receive("RequestVoteReply", "b>a 1", "id 77 granted true", "role leader"));
    lines.push(send("AppendEntries", "a>b 1", "id 3 prev 0/0 entries 2 leaderCommit 0", ""));
    lines.push(receive("AppendEntries", "a>b 1", "id 78", ""));
    of("a b", &lines).is_legal();
}
