//! What a trace tells is shown, and what it does not tell is not made up.

use crate::support::{assert_contains, assert_that};
use raftarium::explain::{answer, tell_within};
use raftarium::history::{MarkKind, Run};
use raftarium::language::Question;
use raftarium::paper::Property;
use raftarium::raft::{Fact, Index, RoleKind, SeenEntry, ServerId, ServerSet, Term, Timer};
use raftarium::sim::{Action, Refusal, SeenFact, Time, What};
use raftarium::trace::{Footage, TapeError, to_tape};
use std::sync::Arc;

const S1: ServerId = ServerId::at(0);
const S2: ServerId = ServerId::at(1);
const S3: ServerId = ServerId::at(2);

fn opened(text: &str) -> Run {
    Run::played(Arc::new(to_tape(&Footage::read(text.as_bytes()).unwrap()).unwrap()))
}

fn at_line(run: &mut Run, line: u64) {
    let step = run.at_hand().iter().find(|step| step.line() == Some(line)).map(|step| step.number);
    assert!(run.seek(step.unwrap_or_else(|| panic!("line {line} is no step"))));
}

fn subtitle(run: &Run) -> String {
    tell_within(run.step().unwrap(), run).sentence()
}

const BARE: &str = "# time term node role
151.2 1 a leader
163.0 1 b follower
170.0 2 c candidate
175.0 2 c leader
180.0 1 b leader
";

#[test]
fn bare_lines_show_roles_and_terms_and_claim_nothing_else() {
    let mut run = opened(BARE);
    at_line(&mut run, 2);
    assert_eq!(subtitle(&run), "S1 leads term 1: the trace does not say who voted for it");
    let world = run.world();
    let leader = world.node(S1);
    assert_eq!(leader.server().unwrap().role().kind(), RoleKind::Leader);
    assert_eq!(leader.persistent().current_term, Term(1));
    assert_eq!((leader.term(), leader.role()), (Some(Term(1)), Some(RoleKind::Leader)));
    assert_eq!((leader.vote(), leader.last_index(), leader.commit_index()), (None, None, None));
    // Of the others nothing was told yet.
    assert_eq!((world.node(S3).term(), world.node(S3).role()), (None, None));
    assert_eq!(leader.next_index(ServerId::at(1)), None);
    assert_eq!((leader.election, leader.heartbeat), (None, None));
}

#[test]
fn a_candidate_stands_in_the_term_that_the_trace_tells() {
    let mut run = opened(
        r#"{"raftarium":1,"nodes":["a","b","c"]}
{"node":"c","event":"start","state":{"term":0,"role":"follower"}}
{"node":"c","event":"timeout","state":{"term":5,"votedFor":"c","role":"candidate"}}
{"node":"c","event":"timeout","state":{"term":9,"votedFor":"c","role":"candidate"}}
"#,
    );
    at_line(&mut run, 3);
    assert!(subtitle(&run).contains("starts an election for term 5"), "{}", subtitle(&run));
    at_line(&mut run, 4);
    assert!(subtitle(&run).contains("starts a new election, for term 9"), "{}", subtitle(&run));
}

#[test]
fn the_highest_numbers_are_shown_as_they_are() {
    let highest = u32::MAX - 1;
    let text = format!(
        r#"{{"node":"a","state":{{"term":4,"role":"leader","lastIndex":{highest},"lastTerm":4,"commitIndex":{highest},"lastApplied":{highest}}}}}
{{"node":"a","entries":[{{"index":{highest},"term":4,"command":"x"}}]}}
"#
    );
    let mut run = opened(&text);
    at_line(&mut run, 2);
    let footage =
        Footage::read(text.replace(&highest.to_string(), &u32::MAX.to_string()).as_bytes()).unwrap();
    assert_eq!((footage.events.len(), footage.broken), (0, 2), "the highest of all is no number of an entry");
}

#[test]
fn what_is_illegal_is_said_at_its_line_and_marked() {
    let mut run = opened(BARE);
    at_line(&mut run, 6);
    assert!(subtitle(&run).starts_with("Line 6: ILLEGAL: S2 leads term 1, and S1"), "{}", subtitle(&run));
    let found = run.checker().violations();
    assert_eq!(found.iter().map(|it| it.property).collect::<Vec<_>>(), [Property::ElectionSafety]);
    let cursor = run.cursor();
    assert_that(&run.marks(), |it| {
        it.iter().any(|mark| mark.step == cursor && mark.kind == MarkKind::Violation)
    });
    run.back();
    assert_eq!(run.checker().violations(), []);
    let driver = run.world().driver();
    assert!(driver.unseen(Property::LogMatching).is_some());
    assert_that(&driver.unseen(Property::ElectionSafety), Option::is_none);
}

