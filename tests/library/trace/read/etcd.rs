//! The state trace of etcd's Raft library: its lines tell the state before, amid or after what they name.

use super::Whole;
use crate::support::assert_that;
use raftarium::raft::{Index, RoleKind, Term};
use raftarium::trace::{Body, Entries, EntryId, Event, Format, Kind, Vote};

const TRACE: &str = include_str!("../../../../assets/traces/etcd.ndjson");

/// A line, as a logger of Go's zap writes it.
fn line(
    name: &str,
    nid: u32,
    (term, vote, commit): (u32, u32, u32),
    role: &str,
    log: u32,
    more: &str,
) -> String {
    format!(
        "{{\"level\":\"debug\",\"ts\":1.5,\"msg\":\"trace\",\"tag\":\"trace\",\"event\":{{\"name\":\"{name}\",\"nid\":\"{nid}\",\
         \"state\":{{\"term\":{term},\"vote\":\"{vote}\",\"commit\":{commit}}},\"role\":\"State{role}\",\"log\":{log},\
         \"conf\":[[\"1\",\"2\",\"3\"],[]]{more}}}}}\n"
    )
}

fn letter(kind: &str, term: u32, from: u32, to: u32, rest: (u32, u32, u32, u32, bool)) -> String {
    let (entries, log_term, index, commit, reject) = rest;
    format!(
        ",\"msg\":{{\"type\":\"{kind}\",\"term\":{term},\"from\":\"{from}\",\"to\":\"{to}\",\"entries\":{entries},\
         \"logTerm\":{log_term},\"index\":{index},\"commit\":{commit},\"vote\":\"0\",\"reject\":{reject},\"rejectHint\":0}}"
    )
}

const NONE: (u32, u32, u32, u32, bool) = (0, 0, 0, 0, false);

fn of<'a>(whole: &'a Whole, node: &str, kind: Kind) -> Vec<&'a Event> {
    let node = whole.node(node);
    whole.events.iter().filter(|event| event.node == node && event.kind == kind).collect()
}

#[test]
fn a_whole_run_is_read() {
    let whole = Whole::sound(TRACE);
    assert_eq!(whole.reader.format(), Some(Format::Etcd));
    let nodes = ["1", "2", "3"].map(|name| whole.node(name));
    assert_eq!(whole.members, [nodes.to_vec()]);
    // Node 2 leads term 2 and node 3 term 3, each by the vote of node 1.
    for (node, term) in [("2", 2), ("3", 3)] {
        let timeouts = of(&whole, node, Kind::Timeout);
        assert_eq!((timeouts.len(), timeouts[0].state.term), (1, Some(Term(term))));
        let leads =
            |event: &&Event| event.node == whole.node(node) && event.state.role == Some(RoleKind::Leader);
        let vote = |event: &&Event| {
            event.node == whole.node(node)
                && event.kind == Kind::Receive
                && matches!(
                    event.message.as_ref().unwrap().body,
                    Body::RequestVoteReply { granted: Some(true), .. }
                )
        };
        let first = whole.events.iter().position(|event| leads(&event)).unwrap();
        assert_that(&whole.events[..first], |it| it.iter().any(|event| vote(&event)));
    }
    // A leader's entries are told one by one: the empty ones of its elections too.
    let written: Vec<_> = whole.events.iter().flat_map(|event| &event.entries).collect();
    let told: Vec<(u32, u32)> = written.iter().map(|entry| (entry.index.0, entry.term.unwrap().0)).collect();
    assert_eq!(told, [(4, 2), (5, 2), (6, 2), (7, 2), (7, 3), (8, 3)]);
    // It restarts with what it had, not with the zeros that its library begins with.
    let restart = of(&whole, "2", Kind::Restart)[0].state;
    assert_eq!((restart.term, restart.vote), (Some(Term(2)), Some(Vote::For(whole.node("2")))));
    assert_eq!((restart.last_index, restart.commit), (Some(Index(7)), Some(Index(6))));
    assert_that(&of(&whole, "2", Kind::Start)[0].state.commit, Option::is_none);
}

#[test]
fn what_is_received_is_told_with_what_became_of_it() {
    let asked = letter("MsgVote", 2, 2, 1, (0, 1, 3, 0, false));
    let text = [
        line("ReceiveRequestVoteRequest", 1, (1, 0, 3), "Follower", 3, &asked),
        line("Ready", 3, (1, 0, 3), "Follower", 3, ""),
        line("BecomeFollower", 1, (2, 0, 3), "Follower", 3, ""),
        // The vote is written down right after this line.
        line("SendRequestVoteResponse", 1, (2, 0, 3), "Follower", 3, &letter("MsgVoteResp", 2, 1, 2, NONE)),
    ]
    .concat();
    let whole = Whole::sound(text);
    let [other, receive, send] = &whole.events[..] else { panic!("{:?}", whole.events) };
    assert_eq!((other.line, receive.line, send.line), (2, 1, 4));
    assert_eq!(receive.kind, Kind::Receive);
    assert_eq!((receive.before.term, receive.before.vote), (Some(Term(1)), Some(Vote::Nobody)));
    let vote = Some(Vote::For(whole.node("2")));
    assert_eq!((receive.state.term, receive.state.vote), (Some(Term(2)), vote));
    assert_eq!((send.kind, send.state.vote), (Kind::Send, vote));
    let last = Some(EntryId { index: Index(3), term: Term(1) });
    assert_eq!(receive.message.as_ref().unwrap().body, Body::RequestVote { last });
}

