//! Text of others stays text: names, commands, titles and kinds of messages of a foreign trace in every text format.

use super::{all, played};
use crate::support::assert_that;
use raftarium::export::{ExportError, Steps, Subject, jsonl, mermaid, shiviz, text};
use raftarium::history::Run;
use raftarium::trace::{Footage, Piece, Reader, to_tape};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;

/// What could mean something to a terminal, to Mermaid, to YAML, to HTML, to a regular expression, to JSON.
const HOSTILE: [&str; 12] = [
    "\u{1b}[2Jgone",
    "a\nS1->>S2: forged",
    "<script>alert(1)</script>",
    "<br/>\"'`quoted`",
    "%%{init: {\"theme\":\"dark\"}}%%",
    "end;note#35;",
    "$$\\int$$",
    "wrap:x",
    "]}\"{ {",
    "two words",
    "\u{202e}backwards\u{200b}",
    "---\ntitle: x",
];

/// Two nodes with such names: one of them leads and sends the other an entry, and a message of a kind of its own.
fn foreign(hostile: &str) -> Run {
    let (a, b) = (format!("a{hostile}"), format!("b{hostile}"));
    let line = |node: &str, event: &str, more: Value| {
        let mut line = json!({ "time": 1, "node": node, "event": event });
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        line
    };
    let append = json!({ "message": { "id": 1, "type": "AppendEntries", "from": a, "to": b, "term": 1, "prevLogIndex": 0,
        "prevLogTerm": 0, "leaderCommit": 0, "entries": [{ "index": 1, "term": 1, "command": hostile }] } });
    let other = json!({ "message": { "id": 2, "type": hostile, "from": a, "to": b, "term": 1 } });
    let entries = json!({ "entries": [{ "index": 1, "term": 1, "command": hostile }], "note": hostile,
        "state": { "term": 1, "role": "leader", "lastIndex": 1, "lastTerm": 1 }, "command": hostile });
    let lines = [
        json!({ "raftarium": 1, "title": hostile, "nodes": [a, b] }),
        line(&a, "start", json!({ "state": { "term": 1, "role": "leader", "lastIndex": 0, "lastTerm": 0 } })),
        line(
            &b,
            "start",
            json!({ "state": { "term": 1, "role": "follower", "lastIndex": 0, "lastTerm": 0 } }),
        ),
        line(&a, "client", entries),
        line(&a, "send", append.clone()),
        line(&b, "receive", append),
        line(&a, "send", other.clone()),
        line(&b, "receive", other),
        line(&a, "crash", json!({})),
    ];
    let trace = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n") + "\n";
    let footage = Footage::read(trace.as_bytes()).unwrap();
    assert_eq!(footage.broken, 0, "{:?}", footage.problems);
    Run::played(Arc::new(to_tape(&footage).unwrap()))
}

fn with_title(
    run: &Run,
    hostile: &str,
    write: impl Fn(&Subject, &mut dyn Write) -> Result<(), ExportError>,
) -> String {
    let notes = [(2, hostile.to_owned())];
    let subject = Subject { title: hostile, intro: hostile, run, notes: &notes, steps: Steps::all(run) };
    let mut bytes = Vec::new();
    write(&subject, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn is_hidden(character: char) -> bool {
    character != '\n' && raftarium::untrusted::hidden(character)
}

#[test]
fn a_story_is_lines_that_a_terminal_can_be_given() {
    let plain = all(&foreign("x"), |subject, out| text::write(subject, text::Options { verbose: true }, out));
    for hostile in HOSTILE {
        let told = with_title(&foreign(hostile), hostile, |subject, out| {
            text::write(subject, text::Options { verbose: true }, out)
        });
        assert!(!told.chars().any(is_hidden), "{told:?}");
        let steps = |text: &str| text.lines().filter(|line| line.contains(" ms  ")).count();
        assert_eq!(steps(&told), steps(&plain), "no line more or less: {told}");
    }
}

#[test]
fn a_diagram_has_the_lines_that_it_would_have_with_harmless_text() {
    let verbose = |subject: &Subject, out: &mut dyn Write| {
        mermaid::write(subject, mermaid::Options { verbose: true }, out)
    };
    let word =
        |line: &str| line.split_whitespace().next().unwrap_or_default().split(':').next().unwrap().to_owned();
    let plain: Vec<String> = with_title(&foreign("x"), "x", verbose).lines().map(word).collect();
    for hostile in HOSTILE {
        let diagram = with_title(&foreign(hostile), hostile, verbose);
        assert!(!diagram.chars().any(is_hidden), "{diagram:?}");
        let words: Vec<String> = diagram.lines().map(word).collect();
        assert_eq!(words, plain, "{diagram}");
        for line in diagram.lines().skip_while(|line| *line != "sequenceDiagram") {
            let bare = line.replace("<br/>", "");
            let (_, text) = bare.split_once(": ").or_else(|| bare.split_once(" as ")).unwrap_or_default();
            assert!(!text.contains(['<', '>', '"', '%', '{', '}', '$', '`', '\\']), "{line}");
            for (position, _) in text.match_indices('#') {
                let number = text[position + 1..].split(';').next().unwrap();
                assert!(number.parse::<u32>().is_ok(), "a number of a character: {line}");
            }
        }
    }
}

#[test]
fn a_log_has_two_lines_an_event_and_hosts_of_one_word() {
    for hostile in HOSTILE {
        let log = with_title(&foreign(hostile), hostile, shiviz::write);
        assert!(!log.chars().any(is_hidden), "{log:?}");
        let lines: Vec<&str> = log.lines().skip(2).collect();
        assert!(lines.len().is_multiple_of(2) && lines.len() >= 10, "{log}");
        for pair in lines.chunks(2) {
            let (host, rest) = pair[1].split_once(' ').unwrap();
            let clock: Value = serde_json::from_str(&rest[..=rest.find('}').unwrap()]).unwrap();
            assert!(clock.get(host).is_some(), "{}", pair[1]);
            assert!(host.starts_with("S1:a") || host.starts_with("S2:b"), "{host}");
        }
    }
}

#[test]
fn a_trace_is_read_again_whatever_its_title_is() {
    let (_, run) = played("servers 3\nseed 1\nrun 200ms");
    for hostile in HOSTILE {
        let trace = with_title(&run, hostile, jsonl::write);
        let pieces: Vec<Piece> = Reader::new(trace.as_bytes()).map(Result::unwrap).collect();
        let Some(Piece::Header(header)) = pieces.first() else { panic!("{trace}") };
        assert_that(&header.title.as_deref().unwrap_or_default(), |it| !it.chars().any(is_hidden));
        assert!(!pieces.iter().any(|piece| matches!(piece, Piece::Broken(_))), "{trace}");
    }
}