#[test]
fn servers_are_numbered_as_people_would() {
    let names = |text: &str| -> Vec<String> {
        let run = opened(text);
        run.world().driver().names().iter().map(ToString::to_string).collect()
    };
    assert_eq!(names("1 1 n10 f\n1 1 n2 f\n1 1 n1 f\n"), ["n1", "n2", "n10"]);
    assert_eq!(names("1 1 3 f\n1 1 1 f\n1 1 2 f\n"), ["1", "2", "3"]);
    let header = r#"{"raftarium": 1, "nodes": ["zoe", "ada", "eve"]}"#;
    let event = r#"{"node": "eve", "state": {"term": 1}}"#;
    assert_eq!(names(&format!("{header}\n{event}\n")), ["zoe", "ada", "eve"]);
}

#[test]
fn a_cluster_that_is_too_large_is_said_to_be() {
    let text = (0..30).map(|node| format!("1 1 x{node} f\n")).collect::<Vec<_>>().concat();
    let footage = Footage::read(text.as_bytes()).unwrap();
    assert_eq!(to_tape(&footage).unwrap_err(), TapeError::TooManyNodes(30));
    let nothing = Footage::read(&b"# nothing\n"[..]).unwrap();
    assert_eq!(to_tape(&nothing).unwrap_err(), TapeError::Empty);
}

#[test]
fn nothing_can_be_done_to_a_recording_and_no_branch_arises() {
    let mut run = opened(BARE);
    run.seek(run.start());
    for action in [Action::Crash(S1), Action::Heal, Action::Fire { server: S2, timer: Timer::Election }] {
        assert_eq!(run.act(&action).unwrap_err(), Refusal::Played);
    }
    assert_eq!(run.branches().len(), 1);
    assert_contains(&Refusal::Played.to_string(), "recording");
}

#[test]
fn a_broken_rule_that_breaks_no_property_yet_is_said_as_well() {
    let mut run = opened(
        r#"{"node": "S1", "state": {"term": 1, "votedFor": "S2"}}
{"node": "S1", "state": {"term": 1, "votedFor": "S3"}}
{"node": "S2", "state": {"term": 1}}
"#,
    );
    at_line(&mut run, 2);
    assert!(run.step().unwrap().is_illegal());
    assert!(subtitle(&run).starts_with("Line 2: ILLEGAL: S1"), "{}", subtitle(&run));
    assert_eq!(run.checker().violations(), []);
    let cursor = run.cursor();
    assert_that(&run.marks(), |it| {
        it.iter().any(|mark| mark.step == cursor && mark.kind == MarkKind::Violation)
    });
    at_line(&mut run, 3);
    assert!(!run.step().unwrap().is_illegal());
}

const REPLICATION: &str = r#"{"raftarium": 1, "nodes": ["S1", "S2", "S3"]}
{"time": 1719830000000, "node": "S1", "event": "start", "state": {"term": 3, "votedFor": "S1", "role": "leader", "lastIndex": 2, "lastTerm": 1, "commitIndex": 2}}
{"time": 1719830000010, "node": "S1", "event": "client", "command": "put apples 12", "entries": [{"index": 3, "term": 3, "command": "put apples 12"}], "state": {"lastIndex": 3, "lastTerm": 3}}
{"time": 1719830000010, "node": "S1", "event": "send", "message": {"type": "AppendEntries", "from": "S1", "to": "S2", "term": 3, "prevLogIndex": 2, "prevLogTerm": 1, "entries": [{"index": 3, "term": 3, "command": "put apples 12"}], "leaderCommit": 2}}
{"time": 1719830000020, "node": "S2", "event": "receive", "message": {"type": "AppendEntries", "from": "S1", "to": "S2", "term": 3, "prevLogIndex": 2, "prevLogTerm": 1, "entries": [{"index": 3, "term": 3, "command": "put apples 12"}], "leaderCommit": 2}, "state": {"term": 3, "role": "follower", "lastIndex": 3, "lastTerm": 3, "commitIndex": 2}, "note": "stored it"}
{"time": 1719830000020, "node": "S2", "event": "send", "message": {"type": "AppendEntriesReply", "from": "S2", "to": "S1", "term": 3, "success": true, "matchIndex": 3, "requestTerm": 3}}
{"time": 1719830000030, "node": "S1", "event": "receive", "message": {"type": "AppendEntriesReply", "from": "S2", "to": "S1", "term": 3, "success": true, "matchIndex": 3, "requestTerm": 3}, "state": {"commitIndex": 3}}
{"time": 1719830000040, "node": "S3", "event": "receive", "message": {"id": 9, "type": "PreVote", "from": "S2", "to": "S3", "term": 4}}
"#;

