//! Answers about entries that were untrue once, each about a state in which it was.

use super::cases::{OLD_LEADER_CAN_STILL_COMMIT, all_is_true, asked, played, s};
use raftarium::explain::{Answer, Remedy, answer};
use raftarium::history::Run;
use raftarium::language::{Known, Question, parse_command};
use raftarium::paper::Property;
use raftarium::raft::{Index, Term};
use raftarium::script::Player;
use raftarium::sim::Action;

/// Figure 8 with leaders that count copies of entries of any term.
const COMMIT_BY_COUNT: &str = include_str!("../../../assets/scenarios/19-bug-commit-by-count.raft");

fn by_count(up_to: &str) -> Run {
    played(&COMMIT_BY_COUNT[..COMMIT_BY_COUNT.find(up_to).unwrap()])
}

/// Carries out a remedy, command by command, as a person would.
fn carry_out(run: &mut Run, remedy: &Remedy) {
    let known = Known { servers: run.world().size(), names: Vec::new() };
    let mut player = Player::default();
    for text in remedy.commands.iter().map(ToString::to_string) {
        let command = parse_command(&text, &known).unwrap_or_else(|problem| panic!("{problem}")).unwrap();
        player.execute(&command, run).unwrap_or_else(|trouble| panic!("{text}: {trouble} of {remedy:?}"));
    }
}

fn not_committed(run: &Run, index: u32, server: Option<usize>) -> Answer {
    asked(run, Question::Committed { index: Index(index), server: server.map(s), not: true })
}

#[test]
fn a_leader_that_counted_an_entry_of_an_older_term_is_not_said_to_have_counted_its_own() {
    let run = by_count("isolate S1\nsubmit c=3");
    let told = asked(&run, Question::CommittedBy(Index(2)));
    assert!(
        told.headline[0].contains("S1 counted the copies of entry 2 of term 2, not its own term"),
        "{told}"
    );
    assert!(!told.to_string().contains("of its own term and"), "{told}");
    all_is_true(&run);
}

#[test]
fn what_is_committed_and_can_be_lost_is_not_said_to_stay_and_the_commands_lose_it() {
    let run = by_count("isolate S1\nsubmit c=3");
    let question = Question::CanBeLost { index: Index(2), term: Some(Term(2)) };
    let told = asked(&run, question);
    assert_eq!(told.verdict, Some(true), "{told}");
    let mut after = run.clone();
    carry_out(&mut after, &told.remedies[0]);
    assert_eq!(answer(&question, &after).verdict, Some(true), "{told}");
    let committed = asked(&run, Question::CommittedBy(Index(2)));
    assert!(committed.headline[1].contains("can be lost"), "{committed}");
}

#[test]
fn what_was_committed_and_overwritten_is_said_to_be_lost() {
    let run = played(COMMIT_BY_COUNT);
    let told = asked(&run, Question::CanBeLost { index: Index(2), term: None });
    assert_eq!(told.verdict, Some(true), "{told}");
    assert!(told.headline[0].contains("is lost"), "{told}");
    let committed = asked(&run, Question::CommittedBy(Index(2)));
    assert!(!committed.to_string().contains("stays"), "{committed}");
    all_is_true(&run);
}

#[test]
fn a_broken_property_names_who_broke_it_and_no_more_is_said_to_hold() {
    let run = played(COMMIT_BY_COUNT);
    let told = asked(&run, Question::Property(Property::LeaderCompleteness));
    assert!(told.headline[0].contains("S5 led term 5 without entry 2"), "{told}");
    assert!(!told.headline[0].contains("S1"), "{told}");
    let told = asked(&run, Question::Property(Property::StateMachineSafety));
    assert!(told.rules[0].conditions.iter().any(|held| !held.holds), "{told}");
    assert!(told.headline[0].contains("S1 executed") && told.headline[0].contains("S5 executed"), "{told}");
    all_is_true(&run);
}

#[test]
fn what_is_advised_commits_the_entry_that_was_asked_about_and_no_other_one_at_its_index() {
    let run = played(
        "
servers 3
election-timeout 100s..200s
heartbeat 100s
latency 10ms
timeout S1
run until S1 is leader within 1s
isolate S1
submit x=1 to S1
timeout S2
run until S2 is leader within 1s
run 30ms
",
    );
    let told = not_committed(&run, 1, None);
    assert!(told.headline[0].contains("S2 leads term 2 without the entry"), "{told}");
    assert!(!told.change.contains("goes with it"), "{told}");
    let mut after = run.clone();
    carry_out(&mut after, &told.remedies[0]);
    let committed = after.checker().committed_at(Index(1)).map(|committed| committed.entry.term);
    assert_eq!(committed, Some(Term(1)), "{told}");
    all_is_true(&run);
}

#[test]
fn a_leader_that_is_asked_about_is_asked_for_its_own_view() {
    let run = played(OLD_LEADER_CAN_STILL_COMMIT);
    let told = not_committed(&run, 4, Some(3));
    assert!(
        told.headline[0].contains("S3 counts the copies of entry 4 on S2 and S3, not a majority"),
        "{told}"
    );
    assert!(told.change.contains("S3 can still commit in term 6: S1, S2 and S3 are enough"), "{told}");
    let mut after = run.clone();
    carry_out(&mut after, &told.remedies[0]);
    let committed =
        after.checker().committed_at(Index(4)).map(|committed| (committed.by, committed.entry.term));
    assert_eq!(committed, Some((s(3), Term(6))), "{told}");
    all_is_true(&run);
}

#[test]
fn a_follower_whose_leader_does_not_know_yet_is_not_said_to_be_out_of_its_reach() {
    // S1 commits entry 1 and crashes before it tells; S2 leads, and may not count it: it is of an older term.
    let mut run = played(
        "
servers 3
election-timeout 100s..200s
heartbeat 100s
latency 10ms
timeout S1
run until S1 is leader within 1s
run 50ms
submit x=1
run until index 1 is committed within 1s
crash S1
timeout S2
run until S2 is leader within 1s
run 50ms
",
    );
    let told = not_committed(&run, 1, Some(3));
    assert!(told.headline[0].contains("S2 does not know"), "{told}");
    assert!(!told.to_string().contains("cannot reach") && !told.change.contains("that knows"), "{told}");
    let leader = not_committed(&run, 1, Some(2));
    assert!(leader.headline[0].contains("counts copies only for entries of its own term"), "{leader}");
    assert!(!leader.change.contains("leader's next message"), "{leader}");
    all_is_true(&run);
    run.act(&Action::Freeze(s(3))).unwrap();
    all_is_true(&run);
}
