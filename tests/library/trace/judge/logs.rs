//! The rules of logs, one by one: what keeps them, liberties that real systems take with them included, and what breaks
//! them.

use super::tale::Tale;
use raftarium::paper::Rule;

#[test]
fn append_entries_2_the_consistency_check() {
    // What does not follow is refused, in any way; a repeated request is taken again.
    let mut tale = Tale::begun();
    tale.hears("a", "b", 1, (3, 1), &[1], 0, "");
    tale.sends("b", "a", "AppendEntriesReply", 1, r#""success":false"#);
    tale.takes("a", "b", 1, (1, 1), &[1, 1], 0);
    tale.confirms("b", "a", 1, 3);
    tale.legal();

    // Beyond the end of its log.
    let mut tale = Tale::begun();
    let line = tale.hears("a", "b", 1, (3, 1), &[1], 0, &Tale::log(&[(4, 1)], 4));
    tale.found(&[(line, Rule::R1)]);

    // Behind an entry of another term; said by the reply alone.
    let mut tale = Tale::begun();
    tale.leads("c", 2);
    tale.hears("c", "b", 2, (2, 2), &[], 0, r#","state":{"term":2}"#);
    let line = tale.sends("b", "c", "AppendEntriesReply", 2, r#""success":true,"matchIndex":2"#);
    tale.found(&[(line, Rule::R1)]);
}

#[test]
fn append_entries_3_only_a_conflict_truncates() {
    // A real conflict takes away what follows it too.
    let mut tale = Tale::begun();
    tale.takes("a", "b", 1, (2, 1), &[1], 0);
    tale.leads("c", 2);
    tale.appends("c", 3, 2);
    tale.hears("c", "b", 2, (2, 1), &[2], 0, &Tale::log(&[(3, 2)], 3));
    tale.legal();

    // An old request that holds less than the log takes nothing away.
    let mut tale = Tale::begun();
    let line = tale.hears("a", "b", 1, (0, 0), &[1], 0, r#","state":{"lastIndex":1,"lastTerm":1}"#);
    tale.found(&[(line, Rule::R2)]);

    // A heartbeat neither.
    let mut tale = Tale::begun();
    let line = tale.hears("a", "b", 1, (1, 1), &[], 0, r#","state":{"lastIndex":1,"lastTerm":1}"#);
    tale.found(&[(line, Rule::R2)]);

    // What follows the conflict does not stay; and it is not the same log any more.
    let mut tale = Tale::begun();
    tale.takes("a", "b", 1, (2, 1), &[1], 0);
    tale.leads("c", 2);
    tale.hears("c", "b", 2, (1, 1), &[2], 0, &Tale::log(&[(2, 2)], 3));
    let found = tale.rules();
    assert!(found.contains(&Rule::R2) && found.contains(&Rule::I3), "{found:?}");

    // What is committed is not deleted, whatever the reason.
    let mut tale = Tale::begun();
    tale.hears("a", "b", 1, (2, 1), &[], 2, r#","state":{"commitIndex":2}"#);
    tale.leads("c", 2);
    let line = tale.hears("c", "b", 2, (1, 1), &[2], 0, &Tale::log(&[(2, 2)], 2));
    assert!(tale.findings().contains(&(line, Rule::R2)), "{:?}", tale.findings());
}

#[test]
fn append_entries_4_what_is_missing_and_nothing_else() {
    // Several requests may be written at once, or later.
    let mut tale = Tale::begun();
    tale.hears("a", "b", 1, (2, 1), &[1], 0, "");
    tale.say("b", "change", &Tale::log(&[(3, 1)], 3));
    tale.confirms("b", "a", 1, 3);
    tale.legal();

    // Another command than the message holds.
    let mut tale = Tale::begun();
    let line = tale.hears(
        "a",
        "b",
        1,
        (2, 1),
        &[1],
        0,
        r#","entries":[{"index":3,"term":1,"command":"forged"}],"state":{"lastIndex":3,"lastTerm":1}"#,
    );
    assert!(tale.findings().contains(&(line, Rule::R3)), "{:?}", tale.findings());

    // More than it holds.
    let mut tale = Tale::begun();
    let line = tale.hears("a", "b", 1, (2, 1), &[1], 0, &Tale::log(&[(3, 1), (4, 1)], 4));
    tale.found(&[(line, Rule::R3)]);

    // An old tail is not confirmed with what was checked.
    let mut tale = Tale::begun();
    tale.leads("c", 2);
    tale.hears("c", "b", 2, (1, 1), &[], 0, r#","state":{"term":2}"#);
    let line = tale.sends("b", "c", "AppendEntriesReply", 2, r#""success":true,"matchIndex":2"#);
    tale.found(&[(line, Rule::R3)]);

    // Nor what is not there.
    let mut tale = Tale::begun();
    tale.hears("a", "b", 1, (2, 1), &[1], 0, r#","state":{"lastIndex":2,"lastTerm":1}"#);
    let line = tale.sends("b", "a", "AppendEntriesReply", 1, r#""success":true,"matchIndex":3"#);
    tale.found(&[(line, Rule::R3)]);
}

#[test]
fn append_entries_5_the_lower_of_two() {
    // A heartbeat without a place, from a leader that caps it; and what earlier requests have reached.
    let mut tale = Tale::begun();
    tale.hears("a", "b", 1, (1, 1), &[], 2, r#","state":{"commitIndex":2}"#);
    tale.say(
        "c",
        "receive",
        r#","message":{"type":"AppendEntries","from":"a","to":"c","term":1,"entries":[],"leaderCommit":2},"state":{"commitIndex":2}"#,
    );
    tale.legal();

    // An old tail behind what the leader has checked.
    let mut tale = Tale::begun();
    tale.leads("c", 2);
    let line = tale.hears("c", "b", 2, (1, 1), &[], 2, r#","state":{"term":2,"commitIndex":2}"#);
    tale.found(&[(line, Rule::R4)]);

    // Beyond the end of the log.
    let mut tale = Tale::begun();
    let line = tale.hears("a", "b", 1, (2, 1), &[], 9, r#","state":{"commitIndex":9}"#);
    assert!(tale.findings().contains(&(line, Rule::R4)), "{:?}", tale.findings());

    // Nobody has said so.
    let mut tale = Tale::begun();
    let line = tale.say("b", "change", r#","state":{"commitIndex":2}"#);
    tale.found(&[(line, Rule::R4)]);

    // A restart may forget it, or keep it; a running node does not go back.
    let mut tale = Tale::begun();
    tale.hears("a", "b", 1, (2, 1), &[], 2, r#","state":{"commitIndex":2}"#);
    tale.say("b", "crash", "");
    tale.say(
        "b",
        "restart",
        r#","state":{"term":1,"role":"follower","lastIndex":2,"lastTerm":1,"commitIndex":1}"#,
    );
    tale.legal();
    let line = tale.say("b", "change", r#","state":{"commitIndex":0}"#);
    tale.found(&[(line, Rule::R4)]);
}

#[test]
fn leaders_2_only_entries_of_its_own_term() {
    // A no-op on election, in the line in which it wins.
    let mut tale = Tale::begun();
    tale.say(
        "a",
        "receive",
        r#","message":{"type":"RequestVoteReply","from":"b","to":"a","term":4,"voteGranted":true},"state":{"term":4,"role":"leader","lastIndex":4,"lastTerm":4},"entries":[{"index":4,"term":4}]"#,
    );
    tale.appends("a", 5, 4);
    tale.legal();

    let mut tale = Tale::begun();
    tale.leads("a", 4);
    let line = tale.appends("a", 4, 3);
    tale.found(&[(line, Rule::L3)]);

    // It is told by the end of the log alone.
    let mut tale = Tale::begun();
    tale.leads("a", 4);
    let line = tale.say("a", "client", r#","state":{"lastIndex":4,"lastTerm":1}"#);
    tale.found(&[(line, Rule::L3)]);

    // Nobody else appends what a client brings.
    let mut tale = Tale::begun();
    let line = tale.say("b", "client", &Tale::log(&[(3, 1)], 3).replace("3/1", "mine"));
    assert!(tale.findings().iter().any(|(at, _)| *at == line), "{:?}", tale.findings());
    let mut tale = Tale::begun();
    let line = tale.say("b", "client", &Tale::log(&[(3, 7)], 3));
    assert!(tale.findings().contains(&(line, Rule::L3)), "{:?}", tale.findings());
}

#[test]
fn leaders_3_it_sends_its_log() {
    let mut tale = Tale::begun();
    tale.asks("a", "b", 1, (2, 1), &[1], 0);
    // On its way before it is on the leader's own disk.
    tale.asks("a", "c", 1, (3, 1), &[1], 0);
    tale.legal();

    let mut tale = Tale::begun();
    let line = tale.asks("a", "b", 1, (2, 3), &[], 0);
    assert!(tale.findings().contains(&(line, Rule::L4)), "{:?}", tale.findings());

    let mut tale = Tale::begun();
    let line = tale.sends(
        "a",
        "b",
        "AppendEntries",
        1,
        r#""prevLogIndex":1,"prevLogTerm":1,"entries":[{"index":2,"term":1,"command":"forged"}],"leaderCommit":0"#,
    );
    assert!(tale.findings().contains(&(line, Rule::L4)), "{:?}", tale.findings());
}

#[test]
fn leaders_4_commit_by_counting() {
    // One confirmation and itself are two of three; copies and old ones do no harm.
    let mut tale = Tale::begun();
    tale.confirms("b", "a", 1, 1);
    tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    tale.legal();

    // Nobody has confirmed entry 3.
    let mut tale = Tale::begun();
    let line = tale.say("a", "change", r#","state":{"commitIndex":3}"#);
    tale.found(&[(line, Rule::L7)]);
    assert!(
        tale.words().contains("a commits entry 3, but only a of 3 is known to hold entry 3"),
        "{}",
        tale.words()
    );

    // They have it, and the leader cannot know it yet.
    let mut tale = Tale::begun();
    for follower in ["b", "c"] {
        tale.takes("a", follower, 1, (2, 1), &[1], 0);
        tale.sends(follower, "a", "AppendEntriesReply", 1, r#""success":true,"matchIndex":3"#);
    }
    let line = tale.say("a", "change", r#","state":{"commitIndex":3}"#);
    tale.found(&[(line, Rule::L7)]);

    // What was confirmed in an earlier leadership does not count in this one.
    let mut tale = Tale::begun();
    tale.leads("a", 3);
    tale.appends("a", 4, 3);
    tale.hears_reply("b", "a", 1, 4);
    let line = tale.say("a", "change", r#","state":{"commitIndex":4}"#);
    tale.found(&[(line, Rule::L7)]);
}

/// Nobody can tell at that line whether confirmations are logged at all; once one is, it is certain.
#[test]
fn leaders_4_commit_before_anyone_has_confirmed_anything() {
    let early = |replies: bool| {
        let mut tale = Tale::of(&["a", "b", "c"]);
        tale.say("a", "change", r#","state":{"term":1,"votedFor":"a","role":"candidate"}"#);
        tale.sends("b", "a", "RequestVoteReply", 1, r#""voteGranted":true"#);
        let granted = r#""type":"RequestVoteReply","from":"b","to":"a","term":1,"voteGranted":true"#;
        tale.say("a", "receive", &format!(r#","message":{{{granted}}},"state":{{"role":"leader"}}"#));
        tale.appends("a", 1, 1);
        let line = tale.say("a", "change", r#","state":{"commitIndex":1}"#);
        tale.takes("a", "b", 1, (0, 0), &[1], 1);
        if replies {
            tale.confirms("b", "a", 1, 1);
        }
        (tale, line)
    };
    let (tale, line) = early(true);
    tale.found(&[(line, Rule::L7)]);
    let (tale, _) = early(false);
    assert!(!tale.findings().iter().any(|(_, rule)| *rule == Rule::L7), "{}", tale.words());
}

#[test]
fn a_command_and_a_hash_are_not_held_against_each_other() {
    let mut tale = Tale::unstarted(&["a", "b"]);
    let entry = |what: &str| {
        format!(
            r#","entries":[{{"index":1,"term":1,{what}}}],"state":{{"lastIndex":1,"lastTerm":1,"commitIndex":1}}"#
        )
    };
    tale.say("a", "change", &entry(r#""command":"x""#));
    tale.say("b", "change", &entry(r#""hash":"9dd4e461268c8034""#));
    tale.say("a", "change", &entry(r#""command":"x","hash":"9dd4e461268c8034""#));
    tale.legal();

    // Two hashes are.
    let mut tale = Tale::unstarted(&["a", "b"]);
    tale.say("a", "change", &entry(r#""hash":"9dd4e461268c8034""#));
    let line = tale.say("b", "change", &entry(r#""hash":"another""#));
    assert!(tale.findings().iter().any(|(at, _)| *at == line), "{}", tale.words());
}

#[test]
fn leaders_4_only_its_own_term() {
    // Figure 8: entries of term 1 on all three are not committed by the leader of term 3, until one of its own is.
    let mut tale = Tale::begun();
    tale.leads("a", 3);
    for follower in ["b", "c"] {
        tale.takes("a", follower, 3, (2, 1), &[1], 0);
        tale.confirms(follower, "a", 3, 3);
    }
    let mut early = tale.clone();
    let line = early.say("a", "change", r#","state":{"commitIndex":3}"#);
    early.found(&[(line, Rule::L7)]);

    tale.appends("a", 4, 3);
    tale.takes("a", "b", 3, (3, 1), &[3], 0);
    tale.confirms("b", "a", 3, 4);
    tale.say("a", "change", r#","state":{"commitIndex":4}"#);
    tale.legal();
    assert_eq!(tale.judgement().verdict(Rule::L8).judged, 1, "entries 1 to 3 went along");
}

#[test]
fn without_messages_the_logs_are_counted() {
    let mut tale = Tale::of(&["a", "b", "c"]);
    tale.leads("a", 1);
    tale.appends("a", 1, 1);
    tale.say("b", "change", r#","state":{"term":1}"#);
    tale.say("b", "change", &Tale::log(&[(1, 1)], 1));
    tale.say("a", "change", r#","state":{"commitIndex":1}"#);
    tale.legal();
    tale.appends("a", 2, 1);
    let line = tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    tale.found(&[(line, Rule::L7)]);
}

#[test]
fn all_servers_1_committed_entries_in_order() {
    let applied = |index: u32, term: u32| {
        format!(
            r#","applied":[{{"index":{index},"term":{term},"command":"{index}/{term}"}}],"state":{{"lastApplied":{index}}}"#
        )
    };
    let mut tale = Tale::begun();
    tale.say("a", "change", r#","state":{"commitIndex":2}"#);
    tale.say("a", "change", &applied(1, 1));
    let legal = tale.clone();
    tale.say("a", "change", &applied(2, 1));
    tale.say("a", "crash", "");
    tale.say(
        "a",
        "restart",
        r#","state":{"term":1,"role":"follower","lastIndex":3,"lastTerm":1,"commitIndex":2,"lastApplied":0}"#,
    );
    tale.say("a", "change", &applied(1, 1));
    tale.legal();

    for (rest, why) in [
        (applied(3, 1), "not committed"),
        (applied(1, 1), "twice"),
        (applied(2, 1).replace("2/1", "other"), "not what the log holds"),
        (r#","state":{"lastApplied":0}"#.to_owned(), "back"),
    ] {
        let mut tale = legal.clone();
        let line = tale.say("a", "change", &rest);
        assert!(tale.findings().iter().all(|(at, _)| *at == line), "{why}: {:?}", tale.findings());
        assert!(tale.rules().contains(&Rule::A1), "{why}: {:?}", tale.findings());
    }
    // A no-op, the first entry of a leader, need not be handed over; what follows it must be.
    let mut tale = Tale::begun();
    tale.takes("a", "b", 1, (2, 1), &[1], 0);
    tale.confirms("b", "a", 1, 3);
    tale.say("a", "change", r#","state":{"commitIndex":3,"lastApplied":0}"#);
    let mut other = tale.clone();
    tale.say("a", "change", &applied(2, 1));
    tale.legal();
    other.say("a", "change", &applied(1, 1));
    let line = other.say("a", "change", &applied(3, 1));
    other.found(&[(line, Rule::A1)]);
}
