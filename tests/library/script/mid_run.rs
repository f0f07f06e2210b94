//! What can be changed and done in the middle of a run: the choices that a cluster begins with, and heartbeats that
//! carry nothing.

use raftarium::history::Run;
use raftarium::language::{parse, spell_placed};
use raftarium::raft::BackUp;
use raftarium::script::{self, PlayOptions, session};

/// Plays a script that expects things, and hands out the run.
fn run(text: &str) -> Run {
    let script = parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    let (report, run) =
        script::play_through(&script, &PlayOptions { verbose: true, ..PlayOptions::default() });
    assert!(report.held(), "{report}");
    run.expect("runs")
}

/// S1 leads term 2 with two entries that S2 and S3 lack, and next index 1 for them.
const BEHIND: &str = "
    servers 3
    election-timeout 100s..200s
    heartbeat 50s
    term all 2
    vote S2 for S1
    role S1 leader
    run 20ms
    hold S1 -> all
    submit x=1 x=2
    drop messages
    release S1 -> all
    run 30ms";

#[test]
fn a_heartbeat_is_empty_although_entries_are_due() {
    let run = run(&format!(
        "{BEHIND}
        expect length of S1 = 2 and length of S2 S3 = 0
        beat S1 empty
        expect heartbeat S1 -> S2 prev 0 in flight
        expect heartbeats in flight = 2
        expect entries in flight = 0
        expect HeartbeatSent to S2 S3 happened at least 2 times on S1
        run 30ms
        expect length of S2 S3 = 0
        expect AppendSent happened 4 times
        beat S1
        expect entries in flight = 2
        run 100ms
        expect index 2 is applied on S1
        expect all properties hold"
    ));
    // Another one is to come after the usual time.
    assert!(run.world().node(raftarium::raft::ServerId::at(0)).heartbeat.is_some());
}

#[test]
fn an_empty_heartbeat_does_not_send_entries_twice() {
    run(&format!(
        "{BEHIND}
        beat S1
        expect entries in flight = 2
        beat S1 empty
        run 100ms
        expect index 2 is committed on S1
        expect DuplicateIgnored never happened"
    ));
}

#[test]
fn a_choice_is_changed_in_the_middle_of_a_run() {
    let run = run(&format!(
        "{BEHIND}
        set max-entries 1
        beat S1
        expect append with index 1 in flight
        expect append with index 2 in flight = 0
        run 100ms
        expect index 2 is committed on S1
        expect Appended first 1 last 1 happened on S2
        set no-op on
        set back-up by-term
        set probe-empty on
        crash S1
        restart S1
        timeout S2
        run 100ms
        expect NoOpAppended happened on S2
        set no-op off
        timeout S3
        run 100ms
        expect NoOpAppended never happened on S3"
    ));
    let options = run.world().options();
    assert_eq!((options.max_entries, options.back_up), (1, BackUp::ByTerm));
    assert!(options.probe_empty && !options.no_op_on_election, "{options:?}");
    assert_eq!(run.world().setup().options.max_entries, 100, "the beginning stays what it was");
}

#[test]
fn what_was_done_is_saved_undone_and_done_again() {
    let mut done = run(&format!("{BEHIND}\nset max-entries 1\nbeat S1 empty\nrun 10ms\nbeat S1\nrun 50ms"));
    let said: Vec<String> = done.actions().iter().map(|placed| spell_placed(placed).to_string()).collect();
    assert!(said.iter().any(|line| line.ends_with("ms set max-entries 1")), "{said:?}");
    assert!(said.iter().any(|line| line.ends_with("ms beat S1 empty")), "{said:?}");

    let end = done.cursor();
    let before =
        done.actions().iter().position(|placed| spell_placed(placed).to_string().contains("max-entries"));
    let before = done.actions()[before.expect("set")].after;
    assert!(done.seek(before));
    assert_eq!(done.world().options().max_entries, 100);
    assert!(done.seek(end));
    assert_eq!(done.world().options().max_entries, 1);

    let text = session::write(&done);
    let read = session::read(&text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    let resumed = read.resume();
    assert!(resumed.parted.is_empty(), "{:?}", resumed.parted);
    let again = resumed.run;
    assert_eq!(again.cursor(), end);
    assert_eq!(again.world().options().max_entries, 1);
    assert_eq!(again.world().network().last_id(), done.world().network().last_id());
}
