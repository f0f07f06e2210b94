use super::*;
use crate::language;
use crate::script::{self, PlayOptions};
use crate::trace::{Body, Entries};
use std::convert::Infallible;

fn events(text: &str) -> Vec<Event> {
    let script = language::parse(text).unwrap();
    let (report, run) = script::play_through(&script, &PlayOptions::default());
    assert!(report.held(), "{report}");
    let run = run.unwrap();
    let mut events = Vec::new();
    let heard: Result<(), Infallible> = record(&run, run.end(), |event| {
        events.push(event.clone());
        Ok(())
    });
    heard.unwrap();
    events
}

fn kinds(events: &[Event], node: u16) -> Vec<Kind> {
    events.iter().filter(|event| event.node == Node(node)).map(|event| event.kind).collect()
}

#[test]
fn each_message_is_sent_once_and_each_copy_arrives_or_is_lost() {
    let events = events(
        "servers 3\nseed 4\nlink all -> all duplicate 50% loss 20%\nrun until leader exists within 20s\nsubmit x=1\nrun 500ms",
    );
    let mut sent = BTreeMap::new();
    let (mut copies, mut lost) = (0, 0);
    for event in &events {
        let Some(message) = &event.message else { continue };
        let id = message.id.unwrap();
        match event.kind {
            Kind::Send => assert!(sent.insert(id, (message.clone(), 0)).is_none(), "sent once: {event:?}"),
            Kind::Receive | Kind::Lose => {
                let (was, times) = sent.get_mut(&id).expect("sent before");
                assert_eq!(was, message);
                *times += 1;
                copies += u32::from(*times == 2);
                lost += u32::from(event.kind == Kind::Lose);
                assert!(*times <= 2, "{times}");
            }
            kind => panic!("{kind:?} has no message"),
        }
    }
    assert!(sent.len() > 50 && copies > 10 && lost > 5, "{} {copies} {lost}", sent.len());
}

#[test]
fn lines_are_numbered_behind_the_header_and_times_never_go_back() {
    let events = events("servers 3\nseed 1\nrun 400ms");
    for (event, line) in events.iter().zip(2..) {
        assert_eq!(event.line, line);
    }
    let moments: Vec<_> = events.iter().map(|event| event.at).collect();
    assert!(moments.is_sorted(), "{moments:?}");
}

/// What a reader of the trace knows of each log is what is in it.
#[test]
fn the_logs_can_be_rebuilt_from_what_was_written() {
    let text = crate::language::parse(
        "servers 5\nseed 3\nlog S1 1 1 2\nlog S2 1 1 3 3 3\nlog S3 1\nrun until leader exists within 10s\nsubmit a=1\nrun until index 6 is applied on all within 5s\ncrash S1\nsubmit a+=1\nrun 300ms\nrestart S1\nrun 500ms",
    )
    .unwrap();
    let (report, run) = script::play_through(&text, &PlayOptions::default());
    let run = run.unwrap_or_else(|| panic!("{report}"));
    let mut logs: Vec<Vec<Entry>> = vec![Vec::new(); 5];
    let mut overwritten = 0;
    let heard: Result<(), Infallible> = record(&run, run.end(), |event| {
        let log = &mut logs[event.node.position()];
        for entry in &event.entries {
            let position = entry.index.position_after(Index::ZERO).unwrap();
            overwritten += usize::from(log.len() > position);
            log.truncate(position);
            assert_eq!(log.len(), position);
            log.push(entry.clone());
        }
        if let Some(last) = event.state.last_index {
            log.truncate(last.since(Index::ZERO));
            assert_eq!(log.len(), last.since(Index::ZERO));
        }
        Ok(())
    });
    heard.unwrap();
    assert!(overwritten > 0);
    for (server, log) in run.world().nodes().iter().zip(logs) {
        let ours = server.persistent().log.iter();
        let ours: Vec<Entry> = ours.map(|(index, ours)| entry(index, ours.told())).collect();
        assert_eq!(log, ours, "{}", server.id);
    }
}

#[test]
fn a_crash_a_restart_and_a_client_are_told_at_their_server() {
    let events = events(
        "servers 3\nseed 1\nrun until leader exists within 2s\ncall leader L\ncrash L\nsubmit x=1 to L\nrestart L\nsubmit y=2 to L",
    );
    let leader = events.iter().find(|event| event.kind == Kind::Crash).unwrap().node;
    let kinds = kinds(&events, leader.0);
    assert!(kinds.ends_with(&[Kind::Crash, Kind::Restart, Kind::Client]), "{kinds:?}");
    let restart = events.iter().find(|event| event.kind == Kind::Restart).unwrap();
    assert_eq!(restart.state.commit, Some(Index(0)));
    assert_eq!(restart.state.role, Some(raft::RoleKind::Follower));
    assert_eq!(restart.state.term, Some(raft::Term(1)));
    let client = events.last().unwrap();
    assert_eq!(client.command.as_ref().unwrap().text.as_deref(), Some("y=2"));
}

#[test]
fn the_entries_of_a_message_have_their_indexes() {
    let events = events(
        "servers 3\nseed 1\nrun until leader exists within 2s\nsubmit x=1\nsubmit y=2\nrun until index 2 is on all within 2s",
    );
    let carried = events.iter().filter_map(|event| match &event.message.as_ref()?.body {
        Body::AppendEntries { prev, entries: Entries::Listed(entries), .. } if !entries.is_empty() => {
            Some((prev.unwrap(), entries.clone()))
        }
        _ => None,
    });
    let mut count = 0;
    for (prev, entries) in carried {
        count += 1;
        for (entry, index) in entries.iter().zip(prev.index.next().onwards()) {
            assert_eq!(entry.index, index);
            assert_eq!(
                entry.what.as_ref().unwrap().text.as_deref(),
                Some(["x=1", "y=2"][index.position_after(Index::ZERO).unwrap()])
            );
        }
    }
    assert!(count >= 4, "{count}");
}
