//! Answers that were untrue once, each about a state in which it was.

use raftarium::audit::{AuditReport, Scene, examine, questions};
use raftarium::explain::{Answer, answer};
use raftarium::history::Run;
use raftarium::language::{Being, Number, Question, parse};
use raftarium::raft::ServerId;
use raftarium::script::{PlayOptions, play_through};

pub fn s(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

pub fn played(script: &str) -> Run {
    let script = parse(script).unwrap_or_else(|problems| panic!("{problems}"));
    let (report, run) = play_through(&script, &PlayOptions::default());
    assert!(report.failure.is_none(), "{report}");
    run.unwrap()
}

/// All that is claimed about a state is so.
pub fn all_is_true(run: &Run) {
    let scene = Scene::of(run);
    let mut report = AuditReport::default();
    examine(&scene, questions(&scene), &mut report);
    assert!(report.is_clean(), "{report}");
}

pub fn asked(run: &Run, question: Question) -> Answer {
    answer(&question, run)
}

/// S3 leads term 6, S2 was elected in term 7, and then S3 commits entry 4 of its own term.
pub const OLD_LEADER_CAN_STILL_COMMIT: &str = "
servers 5
latency 10ms
election-timeout 100s..200s
heartbeat 100s
log all 1 1 1
term all 6
vote all for S3
role S3 leader
run 30ms
cut S3 -> S1 S4 S5
submit x=1
run until match of S2 on S3 = 4 within 100ms
cut S2 -> S1 S3
cut S4 S5 -> S3
timeout S2
run until S2 is leader in term 7 within 100ms
run 30ms
expect S3 is leader in term 6
mend S3 -> S1
";

#[test]
fn who_is_in_both_quorums_is_told_of_what_was_committed_in_an_older_term_whenever_that_was() {
    let run = played(OLD_LEADER_CAN_STILL_COMMIT);
    let told = asked(&run, Question::Elected { server: Some(s(2)), term: None });
    assert!(told.headline[1].starts_with("No entry was committed in a term older than 7"), "{told}");
    all_is_true(&run);
    let run =
        played(&format!("{OLD_LEADER_CAN_STILL_COMMIT}beat S3\nrun until index 4 is committed within 1s\n"));
    let told = asked(&run, Question::Elected { server: Some(s(2)), term: None });
    assert!(told.headline[1].contains("S2 is in both the quorum that committed entry 4"), "{told}");
    all_is_true(&run);
}

#[test]
fn who_could_win_is_said_with_the_links_in_one_answer_and_the_same_in_another() {
    let run = played("servers 3\ntimeout S2\nrun until S2 is leader within 1s\nisolate S1\nrun 1s\n");
    let lacks = asked(&run, Question::Role { server: s(1), being: Being::Leader, not: true });
    let can = asked(&run, Question::CanWin(s(1)));
    assert_eq!(can.verdict, Some(false), "{can}");
    assert!(lacks.to_string().contains("S1 cannot win an election now"), "{lacks}");
    all_is_true(&run);
}

#[test]
fn an_election_is_explained_by_the_rule_of_elections_and_a_candidate_by_what_made_it_one() {
    let run = played("servers 3\nelection-timeout 100s..200s\nheartbeat 100s\ntimeout S1\n");
    let told = asked(&run, Question::Role { server: s(1), being: Being::Candidate, not: false });
    assert!(told.headline[0].contains("when somebody made its election timer expire."), "{told}");
    let run = played(
        "servers 3\nelection-timeout 100s..200s\nheartbeat 100s\ntimeout S1\nrun until S1 is leader within 1s\n",
    );
    let told = asked(&run, Question::Elected { server: None, term: None });
    assert_eq!(told.reason, raftarium::paper::Rule::E3.article().why, "{told}");
    all_is_true(&run);
}

#[test]
fn a_cut_into_halves_is_why_there_is_no_leader() {
    let run = played("servers 6\ncut S1 S2 S3 <-> S4 S5 S6\nrun 2s\n");
    let told = asked(&run, Question::NoLeader);
    assert!(told.headline[0].contains("No server is connected to a majority"), "{told}");
    assert_ne!(told.reason, raftarium::paper::Rule::E6.article().why, "{told}");
    all_is_true(&run);
}

#[test]
fn a_vote_that_a_rule_set_aside_takes_back_is_told_of_the_step_that_took_it() {
    let script = "
servers 5
election-timeout 100s..200s
heartbeat 100s
log all 1 1
term all 1
without vote-cleared-by-append
timeout S2
timeout S3
drop all vote S2 -> S1
drop all vote S2 -> S3
drop all vote S2 -> S4
drop all vote S2 -> S5
run 50ms
expect S3 is leader
expect S2 is follower
expect S2 voted for nobody
";
    let run = played(script);
    let told = asked(&run, Question::Changed { what: Number::Vote, server: s(2) });
    assert!(told.headline[0].contains("changed from S2 in term 2 to none in term 2"), "{told}");
    assert!(told.headline[0].contains("vote-cleared-by-append"), "{told}");
    all_is_true(&run);
}

#[test]
fn a_follower_that_hears_nobody_is_said_to_get_votes_that_it_never_hears_of() {
    let run = played(
        "servers 5\ntimeout S1\nrun until S1 is leader within 1s\nrun 100ms\ncut others -> S4\nrun 5s\n",
    );
    let told = asked(&run, Question::Stuck);
    assert!(!told.to_string().contains("unseats the leader each time"), "{told}");
    all_is_true(&run);
}

#[test]
fn nobody_is_said_to_have_elected_a_leader_that_was_set_by_hand() {
    let run = played("servers 3\nlog all 1\nterm all 1\nvote all for S2\nrole S2 leader\n");
    let told = asked(&run, Question::Elected { server: Some(s(2)), term: None });
    assert!(told.headline[0].contains("as the setup says"), "{told}");
    all_is_true(&run);
}

/// The rule that was not followed in the crash is not followed in what comes of it.
#[test]
fn a_second_vote_after_a_crash_names_the_rule_that_is_set_aside() {
    for bug in ["vote-forgotten", "term-forgotten"] {
        let run = played(&format!(
            "servers 3\nelection-timeout 100s..200s\nheartbeat 100s\nlatency 3600s\nwithout {bug}\ntimeout S1\n\
             deliver vote S1 -> S2\nexpect S2 voted for S1\ncrash S2\nrestart S2\ntimeout S3\n\
             deliver vote S3 -> S2\nexpect S2 voted for S3\nexpect term of S2 = 1\n"
        ));
        let step = run.step().expect("a step");
        let told = raftarium::explain::tell(step, run.world().configuration());
        assert!(told.rest.contains("rule P1 is off"), "{}: {}", told.head, told.rest);
        let why = asked(&run, Question::Vote { voter: s(2), candidate: Some(s(3)), refused: false });
        assert!(why.to_string().contains("rule P1 is off"), "{why}");
        all_is_true(&run);
    }
}
