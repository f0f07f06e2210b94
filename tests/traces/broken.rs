//! Lines that are broken are told, and the rest is read.

use super::Whole;

const GOOD: &str = "{\"node\": \"a\", \"state\": {\"term\": 1}}\n";

/// What is said of a line between two good ones.
fn said(line: &str) -> String {
    let whole = Whole::of(format!("{GOOD}{line}\n{GOOD}"));
    assert_eq!(whole.events.len(), 2, "{line}");
    assert_eq!(whole.broken.len(), 1, "{line}");
    whole.broken[0].to_string()
}

#[test]
fn a_broken_line_is_told_with_its_place_and_the_nearest_right_word() {
    assert_eq!(
        said(r#"{"node": "a", "event": "recieve"}"#),
        "line 2, column 33: `recieve` is no event: one of start, crash, restart, timeout, heartbeat, send, receive, \
         lose, client, change was expected; did you mean `receive`?"
    );
}
