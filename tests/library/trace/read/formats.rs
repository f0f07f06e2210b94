//! The three formats, as people write them.

use super::Whole;
use crate::support::assert_that;
use raftarium::raft::{Index, RoleKind, Term};
use raftarium::trace::{Format, Kind, State, Vote};

#[test]
fn bare_lines_have_spaces_tabs_or_commas_and_roles_of_any_case() {
    let text =
        "# time term node role\n1.5 1 a leader\n2\t1\tb\tF\n3, 2, c, Candidate\n12:00:01 2 a FOLLOWER # no\n";
    let whole = Whole::of(text);
    assert_eq!(whole.reader.format(), Some(Format::Bare));
    assert_eq!(
        whole.broken[0].to_string(),
        "line 5, column 23: expected four words, `time term node role`, and this is a fifth"
    );
    let told: Vec<_> =
        whole.events.iter().map(|event| (event.at, event.state.term, event.state.role)).collect();
    assert_eq!(
        told,
        [
            (Some(1_500), Some(Term(1)), Some(RoleKind::Leader)),
            (Some(2_000), Some(Term(1)), Some(RoleKind::Follower)),
            (Some(3_000), Some(Term(2)), Some(RoleKind::Candidate)),
        ]
    );
}

#[test]
fn what_is_left_out_is_unknown_and_null_is_nobody() {
    let text = r#"{"node": 7, "state": {"votedFor": null}}
{"node": 7, "state": {"votedFor": 3, "role": "L"}, "time": "noon"}
{"node": 7.0, "state": null, "note": null, "entries": null, "time": -4}
{"node": "7", "state": {"votedFor": -1, "term": 2.0}, "event": "restart"}"#;
    let whole = Whole::sound(text);
    let seven = whole.node("7");
    assert_that(&whole.events, |it| it.iter().all(|event| event.node == seven && event.at.is_none()));
    let states: Vec<State> = whole.events.iter().map(|event| event.state).collect();
    assert_eq!(states[0], State { vote: Some(Vote::Nobody), ..State::default() });
    assert_eq!(states[1].vote, Some(Vote::For(whole.node("3"))));
    assert_eq!(states[2], State::default());
    assert_eq!(states[3], State { vote: Some(Vote::Nobody), term: Some(Term(2)), ..State::default() });
    assert_eq!(whole.events[3].kind, Kind::Restart);
}

#[test]
fn commands_and_hashes_tell_entries_apart() {
    let text = r#"{"node": 1, "entries": [{"index": 4, "command": "x=7"}, {"command": 8}]}
{"node": 1, "entries": [{"index": 4, "command": "x=7"}, {"command": "8"}]}
{"node": 1, "entries": [{"index": 4, "hash": "abc"}, {"hash": "abd", "command": "x=7"}]}
{"node": 1, "entries": [{"index": 4, "hash": "abc", "command": "x=7"}, {"hash": "abd"}]}"#;
    let whole = Whole::sound(text);
    let digests: Vec<Vec<u64>> = whole
        .events
        .iter()
        .map(|event| event.entries.iter().map(|entry| entry.what.as_ref().unwrap().digest).collect())
        .collect();
    assert_eq!(digests[0], digests[1]);
    assert_ne!(digests[0][0], digests[0][1]);
    assert_ne!(digests[2][0], digests[3][1]);
    // A command tells more than a hash of it that may not be logged everywhere.
    assert_eq!((digests[3][0], digests[2][1]), (digests[0][0], digests[0][0]));
    assert_eq!(whole.events[0].entries[1].index, Index(5));
}

#[test]
fn nothing_in_a_trace_can_move_the_cursor() {
    let text = "{\"node\": \"a\\u001b[2J\\u0000\", \"note\": \"\\u001b]0;x\\u0007\\u202e\", \"command\": \"\\u009b5n\"}";
    let whole = Whole::sound(text);
    let event = &whole.events[0];
    let shown = [
        whole.names().get(event.node),
        event.note.as_deref().unwrap(),
        event.command.as_ref().unwrap().text.as_deref().unwrap(),
    ];
    assert_eq!(shown, ["a\\u{1b}[2J\\u{0}", "]0;x", "5n"]);
}

#[test]
fn a_header_tells_the_members_once_and_first() {
    let whole = Whole::sound("\n{\"raftarium\": 1, \"nodes\": [1, \"b\", 1]}\n{\"node\": \"b\"}\n");
    assert_eq!(whole.headers[0].members, [whole.node("1"), whole.node("b")]);
    let newer = Whole::of("{\"raftarium\": 2}\n{\"node\": 1}\n");
    assert!(newer.broken[0].says.contains("version 2"), "{:?}", newer.broken);
    let crowd: Vec<String> = (0..1_001).map(|number| number.to_string()).collect();
    let crowded =
        Whole::of(format!("{{\"raftarium\": 1, \"nodes\": [{}]}}\n{{\"node\": 5}}\n", crowd.join(",")));
    assert!(crowded.broken[0].says.contains("at most 1000"), "{:?}", crowded.broken);
    assert_eq!(crowded.events.len(), 1);
}
