//! The properties of Figure 3 that speak of logs; what a crash takes; and traces that tell little.

use super::tale::Tale;
use raftarium::paper::Rule;

#[test]
fn a_trace_that_begins_in_the_middle() {
    // What was confirmed before is unknown; what is appended now is not.
    let mut tale = Tale::unstarted(&["a", "b", "c"]);
    let state = |role: &str, commit| {
        format!(r#","state":{{"term":7,"role":"{role}","lastIndex":90,"lastTerm":7,"commitIndex":{commit}}}"#)
    };
    tale.say("a", "change", &state("leader", 80));
    tale.say("b", "change", &state("follower", 78));
    tale.say("c", "change", &state("follower", 78));
    tale.appends("a", 91, 7);
    tale.takes("a", "b", 7, (89, 7), &[7, 7], 80);
    tale.say("b", "change", r#","state":{"commitIndex":80}"#);
    tale.say("a", "change", r#","state":{"commitIndex":90}"#);
    tale.legal();
    let mut early = tale.clone();
    early.hears_reply("b", "a", 7, 90);
    let line = early.say("a", "change", r#","state":{"commitIndex":91}"#);
    early.found(&[(line, Rule::L7)]);
    tale.confirms("b", "a", 7, 91);
    tale.say("a", "change", r#","state":{"commitIndex":91}"#);
    tale.legal();
}

#[test]
fn a_crash_takes_what_nobody_counts_on() {
    let back = |last: u32| {
        format!(r#","state":{{"term":1,"role":"follower","lastIndex":{last},"lastTerm":1,"commitIndex":0}}"#)
    };
    // The leader had sent entry 3 before its own disk was done.
    let mut tale = Tale::begun();
    tale.say("a", "crash", "");
    tale.say("a", "restart", &back(2));
    tale.legal();
    // b has confirmed two.
    let mut tale = Tale::begun();
    tale.say("b", "crash", "");
    let line = tale.say("b", "restart", &back(1));
    tale.found(&[(line, Rule::P1)]);
    // a has counted itself.
    let mut tale = Tale::of(&["a", "b", "c"]);
    tale.leads("a", 1);
    tale.appends("a", 1, 1);
    tale.takes("a", "b", 1, (0, 0), &[1], 0);
    tale.confirms("b", "a", 1, 1);
    tale.say("a", "change", r#","state":{"commitIndex":1}"#);
    tale.say("a", "crash", "");
    let line = tale.say(
        "a",
        "restart",
        r#","state":{"term":1,"role":"follower","lastIndex":0,"lastTerm":0,"commitIndex":0}"#,
    );
    tale.found(&[(line, Rule::P1)]);
}

#[test]
fn figure_3_leader_append_only() {
    let mut tale = Tale::begun();
    let line = tale.say("a", "change", r#","state":{"lastIndex":2,"lastTerm":1}"#);
    tale.found(&[(line, Rule::I2)]);

    let mut tale = Tale::begun();
    tale.leads("a", 2);
    let line = tale.say("a", "change", &Tale::log(&[(3, 2)], 3));
    tale.found(&[(line, Rule::I2)]);

    // Compaction takes from the front.
    let mut tale = Tale::begun();
    tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    tale.say("a", "change", r#","snapshot":{"index":2,"term":1}"#);
    tale.legal();
}

#[test]
fn figure_3_log_matching() {
    let entry = |command: &str| {
        format!(
            r#","entries":[{{"index":1,"term":1,"command":"{command}"}}],"state":{{"lastIndex":1,"lastTerm":1}}"#
        )
    };
    let mut tale = Tale::unstarted(&["a", "b", "c"]);
    tale.say("a", "change", &entry("x=1"));
    tale.say("b", "change", &entry("x=1"));
    tale.legal();
    let line = tale.say("c", "change", &entry("x=2"));
    tale.found(&[(line, Rule::I3)]);

    // The same entry behind different ones.
    let mut tale = Tale::unstarted(&["a", "b", "c"]);
    tale.say("a", "change", &Tale::log(&[(1, 1), (2, 3)], 2));
    let line = tale.say("b", "change", &Tale::log(&[(1, 2), (2, 3)], 2));
    assert!(tale.findings().contains(&(line, Rule::I3)), "{:?}", tale.findings());
}

#[test]
fn figure_3_leader_completeness() {
    let mut tale = Tale::begun();
    tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    let mut legal = tale.clone();
    legal.leads("b", 2);
    legal.legal();

    // A leader that lacks what was committed.
    let line = tale.say("c", "restart", r#","state":{"term":2,"role":"leader","lastIndex":1,"lastTerm":1}"#);
    assert!(tale.findings().contains(&(line, Rule::I4)), "{:?}", tale.findings());

    // It was elected before the older leader committed.
    let mut tale = Tale::begun();
    tale.say("c", "change", r#","state":{"lastIndex":1,"lastTerm":1}"#);
    tale.leads("c", 2);
    let line = tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    tale.found(&[(line, Rule::I4)]);
    // With it, that is no fault: confirmations travel slowly.
    let mut tale = Tale::begun();
    tale.leads("c", 2);
    tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    tale.legal();
}

#[test]
fn figure_3_state_machine_safety() {
    let mut tale = Tale::unstarted(&["a", "b", "c"]);
    let applied = |command: &str| {
        format!(r#","applied":[{{"index":1,"term":1,"command":"{command}"}}],"state":{{"commitIndex":1}}"#)
    };
    tale.say("a", "change", &applied("x=1"));
    tale.say("b", "change", &applied("x=1"));
    tale.legal();
    let line = tale.say("c", "change", &applied("x=2"));
    tale.found(&[(line, Rule::I5)]);

    // What is committed counts too; and a restart does not begin another history.
    let mut tale = Tale::begun();
    tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    tale.say("b", "crash", "");
    tale.say("b", "restart", r#","state":{"term":1,"role":"follower","lastIndex":2,"lastTerm":1}"#);
    let line = tale.say("b", "change", r#","applied":[{"index":1,"term":1,"command":"other"}]"#);
    let found = tale.findings();
    assert!(found.contains(&(line, Rule::I5)), "{found:?}");
}

#[test]
fn snapshots_replace_logs() {
    // A follower far behind takes the leader's snapshot; the leader counts it when it is confirmed.
    let mut tale = Tale::begun();
    tale.say("a", "change", r#","state":{"commitIndex":2,"lastApplied":2},"snapshot":{"index":2,"term":1}"#);
    tale.say("c", "crash", "");
    tale.say(
        "c",
        "start",
        r#","state":{"term":1,"role":"follower","lastIndex":0,"lastTerm":0,"commitIndex":0,"lastApplied":0}"#,
    );
    tale.sends("a", "c", "InstallSnapshot", 1, r#""lastIndex":2,"lastTerm":1"#);
    tale.say(
        "c",
        "receive",
        r#","message":{"type":"InstallSnapshot","from":"a","to":"c","term":1,"lastIndex":2,"lastTerm":1},"snapshot":{"index":2,"term":1},"state":{"lastIndex":2,"lastTerm":1,"commitIndex":2,"lastApplied":2}"#,
    );
    tale.takes("a", "c", 1, (2, 1), &[1], 2);
    tale.confirms("c", "a", 1, 3);
    tale.say("a", "change", r#","state":{"commitIndex":3}"#);
    tale.legal();
    // A snapshot of what another log had there.
    let line = tale.say(
        "b",
        "change",
        r#","snapshot":{"index":2,"term":9},"state":{"lastIndex":2,"lastTerm":9,"commitIndex":2}"#,
    );
    let found = tale.findings();
    assert!(found.contains(&(line, Rule::I5)), "{found:?}");
}

#[test]
fn what_is_not_told_is_not_held_against_anybody() {
    // Roles and terms only.
    let mut tale = Tale::unstarted(&["a", "b", "c"]);
    tale.say("a", "change", r#","state":{"term":1,"role":"leader","commitIndex":5}"#);
    tale.say("b", "change", r#","state":{"term":1,"role":"follower","commitIndex":7}"#);
    tale.say("a", "change", r#","state":{"commitIndex":9}"#);
    tale.legal();
    // A message came whose content is unknown: it may have confirmed entry 3.
    let mut tale = Tale::begun();
    tale.say("a", "receive", "");
    tale.say("a", "change", r#","state":{"commitIndex":3}"#);
    tale.legal();
    // Something happened that was not told.
    let mut tale = Tale::begun();
    tale.say("b", "change", r#","before":{"lastIndex":1,"lastTerm":1},"state":{"lastIndex":1,"lastTerm":1}"#);
    tale.legal();
}