#[test]
fn a_request_that_a_lease_disregards_never_arrived() {
    let asked = letter("MsgVote", 5, 2, 1, (0, 1, 3, 0, false));
    let receive = line("ReceiveRequestVoteRequest", 1, (1, 3, 3), "Follower", 3, &asked);
    let whole = Whole::sound(format!("{receive}{}", line("Ready", 1, (1, 3, 3), "Follower", 3, "")));
    assert_eq!(whole.events[0].kind, Kind::Lose);
    // If the trace ends there, nobody knows.
    assert_eq!(Whole::sound(receive).events, []);
}

#[test]
fn messages_are_ours_by_another_name() {
    let sent = |kind: &str, rest| {
        let name =
            if kind.ends_with("Resp") { "SendAppendEntriesResponse" } else { "SendAppendEntriesRequest" };
        let whole = Whole::sound(line(name, 1, (2, 1, 3), "Leader", 6, &letter(kind, 2, 1, 3, rest)));
        whole.events[0].message.clone().unwrap().body
    };
    let commit = Some(Index(3));
    let prev = Some(EntryId { index: Index(4), term: Term(2) });
    let entries = Entries::Counted(2);
    assert_eq!(sent("MsgApp", (2, 2, 4, 3, false)), Body::AppendEntries { prev, entries, commit });
    let entries = Entries::Counted(0);
    assert_eq!(
        sent("MsgHeartbeat", (0, 0, 0, 3, false)),
        Body::AppendEntries { prev: None, entries, commit }
    );
    let reply = |success, index: Option<u32>| Body::AppendEntriesReply {
        success,
        match_index: index.map(Index),
        request_term: None,
    };
    assert_eq!(sent("MsgAppResp", (0, 0, 6, 0, false)), reply(Some(true), Some(6)));
    assert_eq!(sent("MsgAppResp", (0, 0, 6, 0, true)), reply(Some(false), None));
    assert_eq!(sent("MsgHeartbeatResp", NONE), reply(None, None));
    assert_eq!(sent("MsgSnap", (6, 0, 0, 0, false)), Body::InstallSnapshot { snapshot: None });
}

#[test]
fn several_entries_at_once_and_changes_of_members_are_told_one_by_one() {
    let own = |index| letter("MsgAppResp", 2, 1, 1, (0, 0, index, 0, false));
    let text = [
        line("BecomeLeader", 1, (2, 1, 3), "Leader", 3, ""),
        line("Replicate", 1, (2, 1, 3), "Leader", 3, ""),
        line("Replicate", 1, (2, 1, 3), "Leader", 3, ""),
        line("SendAppendEntriesResponse", 1, (2, 1, 3), "Leader", 5, &own(5)),
        line("ChangeConf", 1, (2, 1, 3), "Leader", 5, ""),
        line("SendAppendEntriesResponse", 1, (2, 1, 3), "Leader", 6, &own(6)),
    ]
    .concat();
    let whole = Whole::sound(text);
    let told: Vec<(u64, u32)> = whole
        .events
        .iter()
        .flat_map(|event| event.entries.iter().map(|entry| (event.line, entry.index.0)))
        .collect();
    assert_eq!(told, [(2, 4), (3, 5), (6, 6)]);
    assert_that(&whole.events, |it| it.iter().all(|event| event.message.is_none()));
}

#[test]
fn members_change_and_a_pre_vote_changes_nothing() {
    let ready = line("Ready", 1, (2, 1, 3), "PreCandidate", 3, "");
    let joint = ready.replace("[[\"1\",\"2\",\"3\"],[]]", "[[\"1\",\"4\"],[\"1\",\"2\",\"3\"]]");
    let after = ready.replace("[[\"1\",\"2\",\"3\"],[]]", "[[\"1\",\"4\"],[]]");
    let other = "{\"level\":\"info\",\"ts\":2,\"msg\":\"something else\"}\n{\"tag\":\"mine\",\"event\":{\"name\":7}}\n";
    let whole = Whole::sound([other, &ready, &ready, &joint, &after].concat());
    let nodes = |names: &[&str]| names.iter().map(|name| whole.node(name)).collect::<Vec<_>>();
    assert_eq!(whole.members, [nodes(&["1", "2", "3"]), vec![], nodes(&["1", "4"])]);
    assert_that(&whole.events, |it| it.iter().all(|event| event.state.role.is_none()));
    assert_eq!(whole.reader.tally().passed_over, 2);
}

#[test]
fn broken_lines_are_told() {
    let good = line("Ready", 1, (2, 1, 3), "Follower", 3, "");
    for (wrong, part) in [
        (line("Ready", 1, (2, 1, 3), "Folower", 3, ""), "did you mean `StateFollower`"),
        (good.replace("\"log\":3", "\"log\":-3"), "a whole number"),
        (good.replace("\"log\":3,", ""), "missing field `log`"),
        (
            line("SendRequestVoteRequest", 1, (2, 1, 3), "Leader", 3, &letter("MsgVote", 2, 2, 1, NONE)),
            "of another node",
        ),
    ] {
        let whole = Whole::of([&good, &wrong, &good].map(String::as_str).concat());
        assert_eq!((whole.events.len(), whole.broken.len()), (2, 1), "{wrong}");
        assert!(whole.broken[0].to_string().contains(part), "{}", whole.broken[0]);
    }
}
