//! What is written is read again, to the last byte and to the last bit.

use super::grown::{grow, moves, s, two};
use crate::support::assert_that;
use crate::support::random_actions::setups;
use proptest::prelude::*;
use raftarium::history::{Name, Run};
use raftarium::language::LANGUAGE;
use raftarium::paper::Bug;
use raftarium::raft::{BackUp, Entry, Index, RoleKind, Term};
use raftarium::script::session::{is_session, read, write};
use raftarium::sim::{Action, Setup, Span, SpanRange};

/// Writes a run, goes on with what was written, and compares everything.
fn round_trip(run: &Run) -> Run {
    let text = write(run);
    assert!(is_session(&text));
    let resumed = read(&text).unwrap_or_else(|problems| panic!("{problems}\n{text}")).resume();
    assert_eq!(resumed.parted, [], "{text}");
    let again = resumed.run;
    assert_eq!(write(&again), text);
    assert_eq!((again.cursor(), again.end()), (run.cursor(), run.end()));
    assert_eq!(again.world().setup(), run.world().setup());
    let cursor = run.state_at(run.cursor()).expect("the cursor is at a step");
    assert_eq!(again.world().digest(), cursor.world.digest());
    let ends = |run: &Run| -> Vec<_> {
        run.branches()
            .iter()
            .map(|one| (*one.branch.ending(), one.depth, run.end_digest(one.branch.id())))
            .collect()
    };
    assert_eq!(ends(&again), ends(run));
    assert_eq!((again.marks(), again.actions().len()), (run.marks(), run.actions().len()));
    again
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_session_is_read_as_it_was_written(setup in setups(), moves in moves()) {
        round_trip(&grow(&setup, &moves));
    }
}

#[test]
fn a_session_is_readable_text() {
    let mut run = two();
    run.rename(run.current().id(), Some(Name::new("the leader crashes").unwrap())).unwrap();
    run.bookmark(Name::new("a new leader").unwrap()).unwrap();
    let text = write(&run);
    let (head, rest) = text.split_once("\nbranch 2 from 1\n").unwrap();
    assert!(head.starts_with("# A session of Raftarium"), "{head}");
    assert!(
        head.contains("\nsession 1\nservers 3\nseed 1\nlatency 10ms\nrole S1 leader\n\nbranch 1\n"),
        "{head}"
    );
    let submit = head.lines().find(|line| line.starts_with("at ")).unwrap();
    assert!(submit.starts_with("at step 60 ") && submit.ends_with("ms submit x=1 to S1"), "{submit}");
    assert!(rest.starts_with("name the leader crashes\nat step 30 "), "{rest}");
    assert!(rest.contains("ms crash S1\nbookmark 100 a new leader\ndigest 32 "), "{rest}");
    assert!(rest.ends_with("\ncursor 2 100\n"), "{rest}");
    let again = round_trip(&run);
    assert_eq!(again.bookmarks(), run.bookmarks());
    assert_eq!(again.current().name(), run.current().name());
}

#[test]
fn every_kind_of_cluster_comes_back() {
    let mut setup = Setup::of(4, u64::MAX);
    setup.options.bugs = setup.options.bugs.with(Bug::NoLogCheck).with(Bug::MajorityHalf);
    setup.options.back_up = BackUp::ByTerm;
    (setup.options.max_entries, setup.options.probe_empty, setup.options.no_op_on_election) = (3, true, true);
    (setup.link.loss, setup.link.duplicate) = (25, 1);
    setup.link.latency = SpanRange { min: Span(1), max: Span(1_234_567) };
    setup.timing.heartbeat = Span(33_333);
    setup.timing.election_timeout = SpanRange::from_ms(100, 3_600_000);
    let entry =
        |term: u32, payload: &str| -> Entry { Entry { term: Term(term), payload: payload.parse().unwrap() } };
    setup.initial_mut(s(1)).log =
        vec![entry(1, "a=1"), entry(1, "no-op"), entry(3, "c=3"), entry(3, "x+=-7")];
    setup.initial_mut(s(1)).role = RoleKind::Candidate;
    setup.initial_mut(s(2)).term = Term(7);
    setup.initial_mut(s(2)).voted_for = Some(s(4));
    setup.initial_mut(s(3)).log = vec![entry(1, "a=1")];
    setup.initial_mut(s(3)).commit = Index(1);
    setup.initial_mut(s(4)).down = true;
    let mut run = Run::new(setup).unwrap();
    for _ in 0..50 {
        run.forward();
    }
    run.act(&Action::PutBack(Bug::NoLogCheck)).unwrap();
    round_trip(&run);
}

