//! Scripts that begin in a state that cannot arise: refused with the reason, or played after `assume` with a mark.

use raftarium::explain::answer;
use raftarium::export::{Steps, Subject, text};
use raftarium::language::{Question, parse};
use raftarium::paper::{Bug, Property};
use raftarium::script::{self, PlayOptions, Report, session};
use raftarium::sim::Beginning;
use std::fmt::Write;

/// What is said of a script that is refused.
#[track_caller]
fn refused(text: &str, line: u32, reason: &str, change: &str) {
    let Err(problems) = parse(text) else { panic!("it is not refused:\n{text}") };
    let told = problems.to_string();
    println!("{told}");
    assert_eq!(problems.list[0].line, line, "{told}");
    assert!(told.contains("this state cannot arise"), "{told}");
    assert!(told.contains(reason), "no {reason:?} in:\n{told}");
    assert!(told.contains(change), "no {change:?} in:\n{told}");
    parse(&format!("assume\n{text}")).unwrap_or_else(|problems| panic!("assumed: {problems}"));
}

fn played(text: &str) -> Report {
    let script = parse(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    script::play(&script, &PlayOptions::default())
}

/// A leader that nobody would have elected.
const LEADER: &str =
    "servers 5\nlog S1 1 2 2\nlog S2 1\nlog S3 1 2 2\nlog S4 1\nlog S5 1 2\nterm all 3\nrole S2 leader\n";
/// Logs that share an entry and differ before it.
const LOGS: &str = "servers 3\nlog S1 1 2 3\nlog S2 1 1 3\n";
/// An entry of a term that only one server knows of.
const ENTRY: &str = "servers 5\nlog S1 1 3\nlog S2 S3 S4 S5 1\nterm S2 S3 S4 S5 2\n";

#[test]
fn what_cannot_arise_is_refused_with_the_line_the_reason_and_a_change() {
    refused(LEADER, 8, "no majority could have elected S2 in term 3", "`role S2 follower`");
    refused(LEADER, 8, "S1 had a more up-to-date log", "assume");
    refused(LOGS, 3, "differ at index 2", "`log S1 1 2`");
    refused(ENTRY, 4, "S1 has an entry of term 3 at index 2", "`term S2 S3 3`");
    refused("servers 3\nlog S1 1 3\nterm S1 2\n", 3, "has an entry of term 3", "`term S1 3`");
    refused(
        "servers 3\nterm all 2\nlog all 1 2\nrole S1 candidate\n",
        4,
        "is a candidate in term 2",
        "`role S1 follower`",
    );
    refused("servers 3\nlog S1 1 1\nlog S2 1\ncommit S1 2\n", 4, "only S1 (1 of 3)", "`commit S1 1`");
    refused(
        "servers 3\nterm all 2\nlog S2 1 2\nrole S1 leader\n",
        4,
        "lacks the entry of that term at index 2",
        "`role S1 follower`",
    );
    refused(
        "servers 3\nlog S1 1\nlog S2 2\nlog S3 3\n",
        4,
        "Only S3 is left, and 2 votes are needed",
        "`log S1 empty`",
    );
    refused("servers 3\nvote S1 for S2\n", 2, "has voted in term 0", "without S1's vote");
    refused(
        "servers 3\nterm all 1\nvote S1 for S2\nvote S2 for S3\n",
        4,
        "but S2 was not a candidate in \
                                                                           that term",
        "",
    );
}

#[test]
fn after_assume_it_is_played_with_a_mark_and_raft_is_not_blamed() {
    let text = format!("assume\n{LOGS}expect Log Matching violated\n");
    let report = played(&text);
    assert!(report.held(), "{report}");
    let told = report.to_string();
    assert!(told.contains("Begins in a state that cannot arise"), "{told}");
    assert!(told.contains("Raft is not to blame"), "{told}");
    let (_, run) = script::play_through(&parse(&text).expect("a script"), &PlayOptions::default());
    let mut run = run.expect("it runs");
    assert!(run.world().beginning().mark().is_some());
    let why = answer(&Question::Property(Property::LogMatching), &run).to_string();
    assert!(why.contains("Raft is not to blame"), "{why}");
    // As a session it says `assume`, and comes back with its mark.
    let saved = session::write(&run);
    assert!(saved.contains("\nassume\n"), "{saved}");
    let read = session::read(&saved).unwrap_or_else(|problems| panic!("{problems:?}\n{saved}"));
    drop(read);
    run.seek(run.start());
    let mut story = Vec::new();
    let subject = Subject { title: "t", intro: "", run: &run, notes: &[], steps: Steps::all(&run) };
    text::write(&subject, text::Options { verbose: false }, &mut story).expect("written");
    let story = String::from_utf8(story).expect("text");
    assert!(story.contains("Begins in a state that cannot arise"), "{story}");
}

#[test]
fn a_state_that_a_rule_set_aside_has_made_names_the_rule() {
    let report = played(
        "servers 3\nwithout prev-term-unchecked\nlog S1 1 2 3\nlog S2 1 1 3\nexpect Log Matching violated\n",
    );
    assert!(report.held(), "{report}");
    let told = report.to_string();
    assert!(told.contains("can arise only with a rule off (R1, bug prev-term-unchecked)"), "{told}");
    assert!(report.blame.is_none(), "{told}");
    let beginning = |text: &str| parse(text).expect("a script").setup().beginning();
    let found = beginning("servers 3\nwithout prev-term-unchecked\nlog S1 1 2 3\nlog S2 1 1 3\n");
    assert!(matches!(found, Beginning::ByRuleOff(Bug::PrevTermUnchecked, _)), "{found:?}");
    let possible = beginning("servers 3\nlog S1 1 1 2\nlog S2 1\nterm all 2\n");
    assert!(matches!(possible, Beginning::Possible(_)), "{possible:?}");
}

/// A term that has entries cannot be won a second time: who gave no vote that is said has given it to the leader.
#[test]
fn a_term_with_entries_has_its_votes_where_they_could_still_be_asked_for() {
    let report = played(
        "servers 5\nelection-timeout 100s..200s\nheartbeat 100s\nlog S1 1\nterm S1 S2 S3 1\n\
         timeout S4\nrun 100ms\nexpect S4 is candidate in term 1\nexpect all properties hold\n",
    );
    assert!(report.held(), "{report}");
}

/// What somebody opens is refused soon, however much it says.
#[test]
fn much_said_of_many_servers_is_refused_all_the_same() {
    let mut text = String::from("servers 25\n");
    for round in 0..4 {
        for server in 1..=25 {
            let terms: Vec<String> = (0..150 - round).map(|index| (1 + index / 60).to_string()).collect();
            writeln!(text, "log S{server} {}", terms.join(" ")).expect("a string takes all");
        }
    }
    // A leader whose log is older than all others.
    text.push_str("log S1 1\nterm all 9\nrole S1 leader\n");
    let Err(problems) = parse(&text) else { panic!("it is not refused") };
    let told = problems.to_string();
    assert!(told.contains("this state cannot arise"), "{told}");
    let lines = text.lines().count() as u32;
    assert_eq!(problems.list[0].line, lines, "{told}");
    assert!(told.contains("no majority could have elected S1 in term 9"), "{told}");
}

/// What is played as possible is not said to be impossible when somebody asks.
#[test]
fn what_a_setup_need_not_say_is_not_held_against_it() {
    let script =
        parse("servers 3\nlog S1 1:x=1 2:y=1\nlog S2 1:x=1 3:z=1\nterm all 3\n").expect("it can arise");
    let (report, run) = script::play_through(&script, &PlayOptions::default());
    assert!(report.held(), "{report}");
    let told = answer(&Question::CanArise, &run.expect("a run"));
    assert_eq!(told.verdict, Some(true), "{told}");
}
