//! Lines that are broken are told, and the rest is read.

use super::Whole;
use crate::support::assert_contains;
use raftarium::trace::read::MOST_LINE;
use raftarium::trace::{Format, Kind};

const GOOD: &str = "{\"node\": \"a\", \"state\": {\"term\": 1}}\n";

/// What is said of a line between two good ones.
fn said(line: impl AsRef<[u8]>) -> String {
    let line = line.as_ref();
    let bytes = [GOOD.as_bytes(), line, b"\n", GOOD.as_bytes()].concat();
    let whole = Whole::of(bytes);
    let shown = String::from_utf8_lossy(line);
    assert_eq!(whole.events.len(), 2, "{shown}");
    assert_eq!(whole.broken.len(), 1, "{shown}");
    assert!(whole.broken[0].quoted.chars().all(|char| !char.is_control()), "{shown}");
    whole.broken[0].to_string()
}

#[test]
fn a_broken_line_is_told_with_its_place_and_the_nearest_right_word() {
    assert_eq!(
        said(r#"{"node": "a", "event": "recieve"}"#),
        "line 2, column 24: `recieve` is not an event: expected one of start, crash, restart, timeout, \
         heartbeat, send, receive, lose, client, change; did you mean `receive`?"
    );
    assert_eq!(
        said(r#"{"node": "a", "state": {"role": "leadr"}}"#),
        "line 2, column 33: `leadr` is not a role: expected follower, candidate or leader; did you mean \
         `leader`?"
    );
    for (line, part) in [
        ("{\"state\": {\"term\": 1}}", "`node` is missing"),
        ("{\"node\": \"\"}", "empty"),
        ("{\"node\": [1]}", "a text or a whole number"),
        ("{\"node\": 1, \"state\": {\"term\": 4294967296}}", "a whole number from 0 to 4294967294"),
        ("{\"node\": 1, \"state\": {\"term\": -1}}", "a whole number from 0 to 4294967294"),
        ("{\"node\": 1, \"state\": {\"term\": \"3\"}}", "a whole number from 0 to 4294967294"),
        ("{\"node\": 1, \"state\": 3}", "an object: a state"),
        ("{\"node\": 1, \"event\": \"send\", \"message\": {\"type\": \"RequestVote\"}}", "no `to`"),
        ("{\"node\": 1, \"event\": \"send\", \"message\": {\"to\": 2}}", "no `type`"),
        (
            "{\"node\": 1, \"event\": \"send\", \"message\": {\"type\": \"x\", \"from\": 3, \"to\": 2}}",
            "line of `1`",
        ),
        ("{\"node\": 1, \"message\": {\"type\": \"x\", \"to\": 2}}", "expected send, receive or lose"),
        ("{\"node\": 1, \"entries\": [{\"term\": 2}]}", "no `index`"),
        ("{\"node\": 1, \"entries\": [{\"index\": 0}]}", "no entry 0"),
        ("{\"node\": 1, \"entries\": [{\"index\": 5}, {\"index\": 4}]}", "not in order"),
        ("{\"node\": 1, \"snapshot\": {\"index\": 5}}", "needs an `index` and a `term`"),
        ("{\"node\": 1} {\"node\": 2}", "trailing characters"),
        ("{\"node\": 1", "the line ends too early"),
        ("{\"raftarium\": 1}", "first line"),
        ("1 2 a leader", "expected an object"),
        ("[]", "expected"),
        ("\"\\u0000\"", "expected"),
    ] {
        let said = said(line);
        assert!(said.starts_with("line 2") && said.contains(part), "{line}: {said}");
    }
}

#[test]
fn strange_bytes_break_one_line_only() {
    assert_contains(&said(b"\0\0\0"), "expected");
    assert_contains(&said(b"{\"node\": \"\xff\"}"), "invalid unicode");
    assert_contains(&said(b"{\"node\": \"\xed\xa0\x80\"}"), "invalid unicode");
    assert_contains(&said("{\"node\": \"\\ud800\"}"), "line 2");
    assert_contains(&said("x".repeat(2 * MOST_LINE)), "at most 1048576 bytes");
    let deep =
        |depth: usize| format!("{{\"node\": 1, \"mine\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert_contains(&said(deep(16)), "nested deeper than 16");
    assert_contains(&said(deep(100_000)), "nested deeper than 16");
    assert_eq!(Whole::of(deep(15)).events.len(), 1);
    let brackets = format!("{{\"node\": 1, \"note\": \"{}\\\"{}\"}}", "[".repeat(50), "{".repeat(50));
    assert_eq!(Whole::sound(brackets).events.len(), 1);
}

#[test]
fn what_another_system_adds_to_a_file_is_no_mistake() {
    let text = format!("\u{feff}{}\r\n\r\n  {}", GOOD.trim(), GOOD.replace('\n', "\r\n"));
    assert_eq!(Whole::sound(text).events.iter().map(|event| event.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(Whole::sound("\u{feff}1 2 a leader\r\n# that was it\r\n").events.len(), 1);
    // No newline at the end, and whole.
    assert_eq!(Whole::sound(GOOD.trim()).events.len(), 1);
}

#[test]
fn a_last_line_that_breaks_off_is_no_mistake() {
    let line =
        r#"{"node": "é", "event": "send", "state": {"term": 12}, "message": {"type": "X", "to": "b"}}"#;
    for cut in 1..line.len() {
        let whole = Whole::of([GOOD.as_bytes(), &line.as_bytes()[..cut]].concat());
        assert_eq!((whole.events.len(), whole.broken.len()), (1, 0), "{cut}");
        assert_eq!(whole.reader.tally().breaks_off, Some(2), "{cut}");
    }
    let whole = Whole::of(format!("1 2 a l\n{}", "3 2 b"));
    assert_eq!((whole.events.len(), whole.reader.tally().breaks_off), (1, Some(2)));
    // What is wrong is wrong at the end, too.
    assert_eq!(Whole::of("{\"node\": 1, \"event\": \"x\"}").broken.len(), 1);
}

#[test]
fn a_name_that_is_not_known_is_told_once() {
    let line = r#"{"node": "a", "pid": 7, "votedfor": "b", "state": {"votedfor": "b", "rank": 1}}"#;
    let whole = Whole::of(format!("{line}\n{line}\n"));
    assert_eq!((whole.events.len(), whole.broken.len()), (2, 0));
    let strangers: Vec<_> = whole.reader.tally().strangers.iter().map(ToString::to_string).collect();
    assert_eq!(
        strangers,
        [
            "`pid` is not a field here (2 lines, first in line 1)",
            "`votedfor` in `state` is not a field here (2 lines, first in line 1); did you mean `votedFor`?",
        ]
    );
    let flat = Whole::of("{\"node\": 1, \"votedfor\": 2}");
    assert_eq!(flat.reader.tally().strangers[0].near, Some("state.votedFor"));
    let reply = Whole::of(
        "{\"node\": 1, \"event\": \"send\", \"message\": {\"to\": 2, \"type\": \"RequestVoteResponse\"}}",
    );
    assert_eq!(reply.reader.tally().strangers[0].near, Some("RequestVoteReply"));
    let own =
        Whole::sound("{\"node\": 1, \"event\": \"send\", \"message\": {\"to\": 2, \"type\": \"PreVote\"}}");
    assert_eq!(own.events[0].kind, Kind::Send);
}

#[test]
fn what_is_no_trace_has_no_event() {
    for bytes in [
        &b""[..],
        b"\n\n\n",
        b"\x7fELF\x02\x01\0\0\0",
        b"# A heading\n\nSome words of prose, more than four.\n",
    ] {
        let whole = Whole::of(bytes);
        assert_eq!((whole.events.len(), whole.reader.format()), (0, None));
    }
    assert_contains(&Whole::of("[\n{\"node\": 1}\n]\n").broken[0].says, "each line holds one object");
    // The first line may be the end of something else.
    let whole = Whole::of(format!("\"term\": 3}}}}\n{GOOD}"));
    assert_eq!((whole.events.len(), whole.reader.format()), (1, Some(Format::Ours)));
}