/// As it was saved before entries had a payload: what a client submits may be a no-op, and the states are the same.
const WITH_NO_OPS: &str = "\
# A session of Raftarium: `raftarium open FILE` continues it.
session 1
servers 3
seed 1

branch 1
at step 3 0ms timeout S1
at step 6 12.634ms submit no-op to S1
at step 7 12.634ms submit x=1 to S1
at step 8 12.634ms submit no-op to S1
digest 16 63224313a14f3140
digest 32 84f3d48ab8f4f19b
digest 48 5ef2ec914b52c8a4
digest 64 eab8f80e88b1f18a
end 73 101f465643579074

cursor 1 73
";

#[test]
fn a_client_may_submit_a_no_op() {
    let resumed = read(WITH_NO_OPS).unwrap_or_else(|problems| panic!("{problems}")).resume();
    assert_eq!(resumed.parted, []);
    let run = round_trip(&resumed.run);
    assert_eq!(write(&run), WITH_NO_OPS);
    let log = &run.world().node(s(1)).persistent().log;
    let payloads: Vec<String> =
        (1..=3).filter_map(|index| log.get(Index(index))).map(|entry| entry.payload.to_string()).collect();
    assert_eq!(payloads, ["no-op", "x=1", "no-op"]);
}

#[test]
fn a_run_may_last_for_days() {
    let mut setup = Setup::of(2, 3);
    setup.timing.election_timeout = SpanRange::from_ms(3_000_000, 3_600_000);
    setup.timing.heartbeat = Span::from_ms(3_500_000);
    let mut run = Run::new(setup).unwrap();
    while run.world().now().ms() < 200_000_000 {
        run.forward().unwrap();
    }
    run.act(&Action::Crash(s(2))).unwrap();
    round_trip(&run);
}

#[test]
fn a_long_run_with_many_branches_comes_back() {
    let mut run = Run::new(Setup::of(5, 9)).unwrap();
    for number in 1..=6000u64 {
        run.forward().unwrap();
        if number % 50 == 0
            && let Some(to) = run.world().leader()
        {
            run.act(&Action::Submit { to, command: "x+=1".parse().unwrap() }).unwrap();
        }
    }
    for step in (20..6000).step_by(60) {
        run.seek(step);
        let _ = run.act(&Action::Crash(s(1 + step as usize / 60 % 5)));
        for _ in 0..80 {
            run.forward();
        }
        if step % 180 != 20 {
            run.switch(run.branches()[0].branch.id()).unwrap();
        }
    }
    assert_that(&run.branches().len(), |it| *it > 80);
    assert_that(&run.branches(), |it| it.iter().any(|one| one.depth > 1));
    round_trip(&run);
}

/// The example of the page is a session indeed, as it would be written today.
#[test]
fn the_session_on_the_page_goes_on() {
    let example = LANGUAGE.split("```raft\n").find(|block| block.starts_with("session 1")).unwrap();
    let example = example.split("```").next().unwrap();
    let resumed = read(example).unwrap_or_else(|problems| panic!("{problems}")).resume();
    assert_eq!(resumed.parted, []);
    assert!(write(&resumed.run).ends_with(example), "{}", write(&resumed.run));
    assert_eq!((resumed.run.branches().len(), resumed.run.cursor()), (2, 40));
}
