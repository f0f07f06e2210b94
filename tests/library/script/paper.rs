//! What lessons and articles say of the paper beyond what they play themselves: each such sentence has a run here that
//! shows it.

use raftarium::language;
use raftarium::script::{self, PlayOptions};

/// Plays a script, which must go as it expects.
fn shows(script: &str) {
    let parsed = language::parse_bytes(script.as_bytes())
        .unwrap_or_else(|problems| panic!("{}", problems.render("claim")));
    let report = script::play(&parsed, &PlayOptions { name: "claim".into(), ..PlayOptions::default() });
    assert!(report.held(), "{report}");
}

/// Figure 8 up to (c), with a no-op at each election and one entry a message: entry 2 of term 2 is on three of five, and
/// the no-op of term 4 is not yet.
const NO_OPS_UP_TO_C: &str = "
election-timeout 100s..200s
heartbeat 100s
latency 10ms
log all 1
term all 1
commit all 1
partition S1 S2 S3 | S4 S5
timeout S1
run until S1 is leader within 100ms
partition S1 S2 | S3 S4 S5
run 60ms
expect index 2 of term 2 is on S1 S2
expect length of S3 = 1
crash S1
timeout S5
run 30ms
timeout S5
run until S5 is leader within 100ms
isolate S5
run 10ms
expect log of S5 = 1 3
expect length of S3 S4 = 1
crash S5
restart S1
partition S1 S2 S3 | S4
timeout S1
run 30ms
timeout S1
run until S1 is leader within 100ms
run until index 2 of term 2 is on S1 S2 S3 within 200ms
";

/// Article K2, lesson 14: a no-op on election does not replace the rule that only entries of the own term are counted.
#[test]
fn with_a_no_op_figure_8_can_still_happen() {
    shows(&format!(
        "servers 5\nno-op on\nmax-entries 1\n{NO_OPS_UP_TO_C}
         run until CommitWithheld happened on S1 within 100ms
         expect not index 3 is on S3
         crash S1
         drop all entries from S1
         restart S5
         heal
         timeout S5
         run 30ms
         timeout S5
         run until S5 is leader within 100ms
         run until index 2 of term 3 is on S2 S3 S4 S5 within 300ms
         expect Truncated happened on S3
         expect all properties hold"
    ));
}

#[test]
fn with_a_no_op_and_without_the_rule_a_committed_entry_is_lost() {
    shows(&format!(
        "servers 5\nno-op on\nmax-entries 1\nwithout commit-by-count\n{NO_OPS_UP_TO_C}
         run until index 2 is committed on S1 within 100ms
         crash S1
         drop all entries from S1
         restart S5
         heal
         timeout S5
         run 30ms
         timeout S5
         run until S5 is leader within 100ms
         expect Leader Completeness violated"
    ));
}

/// Lesson 14, Figure 8 (d): S1's copy of x=2 is the last one, and S1 may still win and commit it.
#[test]
fn the_last_copy_of_an_entry_can_still_be_committed() {
    shows(
        "
servers 5
election-timeout 100s..200s
heartbeat 100s
latency 10ms
log S1 1 2 4
log S2 S3 1 2
log S4 1
log S5 1 3
term S1 S2 S3 4
term S4 S5 3
vote S1 S2 S3 for S1
vote S4 S5 for S5
role S1 down
timeout S5
run 30ms
timeout S5
run until index 2 of term 3 is on S2 S3 S4 S5 within 300ms
expect S5 is leader in term 5
expect not index 2 is committed
# S1's copy is the last one of its entry, and it can still become the truth.
restart S1
timeout S1
run 30ms
timeout S1
timeout S1
run until S1 is leader within 200ms
submit x=1 to S1
run until index 2 of term 2 is committed within 200ms
expect all properties hold
        ",
    );
}
