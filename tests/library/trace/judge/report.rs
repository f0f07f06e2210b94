//! The verdicts in words.

use super::bench::{Judged, event, judge, of, receive, send, state};
use raftarium::trace::judge::report::{self, Detail};
use std::collections::BTreeMap;

fn text(judged: &Judged, quoted: &[(u64, &str)]) -> String {
    let quoted: BTreeMap<u64, Box<str>> = quoted.iter().map(|(line, text)| (*line, (*text).into())).collect();
    report::text(&judged.judgement, &judged.names, &quoted, Detail::Full)
}

fn verdict(judged: &Judged, unread: u64) -> String {
    report::verdict(&judged.judgement, &judged.names, unread).replace('\n', " ").trim_end().to_owned()
}

#[test]
fn the_verdict_is_one_sentence() {
    let legal = judge("1 1 a leader\n2 1 a leader\n");
    assert_eq!(verdict(&legal, 0), "Nothing illegal; only 2 of 39 rules could be judged.");
    assert!(text(&legal, &[]).contains("legal           I1   Election Safety"), "{}", text(&legal, &[]));
    let illegal = judge("1 1 a leader\n2 1 b leader\n3 0 a follower\n");
    let said = verdict(&illegal, 0);
    assert!(said.starts_with("No. Line 2: b leads term 1, and a leads it too (line 1): "), "{said}");
    assert!(said.ends_with(" There is 1 more finding."), "{said}");
    let unread = verdict(&legal, 1);
    assert!(unread.ends_with("could be judged, and 1 line could not be read."), "{unread}");
    let nothing = verdict(&judge("{\"node\": \"a\"}"), 0);
    assert!(nothing.starts_with("Nothing to judge"), "{nothing}");
}

#[test]
fn what_is_found_is_shown_with_the_lines_that_decide_it() {
    let judged = judge("1 1 a leader\n2 1 b leader\n3 0 a follower\n");
    let illegal = text(&judged, &[(2, "2 1 b leader")]);
    assert!(illegal.contains("line 2  b leads term 1, and a leads it too (line 1)"), "{illegal}");
    assert!(illegal.contains("I1 Election Safety · §5.2 · Figure 3"), "{illegal}");
    assert!(illegal.contains("      2 | 2 1 b leader"), "{illegal}");
    // The end of a long line may be what decides.
    let long = format!("2 1 b leader {}the end", "x".repeat(200));
    let illegal = text(&judged, &[(2, &long)]);
    assert!(illegal.contains("the end\n"), "{illegal}");
    let brief = report::text(&judged.judgement, &judged.names, &BTreeMap::new(), Detail::Brief);
    assert!(brief.contains("line 2") && !brief.contains("To judge more"), "{brief}");
}

#[test]
fn what_to_log_is_said_once_with_all_that_it_shows() {
    let text = text(&judge("1 1 a leader\n2 1 b follower\n"), &[]);
    let advice = text.lines().find(|line| line.contains("`commitIndex` in `state`")).unwrap_or_default();
    assert!(advice.contains("for ") && advice.contains("P2") && advice.contains("L7"), "{text}");
    assert_eq!(text.matches("`send` and `receive`").count(), 1, "{text}");
}

#[test]
fn rules_that_no_trace_can_tell_say_why() {
    let text = text(&judge("1 1 a leader\n"), &[]);
    assert!(text.contains("E6: a trace shows timeouts, but not whether they are random"), "{text}");
    assert!(text.contains("C2: "), "{text}");
}

#[test]
fn a_rule_without_an_occasion_never_came_up() {
    let lines = [
        event("a", "start", "term 1 vote - role follower last 0/0 commit 0"),
        send("AppendEntriesReply", "a>b 1", "success true match 0", ""),
        receive("AppendEntries", "b>a 1", "prev 0/0 entries 0 leaderCommit 0", ""),
    ];
    let text = text(&of("a b", &lines), &[]);
    let never = text.split("\nNever occurred: ").nth(1).and_then(|rest| rest.split("\n\n").next());
    assert!(never.is_some_and(|never| never.contains("E4") && never.contains("T3")), "{text}");
}

#[test]
fn no_line_is_longer_than_a_terminal_is_wide() {
    let long = "n".repeat(60);
    let lines = [state(&long, "term 3 vote a role leader"), state(&long, "term 2 vote b role leader")];
    let text = text(&of("a b", &lines), &[(3, &"x".repeat(300))]);
    for line in text.lines() {
        // A name is not cut.
        assert!(line.chars().count() <= 80 || line.contains(&long), "{line}");
    }
}

#[test]
fn names_are_put_in_where_they_are_shown() {
    let judged = judge("1 1 {0} leader\n2 1 {1} leader\n");
    let text = text(&judged, &[]);
    assert!(text.contains("{1} leads term 1, and {0} leads it too"), "{text}");
}