#[test]
fn entries_below_the_first_that_is_known_are_there_and_unknown() {
    let mut run = opened(REPLICATION);
    at_line(&mut run, 3);
    let log = run.world().node(S1).log();
    assert_eq!(log.get(Index(1)), Some(SeenEntry { term: None, payload: None }));
    assert_eq!(log.get(Index(2)), Some(SeenEntry { term: Some(Term(1)), payload: None }));
    let last = log.get(Index(3)).unwrap();
    assert_eq!((last.term, last.payload.unwrap().to_string()), (Some(Term(3)), "put app~".to_owned()));
    assert_eq!(run.world().now(), Time(10_000), "a clock that counts from 1970 begins at 0 here");
}

#[test]
fn what_happens_between_servers_is_told_with_its_causes() {
    let mut run = opened(REPLICATION);
    at_line(&mut run, 3);
    assert_eq!(run.world().network().in_flight(), 1);
    let sent = run.cursor();
    at_line(&mut run, 5);
    assert_eq!(run.step().unwrap().cause, Some(sent));
    assert_that(
        &run.step().unwrap().what,
        |it| matches!(it, What::Delivered(flight) if flight.cause == sent),
    );
    assert_eq!(
        run.world().node(S1).persistent().log.get(Index(3)),
        run.world().node(S2).persistent().log.get(Index(3)),
        "what the message brought stands in the log"
    );
    assert!(subtitle(&run).ends_with("“stored it”"), "{}", subtitle(&run));
    at_line(&mut run, 7);
    let facts: Vec<SeenFact> = run.step().unwrap().seen().collect();
    let advanced = Fact::MatchAdvanced { follower: S2, from: Index(0), to: Index(3) };
    assert!(facts.contains(&advanced), "{facts:?}");
    let on: ServerSet = [S1, S2].into_iter().collect();
    assert!(facts.contains(&Fact::CommitAdvanced { from: Index(2), to: Index(3), on }), "{facts:?}");
    at_line(&mut run, 8);
    assert_eq!(subtitle(&run), "S3 receives PreVote from S2: Figure 2 has no such message");
    assert!(run.forward().is_none(), "the trace ends here");
}

#[test]
fn questions_are_answered_as_far_as_the_trace_tells() {
    let mut run = opened(REPLICATION);
    at_line(&mut run, 7);
    let committed = answer(&Question::Committed { index: Index(3), server: None, not: false }, &run);
    assert_eq!(committed.verdict, Some(true), "{committed}");
    let lead = answer(&Question::CanWin(S3), &run);
    assert_that(&lead.remedies, Vec::is_empty);
    assert_that(&lead.change, |change| change.is_empty());
    assert_eq!(lead.verdict, None, "{lead}");
    assert_contains(&lead.headline[0], "the trace does not show S3's");
}

#[test]
fn what_is_never_received_is_lost_a_little_later_or_still_under_way() {
    let ask = |time: u32, id: u32| {
        format!(
            r#"{{"time": {time}, "node": "a", "event": "send", "message": {{"id": {id}, "type": "RequestVote", "from": "a", "to": "b", "term": 1, "lastLogIndex": 0, "lastLogTerm": 0}}}}"#
        )
    };
    let hear = |time: u32, id: u32| {
        ask(time, id).replacen(r#""a", "event": "send""#, r#""b", "event": "receive""#, 1)
    };
    let text = [ask(0, 1), hear(10, 1), ask(20, 2), ask(200, 3), hear(210, 3), ask(220, 4)].join("\n");
    let run = opened(&text);
    let lost: Vec<_> = run.at_hand().iter().filter(|step| matches!(step.what, What::Lost(..))).collect();
    assert_eq!(lost.len(), 1);
    assert_that(&(lost[0].at, Time(20_000)), |(a, b)| a > b);
    assert_that(&(lost[0].at, Time(200_000)), |(a, b)| a < b);
    assert_that(&lost[0].line(), Option::is_none);
    assert_eq!(run.world().network().in_flight(), 1, "the last one is still under way");
}

#[test]
fn broken_lines_are_counted_and_the_rest_is_shown() {
    let text = format!("{{broken\n{REPLICATION}{{\"node\": ");
    let footage = Footage::read(text.as_bytes()).unwrap();
    assert_eq!((footage.broken, footage.problems[0].line), (1, 1));
    assert!(footage.breaks_off.is_some() && !footage.goes_on);
    assert_eq!(footage.events.len(), 7);
}

#[test]
fn a_log_too_long_to_be_shown_is_not_made_up() {
    let text =
        r#"{"node": "a", "state": {"term": 1, "role": "leader", "lastIndex": 4000000000, "lastTerm": 1}}"#;
    let run = opened(text);
    let node = run.world().node(S1);
    assert_eq!(node.last_index(), None);
    assert_eq!(node.persistent().log.last_index(), Index(0));
}
