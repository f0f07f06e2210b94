//! Text of strangers stays text.

use super::{between, data, page, scenario, subject};
use crate::support::assert_that;
use raftarium::export::{Steps, Subject};
use raftarium::history::Run;
use raftarium::raft::{Command, Foreign, Index, MessageKind, ServerId};
use raftarium::sim::{Change, Cue, Frame, Happening, RoleChange, Setup, Tape, Time, Vote};
use std::sync::Arc;

/// What would run, load, or read as something else, if it were taken for more than text.
const HOSTILE: [&str; 12] = [
    "</script><script>window.pwned=1</script>",
    "</title><img src=x onerror=window.pwned=1>",
    "\"><svg onload=window.pwned=1>",
    "' onmouseover='window.pwned=1",
    "<!--",
    "]]>",
    "{{run}} {{script}} ${window.pwned=1}",
    "javascript:window.pwned=1",
    "&lt;script&gt;",
    "\u{2028}window.pwned=1\u{2029}",
    "\u{202e}desrever\u{202c}",
    "\u{1b}]52;c;aGk=\u{7}\u{0}",
];

/// What is left of a text that is shown.
fn shown(text: &str) -> String {
    let hidden = |char: char| char.is_control() || matches!(char, '\u{2028}'..='\u{202e}');
    text.chars().filter(|char| !hidden(*char)).collect()
}

/// It has the elements of a page without any such text, and no others.
fn is_harmless(page: &str) {
    let run = Run::new(Setup::of(3, 1)).unwrap();
    let plain = super::page(&subject(&run));
    let count = |page: &str, tag: &str| page.matches(tag).count();
    for tag in
        ["<script", "</script", "<style", "</style", "<img", "<svg", "<iframe", "<title", "</title", "<!--"]
    {
        assert_eq!(count(page, tag), count(&plain, tag), "{tag}");
    }
    assert_that(&page, |it| !it.contains(['\u{2028}', '\u{2029}', '\u{202e}', '\u{1b}', '\u{7}', '\0']));
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
}

#[test]
fn titles_introductions_and_notes_are_text() {
    let run = scenario("27-no-op");
    for hostile in HOSTILE {
        let notes = [(4, hostile.to_owned())];
        let page = page(&Subject { title: hostile, intro: hostile, notes: &notes, ..subject(&run) });
        is_harmless(&page);
        let data = data(&page);
        let expected = shown(hostile);
        assert_eq!(data["about"]["title"], expected);
        assert_eq!(data["about"]["intro"], expected);
        assert_eq!(data["notes"][0][1], expected);
        assert_eq!(data["notes"][0][0], 4);
    }
}

/// A recording whose every text is hostile.
fn recording(hostile: &str) -> Run {
    let server = ServerId::at;
    let start = |position| frame(Cue::Start { server: server(position), up: true });
    let name: Box<str> = shown(hostile).into();
    let other = Happening::SendsOther { to: server(1), name: name.clone() };
    let text = hostile[..hostile.len().min(8)].replace(|c: char| !c.is_ascii(), "");
    let command = Command::Foreign(Some(Foreign::new(7, Some(&text))));
    let frames = vec![
        start(0),
        start(1),
        frame(Cue::Other(server(0), other)),
        frame(Cue::Other(server(1), Happening::Sends { to: server(0), kind: MessageKind::RequestVote })),
        frame(Cue::Submit(server(0), command)),
    ];
    Run::played(Arc::new(Tape {
        setup: Setup::of(2, 1),
        frames,
        title: Some(name.clone()),
        names: vec![name.clone(), name],
        ..Tape::default()
    }))
}

fn frame(what: Cue) -> Frame {
    Frame {
        at: Time::ZERO,
        cause: None,
        line: Some(3),
        what,
        change: Some(Change {
            term: None,
            vote: Some(Vote::Nobody),
            keep: Index::ZERO,
            entries: Box::default(),
            whole_log: true,
            commit_index: Some(Index::ZERO),
            last_applied: Some(Index::ZERO),
            role: RoleChange::Same,
            knows: Box::default(),
        }),
        facts: 0..0,
        sent: 0..0,
        illegal: false,
    }
}

#[test]
fn names_commands_and_messages_of_a_recording_are_text() {
    for hostile in HOSTILE {
        let run = recording(hostile);
        let page = page(&Subject { steps: Steps::all(&run), ..subject(&run) });
        is_harmless(&page);
        let data = data(&page);
        assert_eq!(data["about"]["calls"][0], shown(hostile));
        assert_eq!(data["start"]["servers"][0]["unknown"][0], "term");
        let words = data["words"].as_array().unwrap();
        assert!(words.iter().any(|word| word.as_str().unwrap().contains(&shown(hostile))), "{words:?}");
    }
}
